"""Putting jobs in the table, ringing, stopping, sweeping and clearing away."""

import json
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from audit.jobs import cancel, enqueue, run_job, sweep, trim, try_again
from audit.jobs.queue import KEPT_WITH_KEY, LOSSES_MAX, RING_AGAIN
from audit.models import Job, JobState
from audit.retention import kept
from core.trace import trace
from tests.audit.conftest import NOW, bells, use_broker
from tests.postgres import free_port

pytestmark = pytest.mark.both_engines


def ask(kind="tests.refused", book=None, now=NOW, **fields) -> Job:
    fields = {"asked_by_id": None, "arguments": {}} | fields
    return enqueue(kind=kind, business_id=book.id if book else None, now=now, **fields)


def test_the_bell_rings_with_the_row_s_id_when_the_transaction_commits(
    db, broker_folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
        assert not broker_folder.exists()
    [name] = bells(broker_folder)
    assert str(job.id) in json.loads((broker_folder / name).read_text())["headers"]["argsrepr"]


def test_a_transaction_rolled_back_leaves_neither_row_nor_bell(live_db, broker_folder):
    def fail_after_asking():
        with transaction.atomic():
            ask()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_asking()
    assert not Job.objects.exists()
    assert not broker_folder.exists()


def test_a_kind_nobody_registered_is_refused_at_once(db):
    with pytest.raises(LookupError):
        ask("tests.unheard_of")


def test_the_same_key_in_a_book_returns_the_standing_job(book):
    first = ask(book=book, key="rent 2026-11")
    assert ask(book=book, key="rent 2026-11").id == first.id
    run_job(first.id, clock=lambda: NOW)
    standing = ask(book=book, key="rent 2026-11")
    assert (standing.id, standing.state) == (first.id, JobState.FAILED)


def test_the_same_key_in_another_book_is_another_job(book, cast):
    from businesses.operations.books import create_business

    other = create_business(kind="home", name="घर", country="IN", owner=cast.dev, now=NOW)
    ids = {ask(book=book, key="k").id, ask(book=other, key="k").id, ask(key="k").id}
    assert len(ids) == 3
    assert ask(key="k").id in ids


def test_a_job_keeps_the_language_and_trace_of_who_asked(db):
    with translation.override("bn"), trace("a" * 32):
        job = ask("tests.language")
    run_job(job.id, clock=lambda: NOW)
    job.refresh_from_db()
    assert job.result == {"language": "bn", "trace_id": "a" * 32}


def test_a_broker_that_is_away_fails_nothing_and_slows_one_page_only(
    db, broker_settings, django_capture_on_commit_callbacks
):
    away = {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 0}
    use_broker(
        broker_url=f"redis://127.0.0.1:{free_port()}/0", broker_transport=None, broker_transport_options=away
    )
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        jobs = [ask() for _number in range(50)]
    assert time.monotonic() - started < 10
    assert Job.objects.filter(id__in=[job.id for job in jobs], rung_at=None).count() == 50


def test_the_sweeper_rings_for_what_nobody_took(db, broker_folder):
    late = ask()
    ask(run_after=NOW + timedelta(days=1))
    assert sweep(now=NOW + timedelta(seconds=1)) == 0
    assert sweep(now=NOW + RING_AGAIN) == 1
    assert sweep(now=NOW + RING_AGAIN + timedelta(seconds=1)) == 0
    assert len(bells(broker_folder)) == 1
    assert run_job(late.id, clock=lambda: NOW) == JobState.FAILED
    assert sweep(now=NOW + timedelta(hours=1)) == 0


def test_the_sweeper_rings_once_the_time_has_come(db):
    ask(run_after=NOW + timedelta(days=1))
    assert sweep(now=NOW + timedelta(hours=23)) == 0
    assert sweep(now=NOW + timedelta(hours=24)) == 1


def test_one_sweep_rings_for_five_hundred_at_most(db):
    Job.objects.bulk_create(
        Job(kind="tests.refused", run_after=NOW, created_at=NOW) for _number in range(520)
    )
    assert sweep(now=NOW) == 500
    assert sweep(now=NOW) == 20


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(db):
    job = ask()
    assert cancel(job.id, now=NOW)
    assert run_job(job.id, clock=lambda: NOW) is None
    assert not cancel(job.id, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.ended_at) == (JobState.CANCELLED, NOW)


def test_a_job_whose_worker_died_after_cancel_ends_cancelled(db):
    job = ask()
    Job.objects.update(state=JobState.RUNNING, locked_until=NOW, tries=1)
    assert cancel(job.id, now=NOW)
    sweep(now=NOW)
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_job_that_kills_its_worker_again_and_again_is_given_up_with_a_sentence(db):
    job = ask()
    Job.objects.update(state=JobState.RUNNING, locked_until=NOW, tries=30, losses=LOSSES_MAX)
    assert run_job(job.id, clock=lambda: NOW) is None
    sweep(now=NOW)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "given up" in job.error


def test_a_failed_job_can_be_tried_again_and_a_done_one_not(db):
    job = ask()
    run_job(job.id, clock=lambda: NOW)
    assert try_again(job.id, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.error, job.ended_at, job.tries) == (JobState.DUE, "", None, 1)
    Job.objects.update(state=JobState.DONE)
    assert not try_again(job.id, now=NOW)


def test_old_ended_jobs_go_and_keys_stay_for_400_days(db):
    plain, keyed, running = ask(), ask(key="once"), ask()
    Job.objects.exclude(id=running.id).update(state=JobState.DONE, ended_at=NOW)
    Job.objects.filter(id=running.id).update(state=JobState.RUNNING, ended_at=None)
    assert trim(now=NOW + kept("jobs")) == 0
    assert trim(now=NOW + kept("jobs") + timedelta(seconds=1)) == 1
    assert not Job.objects.filter(id=plain.id).exists()
    assert trim(now=NOW + KEPT_WITH_KEY + timedelta(seconds=1)) == 1
    assert list(Job.objects.values_list("id", flat=True)) == [running.id]
    assert not Job.objects.filter(id=keyed.id).exists()
