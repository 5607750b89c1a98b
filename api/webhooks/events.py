"""What can be told: each kind of news by its verb in the trail, and the sentence people choose it by."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "entry.created": _("An entry was written, or brought back"),
    "entry.updated": _("An entry was changed"),
    "entry.deleted": _("An entry was deleted"),
    "party.created": _("A name was added"),
    "party.updated": _("A name was changed"),
    "party.deleted": _("A name was taken out"),
    "party.merged": _("A khata was joined to another"),
    "party.unmerged": _("A joined khata was taken apart"),
    "estimate.created": _("An estimate was written"),
    "estimate.updated": _("An estimate was changed"),
    "estimate.approved": _("An estimate was approved"),
    "estimate.sent": _("An estimate was sent"),
    "estimate.accepted": _("An estimate was accepted"),
    "estimate.declined": _("An estimate was declined"),
    "invoice.created": _("A bill was written"),
    "invoice.updated": _("A bill was changed"),
    "invoice.deleted": _("A draft of a bill was thrown away"),
    "invoice.approved": _("A bill was approved"),
    "invoice.sent": _("A bill was sent"),
    "invoice.voided": _("A bill was taken out"),
    "invoice.cancelled": _("A bill was called off"),
    "credit_note.approved": _("A credit note was approved"),
    "credit_note.voided": _("A credit note was taken out"),
    "debit_note.approved": _("A debit note was approved"),
    "debit_note.voided": _("A debit note was taken out"),
    "challan.approved": _("A delivery challan was approved"),
    "challan.voided": _("A delivery challan was taken out"),
    "item.created": _("An item was added"),
    "item.updated": _("An item was changed"),
    "stock.changed": _("Stock came or went"),
    "stock.revalued": _("What was sold turned out to cost more or less"),
    "stock.low": _("An item is low"),
    "stock.expiring": _("Goods expire soon"),
    "rent.due": _("Rent was asked for"),
    "rent.paid": _("Rent was received"),
    "late_fee.applied": _("A late fee was added"),
    "tenant.changed": _("A lease was made or changed"),
    "lease.ended": _("A tenant moved out"),
    "payment.received": _("Money was received"),
    "payment.made": _("Money was paid"),
    "payment.refunded": _("Money was paid back"),
    "payment.waiting": _("A cheque of a later day was taken or given"),
    "payment.updated": _("A payment was changed"),
    "payment.deleted": _("A payment was taken out"),
    "import.started": _("An old khata was brought in"),
    "import.undone": _("An old khata was taken out again"),
    "party.erased": _("Somebody was erased: name and number are to be forgotten"),
    "entry.erased": _("The words of an entry were erased"),
}
TEST = "webhook.test"


def is_wanted(verb: str, *, chosen: list[str]) -> bool:
    """Whether an endpoint that chose these kinds (none chosen: all) is told of the verb."""
    return verb in EVENTS and (not chosen or verb in chosen)
