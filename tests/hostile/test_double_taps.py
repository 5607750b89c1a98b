"""The same page saved several times at the same moment."""

import threading

import pytest
from django.db import DatabaseError, connections

from core.refusals import Refusal
from ledger.models import Document
from ledger.operations.party_changes import change_party
from tests.ledger.conftest import live_shop  # noqa: F401
from tests.ledger.shops import TODAY


@pytest.mark.both_engines
def test_an_old_balance_saved_by_many_taps_at_once_is_one(live_shop):  # noqa: F811
    shop = live_shop
    parties = [shop.party(f"রহিম {number}") for number in range(6)]
    barrier, faults = threading.Barrier(4), []

    def tap() -> None:
        try:
            for number, party_id in enumerate(parties):
                barrier.wait(timeout=180)
                change_party(
                    business_id=shop.id, actor=shop.asha, party_id=party_id, base_rev=1, name=f"রহিম {number}",
                    country="IN", phone="", kind="customer", address="", registration_number="", language="",
                    credit_limit=None, opening_amount=50_000, opening_direction="gave", opening_day=TODAY,
                    made_at=shop.now, now=shop.now,
                )  # fmt: skip
        except (Refusal, DatabaseError) as error:
            faults.append(error)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _ in range(4)]
    for each in taps:
        each.start()
    for each in taps:
        each.join(timeout=180)
    assert faults == []
    assert [Document.objects.filter(party_id=each, state="posted").count() for each in parties] == [1] * 6
    assert [shop.balance(each) for each in parties] == [50_000] * 6
    assert shop.proven()
