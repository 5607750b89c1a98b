"""The demo landlord's book, made on awkward days."""

import datetime

import pytest
import time_machine

from businesses.models import Business, User
from ledger.verify import verify_book
from rentals.demo import make_demo_houses
from rentals.models import Lease


@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29", "2026-10-31"])
def test_the_demo_houses_can_be_made_on_any_day(db, day):
    now = datetime.datetime.fromisoformat(f"{day}T06:30:00+00:00")
    owner = User.objects.create_user(email="asha@demo.invalid", name="আশা")
    with time_machine.travel(now, tick=False):
        make_demo_houses(owner=owner, now=now)
        make_demo_houses(owner=owner, now=now)
    book = Business.objects.get()
    assert book.is_demo
    assert Lease.objects.filter(business_id=book.id).count() == 5
    assert verify_book(book.id) == []
