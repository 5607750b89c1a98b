"""A day far from today is asked about once: by whoever writes, through whichever door."""

import datetime

import pytest

from core.ids import uuid7
from ledger.directions import Content
from ledger.models import Document
from ledger.operations.likely_days import check_likely
from ledger.operations.parties import set_opening_balance
from ledger.operations.push import Mutation, apply_mutation
from ledger.refusals import DayUnlikely
from tests.ledger.shops import TODAY

FAR = datetime.date(2062, 11, 21)
LONG_AGO = datetime.date(1962, 11, 5)


def content(day=TODAY, due_on=None):
    return Content("gave", 50_000, "goods", day, "", due_on)


def meant(**days):
    with pytest.raises(DayUnlikely) as refused:
        check_likely(content(**days), today=TODAY)
    return refused.value.field, refused.value.meant


@pytest.mark.parametrize(
    "day", [TODAY, TODAY + datetime.timedelta(days=90), TODAY - datetime.timedelta(days=4 * 365)]
)
def test_a_day_near_today_is_not_asked_about(day):
    check_likely(content(day=day, due_on=day + datetime.timedelta(days=600)), today=TODAY)


def test_a_wrong_year_is_asked_about_with_the_day_that_was_meant():
    assert meant(day=FAR) == ("day", TODAY)
    assert meant(day=LONG_AGO) == ("day", datetime.date(2026, 11, 5))
    assert meant(due_on=datetime.date(2062, 12, 1)) == ("due_on", datetime.date(2026, 12, 1))


def test_a_day_ahead_may_have_been_meant_for_the_year_before():
    assert meant(day=datetime.date(2027, 10, 3)) == ("day", datetime.date(2026, 10, 3))


def test_a_due_date_is_never_proposed_before_the_entry():
    assert meant(due_on=datetime.date(2062, 2, 1)) == ("due_on", datetime.date(2027, 2, 1))


def test_nothing_is_proposed_for_a_day_that_years_near_today_do_not_have():
    assert meant(day=datetime.date(1968, 2, 29)) == ("day", None)


def test_an_entry_of_an_unlikely_day_is_written_once_somebody_is_sure(shop):
    party = shop.party("রহিম")
    with pytest.raises(DayUnlikely):
        shop.record(party, "gave", 50_000, day=LONG_AGO)
    assert not Document.objects.filter(party_id=party).exists()
    written = shop.record(party, "gave", 50_000, day=LONG_AGO, sure_of=[LONG_AGO])
    assert written.day == LONG_AGO


def test_a_day_that_stands_is_not_asked_about_again(shop):
    written = shop.record(shop.party("रमेश"), "gave", 50_000, day=LONG_AGO, sure_of=[LONG_AGO])
    changed = shop.edit(written, amount=60_000)
    assert (changed.day, changed.amount) == (LONG_AGO, 60_000)
    with pytest.raises(DayUnlikely):
        shop.edit(changed, due_on=FAR)
    moved = shop.edit(changed, day=TODAY)
    assert shop.change("undo_edit", moved).day == LONG_AGO


def test_an_opening_balance_keeps_the_same_rule(shop):
    party = shop.party("রহিম")
    said = {
        "business_id": shop.id,
        "actor": shop.asha,
        "party_id": party,
        "direction": "gave",
        "amount": 5_000,
    }
    said |= {"made_at": shop.now, "now": shop.now}
    with pytest.raises(DayUnlikely):
        set_opening_balance(day=LONG_AGO, **said)
    assert set_opening_balance(day=LONG_AGO, sure_of=[LONG_AGO], **said).day == LONG_AGO


def test_a_correction_keeps_the_same_rule(shop):
    yesterday = TODAY - datetime.timedelta(days=1)
    written = shop.record(shop.party("रमेश"), "gave", 50_000, day=yesterday)
    shop.close(yesterday)
    right = Content("gave", 40_000, "goods", TODAY, "", FAR)
    with pytest.raises(DayUnlikely):
        shop.correct(written, right)
    assert shop.correct(written, right, sure_of=[FAR]).balance == 40_000


def test_a_phone_is_told_and_may_send_the_same_change_again_confirmed(shop):
    mutation = Mutation(uuid7(), "create", uuid7(), 0, shop.now, shop.party("রহিম"), content(due_on=FAR))
    told = apply_mutation(business_id=shop.id, actor=shop.asha, mutation=mutation, now=shop.now)
    assert (told.state, told.slug) == ("rejected", "day_unlikely")
    sure = Mutation(
        mutation.mutation_id, "create", mutation.document_id, 0, shop.now, mutation.party_id, mutation.content,
        frozenset({FAR}),
    )  # fmt: skip
    assert (
        apply_mutation(business_id=shop.id, actor=shop.asha, mutation=sure, now=shop.now).state == "applied"
    )
