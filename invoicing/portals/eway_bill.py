"""E-way bills, as the portal takes them in a file of many. Goods only: services do not travel.

`FILE_VERSION` and the shape around the bills are of the portal's own tool and are not published: they may change.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from invoicing.paper.document import Address, PaperDocument, PaperKind, PaperLine, PaperState
from invoicing.portals.einvoice import ABROAD_PIN, NOBODY, day_text
from invoicing.portals.faults import Checks
from invoicing.portals.writing import percent, quantity, rupees
from taxes.arithmetic.sums import DocumentForm, Kind
from taxes.arithmetic.supplies import ABROAD

FILE_VERSION = "1.0.0621"
ITEMS_MAX = 250
MODES = {"road": "1", "rail": "2", "air": "3", "ship": "4"}
VEHICLE = re.compile(r"[A-Z0-9]{4,20}")
TRANSPORTER = re.compile(r"[0-9A-Z]{15}")
DISTANCE_MAX = 9_999
OUTWARD, SUPPLY, EXPORT, OTHERS = "O", 1, 3, 8
REGULAR, BILL_TO_SHIP_TO = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """How goods travel: `mode` is one of MODES, `distance` in km. A carrier or a vehicle, or both."""

    mode: str = "road"
    distance: int
    transporter_id: str = ""
    transporter_name: str = ""
    paper_number: str = ""
    paper_day: datetime.date | None = None
    vehicle: str = ""
    oversize: bool = False


def e_way_bill(document: PaperDocument, *, transport: Transport) -> dict[str, Any]:
    """The file with this one bill. Raises NotForPortal with every fault."""
    checks = Checks(document.number)
    goods = [line for line in document.lines if not line.is_service]
    _check_kind(document, goods=goods, checks=checks)
    bill = {
        **_head(document, checks=checks),
        **_from(document, checks=checks),
        **_to(document, checks=checks),
        **_values(document, goods=goods),
        **_transport(transport, checks=checks),
        "mainHsnCode": _main_hsn(goods),
        "itemList": [_item(line, number=place, checks=checks) for place, line in enumerate(goods, start=1)],
    }
    checks.end()
    return {"version": FILE_VERSION, "billLists": [bill]}


def _check_kind(document: PaperDocument, *, goods: list[PaperLine], checks: Checks) -> None:
    if document.state != PaperState.ISSUED or not document.number:
        checks.fault("docNo", _("Approve the bill first; drafts and cancelled bills are not sent."))
    if document.kind not in {PaperKind.INVOICE, PaperKind.DELIVERY_CHALLAN}:
        checks.fault("docType", _("Goods travel with an invoice, a bill of supply or a delivery challan."))
    if not goods:
        checks.fault("itemList", _("There are no goods on this bill."))
    if len(goods) > ITEMS_MAX:
        checks.fault("itemList", _("An e-way bill has at most 250 lines."))


def _head(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    kind = "CHL" if document.kind == PaperKind.DELIVERY_CHALLAN else "INV"
    if kind == "INV" and document.sum.form in {DocumentForm.BILL_OF_SUPPLY, DocumentForm.PLAIN}:
        kind = "BIL"
    purpose = OTHERS if kind == "CHL" else EXPORT if document.place == ABROAD else SUPPLY
    return {
        "userGstin": checks.gstin("userGstin", document.seller.registration),
        "supplyType": OUTWARD, "subSupplyType": purpose,
        "subSupplyDesc": (document.reason or _("Delivery challan"))[:20] if purpose == OTHERS else "",
        "docType": kind, "docNo": document.number, "docDate": day_text(document.day),
        "transType": BILL_TO_SHIP_TO if document.ship_to else REGULAR,
    }  # fmt: skip


def _from(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    seller = document.seller
    return {
        "fromGstin": seller.registration, "fromTrdName": checks.optional(seller.name, least=1, most=100),
        **_place(seller.address, side="from", checks=checks),
        "actualFromStateCode": _code(seller.address.state),
    }  # fmt: skip


def _to(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    buyer = document.buyer
    if buyer is None:
        checks.fault("toTrdName", _("Choose whom the bill is for."))
        return {}
    number = checks.gstin("toGstin", buyer.registration) if buyer.registration else NOBODY
    goes_to = document.ship_to or buyer.address
    said = {"toGstin": number, "toTrdName": checks.text("toTrdName", buyer.name, most=100)}
    if document.place == ABROAD:
        whole = " ".join(goes_to.text.split())
        return said | {
            "toAddr1": whole[:120], "toAddr2": whole[120:240], "toPlace": goes_to.town,
            "toPincode": ABROAD_PIN, "toStateCode": int(ABROAD), "actualToStateCode": int(ABROAD),
        }  # fmt: skip
    # The address is where the goods end up; the state of the bill stays the buyer's own.
    place = _place(goes_to, side="to", checks=checks)
    place["toStateCode"] = _code(buyer.address.state or document.place)
    return said | place | {"actualToStateCode": _code(goes_to.state)}


def _place(address: Address, *, side: str, checks: Checks) -> dict[str, Any]:
    whole = " ".join(address.text.split())
    return {
        f"{side}Addr1": checks.text(f"{side}Addr1", whole, most=120), f"{side}Addr2": whole[120:240],
        f"{side}Place": checks.text(f"{side}Place", address.town, most=50),
        f"{side}Pincode": checks.pin(f"{side}Pincode", address.pin),
        f"{side}StateCode": _code(checks.state(f"{side}StateCode", address.state)),
    }  # fmt: skip


def _code(state: str) -> int | None:
    return int(state) if state.isdigit() else None


def _values(document: PaperDocument, *, goods: list[PaperLine]) -> dict[str, Any]:
    def of(*kinds: Kind) -> int:
        return sum(line.sum.of(kind) for line in goods for kind in kinds)

    value, taxes = sum(line.sum.value for line in goods), of(*Kind)
    return {
        "totalValue": rupees(value), "cgstValue": rupees(of(Kind.CGST)),
        "sgstValue": rupees(of(Kind.SGST, Kind.UTGST)), "igstValue": rupees(of(Kind.IGST)),
        "cessValue": rupees(of(Kind.CESS)), "TotNonAdvolVal": rupees(of(Kind.CESS_PER_UNIT)),
        # Services on the same bill, and what it was rounded by.
        "OthValue": rupees(document.sum.total - value - taxes), "totInvValue": rupees(document.sum.total),
    }  # fmt: skip


def _transport(transport: Transport, *, checks: Checks) -> dict[str, Any]:
    vehicle = re.sub(r"[^A-Z0-9]", "", transport.vehicle.upper())
    if transport.mode not in MODES:
        checks.fault("transMode", _("Choose road, rail, air or ship."))
    if not 0 <= transport.distance <= DISTANCE_MAX:
        checks.fault("transDistance", _("Write the distance in whole kilometres."))
    if vehicle and not VEHICLE.fullmatch(vehicle):
        checks.fault("vehicleNo", _("Write the number of the vehicle, like WB02AB1234."))
    if transport.transporter_id and not TRANSPORTER.fullmatch(transport.transporter_id):
        checks.fault("transporterId", _("The number of a carrier has 15 letters and digits."))
    if not vehicle and not transport.transporter_id and not transport.paper_number:
        checks.fault(
            "vehicleNo", _("Write the number of the vehicle, of the carrier, or of the transport paper.")
        )
    return {
        "transMode": MODES.get(transport.mode), "transDistance": transport.distance,
        "transporterName": transport.transporter_name[:100], "transporterId": transport.transporter_id,
        "transDocNo": transport.paper_number[:15],
        "transDocDate": day_text(transport.paper_day) if transport.paper_day else "",
        "vehicleNo": vehicle, "vehicleType": "O" if transport.oversize else "R",
    }  # fmt: skip


def _main_hsn(goods: list[PaperLine]) -> int | None:
    """That of the line worth most."""
    coded = [line for line in goods if line.hsn.isdigit()]
    return int(max(coded, key=lambda line: line.sum.value).hsn) if coded else None


def _item(line: PaperLine, *, number: int, checks: Checks) -> dict[str, Any]:
    rates = {one.kind: percent(one.rate) for one in line.sum.charged}
    hsn = checks.hsn(f"itemList[{number}].hsnCode", line.hsn)
    return {
        "itemNo": number, "productName": line.name[:100], "productDesc": (line.note or line.name)[:100],
        "hsnCode": int(hsn) if hsn.isdigit() else None, "qtyUnit": line.unit or "OTH",
        "quantity": quantity(line.quantity), "taxableAmount": rupees(line.sum.value),
        "sgstRate": rates.get(Kind.SGST, rates.get(Kind.UTGST, 0)), "cgstRate": rates.get(Kind.CGST, 0),
        "igstRate": rates.get(Kind.IGST, 0), "cessRate": rates.get(Kind.CESS, 0),
        "cessNonAdvol": rupees(line.sum.of(Kind.CESS_PER_UNIT)),
    }  # fmt: skip
