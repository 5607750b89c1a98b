"""A practice book: the last weeks of a few people of the demo shop, in one go."""

import datetime
import uuid
from collections import Counter

from django.db import transaction

from businesses.actors import Actor
from businesses.models import BookKind, Business, User
from businesses.roles import Role
from ledger.demo.shop import COUNTRY, NAME, ZONE, add_person, demo_rows
from ledger.demo.year import DemoYear, make_year
from ledger.operations.books import open_book
from ledger.operations.runs import record_rows

WEEKS = datetime.timedelta(weeks=6)
PEOPLE, ENTRIES = 12, 120


@transaction.atomic
def make_practice_book(
    *,
    owner: User,
    name: str = "",
    trace_id: str = "",
    device_id: uuid.UUID | None = None,
    now: datetime.datetime,
) -> Business:
    """A shop marked `is_demo` with PEOPLE people and at most ENTRIES entries. Raises BookRefused, TextError."""
    business = open_book(
        kind=BookKind.SHOP, name=name or NAME, country=COUNTRY, user=owner, now=now, trace_id=trace_id,
        device_id=device_id,
    )  # fmt: skip
    Business.objects.filter(pk=business.pk).update(is_demo=True)
    business.is_demo = True
    actor = Actor(user_id=owner.pk, role=Role.OWNER, device_id=device_id, trace_id=trace_id)
    few = _few(make_year(now.astimezone(ZONE).date()), today=now.astimezone(ZONE).date())
    for person in few.people:
        add_person(business, person, actor=actor, now=now)
    record_rows(
        business_id=business.pk, actor=actor, run_id=uuid.uuid5(business.pk, "practice"),
        rows=list(demo_rows(business, few)), now=now,
    )  # fmt: skip
    return business


def _few(year: DemoYear, *, today: datetime.date) -> DemoYear:
    """The people who came most often in the last weeks, and what they took and paid."""
    late = [turn for turn in year.turns if turn.day > today - WEEKS]
    visits = Counter(turn.person.number for turn in late)
    numbers = {number for number, _visits in visits.most_common(PEOPLE)}
    turns = [turn for turn in late if turn.person.number in numbers][-ENTRIES:]
    people = {turn.person.number: turn.person for turn in turns}
    return DemoYear(tuple(people.values()), tuple(turns))
