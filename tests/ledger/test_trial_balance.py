import datetime

import pytest

from ledger.queries.trial_balance import trial_balance
from tests.ledger.shops import TODAY, open_shop

pytestmark = pytest.mark.both_engines


def test_the_trial_balance_sums_to_zero_on_every_day(shop):
    party = shop.party()
    for days in (0, 1, 20, 21, 45, 400):
        shop.record(party, "gave", 100 + days, day=TODAY - datetime.timedelta(days=days))
        shop.record(party, "got", 7, mode="upi", day=TODAY - datetime.timedelta(days=days))
    for days in range(-2, 60):
        rows = trial_balance(shop.id, until=TODAY - datetime.timedelta(days=days))
        assert sum(row.balance for row in rows) == 0
    by_role = {row.role: row for row in trial_balance(shop.id, until=TODAY)}
    assert by_role["receivable"].balance == shop.balance(party) == 1_087 - 42
    assert (by_role["upi"].debit, by_role["upi"].credit, by_role["khata_sales"].balance) == (42, 0, -1_087)


def test_the_trial_balance_knows_days_inside_a_month(shop):
    party = shop.party()
    shop.record(party, "gave", 100, day=datetime.date(2026, 10, 10))
    shop.record(party, "gave", 5, day=datetime.date(2026, 10, 20))
    sums = [
        {row.role: row.balance for row in trial_balance(shop.id, until=datetime.date(2026, 10, day))}[
            "receivable"
        ]
        for day in (9, 10, 19, 20, 31)
    ]
    assert sums == [0, 100, 100, 105, 105]


def test_the_last_of_days_is_answered_too(shop):
    shop.record(shop.party(), "gave", 100)
    assert {row.balance for row in trial_balance(shop.id, until=datetime.date.max)} == {0, 100, -100}


def test_another_book_is_not_in_it(shop):
    other = open_shop(name="Other")
    other.record(other.party(), "gave", 999)
    assert {row.balance for row in trial_balance(shop.id, until=TODAY)} == {0}
