"""What a token may do, each scope with the sentence people grant it by."""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.refusals import Refusal

SCOPES: dict[str, str | Promise] = {
    "ledger.read": gettext_lazy("See names, entries and balances"),
    "ledger.write": gettext_lazy("Write, change and delete entries and names"),
    "inventory.read": gettext_lazy("See items and how many of each there are"),
    "inventory.write": gettext_lazy("Add and change items, bring stock in, take it out and count it"),
    "invoice.read": gettext_lazy("See estimates, bills and notes"),
    "invoice.write": gettext_lazy("Write, approve, change and take out estimates, bills and notes"),
    "property.read": gettext_lazy("See houses, units, leases, and what tenants owe and paid"),
    "property.write": gettext_lazy("Add and change houses and leases, ask for rent and receive it"),
    "report.read": gettext_lazy("See statements and the totals"),
    "export.read": gettext_lazy("Take files out: PDF, Excel and CSV"),
    "webhook.manage": gettext_lazy("Choose where news of the book is sent"),
    "book.manage": gettext_lazy("Open books and see who is in a book"),
    "people.manage": gettext_lazy("Invite people into a book, choose what they may do, remove them"),
    "token.manage": gettext_lazy("See and end your tokens and devices"),
    "profile.manage": gettext_lazy(
        "Change your name and how pages look, take your own data along, leave books"
    ),
}
"""A scope opens no more than the role of its person in a book does."""

ALL = tuple(SCOPES)

NEEDS: dict[str, str] = {
    "ledger.read": "khata.read",
    "ledger.write": "khata.write",
    "inventory.read": "stock.read",
    "inventory.write": "stock.write",
    "invoice.read": "sales.read",
    "invoice.write": "sales.write",
    "property.read": "rent.read",
    "property.write": "khata.write",
    "report.read": "totals.read",
    "export.read": "totals.read",
    "webhook.manage": "book.settings",
    "people.manage": "book.members",
}
"""The grant without which a scope opens nothing in a book; scopes about the person need none."""

PRESETS: dict[str, tuple[str, ...]] = {
    "look": ("ledger.read", "report.read", "export.read"),
    "write": ("ledger.read", "ledger.write", "report.read", "export.read"),
}
"""What most programs ask for."""


class ScopeUnknown(Refusal):
    slug: ClassVar[str] = "scope_unknown"

    def __init__(self, scope: str) -> None:
        super().__init__(_("There is no scope called %(scope)s.") % {"scope": scope[:40]}, field="scope")


class ScopeNeeded(Refusal):
    slug: ClassVar[str] = "scope_needed"

    def __init__(self) -> None:
        super().__init__(_("Choose at least one thing this token may do."), field="scopes")


def settled(scopes: Iterable[str]) -> list[str]:
    """The scopes in their own order, each once. Raises ScopeUnknown, ScopeNeeded."""
    asked = set(scopes)
    for scope in sorted(asked - set(SCOPES)):
        raise ScopeUnknown(scope)
    if not asked:
        raise ScopeNeeded
    return [scope for scope in SCOPES if scope in asked]
