"""The chip of what is overdue shows those whose unpaid entries fell due before today, page by page."""

import datetime

import pytest

from ledger.queries.parties import party_page
from tests.ledger.shops import TODAY

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
