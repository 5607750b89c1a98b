"""Who may do what in a book: one readable table. docs/roles.md says the same; a test compares the two."""

from collections.abc import Collection
from functools import lru_cache

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
    "book.accounts": EDITORS,  # vouchers and the chart of accounts
    "sales.read": EVERYONE,  # estimates, invoices and notes
    "sales.write": WRITERS,  # write them, and approve today's
    "sales.edit": EDITORS,  # approve those of other days, change and take out approved ones, and how all are numbered
    "stock.read": EVERYONE,  # items, and how many of each there are
    "stock.write": WRITERS,  # bring in, take out and count stock today
    "stock.edit": EDITORS,  # items and their prices, stock of other days, taking back
    "rent.read": EVERYONE,  # houses, units, leases, and what one tenant owes
    "rent.write": EDITORS,  # houses, leases, dues, late fees, deposits, costs
}

SINGLE: dict[str, tuple[str | Promise, str | Promise]] = {
    "khata.write": (_("May write entries."), _("May not write entries.")),
    "khata.edit": (
        _("May change, delete and back-date older entries."),
        _("May not change, delete or back-date older entries."),
    ),
    "totals.read": (
        _("May see the totals, statements and exports."),
        _("May not see the totals, statements and exports."),
    ),
    "book.import": (_("May bring in sheets."), _("May not bring in sheets.")),
    "book.settings": (_("May change the book's settings."), _("May not change the book's settings.")),
    "book.close": (_("May close and open periods and years."), _("May not close or open periods and years.")),
    "book.accounts": (
        _("May write vouchers and change the chart of accounts."),
        _("May not write vouchers or change the chart of accounts."),
    ),
    "sales.write": (_("May write bills."), _("May not write bills.")),
    "sales.edit": (
        _("May back-date, change and take out bills."),
        _("May not back-date, change or take out bills."),
    ),
    "stock.write": (_("May bring in, take out and count stock."), _("May not move stock.")),
    "stock.edit": (
        _("May add and change items, back-date stock and take it back."),
        _("May not change items, back-date stock or take it back."),
    ),
    "rent.write": (
        _("May change houses and leases, and write dues, late fees, deposits and costs."),
        _("May not change houses or leases, nor write dues, late fees, deposits or costs."),
    ),
}
"""What can be given to, or taken from, one person besides their role, each as two whole sentences.

Reading stays with every member, and the choice of people with owners alone.
"""

NEEDS = {"khata.edit": "khata.write", "stock.edit": "stock.write", "sales.edit": "sales.write"}
"""A grant that makes no sense without another."""


def standing(role: str, single: str) -> str:
    """How a person stands in a book, as Actor.role carries it: the role, then single grants: "staff +totals.read"."""
    return f"{role} {single}".rstrip()


@lru_cache(maxsize=1024)
def granted(standing: str) -> frozenset[str]:
    """Everything a role with its single grants may do, as keys of GRANTS. The one place that decides."""
    role, *single = standing.split()
    cans = {can for can, roles in GRANTS.items() if Role(role) in roles}
    given = {word[1:] for word in single if word[0] == "+"}
    taken = {word[1:] for word in single if word[0] == "-"}
    return frozenset(cans | given) - taken


def is_granted(standing: str, can: str) -> bool:
    return can in granted(standing)


def single_grants(role: str, cans: Collection[str]) -> str:
    """What makes a role come to exactly these of SINGLE, spelt as a membership keeps it: "+totals.read"."""
    usual = granted(role)
    signs = {can: "+" if can in cans else "-" for can in SINGLE if (can in cans) != (can in usual)}
    return " ".join(f"{sign}{can}" for can, sign in signs.items())


def sentences(standing: str) -> list[str]:
    """The role's sentence, and one for each thing given or taken besides it."""
    role, *single = standing.split()
    said = [SENTENCES[Role(role)], *(SINGLE[word[1:]][word[0] == "-"] for word in single)]
    return [str(sentence) for sentence in said]
