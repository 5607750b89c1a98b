"""Which months a receipt names: what the money settled, oldest due first, whether or not anybody chose."""

import datetime
import io
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from businesses.models import User
from rentals.arithmetic import Asked, Came, pay
from rentals.models import Lease
from rentals.papers import receipt_pdf
from rentals.queries.portal import receipt, receipts
from rentals.receipt_words import paid_for, places, receipt_lines
from tests.ledger.shops import TODAY
from tests.rentals.houses import RentBook, day

pytestmark = pytest.mark.both_engines
FEBRUARY = day("2026-02-01")


def tenant_of(lease):
    return Lease.objects.get(id=lease).party_id


def names(book: RentBook, lease) -> list[str]:
    """Of every payment, the oldest first."""
    return [paid_for(one.settled) for one in reversed(receipts(book.id, tenant_of(lease)))]


def test_a_receipt_names_the_months_it_paid_whole_and_in_part(rents):
    lease = rents.home(start=FEBRUARY)
    rents.ask(day("2026-05-31"))
    rents.pay(lease, 9_000, day("2026-02-03"))
    rents.pay(lease, 12_000, day("2026-04-03"))
    rents.pay(lease, 25_000, day("2026-05-05"))
    assert names(rents, lease) == [
        "Rent for Feb 2026",
        "Rent for Mar 2026 and part of Apr 2026",
        "Rent for May 2026 and part of Apr 2026 · Paid ahead",
    ]
    rents.ask(day("2026-08-31"))
    assert names(rents, lease)[-1] == "Rent for May 2026, Jun 2026, part of Apr 2026 and part of Jul 2026"


def test_months_in_a_row_are_a_range_and_chosen_ones_stay_chosen(rents):
    lease = rents.home(start=FEBRUARY)
    rents.ask(day("2026-07-31"))
    july = rents.dues(lease)[-1]
    rents.pay(lease, 9_000, day("2026-02-03"), for_dues=[(july.id, 9_000_00)])
    rents.pay(lease, 45_000, day("2026-07-03"))
    assert names(rents, lease) == ["Rent for Jul 2026", "Rent for Feb 2026 – Jun 2026"]


def test_charges_part_months_and_what_was_owed_before_are_named(rents):
    lease = rents.home(start=day("2026-10-11"))
    party_id = tenant_of(lease)
    rents.record(party_id, "gave", 700_00, day=day("2026-09-01"))
    rents.ask(day("2026-10-31"))
    rents.charge(lease, 300, period=day("2026-10-01"), due_on=day("2026-10-20"))
    rent = rents.dues(lease)[0].amount
    paid = rents.pay(lease, 700 + rent / 100 + 500, day("2026-10-21"))
    (one,) = receipts(rents.id, party_id)
    assert [(line.what, line.days, line.amount) for line in receipt_lines(one.settled)] == [
        ("From before", "", 700_00),
        ("Rent, Oct 2026", "11 Oct 2026 – 31 Oct 2026", rent),
        ("Water, Oct 2026", "", 300_00),
        ("Paid ahead", "", 200_00),
    ]
    assert paid_for(one.settled) == "Rent for Oct 2026 · From before · Water, Oct 2026 · Paid ahead"
    assert paid.document_id == one.document_id


def test_money_for_two_units_names_both(rents):
    house, tenant = rents.house("Shanti"), rents.tenant()
    for name in ("1", "2"):
        rents.let(rents.unit(house, name), tenant, start=day("2026-10-01"))
    rents.ask(day("2026-10-31"))
    lease = Lease.objects.filter(party_id=tenant)[0].id
    rents.pay(lease, 18_000, day("2026-10-31"))
    (one,) = receipts(rents.id, tenant)
    assert sorted(places(one.settled)) == ["Shanti · 1", "Shanti · 2"]
    assert paid_for(one.settled) == "Rent for Oct 2026"


def test_the_paper_the_pages_and_the_program_say_it(rents, client):
    lease = rents.home(start=day("2026-04-01"))
    rents.ask(day("2026-05-31"))
    paid = rents.pay(lease, 13_500, day("2026-05-02"))
    found = receipt(rents.id, tenant_of(lease), paid.document_id)
    pdf = receipt_pdf(found, business=rents.business, tenant="Imran Ali", lease=Lease.objects.get(id=lease))
    drawn = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "Rent for Apr 2026 and part of May 2026" in drawn
    assert "Rent, May 2026 (part)" in drawn
    client.force_login(User.objects.get(id=rents.asha.user_id))
    page = client.get(reverse("rentals:lease", args=[rents.id, lease])).content.decode()
    assert "Rent for Apr 2026 and part of May 2026" in page


def test_many_receipts_are_read_with_as_many_questions_as_one(rents):
    lease = rents.home(start=FEBRUARY)
    rents.ask(TODAY)
    counts = []
    for rounds in (1, 8):
        for at in range(rounds):
            rents.pay(lease, 4_000, day("2026-03-01") + datetime.timedelta(days=at))
        with CaptureQueriesContext(connection) as asked:
            assert receipts(rents.id, tenant_of(lease))[0].settled.parts
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


@given(
    amounts=st.lists(st.integers(1, 500), max_size=12),
    came=st.lists(
        st.tuples(
            st.integers(1, 700), st.lists(st.tuples(st.integers(0, 14), st.integers(1, 300)), max_size=3)
        ),
        max_size=12,
    ),
)
def test_every_coin_is_named_once(amounts, came):
    asked = [
        Asked(at, FEBRUARY + datetime.timedelta(days=at % 5), at, each) for at, each in enumerate(amounts)
    ]
    money = [Came(f"m{at}", amount, tuple(meant)) for at, (amount, meant) in enumerate(came)]
    found = pay(asked, money)
    for one in asked:
        named = sum(parts.get(one.key, 0) for parts in found.parts.values())
        assert named == one.amount - found.unpaid[one.key]
    for one in money:
        assert sum(found.parts.get(one.key, {}).values()) + found.over.get(one.key, 0) == one.amount
    assert found.ahead == max(0, sum(one.amount for one in money) - sum(amounts))
    in_order = sorted(asked, key=lambda one: (one.due_on, one.place))
    if not any(one.meant for one in money):
        assert all(
            found.unpaid[a.key] == 0 or found.unpaid[b.key] == b.amount
            for a, b in itertools.pairwise(in_order)
        )
