"""What a document is called, and what the law wants written on it, in the language that is active."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from invoicing.paper.document import PaperDocument, PaperKind, PaperState
from taxes.arithmetic.sums import DocumentForm

WITH_COPIES = frozenset({PaperKind.INVOICE, PaperKind.DELIVERY_CHALLAN})


def title(document: PaperDocument) -> str:
    """The name of the document, as the law of its country calls it."""
    if document.kind == PaperKind.INVOICE:
        return _invoice_title(document)
    return {
        PaperKind.ESTIMATE: _("Estimate"),
        PaperKind.DELIVERY_CHALLAN: _("Delivery challan"),
        PaperKind.CREDIT_NOTE: _("Credit note"),
        PaperKind.DEBIT_NOTE: _("Debit note"),
        PaperKind.SELF_INVOICE: _("Self-invoice"),
        PaperKind.RECEIPT_VOUCHER: _("Receipt voucher"),
        PaperKind.REFUND_VOUCHER: _("Refund voucher"),
        PaperKind.PAYMENT_VOUCHER: _("Payment voucher"),
    }[document.kind]


def other_side(document: PaperDocument) -> str:
    """What the other side of the document is to it."""
    return {
        PaperKind.RECEIPT_VOUCHER: _("Received from"),
        PaperKind.REFUND_VOUCHER: _("Paid to"),
        PaperKind.PAYMENT_VOUCHER: _("Paid to"),
    }.get(document.kind) or _("Bill to")


def is_mushak(document: PaperDocument) -> bool:
    """Whether it is the tax invoice of Bangladesh, whose layout is given."""
    is_taxed = document.sum.form == DocumentForm.TAX_INVOICE
    return document.country == "BD" and document.kind == PaperKind.INVOICE and is_taxed


def _invoice_title(document: PaperDocument) -> str:
    if is_mushak(document):
        return _("Tax challan")
    return {
        DocumentForm.TAX_INVOICE: _("Tax invoice"),
        DocumentForm.BILL_OF_SUPPLY: _("Bill of supply"),
        DocumentForm.INVOICE_CUM_BILL_OF_SUPPLY: _("Invoice-cum-bill of supply"),
        DocumentForm.PLAIN: _("Bill"),
    }[document.sum.form]


def mark(document: PaperDocument) -> str:
    """The word across a paper that does not count, "" on one that does."""
    return {PaperState.DRAFT: _("Draft"), PaperState.CANCELLED: _("Cancelled"), PaperState.ISSUED: ""}[
        document.state
    ]


def copies(document: PaperDocument) -> tuple[str, ...]:
    """What each copy is called: three of goods, two of services; other papers go out once without a word."""
    if document.kind not in WITH_COPIES or document.country != "IN" or document.state == PaperState.DRAFT:
        return ("",)
    original, for_supplier = _("Original for recipient"), _("Triplicate for supplier")
    if document.has_goods:
        return (original, _("Duplicate for transporter"), for_supplier)
    return (original, _("Duplicate for supplier"))


def endorsements(document: PaperDocument) -> Sequence[str]:
    """Sentences of the law, in the order they are printed."""
    said = []
    if document.seller.is_composition and document.country == "IN":
        said.append(_("Composition taxable person, not eligible to collect tax on supplies"))
    if document.zero_rated and document.kind == PaperKind.INVOICE:
        said.append(_zero_rated(document))
    if document.reverse_charge:
        said.append(_("Tax on this supply is payable by the recipient under reverse charge"))
    return said


def _zero_rated(document: PaperDocument) -> str:
    if document.to_sez and document.with_tax:
        return _("Supply to SEZ unit or SEZ developer for authorised operations on payment of integrated tax")
    if document.to_sez:
        return _(
            "Supply to SEZ unit or SEZ developer for authorised operations under bond or letter of undertaking without"
            " payment of integrated tax"
        )
    if document.with_tax:
        return _("Supply meant for export on payment of integrated tax")
    return _("Supply meant for export under bond or letter of undertaking without payment of integrated tax")
