"""A shop whose news somebody wants, and a clock that only moves when it is told to."""

import datetime

import pytest

from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.endpoints import EndpointResult, add_endpoint
from api.webhooks.operations.fan_out import endpoints_behind, fan_out
from core.ids import uuid7
from tests.api.webhooks.receiver import Receiver
from tests.businesses.conftest import as_person, book, cast  # noqa: F401
from tests.ledger.conftest import live_shop  # noqa: F401
from tests.ledger.shops import NOW, Shop


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime.datetime:
        return self.at

    def move(self, **units) -> None:
        self.at += datetime.timedelta(**units)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.close()


@pytest.fixture
def signed_now(monkeypatch, clock):
    """Has the reference verifier read the test's clock."""
    import standardwebhooks.webhooks as reference

    class Then(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.at.astimezone(tz)

    monkeypatch.setattr(reference, "datetime", Then)


def hook(shop: Shop, receiver: Receiver, **fields) -> EndpointResult:
    said = {
        "actor": shop.asha,
        "endpoint_id": uuid7(),
        "url": receiver.url,
        "guard": receiver.guard,
        "now": shop.now,
    }
    return add_endpoint(business_id=shop.id, **{**said, **fields})


def read_on(now: datetime.datetime) -> None:
    for endpoint_id in endpoints_behind():
        while fan_out(endpoint_id=endpoint_id, now=now):
            pass


def send(receiver: Receiver, clock: Clock, *, seconds: float = 600) -> int | None:
    return deliver(guard=receiver.guard, clock=clock, seconds=seconds)
