"""A person who went through every door is erased, and is found nowhere."""

import logging

import pytest

from ledger.models import Document
from ledger.operations.erasing import erase_party
from ledger.queries.parties import party_card, totals
from tests.api.programs import program_of
from tests.api.webhooks.conftest import Clock, clock, receiver, signed_now  # noqa: F401 fixtures
from tests.forgetting.traces import MARKS, NAME, shown, texts, traces, visit, work
from tests.ledger.shops import NOW, TODAY

pytestmark = pytest.mark.both_engines


def test_nothing_of_an_erased_person_is_left(live_shop, place, receiver, clock, caplog, wait_until):  # noqa: F811
    caplog.set_level(logging.INFO)
    shop = live_shop
    asha = program_of(shop.asha)
    left = visit(shop, asha, receiver, clock)
    before = texts(place)
    assert {mark for _where, mark in traces(before)} == set(MARKS), "the person went through no door"
    sums, money = totals(shop.id), _money(left.party, left.joined)

    erase_party(business_id=shop.id, actor=shop.asha, party_id=left.party, typed=NAME, now=NOW)
    assert "party.erase" in work()

    assert shown(texts(place)) == []
    assert [mark for mark in MARKS if mark in caplog.text.lower()] == []
    assert totals(shop.id) == sums
    assert _money(left.party, left.joined) == money
    assert party_card(shop.id, left.party, today=TODAY).name == "Erased party 1"
    assert shop.proven()


def _money(*party_ids):
    found = Document.objects.filter(party_id__in=party_ids).order_by("id")
    return list(found.values_list("id", "amount", "direction", "day", "pos", "state"))
