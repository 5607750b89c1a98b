"""Documents of sales as programs have them: as files, called off, answered, made from one another, let go."""

import io
import json

from pypdf import PdfReader

from core.ids import uuid7
from invoicing.models import Paper
from ledger.models import Party
from tests.api.guide.story_papers import fit_for_portals

TEA = {"name": "চা পাতা", "hsn_or_sac": "0902", "quantity": 3, "unit": "KGS", "rate": 420, "tax_percentage": 5}


def write(asha, plural, name, party, **said):
    made = asha.post(f"/{plural}", {"customer_id": str(party), "line_items": [TEA], **said})
    assert made.status_code == 201, made.content
    return f"/{plural}/{made.json()[name][f'{name}_id']}"


def test_a_bill_is_a_pdf_and_what_the_portals_take_or_says_what_keeps_it_back(asha, shop):
    party = shop.party("रंगोली होटल")
    bill = write(asha, "invoices", "invoice", party)
    refused = asha.get(f"{bill}/einvoice")
    problem = refused.json()
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert (problem["error"], problem["document"]) == ("not_for_portal", "Draft")
    assert {"DocDtls.No", "SellerDtls.Gstin", "BuyerDtls.Gstin"} <= set(problem["errors"])
    asha.delete(bill, If_Match="1")
    fit_for_portals(shop, party)
    bill = write(asha, "invoices", "invoice", party)
    number = asha.post(f"{bill}/approve", {}, If_Match="1").json()["invoice"]["number"]
    sent = asha.get(f"{bill}/einvoice")
    assert sent["Content-Type"] == "application/json", sent.content.decode()
    assert json.loads(sent.content)["ValDtls"]["IgstVal"] == 63
    carried = asha.get(f"{bill}/ewaybill").json()
    assert (carried["document"], list(carried["errors"])) == (number, ["vehicleNo"])
    carried = asha.get(f"{bill}/ewaybill?distance=1980&transporter_id=19aapfu0939f1zs")
    assert json.loads(carried.content)["billLists"][0]["transporterId"] == "19AAPFU0939F1ZS"
    drawn = asha.get(f"{bill}/pdf?size=a5&copies=2")
    pages = PdfReader(io.BytesIO(drawn.content)).pages
    assert (drawn["Content-Type"], len(pages)) == ("application/pdf", 2)
    assert number in pages[1].extract_text()
    assert asha.get(f"{bill}/pdf?size=a3").status_code == 422
    other = f"/estimates/{bill.rpartition('/')[2]}"  # the id of another kind is none
    assert [asha.get(f"{other}/pdf").status_code, asha.get(f"/invoices/{uuid7()}/pdf").status_code] == [
        404,
        404,
    ]


def test_papers_are_made_of_each_other_answered_and_called_off(asha, shop):
    party = shop.party("रंगोली होटल")
    estimate = write(asha, "estimates", "estimate", party)
    assert asha.post(f"{estimate}/status/accepted").json()["error"] == "status_stands"  # a draft
    asha.post(f"{estimate}/approve", {}, If_Match="1")
    for word in ("declined", "accepted"):
        assert asha.post(f"{estimate}/status/{word}").json()["estimate"]["status"] == word
    asked = estimate.rpartition("/")[2]
    challan = write(asha, "deliverychallans", "deliverychallan", party, estimate_id=asked)
    asha.post(f"{challan}/approve", {}, If_Match="1")
    carried = challan.rpartition("/")[2]
    bill = write(asha, "invoices", "invoice", party, deliverychallan_id=carried)
    asha.post(f"{bill}/approve", {}, If_Match="1")
    assert asha.get(challan).json()["deliverychallan"]["status"] == "invoiced"
    note = write(asha, "debitnotes", "debitnote", party, invoice_id=bill.rpartition("/")[2], reason="दर")
    asha.post(f"{note}/approve", {}, If_Match="1")
    assert Party.objects.get(id=party).balance == 2 * 1_260_00
    gone = asha.post(f"{note}/status/cancelled", {"reason": "भूल"}, If_Match="2").json()["debitnote"]
    assert (gone["status"], gone["reason"], gone["balance"]) == ("cancelled", "भूल", 0)
    assert Paper.objects.get(id=gone["debitnote_id"]).number == gone["number"]
    both = {"estimate_id": asked, "deliverychallan_id": carried}
    twice = asha.post("/invoices", {"customer_id": str(party), "line_items": [TEA], **both})
    assert (twice.status_code, sorted(twice.json()["errors"])) == (422, sorted(both))


def test_small_change_is_let_go_without_money(asha, shop):
    party = shop.party("रंगोली होटल")
    bill = write(asha, "invoices", "invoice", party)
    asha.post(f"{bill}/approve", {}, If_Match="1")
    said = {"customer_id": str(party), "payment_mode": "cash"}
    asha.post("/customerpayments", {**said, "amount": 1255})
    assert asha.get(bill).json()["invoice"]["balance"] == 5
    let_go = asha.post("/customerpayments", {**said, "amount": 0, "write_off_amount": 5})
    assert let_go.status_code == 201, let_go.content
    assert asha.get(bill).json()["invoice"]["status"] == "paid"
    assert asha.post("/customerpayments", {**said, "amount": 0, "write_off_amount": 5}).status_code == 422


GODOWN = {"address": "Godown 3, NH 16", "city": "Bhubaneswar", "state_code": "21", "zip": "751001"}


def test_goods_go_where_it_is_said_and_another_address_leaves_the_place(asha, shop):
    party = shop.party("रंगोली होटल")
    fit_for_portals(shop, party)
    home = asha.get(write(asha, "invoices", "invoice", party)).json()["invoice"]
    assert (home["shipping_address"], home["place_of_supply"]) == ({}, "27")
    sent = asha.get(write(asha, "invoices", "invoice", party, shipping_address=GODOWN)).json()["invoice"]
    assert (sent["shipping_address"], sent["place_of_supply"]) == (GODOWN, "21")
    said = {"shipping_address": GODOWN, "is_shipped_to_third_party": True}
    other = write(asha, "invoices", "invoice", party, **said)
    assert asha.get(other).json()["invoice"]["place_of_supply"] == "27"
    moved = asha.patch(other, {"shipping_address": {"city": "Patna"}}, If_Match="1").json()["invoice"]
    assert (moved["shipping_address"], moved["place_of_supply"]) == ({"city": "Patna"}, "27")
    back = asha.patch(other, {"shipping_address": {}}, If_Match="2").json()["invoice"]
    assert back["shipping_address"] == {}
    wrong = asha.post(
        "/invoices",
        {"customer_id": str(party), "line_items": [TEA], "shipping_address": {"state_code": "28"}},
    )
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["shipping_address"])


def test_a_document_is_numbered_by_the_series_it_names(asha, shop):
    party = shop.party("रंगोली होटल")
    own = {"kind": "invoice", "prefix": "CTR/", "next_number": 142}
    made = asha.post("/number-series", own).json()["number_series"]["number_series_id"]
    bill = write(asha, "invoices", "invoice", party, number_series_id=made)
    assert asha.get(bill).json()["invoice"]["number_series_id"] == made
    assert asha.post(f"{bill}/approve", {}, If_Match="1").json()["invoice"]["number"] == "CTR/0142"
    kept = asha.patch(bill, {"number_series_id": None}, If_Match="2")
    assert (kept.status_code, list(kept.json()["errors"])) == (422, ["number_series_id"])
    other = write(asha, "invoices", "invoice", party, number_series_id=made)
    asha.patch(other, {"number_series_id": None}, If_Match="1")
    assert asha.get(other).json()["invoice"]["number_series_id"] is None
    none = {"customer_id": str(party), "line_items": [TEA], "number_series_id": str(uuid7())}
    refused = asha.post("/invoices", none)
    assert (refused.status_code, list(refused.json()["errors"])) == (404, ["number_series_id"])
    note = asha.post("/creditnotes", {**none, "number_series_id": made})
    assert note.status_code == 404


def test_whoever_sells_what_is_not_there_or_is_promised_is_told(asha, shop):
    party = shop.party("रंगोली होटल")
    tea = asha.post("/items", {"name": "চা", "rate": 42, "unit": "KGS", "track_inventory": True}).json()
    item = {"item_id": tea["item"]["item_id"], "quantity": 4, "rate": 42}
    estimate = write(asha, "estimates", "estimate", party, line_items=[item])
    asha.post(f"{estimate}/approve", {}, If_Match="1")
    accepted = asha.post(f"{estimate}/status/accepted").json()["estimate"]
    assert [(one["warning"], one["quantity"]) for one in accepted["warnings"]] == [("more_promised", -4)]
    bill = write(asha, "invoices", "invoice", party, line_items=[{**item, "quantity": 3}])
    assert asha.get(bill).json()["invoice"]["warnings"] == []
    sold = asha.post(f"{bill}/approve", {}, If_Match="1").json()["invoice"]["warnings"]
    assert [(one["warning"], one["item_name"], one["quantity"]) for one in sold] == [
        ("stock_short", "চা", -3),
        ("more_promised", "চা", -7),
    ]
    changed = asha.patch(bill, {"line_items": [{**item, "quantity": 5}]}, If_Match="2").json()["invoice"]
    assert [one["quantity"] for one in changed["warnings"]] == [-5, -9]
    assert asha.get(bill).json()["invoice"]["warnings"] == []
