"""A statement says what stood before, what happened and what stood after, whatever was changed meanwhile."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.ids import uuid7
from core.periods import Period
from ledger.models import Party
from ledger.queries import statements
from ledger.queries.statements import TooManyEntries, nearest_day, statement, statement_head
from ledger.refusals import PartyUnknown
from ledger.statements.ranges import ALL, period_of
from tests.ledger.shops import NOW, TODAY, open_shop

pytestmark = pytest.mark.both_engines


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def taken(shop, party_id, start="2026-09-01", end="2026-11-21"):
    return statement(business_id=shop.id, party_id=party_id, start=day(start), end=day(end), made_at=NOW)


def test_an_empty_khata_has_an_empty_statement(shop):
    found = taken(shop, shop.party("शर्मा"))
    assert (found.opening, found.rows, found.closing) == (0, (), 0)
    assert (found.head.first_day, found.head.last_day) == (None, None)


def test_entries_stand_oldest_first_with_the_balance_after_each(shop):
    rahim = shop.party("রহিম")
    shop.record(rahim, "got", 30_000, day=day("2026-11-02"), note="বিকাশ")
    shop.record(rahim, "gave", 50_000, day=day("2026-10-30"))
    shop.record(rahim, "gave", 7_050, day=day("2026-11-02"))
    found = taken(shop, rahim)
    assert [(row.day.isoformat(), row.direction, row.running_balance) for row in found.rows] == [
        ("2026-10-30", "gave", 50_000),
        ("2026-11-02", "got", 20_000),
        ("2026-11-02", "gave", 27_050),
    ]
    assert (found.gave_total, found.got_total, found.closing) == (57_050, 30_000, 27_050)
    assert found.rows[1].note == "বিকাশ"


def test_what_happened_before_the_days_is_the_opening_balance(shop):
    rahim = shop.party("রহিম", opening_amount=100_000, opening_day=day("2025-02-10"))
    shop.record(rahim, "gave", 5_000, day=day("2026-08-31"))
    shop.record(rahim, "gave", 900, day=day("2026-09-14"))
    shop.record(rahim, "got", 200, day=day("2026-09-15"))
    shop.record(rahim, "got", 40, day=day("2026-09-16"))
    found = taken(shop, rahim, "2026-09-15", "2026-09-15")
    assert found.opening == 105_900
    assert [row.amount for row in found.rows] == [200]
    assert found.closing == 105_700


def test_the_opening_entry_is_a_row_where_the_days_hold_it(shop):
    rahim = shop.party("রহিম", opening_amount=4_000, opening_direction="got", opening_day=day("2026-09-03"))
    (row,) = taken(shop, rahim).rows
    assert (row.kind, row.direction, row.running_balance) == ("opening", "got", -4_000)


def test_a_deleted_entry_leaves_the_statement_and_a_restored_one_returns_to_its_place(shop):
    rahim = shop.party("রহিম")
    first = shop.record(rahim, "gave", 100, day=day("2026-10-01"))
    shop.record(rahim, "gave", 20, day=day("2026-10-01"))
    deleted = shop.change("delete_entry", first)
    assert [row.amount for row in taken(shop, rahim).rows] == [20]
    shop.change("restore_entry", deleted)
    assert [row.running_balance for row in taken(shop, rahim).rows] == [100, 120]


def test_an_entry_moved_to_a_day_before_moves_into_the_opening_balance(shop):
    rahim = shop.party("রহিম")
    entry = shop.record(rahim, "gave", 100, day=day("2026-10-01"))
    shop.edit(entry, day=day("2026-08-01"), amount=150)
    found = taken(shop, rahim)
    assert (found.opening, found.rows, found.closing) == (150, (), 150)


def test_a_khata_reads_the_parties_merged_into_it(shop):
    head, other = shop.party("রহিম"), shop.party("Rahim (old)")
    shop.record(head, "gave", 100, day=day("2026-10-02"))
    shop.record(other, "gave", 30, day=day("2026-10-01"))
    shop.record(other, "got", 500, day=day("2026-07-15"))
    Party.objects.filter(id=other).update(merged_into=head)
    for asked in (head, other):
        found = taken(shop, asked)
        assert found.head.party_name == "রহিম"
        assert found.opening == -500
        assert [row.amount for row in found.rows] == [30, 100]
        assert found.closing == -370


def test_a_party_of_another_book_is_unknown_like_one_that_is_not(shop):
    other = open_shop()
    with pytest.raises(PartyUnknown):
        taken(shop, other.party("দেব"))
    with pytest.raises(PartyUnknown):
        taken(shop, uuid7())


def test_more_entries_than_a_statement_takes_are_refused(shop, monkeypatch):
    monkeypatch.setattr(statements, "ROWS_MAX", 2)
    rahim = shop.party("রহিম")
    for amount in (1, 2):
        shop.record(rahim, "gave", amount)
    assert len(taken(shop, rahim).rows) == 2
    shop.record(rahim, "gave", 3)
    with pytest.raises(TooManyEntries, match="Choose a shorter time"):
        taken(shop, rahim)


def test_a_statement_costs_the_same_queries_for_one_entry_and_for_fifty(shop):
    def cost(party_id) -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(shop, party_id)
        return len(queries)

    one, fifty = shop.party("এক"), shop.party("পঞ্চাশ")
    for party_id, entries in ((one, 1), (fifty, 50)):
        for amount in range(1, entries + 1):
            shop.record(party_id, "gave", amount)
    taken(shop, one)
    assert cost(one) == cost(fifty) <= 4


def test_the_nearest_entry_is_found_on_either_side(shop):
    rahim = shop.party("রহিম")
    head = statement_head(shop.id, rahim)
    empty = {"start": day("2026-06-01"), "end": day("2026-06-30")}
    assert nearest_day(head, **empty) is None
    shop.record(rahim, "gave", 1, day=day("2026-10-03"))
    assert nearest_day(head, **empty) == day("2026-10-03")
    shop.record(rahim, "gave", 1, day=day("2026-05-20"))
    assert nearest_day(head, **empty) == day("2026-05-20")
    shop.record(rahim, "gave", 1, day=day("2026-07-02"))
    assert nearest_day(head, **empty) == day("2026-07-02")


def test_a_chip_reaches_today_or_the_last_entry_written_ahead(shop):
    rahim = shop.party("রহিম")
    head = statement_head(shop.id, rahim)
    assert period_of("this_month", head=head, today=TODAY) == Period(day("2026-11-01"), TODAY)
    assert period_of("last_three_months", head=head, today=TODAY) == Period(day("2026-09-01"), TODAY)
    assert period_of("this_year", head=head, today=TODAY) == Period(day("2026-04-01"), TODAY)
    assert period_of(ALL, head=head, today=TODAY) == Period(TODAY, TODAY)
    shop.record(rahim, "gave", 1, day=day("2026-11-28"))
    shop.record(rahim, "gave", 1, day=day("2019-01-05"), sure_of=[day("2019-01-05")])
    shop.record(rahim, "gave", 1, day=day("2027-02-01"))
    head = statement_head(shop.id, rahim)
    assert period_of("this_month", head=head, today=TODAY) == Period(day("2026-11-01"), day("2026-11-30"))
    assert period_of(ALL, head=head, today=TODAY) == Period(day("2019-01-05"), day("2027-02-01"))


def test_a_book_in_bangladesh_has_its_year_from_july(db):
    shop = open_shop(country="BD")
    head = statement_head(shop.id, shop.party("করিম"))
    assert period_of("this_year", head=head, today=TODAY).start == day("2026-07-01")


WORDS = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["gave", "got"]),
        "amount": st.integers(1, 10**9),
        "mode": st.sampled_from(["goods", "cash", "upi", "bank", "unsorted"]),
        "day": st.dates(datetime.date(2025, 11, 1), datetime.date(2027, 2, 1)),
    }
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["record", "record", "edit", "delete", "restore"]), st.integers(0, 30), WORDS),
    max_size=12,
)
DAYS = st.dates(datetime.date(2025, 10, 1), datetime.date(2027, 3, 1))


def write_step(shop, party_id, standing: dict, step) -> None:
    """Do one step and keep what should stand: document -> (result, what was said, is it deleted)."""
    verb, which, said = step
    if verb == "record" or not standing:
        result = shop.record(party_id, said["direction"], said["amount"], mode=said["mode"], day=said["day"])
        standing[result.document_id] = (result, said, False)
        return
    document_id = list(standing)[which % len(standing)]
    result, before, is_deleted = standing[document_id]
    if verb == "edit" and not is_deleted:
        standing[document_id] = (shop.edit(result, **said), said, False)
    elif (verb == "delete" and not is_deleted) or (verb == "restore" and is_deleted):
        standing[document_id] = (shop.change(f"{verb}_entry", result), before, not is_deleted)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, ends=st.tuples(DAYS, DAYS))
def test_opening_and_rows_make_closing_and_closing_is_the_balance(shop, steps, ends):
    party_id, standing = shop.party(f"রহিম {uuid7()}"), {}
    for step in steps:
        write_step(shop, party_id, standing, step)
    start, end = min(ends), max(ends)
    entries = sorted(
        (said["day"], result.pos, said["amount"] if said["direction"] == "gave" else -said["amount"])
        for result, said, is_deleted in standing.values()
        if not is_deleted
    )
    found = statement(business_id=shop.id, party_id=party_id, start=start, end=end, made_at=NOW)
    assert found.opening == sum(effect for on, _pos, effect in entries if on < start)
    assert [row.place for row in found.rows] == [(on, pos) for on, pos, _ in entries if start <= on <= end]
    balances = [found.opening, *(row.running_balance for row in found.rows)]
    assert balances[-1] == found.closing == found.opening + found.gave_total - found.got_total
    assert found.closing == sum(effect for on, _pos, effect in entries if on <= end)
    whole = period_of(ALL, head=found.head, today=TODAY)
    full = statement(business_id=shop.id, party_id=party_id, start=whole.start, end=whole.end, made_at=NOW)
    assert (full.opening, full.closing) == (0, shop.balance(party_id))
