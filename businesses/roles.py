"""Who may do what in a book: one readable table. docs/roles.md says the same; a test compares the two."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")
    ACCOUNTANT = "accountant", _("Accountant")
    READER = "reader", _("Read-only")


SENTENCES: dict[Role, str | Promise] = {
    Role.OWNER: _("Does everything, and adds and removes people."),
    Role.MANAGER: _("Does everything but adding and removing people."),
    Role.STAFF: _("Writes entries and mends their own of today. Sees no totals."),
    Role.ACCOUNTANT: _("Writes and changes entries, sees totals and statements."),
    Role.READER: _("Looks at everything and changes nothing."),
}
"""What a role may do, as people choose it by."""

EVERYONE = frozenset(Role)
WRITERS = frozenset({Role.OWNER, Role.MANAGER, Role.STAFF, Role.ACCOUNTANT})
EDITORS = frozenset({Role.OWNER, Role.MANAGER, Role.ACCOUNTANT})
SEERS = EVERYONE - {Role.STAFF}

GRANTS: dict[str, frozenset[Role]] = {
    "khata.read": EVERYONE,  # parties, entries, one party's balance
    "khata.write": WRITERS,  # add an entry or a party, mend one's own of today
    "khata.edit": EDITORS,  # edit, delete or backdate any entry
    "totals.read": SEERS,  # the two totals, statements, exports
    "book.import": frozenset({Role.OWNER, Role.MANAGER, Role.ACCOUNTANT}),
    "book.settings": frozenset({Role.OWNER, Role.MANAGER}),
    "book.members": frozenset({Role.OWNER}),
    "book.close": frozenset({Role.OWNER, Role.ACCOUNTANT}),  # periods and years, corrections of closed days
}


def is_granted(role: str, can: str) -> bool:
    return Role(role) in GRANTS[can]


def granted(role: str) -> frozenset[str]:
    """Everything the role may do, as keys of GRANTS."""
    return frozenset(can for can, roles in GRANTS.items() if Role(role) in roles)
