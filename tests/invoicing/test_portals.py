"""Files for the tax office: as the schema wants them, adding up, and refused with the field that is wrong."""

import datetime
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from invoicing.paper.document import Address, PaperKind, PaperState
from invoicing.paper.places import address_in
from invoicing.portals.einvoice import e_invoice
from invoicing.portals.eway_bill import Transport, e_way_bill
from invoicing.portals.faults import NotForPortal
from invoicing.portals.writing import written
from taxes.arithmetic import Buyer, Discount, Tax
from taxes.arithmetic.supplies import ABROAD, Scheme
from tests.invoicing.papers import BUYER, SELLER, credit_note, document, line, with_batch

TRUCK = Transport(distance=42, vehicle="wb 02 ab 1234")
SHIP_TO = Address(text="Godown 3, NH 16", town="Bhubaneswar", pin="751001", state="21")


def read(body):
    return json.loads(written(body), parse_float=Decimal)


def faults(make, paper, **more):
    with pytest.raises(NotForPortal) as refused:
        make(paper, **more)
    assert all(fault.document in refused.value.message for fault in refused.value.faults)
    return {fault.path for fault in refused.value.faults}


def adds_up(body):
    """The arithmetic of schema 1.1."""
    taxes = ("IgstAmt", "CgstAmt", "SgstAmt", "CesAmt", "CesNonAdvlAmt")
    for item in body["ItemList"]:
        assert item["AssAmt"] == item["TotAmt"] - item["Discount"]
        assert item["TotItemVal"] == item["AssAmt"] + sum(item[tax] for tax in taxes)
    values = body["ValDtls"]
    charged = sum(values[tax] for tax in ("IgstVal", "CgstVal", "SgstVal", "CesVal"))
    assert values["TotInvVal"] == values["AssVal"] + charged + values["RndOffAmt"]
    assert values["AssVal"] == sum(item["AssAmt"] for item in body["ItemList"])
    assert values["CgstVal"] == sum(item["CgstAmt"] for item in body["ItemList"])


def test_an_e_invoice_is_form_inv_01_and_adds_up():
    body = read(e_invoice(with_batch(document(discount=Discount(amount=50_00)))))
    adds_up(body)
    assert body["Version"] == "1.1"
    assert body["TranDtls"] == {"TaxSch": "GST", "SupTyp": "B2B", "RegRev": "N", "IgstOnIntra": "N"}
    assert body["DocDtls"] == {"Typ": "INV", "No": "INV/26-27/0042", "Dt": "21/11/2026"}
    assert body["SellerDtls"] == {
        "Gstin": "19AAACG2115R1ZE", "LglNm": "Asha Devi", "TrdNm": "Asha Kirana",
        "Addr1": "12/3 College Street Kolkata 700073", "Loc": "Kolkata", "Pin": 700073, "Stcd": "19",
        "Ph": "919830012345", "Em": "asha@example.com",
    }  # fmt: skip
    assert (body["BuyerDtls"]["Pos"], body["BuyerDtls"]["Pin"]) == ("19", 711101)
    first, inclusive, *_ = body["ItemList"]
    assert (first["Qty"], first["Unit"], first["UnitPrice"], first["GstRt"]) == (2, "BAG", 645, 5)
    assert first["BchDtls"] == {"Nm": "B-17", "ExpDt": "31/03/2027"}
    assert inclusive["TotAmt"] == inclusive["AssAmt"]
    assert body["ValDtls"]["TotInvVal"] == Decimal("3729.00")
    assert '"TotInvVal": 3729.00' in written(e_invoice(document(discount=Discount(amount=50_00)))).decode()


def test_notes_exports_and_territories_go_out_under_their_own_types():
    note = read(e_invoice(credit_note()))
    assert note["DocDtls"]["Typ"] == "CRN"
    assert note["RefDtls"]["PrecDocDtls"] == [{"InvNo": "INV/26-27/0042", "InvDt": "21/11/2026"}]
    foreign = replace(BUYER, registration="", address=Address(text="5 High Street", town="London"))
    abroad = read(e_invoice(document(place=ABROAD, treatment=Buyer.OVERSEAS, buyer=foreign)))
    assert abroad["TranDtls"]["SupTyp"] == "EXPWOP"
    taken = {key: abroad["BuyerDtls"][key] for key in ("Gstin", "Pos", "Stcd", "Pin")}
    assert taken == {"Gstin": "URP", "Pos": "96", "Stcd": "96", "Pin": 999999}
    assert read(e_invoice(document(treatment=Buyer.SEZ, with_tax=True)))["TranDtls"]["SupTyp"] == "SEZWP"
    assert read(e_invoice(document(treatment=Buyer.DEEMED_EXPORT)))["TranDtls"]["SupTyp"] == "DEXP"
    assert read(e_invoice(document(ship_to=SHIP_TO)))["ShipDtls"]["Pin"] == 751001
    cess = [("Cola", "2202", "BTL", 3, "40.00", 0, False)]
    one = line("40.00", 0, 3, tax=Tax(rate=280_000, cess=120_000, cess_per_unit=1_500_000))
    found = read(e_invoice(document(cess, lines=[one])))
    adds_up(found)
    assert found["ItemList"][0]["CesNonAdvlAmt"] == Decimal("4.50")


def test_a_document_that_a_portal_would_refuse_names_each_field():
    empty = Address(text="")
    assert faults(e_invoice, document(seller=replace(SELLER, address=empty, registration="19AAACG2115R1ZA"))) == {
        "SellerDtls.Gstin", "SellerDtls.Addr1", "SellerDtls.Loc", "SellerDtls.Pin", "SellerDtls.Stcd"
    }  # fmt: skip
    assert faults(e_invoice, document(state=PaperState.DRAFT, number="")) == {"DocDtls.No"}
    assert faults(e_invoice, document(number="0042")) == {"DocDtls.No"}
    assert "BuyerDtls.LglNm" in faults(e_invoice, document(buyer=None))
    assert "DocDtls.Typ" in faults(e_invoice, document(scheme=Scheme.COMPOSITION))
    assert "DocDtls.Typ" in faults(e_invoice, document(kind=PaperKind.ESTIMATE))
    things = [
        ("Rice", "10", "BAG", 1, "10.00", 50_000, False),
        ("", "1006", "BAG", 1, "10.00", 50_000, False),
    ]
    assert faults(e_invoice, document(things)) == {"ItemList[1].HsnCd", "ItemList[2].PrdDesc"}


def test_an_e_way_bill_has_the_goods_and_how_they_travel():
    things = [
        ("चावल", "1006", "BAG", 2, "30000.00", 50_000, False), ("Soap", "34011190", "PCS", 10, "48.00", 180_000, False),
        ("Loading", "996719", "", 1, "500.00", 180_000, False),
    ]  # fmt: skip
    file = read(e_way_bill(document(things, ship_to=SHIP_TO, place="21"), transport=TRUCK))
    assert set(file) == {"version", "billLists"}
    (bill,) = file["billLists"]
    assert (bill["supplyType"], bill["subSupplyType"], bill["docType"], bill["transType"]) == (
        "O",
        1,
        "INV",
        2,
    )
    assert (bill["fromPincode"], bill["toPincode"], bill["toStateCode"], bill["actualToStateCode"]) == (
        700073, 751001, 19, 21
    )  # fmt: skip
    assert (bill["vehicleNo"], bill["transMode"], bill["transDistance"]) == ("WB02AB1234", "1", 42)
    assert [item["hsnCode"] for item in bill["itemList"]] == [1006, 34011190]
    assert bill["mainHsnCode"] == 1006
    assert (bill["itemList"][0]["igstRate"], bill["itemList"][0]["cgstRate"]) == (5, 0)
    parts = ("totalValue", "cgstValue", "sgstValue", "igstValue", "cessValue", "TotNonAdvolVal", "OthValue")
    assert sum(bill[part] for part in parts) == bill["totInvValue"]
    supply = e_way_bill(document(scheme=Scheme.COMPOSITION), transport=TRUCK)["billLists"][0]
    assert supply["docType"] == "BIL"
    challan = e_way_bill(document(kind=PaperKind.DELIVERY_CHALLAN, buyer=replace(BUYER, registration="")),
                         transport=replace(TRUCK, paper_number="LR 77", paper_day=datetime.date(2026, 11, 20)))  # fmt: skip
    assert challan["billLists"][0]["toGstin"] == "URP"
    assert challan["billLists"][0]["transDocDate"] == "20/11/2026"


def test_an_e_way_bill_without_goods_or_a_vehicle_is_refused():
    services = [("Repair", "998713", "", 1, "500.00", 180_000, False)]
    assert "itemList" in faults(e_way_bill, document(services), transport=TRUCK)
    assert faults(e_way_bill, document(), transport=Transport(distance=-1)) == {"transDistance", "vehicleNo"}
    assert "docType" in faults(e_way_bill, credit_note(), transport=TRUCK)


@pytest.mark.parametrize(
    ("text", "town", "pin"),
    [
        ("12 College Street, Kolkata 700073", "Kolkata", "700073"),
        ("Shop 4\nबड़ा बाज़ार\nहावड़ा - ७११ १०१", "हावड़ा", "711101"),
        ("5 Marine Drive, Mumbai, PIN: 400002, India", "Mumbai", "400002"),
        ("Plot 1234567, no town", "", ""),
    ],
)
def test_town_and_pin_are_read_out_of_an_address_as_people_write_it(text, town, pin):
    found = address_in(text, state="19")
    assert (found.town, found.pin, found.text, found.state) == (town, pin, text, "19")
