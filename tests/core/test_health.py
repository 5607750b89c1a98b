from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import Job, JobState
from core import health
from tests.engines import as_owner

pytestmark = pytest.mark.both_engines


def readiness(client) -> tuple[int, dict]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_alive_needs_nothing_but_the_process(client):
    response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_ready_names_what_was_looked_at(client, db):
    status, body = readiness(client)
    assert status == 200
    assert body["ready"] is True
    assert set(body["findings"]) == {"database", "disk", "seals", "jobs", "backups"}


def test_a_full_disk_is_not_ready(client, db, settings):
    settings.DISK_FREE_MIN_MB = 10**9
    status, body = readiness(client)
    assert status == 503
    assert body["ready"] is False
    assert body["findings"]["disk"].startswith("failing")


def test_a_database_that_lost_a_seal_is_not_ready(client, live_db):
    with as_owner(), connection.cursor() as cursor:
        on_table = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER seal_event_update{on_table}")
    status, body = readiness(client)
    assert status == 503
    assert body["findings"]["seals"] == "failing: 1 missing"


def test_a_lost_database_is_not_ready_and_says_nothing_secret(client, live_db):
    """The table is gone for the probe that reads it; no address or password is in the answer."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_job RENAME TO audit_job_gone")
    status, body = readiness(client)
    assert status == 503
    assert body["findings"]["jobs"].startswith("failing: ")
    assert body["findings"]["jobs"].removeprefix("failing: ") in {"OperationalError", "ProgrammingError"}


def job(*, waits: timedelta, state: str = JobState.DUE) -> None:
    now = timezone.now()
    Job.objects.create(
        kind="x", state=state, run_after=now - waits, created_at=datetime(2026, 11, 21, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("waits", "state", "word"),
    [
        (timedelta(minutes=6), JobState.DUE, "late"),
        (timedelta(minutes=1), JobState.DUE, "ok"),
        (timedelta(minutes=-30), JobState.DUE, "ok"),
        (timedelta(days=1), JobState.DONE, "ok"),
    ],
)
def test_waiting_jobs_are_told_but_pages_go_on(client, db, waits, state, word):
    job(waits=waits, state=state)
    status, body = readiness(client)
    assert status == 200
    assert body["findings"]["jobs"].split(":")[0] == word


def test_a_folder_that_is_not_there_yet_has_the_room_of_its_parent(settings, tmp_path):
    settings.DATA = tmp_path / "later"
    assert health.disk().detail.endswith("MB free")
