"""The making of a book's own rows; its chart of accounts is the ledger's to add."""

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.countries import COUNTRIES
from businesses.models import BookKind, Branch, Business, Membership, User
from businesses.roles import Role
from core import walls
from core.ids import uuid7
from core.refusals import Refusal
from core.text import clean_line

NAME_MAX = 120
BOOKS_OF_ONE_OWNER_MAX = 50


class BookRefused(Refusal):
    slug: ClassVar[str] = "book_refused"


@transaction.atomic
def create_business(*, kind: str, name: str, country: str, owner: User, now: datetime) -> Business:
    """A new book with its first branch and its owner.

    `country` (a key of COUNTRIES) settles currency, time zone and start of the year. Raises BookRefused
    for an unknown kind or country, an empty name or one book too many; TextError for a name that cannot
    be kept.
    """
    if kind not in BookKind.values:
        raise BookRefused(_("Choose what this book is for: a shop, rent or a home."), field="kind")
    settled = COUNTRIES.get(country)
    if settled is None:
        raise BookRefused(_("Choose a country from the list."), field="country")
    cleaned = clean_line(name, max_length=NAME_MAX, field="name")
    if not cleaned:
        raise BookRefused(_("Give the book a name, for example the name on your shop."), field="name")
    if Membership.objects.filter(user=owner, role=Role.OWNER).count() >= BOOKS_OF_ONE_OWNER_MAX:
        raise BookRefused(_("You have reached the most books one person may own, which is 50."))
    business_id = uuid7()
    walls.admit(business_id)
    business = Business.objects.create(
        id=business_id,
        name=cleaned,
        kind=kind,
        country=settled.code,
        currency=settled.currency,
        timezone=settled.timezone,
        year_starts_month=settled.year_starts,
        epoch=secrets.token_hex(8),
        created_at=now,
    )
    Branch.objects.create(business=business, name=cleaned, kind=kind)
    Membership.objects.create(business=business, user=owner, role=Role.OWNER, opened_at=now)
    return business
