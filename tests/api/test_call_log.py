"""Reads wait a moment and are written together; whatever was refused or written is in the log at once."""

import pytest

from api.kit import log
from api.models import AccessRow
from tests.api.programs import program_of
from tests.ledger.shops import open_shop

WAITS = 0.3


@pytest.fixture
def asha(on_engine, settings):
    settings.ACCESS_LOG_SECONDS = WAITS
    return program_of(open_shop().asha)


def test_reads_are_written_together_by_themselves(asha, wait_until):
    for _call in range(3):
        assert asha.get("/businesses").status_code == 200
    wait_until(lambda: AccessRow.objects.count() == 3)
    assert asha.get("/ledgers").status_code == 200
    wait_until(lambda: AccessRow.objects.count() == 4)
    rows = AccessRow.objects.order_by("pk")
    assert [row.path.rsplit("/", 1)[-1] for row in rows] == ["businesses"] * 3 + ["ledgers"]
    assert rows[3].business_id is not None
    assert [row.at for row in rows] == sorted(row.at for row in rows)


def test_a_full_batch_is_written_at_once(asha, settings, monkeypatch):
    settings.ACCESS_LOG_SECONDS = 3_600
    monkeypatch.setattr(log, "AT_ONCE", 4)
    for _call in range(5):
        asha.get("/businesses")
    assert AccessRow.objects.count() == 4
    log._waiting.write()
    assert AccessRow.objects.count() == 5


def test_what_is_refused_or_written_does_not_wait(asha, settings):
    settings.ACCESS_LOG_SECONDS = 3_600
    asha.get("/ledgers/01900000-0000-7000-8000-000000000000")
    asha.post("/ledgers", {"party_name": "শর্মা"})
    assert list(AccessRow.objects.order_by("pk").values_list("method", "status")) == [
        ("GET", 404), ("POST", 201)
    ]  # fmt: skip
