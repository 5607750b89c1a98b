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

_OTHERS = {PartyKind.OTHER.value: gettext_lazy("Others")}
_MANY: Mapping[str, Mapping[str, Promise]] = {
    BookKind.SHOP.value: {
        PartyKind.CUSTOMER.value: gettext_lazy("Customers"),
        PartyKind.SUPPLIER.value: gettext_lazy("Suppliers"),
        PartyKind.TENANT.value: gettext_lazy("Tenants"),
        **_OTHERS,
    },
    BookKind.RENT.value: {
        PartyKind.TENANT.value: gettext_lazy("Tenants"),
        PartyKind.CUSTOMER.value: gettext_lazy("People"),
        PartyKind.SUPPLIER.value: gettext_lazy("Suppliers"),
        **_OTHERS,
    },
    BookKind.HOME.value: {
        PartyKind.CUSTOMER.value: gettext_lazy("People"),
        PartyKind.SUPPLIER.value: gettext_lazy("Shops"),
        PartyKind.TENANT.value: gettext_lazy("Tenants"),
        **_OTHERS,
    },
}


def kind_choices(book_kind: str) -> list[tuple[str, str | Promise]]:
    """The kinds to choose from, the usual one first."""
    return list(_KINDS[book_kind].items())


def kinds_of_many(book_kind: str) -> list[tuple[str, str | Promise]]:
    """The same kinds, as one says of many."""
    return list(_MANY[book_kind].items())


def usual_kind(book_kind: str) -> str:
    """What somebody is who was only named."""
    return kind_choices(book_kind)[0][0]


def kind_word(book_kind: str, kind: str) -> str:
    return str(_KINDS[book_kind][kind])
