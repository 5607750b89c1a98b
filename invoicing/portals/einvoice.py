"""E-invoices: form INV-01 in schema 1.1. Amounts in rupees with two places, days as DD/MM/YYYY."""

import datetime
import re
from typing import Any

from django.utils.translation import gettext as _

from invoicing.paper.document import Address, PaperDocument, PaperKind, PaperLine, PaperState, Side
from invoicing.portals.faults import Checks
from invoicing.portals.writing import each, percent, quantity, rupees
from taxes.arithmetic.sums import DocumentForm, Kind, LineSum, Sum
from taxes.arithmetic.supplies import ABROAD, WITHOUT_NUMBER, Buyer

VERSION = "1.1"
ITEMS_MAX = 1000
NUMBER = re.compile(r"[A-Za-z1-9][A-Za-z0-9/-]{0,15}")
TYPES = {PaperKind.INVOICE: "INV", PaperKind.CREDIT_NOTE: "CRN", PaperKind.DEBIT_NOTE: "DBN"}
TAXED = {DocumentForm.TAX_INVOICE, DocumentForm.INVOICE_CUM_BILL_OF_SUPPLY}
NOBODY = "URP"
"""In the place of the GSTIN of a buyer who has none."""
ABROAD_PIN = 999999


def e_invoice(document: PaperDocument) -> dict[str, Any]:
    """The invoice or note as the portal takes it. Raises NotForPortal with every fault."""
    checks = Checks(document.number)
    _check_kind(document, checks=checks)
    body = {
        "Version": VERSION,
        "TranDtls": {
            "TaxSch": "GST", "SupTyp": supply_type(document),
            "RegRev": "Y" if document.reverse_charge else "N", "IgstOnIntra": "N",
        },
        "DocDtls": _document(document, checks=checks),
        "SellerDtls": _side(document.seller, block="SellerDtls", checks=checks),
        "BuyerDtls": _buyer(document, checks=checks),
        "ShipDtls": _ship_to(document, checks=checks) if document.ship_to else None,
        "ItemList": [_item(line, number=place, checks=checks) for place, line in enumerate(document.lines, start=1)],
        "ValDtls": _values(document.sum),
        "RefDtls": _references(document),
    }  # fmt: skip
    checks.end()
    return body


def supply_type(document: PaperDocument) -> str:
    if document.to_sez:
        return "SEZWP" if document.with_tax else "SEZWOP"
    if document.place == ABROAD:
        return "EXPWP" if document.with_tax else "EXPWOP"
    return "DEXP" if document.treatment == Buyer.DEEMED_EXPORT else "B2B"


def _check_kind(document: PaperDocument, *, checks: Checks) -> None:
    if document.state != PaperState.ISSUED or not document.number:
        checks.fault("DocDtls.No", _("Approve the bill first; drafts and cancelled bills are not sent."))
    if document.kind not in TYPES or document.sum.form not in TAXED:
        checks.fault("DocDtls.Typ", _("Only tax invoices and the notes to them are e-invoices."))
    if document.treatment in WITHOUT_NUMBER and document.place != ABROAD:
        checks.fault("BuyerDtls.Gstin", _("E-invoices are for buyers with a GSTIN and for exports."))
    if len(document.lines) > ITEMS_MAX:
        checks.fault("ItemList", _("An e-invoice has at most 1,000 lines."))


def _document(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    if document.number and not NUMBER.fullmatch(document.number):
        checks.fault("DocDtls.No", _("At most 16 letters, digits, - and /, and neither 0, / nor - in front."))
    return {"Typ": TYPES.get(document.kind), "No": document.number, "Dt": day_text(document.day)}


def day_text(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")


def _side(side: Side, *, block: str, checks: Checks) -> dict[str, Any]:
    return {
        "Gstin": checks.gstin(f"{block}.Gstin", side.registration),
        "LglNm": checks.text(f"{block}.LglNm", side.legal_name or side.name, least=3, most=100),
        "TrdNm": checks.optional(side.name, least=3, most=100),
        **_place(side.address, block=block, checks=checks, town_most=50),
        "Ph": checks.optional(side.phone.lstrip("+"), least=6, most=12),
        "Em": checks.optional(side.email, least=6, most=100),
    }


def _place(address: Address, *, block: str, checks: Checks, town_most: int) -> dict[str, Any]:
    whole = " ".join(address.text.split())
    return {
        "Addr1": checks.text(f"{block}.Addr1", whole, most=100),
        "Addr2": checks.optional(whole[100:], least=3, most=100),
        "Loc": checks.text(f"{block}.Loc", address.town, least=3, most=town_most),
        "Pin": checks.pin(f"{block}.Pin", address.pin),
        "Stcd": checks.state(f"{block}.Stcd", address.state),
    }


def _buyer(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    buyer = document.buyer
    if buyer is None:
        checks.fault("BuyerDtls.LglNm", _("Choose whom the bill is for."))
        return {}
    if document.place == ABROAD:
        whole = " ".join(buyer.address.text.split())
        return {
            "Gstin": NOBODY, "LglNm": checks.text("BuyerDtls.LglNm", buyer.legal_name or buyer.name, least=3, most=100),
            "Pos": ABROAD, "Addr1": checks.text("BuyerDtls.Addr1", whole, most=100),
            "Loc": checks.text("BuyerDtls.Loc", buyer.address.town, least=3, most=100),
            "Pin": ABROAD_PIN, "Stcd": ABROAD,
        }  # fmt: skip
    return _side(buyer, block="BuyerDtls", checks=checks) | {
        "Pos": checks.state("BuyerDtls.Pos", document.place)
    }


def _ship_to(document: PaperDocument, *, checks: Checks) -> dict[str, Any]:
    name = document.buyer.name if document.buyer else ""
    address = document.ship_to or Address()
    return {
        "LglNm": checks.text("ShipDtls.LglNm", name, least=3, most=100),
        **_place(address, block="ShipDtls", checks=checks, town_most=100),
    }


def _item(line: PaperLine, *, number: int, checks: Checks) -> dict[str, Any]:
    block, sums = f"ItemList[{number}]", line.sum
    # The portal prices without tax: a price that has taxes in it is told as what it leaves of the value.
    gross = sums.value if line.inclusive else sums.gross
    less = gross - sums.value
    return {
        "SlNo": str(number),
        "PrdDesc": checks.text(f"{block}.PrdDesc", line.name, least=3, most=300),
        "IsServc": "Y" if line.is_service else "N",
        "HsnCd": checks.hsn(f"{block}.HsnCd", line.hsn),
        "Qty": quantity(line.quantity),
        "Unit": "" if line.is_service else line.unit,
        "UnitPrice": each(gross, parts=line.quantity),
        "TotAmt": rupees(gross),
        "Discount": rupees(less),
        "AssAmt": rupees(sums.value),
        "GstRt": percent(sums.tax.rate),
        **_taxes(sums),
        "CesRt": percent(sums.tax.cess),
        "CesAmt": rupees(sums.of(Kind.CESS)),
        "CesNonAdvlAmt": rupees(sums.of(Kind.CESS_PER_UNIT)),
        "TotItemVal": rupees(sums.total),
        "BchDtls": _batch(line),
    }


def _taxes(sums: LineSum) -> dict[str, Any]:
    state_tax = sums.of(Kind.SGST) + sums.of(
        Kind.UTGST
    )  # a territory's tax travels in the field of the states'
    return {
        "IgstAmt": rupees(sums.of(Kind.IGST)), "CgstAmt": rupees(sums.of(Kind.CGST)), "SgstAmt": rupees(state_tax)
    }  # fmt: skip


def _batch(line: PaperLine) -> dict[str, Any] | None:
    if not line.batches or len(line.batches[0].name) < 3:
        return None
    batch = line.batches[0]
    return {"Nm": batch.name[:20], "ExpDt": day_text(batch.expires_on) if batch.expires_on else ""}


def _values(found: Sum) -> dict[str, Any]:
    return {
        "AssVal": rupees(found.value), "IgstVal": rupees(found.of(Kind.IGST)), "CgstVal": rupees(found.of(Kind.CGST)),
        "SgstVal": rupees(found.of(Kind.SGST) + found.of(Kind.UTGST)),
        "CesVal": rupees(found.of(Kind.CESS) + found.of(Kind.CESS_PER_UNIT)),
        "RndOffAmt": rupees(found.round_off), "TotInvVal": rupees(found.total),
    }  # fmt: skip


def _references(document: PaperDocument) -> dict[str, Any] | None:
    earlier = [{"InvNo": one.number, "InvDt": day_text(one.day)} for one in document.earlier]
    reason = " ".join(document.reason.split())[:100]
    if not earlier and len(reason) < 3:
        return None
    return {"InvRm": reason if len(reason) >= 3 else "", "PrecDocDtls": earlier or None}
