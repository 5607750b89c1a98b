"""What papers are called, and how they stand, in the words of a shop."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.models import PURCHASE_KINDS, Paper, PaperKind, PaperStatus


def kind_name(kind: str) -> str:
    return {
        PaperKind.INVOICE.value: _("Bill"),
        PaperKind.ESTIMATE.value: _("Estimate"),
        PaperKind.CREDIT_NOTE.value: _("Credit note"),
        PaperKind.DEBIT_NOTE.value: _("Debit note"),
        PaperKind.CHALLAN.value: _("Delivery challan"),
        PaperKind.BILL.value: _("Supplier's bill"),
        PaperKind.VENDOR_CREDIT.value: _("Supplier's credit"),
        PaperKind.EXPENSE.value: _("Expense"),
    }[kind]


def kinds_name(kind: str) -> str:
    return {
        PaperKind.INVOICE.value: _("Bills"),
        PaperKind.ESTIMATE.value: _("Estimates"),
        PaperKind.CREDIT_NOTE.value: _("Credit notes"),
        PaperKind.DEBIT_NOTE.value: _("Debit notes"),
        PaperKind.CHALLAN.value: _("Delivery challans"),
        PaperKind.BILL.value: _("Purchases"),
        PaperKind.VENDOR_CREDIT.value: _("Supplier credits"),
        PaperKind.EXPENSE.value: _("Expenses"),
    }[kind]


def heading(kind: str, *, paper: Paper | None) -> str:
    if paper is not None:
        return _("Change %(number)s") % {"number": paper.number} if paper.number else _("Change the draft")
    return {
        PaperKind.INVOICE.value: _("New bill"),
        PaperKind.ESTIMATE.value: _("New estimate"),
        PaperKind.CREDIT_NOTE.value: _("New credit note"),
        PaperKind.DEBIT_NOTE.value: _("New debit note"),
        PaperKind.CHALLAN.value: _("New delivery challan"),
        PaperKind.BILL.value: _("New purchase"),
        PaperKind.VENDOR_CREDIT.value: _("New supplier credit"),
    }[kind]


def state_words(state: str, *, kind: str = "") -> str:
    if kind in PURCHASE_KINDS and state in (PaperStatus.APPROVED, PaperStatus.SENT):
        return _("To pay") if kind == PaperKind.BILL else _("Not used yet")
    return {
        "draft": _("Draft"),
        "approved": _("Not sent yet"),
        "sent": _("Sent"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "expired": _("Out of date"),
        "invoiced": _("Billed"),
        "part_paid": _("Part paid"),
        "paid": _("Paid"),
        "overdue": _("Overdue"),
        "void": _("Taken out"),
        "cancelled": _("Cancelled"),
    }[state]


def rhythm(frequency: str, every: int) -> str:
    """How often, in words: "Every month", "Every 2 weeks"."""
    said = {
        "days": ngettext("Every day", "Every %(count)s days", every),
        "weeks": ngettext("Every week", "Every %(count)s weeks", every),
        "months": ngettext("Every month", "Every %(count)s months", every),
        "years": ngettext("Every year", "Every %(count)s years", every),
    }
    return said[frequency] % {"count": every}
