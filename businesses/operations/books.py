"""A book's own rows made and changed; its chart of accounts is the ledger's to add."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import lock
from businesses.countries import COUNTRIES
from businesses.models import BookKind, Branch, Business, Membership, User
from businesses.operations.members import enter
from businesses.roles import Role
from businesses.second_factor.queries import has_second_factor
from core import walls
from core.ids import uuid7
from core.phones import to_e164
from core.refusals import Refusal
from core.text import clean_line, clean_note

NAME_MAX, ADDRESS_MAX = 120, 500
UPI_ID = re.compile(r"^[A-Za-z0-9._-]{2,100}@[A-Za-z][A-Za-z0-9]{1,19}$")
BOOKS_OF_ONE_OWNER_MAX = 50


class OwnFactorMissing(Refusal):
    slug: ClassVar[str] = "own_second_factor_missing"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Turn on a second proof for yourself first, or you would lock yourself out."))


class BookNeedsSecondFactor(Refusal):
    """The book asks its members for a second factor, and this one has none."""

    slug: ClassVar[str] = "second_factor_missing"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("This book opens once you have a second proof. Turn one on under Me."))


class BookRefused(Refusal):
    slug: ClassVar[str] = "book_refused"


@dataclass(frozen=True)
class BookWords:
    """What stands on statements and bills, and the month (1-12) a year of the book begins with."""

    name: str
    phone: str
    address: str
    upi_id: str
    year_starts_month: int


@transaction.atomic
def change_book(*, business_id: UUID, actor: Actor, words: BookWords, now: datetime) -> None:
    """Keep what a book is called and how it is reached. Raises BookRefused, PhoneError, TextError."""
    book = lock(business_id)
    business = Business.objects.get(pk=business_id)
    name = clean_line(words.name, max_length=NAME_MAX, field="name")
    if not name:
        raise BookRefused(_("Give the book a name, for example the name on your shop."), field="name")
    month = words.year_starts_month
    if not 1 <= month <= 12:
        raise BookRefused(_("Choose the month the year begins with."), field="year_starts_month")
    if month != business.year_starts_month and book.books_locked_until is not None:
        text = _("Days of this book are closed, so the year goes on beginning with the same month.")
        raise BookRefused(text, field="year_starts_month")
    upi_id = clean_line(words.upi_id, max_length=120, field="upi_id")
    if upi_id and not UPI_ID.match(upi_id):
        raise BookRefused(_("A UPI ID looks like name@bank."), field="upi_id")
    said = {
        "name": name, "phone": to_e164(words.phone, country=business.country) if words.phone.strip() else "",
        "address": clean_note(words.address, max_length=ADDRESS_MAX, field="address"), "upi_id": upi_id,
        "year_starts_month": month,
    }  # fmt: skip
    Business.objects.filter(pk=business_id).update(**said)
    rev = 1 + (
        Revision.objects.filter(business_id=business_id, subject_id=business_id).aggregate(last=Max("rev"))[
            "last"
        ]
        or 0
    )
    news = trail.News(book.first_seq, "book.changed", "book", business_id, rev, None, said)
    trail.append(business_id=business_id, at=now, actor=actor, news=[news])


@transaction.atomic
def ask_for_second_factor(*, business_id: UUID, actor: Actor, needed: bool, now: datetime) -> None:
    """Whether the book opens only to members with a second factor; the same again changes nothing.

    Raises OwnerNeeded, and OwnFactorMissing while the owner who asks has none.
    """
    seq = enter(business_id=business_id, actor=actor)
    if needed and not has_second_factor(actor.user_id):
        raise OwnFactorMissing
    changed = Business.objects.filter(pk=business_id, needs_second_factor=not needed)
    if changed.update(needs_second_factor=needed):
        verb = "book.second_factor_asked" if needed else "book.second_factor_dropped"
        news = trail.News(seq, verb, "book", business_id, seq, None, {})
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])


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
    kept = Membership.objects.filter(user=owner, role=Role.OWNER, business__deleted_at=None)
    if kept.count() >= BOOKS_OF_ONE_OWNER_MAX:
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
