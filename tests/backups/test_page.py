import datetime

import pytest
from django.test import Client
from django.utils import timezone

from audit.jobs import run_job
from audit.models import Event, Job, JobState
from backups import health, jobs
from backups.making import make_backup
from backups.shelf import kept
from businesses.models import User
from tests.ledger.shops import NOW, open_shop

PAGE = "/staff/backups/"


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture
def browser(live_db, place):
    """Somebody of the staff, signed in."""
    person = User.objects.create_superuser(email="staff@example.com", password="long enough")
    client = Client()
    client.force_login(person)
    client.person = person
    return client


def verbs(person) -> list[str]:
    return list(Event.objects.filter(user=person).order_by("seq").values_list("verb", flat=True))


def test_staff_back_up_now_and_download_it_with_a_reason(browser, place):
    assert "No backup yet." in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, follow=True).content.decode()
    assert "The backup is being made" in answer
    assert "A backup is being made now." in answer
    assert run_job(Job.objects.get(kind=jobs.KIND).id) == JobState.DONE
    (made,) = kept(place)
    assert made.name in browser.get(PAGE).content.decode()
    assert "Why do you need it?" in browser.get(PAGE, {"take": made.name}).content.decode()
    assert "Say why" in browser.post(f"{PAGE}download/", {"name": made.name}, follow=True).content.decode()
    answer = browser.post(f"{PAGE}download/", {"name": made.name, "reason": "a new machine"})
    assert b"".join(answer.streaming_content) == made.path.read_bytes()
    assert verbs(browser.person) == ["backup.asked", "backup.downloaded"]


def test_nobody_else_downloads_and_nothing_else_is_given(browser, place, settings):
    (settings.DATA / "secret-key").write_text("x")
    place.mkdir()
    (place / "halkhata-20261121T063000Z.tar").write_bytes(b"all books")
    for name in ("../secret-key", "secret-key", ".lock", "/etc/passwd", "", "halkhata-20261121T063000Z.tar/"):
        answer = browser.post(f"{PAGE}download/", {"name": name, "reason": "x"}, follow=True)
        assert "This backup is gone." in answer.content.decode()
    User.objects.filter(pk=browser.person.pk).update(is_superuser=False)
    wanted = {"name": "halkhata-20261121T063000Z.tar", "reason": "x"}
    answer = browser.post(f"{PAGE}download/", wanted, follow=True).content
    assert b"all books" not in answer
    assert b"Only a superuser" in answer
    User.objects.filter(pk=browser.person.pk).update(is_staff=False)
    assert browser.get(PAGE).status_code == 404


def test_a_failed_backup_is_loud(browser, place, settings):
    settings.BACKUPS = "/dev/null/nowhere"
    browser.post(PAGE)
    assert run_job(Job.objects.get(kind=jobs.KIND).id) == JobState.DONE
    assert "The last backup failed" in browser.get(PAGE).content.decode()
    assert browser.get("/readyz").json()["findings"]["backups"] == "late: the last one failed"


def test_switched_off_is_said(browser, settings):
    settings.BACKUPS = ""
    assert "switched off" in browser.get(PAGE).content.decode()
    assert browser.get("/readyz").json()["findings"]["backups"] == "ok: off"
    assert jobs.ask_if_due(now=NOW) is False


def test_an_old_backup_is_told(live_db, place):
    open_shop(now=timezone.now() - datetime.timedelta(days=5))
    assert health.backups().is_well is False
    now = timezone.now()
    place.mkdir()
    (place / f"halkhata-{now - datetime.timedelta(hours=40):%Y%m%dT%H%M%SZ}.tar").write_bytes(b"")
    assert (health.backups().is_well, health.backups().detail) == (False, "newest 40 h old")
    (place / f"halkhata-{now - datetime.timedelta(hours=5):%Y%m%dT%H%M%SZ}.tar").write_bytes(b"")
    assert health.backups().is_well is True


@pytest.mark.parametrize(
    ("newest", "hour", "due"),
    [(None, 9, True), (30, 9, True), (20, 9, False), (20, 21, True), (10, 21, False)],
)
def test_one_is_made_at_night_or_when_the_night_was_missed(live_db, place, newest, hour, due):
    now = NOW.replace(hour=hour)
    if newest is not None:
        place.mkdir()
        (place / f"halkhata-{now - datetime.timedelta(hours=newest):%Y%m%dT%H%M%SZ}.tar").write_bytes(b"")
    assert jobs.ask_if_due(now=now) is due
    jobs.ask_if_due(now=now + datetime.timedelta(minutes=10))
    assert Job.objects.filter(kind=jobs.KIND).count() == int(due)


def test_the_job_thins_the_shelf_out(small_shop, place, settings):
    settings.BACKUPS_KEEP = (1, 1, 1)
    make_backup(to=place, now=NOW - datetime.timedelta(days=3))
    job = jobs.ask_for_backup(asked_by_id=None, now=NOW)
    assert run_job(job.id, clock=lambda: NOW) == JobState.DONE
    assert [one.name for one in kept(place)] == [Job.objects.get(id=job.id).result["name"]]
