"""The nightly work, run never, often, late, out of order, and twice at once."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connections

from businesses.models import Membership
from rentals.models import Due
from rentals.tasks import raise_rents_task
from tests.rentals.houses import day, open_rent_book

MONTHS = [datetime.date(2026, month, 1) for month in range(1, 13)]


def periods_of(book) -> list[datetime.date]:
    return sorted(Due.objects.filter(business_id=book.id, kind="rent").values_list("period", flat=True))


def night(today: datetime.date) -> None:
    with time_machine.travel(datetime.datetime.combine(today, datetime.time(1), datetime.UTC), tick=False):
        raise_rents_task()


@pytest.mark.parametrize(
    "nights",
    [
        [MONTHS[9]],
        [MONTHS[0] + datetime.timedelta(days=6 * at) for at in range(46)] + [MONTHS[9]] * 4,
        [MONTHS[9], MONTHS[2], MONTHS[5], MONTHS[9], MONTHS[0]],
        [MONTHS[0], MONTHS[9] + datetime.timedelta(days=30)],
    ],
    ids=["never before", "fifty times", "out of order", "weeks late"],
)
def test_each_month_is_asked_for_once_however_the_nights_went(db, nights):
    book = open_rent_book()
    book.home(), book.home(start=day("2026-02-15"))
    for one in nights:
        night(one)
    assert periods_of(book) == sorted([*MONTHS[:10], day("2026-02-15"), *MONTHS[2:10]])
    assert book.proven()


def test_a_book_without_an_owner_is_left_and_the_others_are_not(db):
    left, book = open_rent_book(), open_rent_book()
    left.home(), book.home(start=day("2026-09-01"))
    Membership.objects.filter(business_id=left.id).delete()
    night(MONTHS[9])
    assert (len(periods_of(left)), len(periods_of(book))) == (0, 2)


def test_eight_workers_at_once_ask_for_each_month_once(on_engine):
    book = open_rent_book()
    for _lease in range(3):
        book.home(start=day("2026-08-01"))
    ready = threading.Barrier(8)

    def work(_worker: int) -> int:
        ready.wait()
        try:
            return book.ask().count
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(work, range(8))) == 12
    assert periods_of(book) == sorted(3 * MONTHS[7:11])
    assert book.proven()
