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
    "item.created": _("An item was added"),
    "item.updated": _("An item was changed"),
    "stock.changed": _("Stock came or went"),
    "stock.revalued": _("What was sold turned out to cost more or less"),
    "stock.low": _("An item is low"),
    "stock.expiring": _("Goods expire soon"),
    "import.started": _("An old khata was brought in"),
    "import.undone": _("An old khata was taken out again"),
    "party.erased": _("Somebody was erased: name and number are to be forgotten"),
    "entry.erased": _("The words of an entry were erased"),
}
TEST = "webhook.test"


def is_wanted(verb: str, *, chosen: list[str]) -> bool:
    """Whether an endpoint that chose these kinds (none chosen: all) is told of the verb."""
    return verb in EVENTS and (not chosen or verb in chosen)
