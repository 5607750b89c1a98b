"""The demo shop in the database: its owner, its book, and a year written down day by day.

The year is written in the past's own order, each day in one transaction with that evening as its time, so
that the history of an entry reads as it would in a real shop. What was interrupted is taken up again.
"""

import datetime
import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from businesses.actors import Actor
from businesses.models import BookKind, Business, Membership, User
from businesses.operations.people import person_of_email
from businesses.roles import Role
from ledger.demo.people import Person
from ledger.demo.year import DAYS, ENTRIES, DemoYear, Turn, make_year
from ledger.models import Document
from ledger.operations.books import open_book
from ledger.operations.parties import add_party
from ledger.operations.runs import RowDraft, record_rows

NAME = "Lakshmi Stores"
COUNTRY = "IN"
ZONE = ZoneInfo("Asia/Kolkata")
OPENS, CLOSES = datetime.time(8, 0), datetime.time(21, 30)
OWNER_NAME = "Asha Sen"
OWNER_PHONE = "+916060000001"
"""In a block of numbers without an operator: its codes reach nobody but the console."""
OWNER_EMAIL = "asha@demo.invalid"
LANGUAGES = frozenset({"en", "hi", "bn"})
"""Those the pages have; a statement in another is left to the owner's own."""

Watch = Callable[[int, int], None]


class Evening(Protocol):
    """What else is written on a day, with `left` days of the year to come. Called again after an interruption."""

    def __call__(self, *, day: datetime.date, left: int, at: datetime.datetime) -> None: ...


Evenings = Callable[[uuid.UUID, Actor], Evening]
"""For a book and its owner."""


@dataclass(frozen=True, slots=True)
class DemoShop:
    """`password` is empty when the owner stood already: it is shown once. `phone` is empty when it was taken."""

    business_id: uuid.UUID
    phone: str
    email: str
    password: str
    parties: int
    entries: int
    is_new: bool


def make_demo_shop(
    *, now: datetime.datetime, watch: Watch = lambda _done, _of: None, evenings: Evenings | None = None
) -> DemoShop:
    """The demo shop, made or completed. Once it is whole, a second call changes nothing.

    `watch(done, of)` is told how many entries are written; `evenings` writes what belongs to no khata.
    """
    owner, password = _owner()
    business = _book(owner, now=now)
    run_id = uuid.uuid5(business.id, "demo year")
    standing = Document.objects.filter(business_id=business.id, run_id=run_id).count()
    if standing < ENTRIES:
        _write(business, owner=owner, run_id=run_id, now=now, watch=watch, evenings=evenings)
    return DemoShop(
        business_id=business.id, phone=owner.phone or "", email=owner.email or "", password=password,
        parties=business.parties.count(), entries=ENTRIES, is_new=standing < ENTRIES,
    )  # fmt: skip


def _owner() -> tuple[User, str]:
    """The owner and, when made just now, the password."""
    standing = User.objects.filter(email=OWNER_EMAIL).first()
    if standing is not None:
        return standing, ""
    password = secrets.token_urlsafe(12)
    user = person_of_email(email=OWNER_EMAIL, password_hash=make_password(password), language="en").user
    user.name = OWNER_NAME
    if not User.objects.filter(phone=OWNER_PHONE).exists():
        user.phone, user.phone_verified = OWNER_PHONE, True
    user.save(update_fields=["name", "phone", "phone_verified"])
    return user, password


def _book(owner: User, *, now: datetime.datetime) -> Business:
    mine = Membership.objects.filter(
        user=owner, role=Role.OWNER, business__is_demo=True, business__kind=BookKind.SHOP
    )
    standing = mine.select_related("business").order_by("created_at").first()
    if standing is not None:
        return standing.business
    first_day = now.astimezone(ZONE).date() - datetime.timedelta(days=DAYS - 1)
    business = open_book(
        kind=BookKind.SHOP, name=NAME, country=COUNTRY, user=owner, now=_instant(first_day, OPENS)
    )
    business.is_demo = True
    business.save(update_fields=["is_demo"])
    return business


def _write(
    business: Business, *, owner: User, run_id: uuid.UUID, now: datetime.datetime, watch: Watch,
    evenings: Evenings | None,
) -> None:  # fmt: skip
    last_day = business.created_at.astimezone(ZONE).date() + datetime.timedelta(days=DAYS - 1)
    year = make_year(last_day)
    actor = Actor(user_id=owner.id, role=Role.OWNER, device_id=None, trace_id="demo")
    rows = demo_rows(business, year)
    arrivals, standing = _arrivals(year), set(business.parties.values_list("id", flat=True))
    close = evenings(business.id, actor) if evenings else None
    done = 0
    for day, turns in groupby(year.turns, key=lambda turn: turn.day):
        morning, evening = (min(_instant(day, hour), now) for hour in (OPENS, CLOSES))
        for person in arrivals.get(day, ()):
            if _party_id(business, person) not in standing:
                add_person(business, person, actor=actor, now=morning)
        drafts = [next(rows) for _turn in turns]
        written = record_rows(business_id=business.id, actor=actor, run_id=run_id, rows=drafts, now=evening)
        if written.refused:
            raise ValueError(f"The year of the demo breaks a rule on {day}: {written.refused[0].message}")
        if close is not None:
            close(day=day, left=(last_day - day).days, at=evening)
        done += len(drafts)
        watch(done, len(year.turns))


def _arrivals(year: DemoYear) -> dict[datetime.date, list[Person]]:
    arrivals: dict[datetime.date, list[Person]] = {}
    seen: set[int] = set()
    for turn in year.turns:
        if turn.person.number not in seen:
            seen.add(turn.person.number)
            arrivals.setdefault(turn.day, []).append(turn.person)
    return arrivals


def add_person(business: Business, person: Person, *, actor: Actor, now: datetime.datetime) -> None:
    add_party(
        business_id=business.id, actor=actor, party_id=_party_id(business, person), name=person.name,
        country=COUNTRY, phone=person.phone, kind=person.habit.kind, address=person.address,
        language=person.language if person.language in LANGUAGES else "", credit_limit=person.credit_limit,
        made_at=now, now=now,
    )  # fmt: skip


def _party_id(business: Business, person: Person) -> uuid.UUID:
    """The same at every call, so that what was interrupted finds its people again."""
    return uuid.uuid5(business.id, f"party {person.number}")


def demo_rows(business: Business, year: DemoYear) -> Iterator[RowDraft]:
    for number, turn in enumerate(year.turns):
        key = hashlib.sha256(f"demo {business.id} {number}".encode()).digest()
        yield _row(turn, party_id=_party_id(business, turn.person), source_key=key)


def _row(turn: Turn, *, party_id: uuid.UUID, source_key: bytes) -> RowDraft:
    return RowDraft(
        source_key=source_key, direction=turn.direction, amount=turn.amount, mode=turn.mode, day=turn.day,
        note=turn.note, party_id=party_id, due_on=turn.due_on, kind=turn.kind,
    )  # fmt: skip


def _instant(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, hour, tzinfo=ZONE)
