"""What runs out and what expires is told once, and told again after it was filled up."""

import pytest

from api.webhooks.payloads import Happening, body_of
from audit.models import Event, Revision
from core.ids import uuid7
from core.quantities import ONE
from inventory.operations.alerts import raise_alerts
from inventory.tasks import raise_alerts_task
from tests.inventory.stores import DAY, Store
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines


def told(store: Store) -> list[tuple[str, str]]:
    """(verb, name) of all alerts so far."""
    events = Event.objects.filter(business_id=store.id, subject_kind="stock_alert").order_by("seq")
    names = dict(Revision.objects.filter(business_id=store.id).values_list("seq", "contents"))
    return [(event.verb, names[event.seq]["name"]) for event in events]


def night(store: Store, *, later: int = 0) -> int:
    return raise_alerts(business_id=store.id, today=TODAY + later * DAY, now=store.now)


def test_an_item_that_runs_low_is_told_once_until_it_is_filled_up(store):
    rice = store.item("Rice", low_level=5 * ONE)
    store.bring(rice, 10, 100)
    assert night(store) == 0
    store.sell(rice, 6)
    assert [night(store), night(store)] == [1, 0]
    store.bring(rice, 10, 100)
    assert night(store) == 0
    store.sell(rice, 12)
    assert night(store) == 1
    assert told(store) == [("stock.low", "Rice")] * 2
    assert store.proven()


def test_a_batch_is_told_when_its_day_comes_near(store):
    milk = store.item("Milk", has_batches=True)
    store.bring(milk, 1, 1, batch=("B1", TODAY + 40 * DAY))
    assert [night(store), night(store, later=10), night(store, later=11)] == [0, 1, 0]
    assert told(store) == [("stock.expiring", "Milk")]


def test_the_nightly_round_goes_through_all_books(store):
    rice = store.item("Rice", low_level=5 * ONE)
    store.bring(rice, 1, 1)
    raise_alerts_task()
    assert told(store) == [("stock.low", "Rice")]


def test_webhooks_can_say_everything_the_stock_tells(store):
    rice = store.item("Rice", low_level=5 * ONE, valuation="fifo")
    store.bring(rice, 1, 10)
    store.back(store.sell(rice, 1))
    store.sell(rice, 1)
    store.bring(rice, 4, 80, day=TODAY - DAY)
    store.parts(store.item("Cake"), (rice, 1))
    night(store)
    contents = dict(Revision.objects.filter(business_id=store.id).values_list("seq", "contents"))
    verbs = set()
    for event in Event.objects.filter(
        business_id=store.id, subject_kind__in=("item", "stock", "stock_alert")
    ):
        happening = Happening(
            store.id, event.seq, event.at, event.verb, event.subject_kind, event.subject_id, event.rev,
            contents[event.seq],
        )  # fmt: skip
        assert '"data":{' in body_of(message_id=uuid7(), happening=happening)
        verbs.add(event.verb)
    assert verbs == {"item.created", "item.updated", "stock.changed", "stock.revalued", "stock.low"}
