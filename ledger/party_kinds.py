"""What the people of a book are called on its pages: a shop has customers, a house has tenants."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from businesses.models import BookKind
from ledger.models import PartyKind

_OTHER = {PartyKind.OTHER.value: gettext_lazy("Other")}
_KINDS: Mapping[str, Mapping[str, Promise]] = {
    BookKind.SHOP.value: {
        PartyKind.CUSTOMER.value: gettext_lazy("Customer"),
        PartyKind.SUPPLIER.value: gettext_lazy("Supplier"),
        PartyKind.TENANT.value: gettext_lazy("Tenant"),
        **_OTHER,
    },
    BookKind.RENT.value: {
        PartyKind.TENANT.value: gettext_lazy("Tenant"),
        PartyKind.CUSTOMER.value: gettext_lazy("Person"),
        PartyKind.SUPPLIER.value: gettext_lazy("Supplier"),
        **_OTHER,
    },
    BookKind.HOME.value: {
        PartyKind.CUSTOMER.value: gettext_lazy("Person"),
        PartyKind.SUPPLIER.value: gettext_lazy("Shop"),
        PartyKind.TENANT.value: gettext_lazy("Tenant"),
        **_OTHER,
    },
}


def kind_choices(book_kind: str) -> list[tuple[str, str | Promise]]:
    """The kinds to choose from, the usual one first."""
    return list(_KINDS[book_kind].items())


def kind_word(book_kind: str, kind: str) -> str:
    return str(_KINDS[book_kind][kind])
