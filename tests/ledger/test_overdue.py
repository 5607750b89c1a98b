"""The chip of what is overdue shows those whose unpaid entries fell due before today, page by page."""

import datetime
import random

import pytest

from ledger.models import Document, Party
from ledger.queries.parties import party_page
from tests.ledger.shops import TODAY
from tests.ledger.test_entry_branches import godown
from tests.ledger.test_merges import merge

pytestmark = pytest.mark.both_engines


@pytest.fixture
def late(shop):
    """Seven who owe; the second, third and seventh to write are late."""
    day = TODAY - datetime.timedelta(days=20)
    names = set()
    for place in range(1, 8):
        party = shop.party(f"গ্রাহক {place}")
        due_on = day + datetime.timedelta(days=2) if place in (2, 3, 7) else None
        shop.record(party, "gave", 100 * place, day=day, due_on=due_on)
        names |= {f"গ্রাহক {place}"} if due_on else set()
    return names


@pytest.mark.parametrize("sort", ["recent", "amount", "name"])
def test_page_by_page_it_gives_each_of_them_once(shop, late, sort):
    met, after = [], None
    for _page in range(5):
        page = party_page(shop.id, today=TODAY, chip="overdue", sort=sort, after=after, limit=1)
        met += [row.name for row in page.rows]
        after = page.next_cursor
        if after is None:
            break
    assert (sorted(met), len(met)) == (sorted(late), 3)
    assert all(row.overdue for row in page.rows)


def first_unpaid_due(parties):
    """Payments count for the oldest: the newest gaves that make up the balance are what is unpaid."""
    left = sum(Party.objects.filter(id__in=parties).values_list("balance", flat=True))
    days = []
    gaves = Document.objects.filter(party_id__in=parties, state="posted", direction="gave")
    for gave in gaves.order_by("-day", "-pos"):
        if left > 0 and gave.due_on:
            days.append(gave.due_on)
        left -= gave.amount
    return min(days, default=None)


def is_overdue(shop, on):
    (row,) = party_page(shop.id, today=on, sort="name").rows
    return row.overdue


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_khata_of_many_months_and_branches_falls_due_with_its_oldest_unpaid_entry(shop, seed):
    dice = random.Random(seed)
    other, first, second = godown(shop).pk, shop.party("গ্রাহক ১"), shop.party("গ্রাহক ২")
    for _ in range(80):
        day = TODAY - datetime.timedelta(days=dice.randrange(420))
        due_on = day + datetime.timedelta(days=dice.choice([0, 9, 45, 200])) if dice.random() < 0.5 else None
        direction = dice.choice(["gave", "gave", "got"])
        shop.record(
            dice.choice([first, second]), direction, dice.randrange(1, 900), day=day, due_on=due_on,
            branch_id=dice.choice([None, other]),
        )  # fmt: skip
        for party in (first, second):
            assert Party.objects.get(id=party).unpaid_due_on == first_unpaid_due([party])
    merge(shop, second, first)
    due = first_unpaid_due([first, second])
    assert due is not None
    assert not is_overdue(shop, on=due)
    assert is_overdue(shop, on=due + datetime.timedelta(days=1))
    assert shop.proven()
