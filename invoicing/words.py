"""What papers of sales are called, and how they stand, in the words of a shop."""

from django.utils.translation import gettext as _

from invoicing.models import Paper, PaperKind


def kind_name(kind: str) -> str:
    return {
        PaperKind.INVOICE.value: _("Bill"),
        PaperKind.ESTIMATE.value: _("Estimate"),
        PaperKind.CREDIT_NOTE.value: _("Credit note"),
        PaperKind.DEBIT_NOTE.value: _("Debit note"),
        PaperKind.CHALLAN.value: _("Delivery challan"),
    }[kind]


def kinds_name(kind: str) -> str:
    return {
        PaperKind.INVOICE.value: _("Bills"),
        PaperKind.ESTIMATE.value: _("Estimates"),
        PaperKind.CREDIT_NOTE.value: _("Credit notes"),
        PaperKind.DEBIT_NOTE.value: _("Debit notes"),
        PaperKind.CHALLAN.value: _("Delivery challans"),
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
    }[kind]


def state_words(state: str) -> str:
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
