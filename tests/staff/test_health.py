"""The page of health and its twin for monitors: each part good, wanting a look, or bad."""

import datetime
import shutil
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from audit.jobs import enqueue, job_kind
from audit.models import Job, JobState, Pulse
from audit.pulses import SWEEP, note_beat, note_worker
from businesses.models import User
from core.health import Finding
from core.messages import MessageError, send_code, send_notice
from core.models import SendingDay
from staff.queries import machine
from staff.queries.health import NAMES, health

pytestmark = pytest.mark.both_engines
NOW = timezone.now()
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


def reading(name: str, *, now: datetime.datetime = NOW):
    found = {each.name: each for each in health(now=now)}
    assert tuple(found) == NAMES
    return found[name]


@job_kind("tests.health", title="Test")
def idle(run):
    return None


def test_a_queue_that_stands_still_is_bad_and_a_failure_wants_a_look(db):
    assert reading("queue").level == "good"
    job = enqueue(kind="tests.health", business_id=None, asked_by_id=None, arguments={}, now=NOW)
    assert reading("queue", now=NOW + MINUTE).level == "good"
    late = reading("queue", now=NOW + 6 * MINUTE)
    assert (late.level, late.facts["waiting"], late.facts["oldest_seconds"]) == ("bad", 1, 360)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, ended_at=NOW)
    assert reading("queue").level == "look"
    assert reading("queue", now=NOW + 25 * 60 * MINUTE).level == "good"


def test_the_round_of_the_sweeper_tells_that_beat_and_worker_live(db):
    assert reading("worker").level == "bad"
    note_beat(sender="another.task")
    note_worker(sender=SimpleNamespace(name="another.task"))
    assert not Pulse.objects.exists()
    note_beat(sender=SWEEP)
    note_worker(sender=SimpleNamespace(name=SWEEP))
    now = timezone.now()
    assert reading("worker", now=now).level == "good"
    Pulse.objects.filter(name="worker").update(at=now - 2 * MINUTE)
    hung = reading("worker", now=now)
    assert (hung.level, hung.says) == ("look", "Not seen: worker")
    Pulse.objects.filter(name="beat").update(at=now - 10 * MINUTE)
    assert "Start the beat" in reading("worker", now=now).todo


def test_messages_are_counted_and_the_last_failure_is_loud(db, settings, monkeypatch):
    send_code("asha@example.com", "123456", "en")
    send_notice(to="asha@example.com", subject="x", text="x")
    assert len(mail.outbox) == 2
    good = reading("mail", now=timezone.now())
    assert (good.level, good.facts["sent"], good.facts["failed"]) == ("good", 2, 0)
    settings.HALKHATA_SMS, settings.HALKHATA_SMS_URL = "http", "http://127.0.0.1:9/"
    with pytest.raises(MessageError):
        send_code("+919830012345", "123456", "en")
    bad = reading("sms", now=timezone.now())
    assert (bad.level, bad.facts["failed"]) == ("bad", 1)
    assert "ConnectError" in bad.todo
    row = SendingDay.objects.get(channel="sms")
    assert "98300" not in "".join(str(value) for value in vars(row).values())
    settings.HALKHATA_SMS = "console"
    send_code("+919830012345", "123456", "en")
    assert reading("sms", now=timezone.now()).level == "look"


def test_backups_are_read_from_their_shelf(db, settings, tmp_path):
    settings.BACKUPS = ""
    assert reading("backups").level == "look"
    settings.BACKUPS = str(tmp_path / "shelf")
    assert reading("backups").says == "None yet"
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / f"halkhata-{NOW:%Y%m%dT%H%M%SZ}.tar").write_bytes(b"x")
    fresh = reading("backups")
    assert fresh.level == "good"
    assert f"{NOW:%Y-%m-%d}" in fresh.says
    assert reading("backups", now=NOW + 37 * 60 * MINUTE).level == "bad"


def test_a_full_disk_is_bad_before_it_is_full(db, monkeypatch, settings):
    for free, level in ((10**8, "bad"), (9 * 10**8, "look"), (10**10, "look"), (5 * 10**11, "good")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: (10**12, 0, free))
        assert machine.disk().level == level


def test_the_database_the_tables_and_the_seals_are_well(db):
    for name in ("database", "migrations", "seals", "walls"):
        assert reading(name).level == "good", reading(name)
    assert reading("database").facts["size"] >= 0
    assert reading("version").facts["release"]


def test_a_seal_that_is_gone_is_bad(db, monkeypatch):
    monkeypatch.setattr(machine, "find_seals", lambda: Finding("seals", is_well=False, detail="1 missing"))
    assert (reading("seals").level, reading("seals").says) == ("bad", "1 missing")


def test_a_reading_that_breaks_is_bad_and_the_others_stand(db, monkeypatch):
    def broken(path):
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", broken)
    assert reading("disk").level == "bad"
    assert reading("seals").level == "good"


@pytest.fixture
def operator(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(email="op@example.com", is_staff=True))
    return client


def test_staff_read_it_on_a_page_with_letters(operator):
    page = operator.get("/staff/health/").content.decode()
    assert "Something is broken" in page  # no worker runs beside the tests
    assert page.count('class="health-letter"') == len(NAMES)
    assert "Start the beat" in page


def test_a_monitor_shows_its_token(db, operator, settings):
    nobody = Client()
    settings.MONITOR_TOKEN = ""
    for asked in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        assert nobody.get("/staff/health.json", headers=asked).status_code == 404
    settings.MONITOR_TOKEN = "m" * 32
    assert (
        nobody.get("/staff/health.json", headers={"Authorization": "Bearer " + "n" * 32}).status_code == 404
    )
    answer = nobody.get("/staff/health.json", headers={"Authorization": "Bearer " + "m" * 32})
    assert (answer.status_code, answer.json()["level"]) == (503, "bad")
    assert set(answer.json()["readings"]) == set(NAMES)
    assert operator.get("/staff/health.json").status_code == 503
    note_beat(sender=SWEEP)
    note_worker(sender=SimpleNamespace(name=SWEEP))
    assert operator.get("/staff/health.json").json()["readings"]["worker"]["level"] == "good"
