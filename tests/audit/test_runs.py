"""Claiming, running, failing and stopping, without a broker."""

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from audit.jobs import cancel, claim, enqueue, run_job
from audit.jobs.runs import BACKOFF_MAX, JobCancelled, JobInterrupted, JobRun, backoff
from audit.models import Job, JobState
from tests.audit import kinds
from tests.audit.conftest import NOW

pytestmark = pytest.mark.both_engines
LEASE = timedelta(seconds=60)


def ask(kind: str, **arguments) -> Job:
    return enqueue(kind=kind, business_id=None, asked_by_id=None, arguments=arguments, now=NOW)


def run_of(job: Job, now=NOW) -> JobRun:
    return JobRun(
        job_id=job.id,
        business_id=None,
        asked_by_id=None,
        trace_id="",
        arguments={},
        now=lambda: now,
        tries=job.tries,
        _lease=LEASE,
    )


def test_sixteen_threads_claim_one_job_and_it_runs_once(live_db):
    kinds.make_steps_table()
    job = ask("tests.steps")
    gate, found = threading.Barrier(16), []

    def take():
        gate.wait()
        found.append(run_job(job.id, clock=lambda: NOW))
        connections.close_all()

    threads = [threading.Thread(target=take) for _number in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(found, key=str) == [None] * 15 + [JobState.DONE]
    assert [step for _job, step in kinds.steps_of_all()] == list(range(kinds.STEPS))
    job.refresh_from_db()
    assert (job.tries, job.done, job.total, job.result) == (1, 5, 5, {"rows": 5})


def test_a_job_that_is_not_due_yet_or_unknown_is_not_claimed(db):
    job = ask("tests.refused")
    assert claim(job.id, now=NOW - timedelta(seconds=1)) is None
    assert run_job(job.pk, clock=lambda: NOW - timedelta(seconds=1)) is None
    Job.objects.all().delete()
    assert claim(job.id, now=NOW) is None


def test_a_lease_is_free_again_only_when_it_has_ended(db):
    job = ask("tests.rows", total=1)
    first = claim(job.id, now=NOW)
    assert claim(job.id, now=NOW + LEASE - timedelta(seconds=1)) is None
    second = claim(job.id, now=NOW + LEASE)
    assert (first.tries, second.tries, second.losses) == (1, 2, 1)


def test_progress_keeps_the_lease(db):
    job = claim(ask("tests.rows", total=1).id, now=NOW)
    run_of(job, now=NOW + timedelta(seconds=50)).progress(1, 10)
    assert claim(job.id, now=NOW + timedelta(seconds=100)) is None
    job.refresh_from_db()
    assert (job.done, job.total, job.started_done) == (1, 10, 1)


def test_a_run_whose_lease_ended_can_t_report_or_end_over_the_newer_one(db):
    job = ask("tests.rows", total=1)
    slow = run_of(claim(job.id, now=NOW))
    newer = claim(job.id, now=NOW + LEASE)
    with pytest.raises(JobInterrupted):
        slow.progress(1, 1)
    from audit.jobs.runs import _ended

    assert _ended(slow, JobState.FAILED, error="old") == JobState.RUNNING
    job.refresh_from_db()
    assert (job.state, job.tries, job.error) == (JobState.RUNNING, newer.tries, "")


def test_progress_inside_a_transaction_is_refused(live_db):
    run = run_of(claim(ask("tests.rows", total=1).id, now=NOW))
    with pytest.raises(RuntimeError), transaction.atomic():
        run.progress(0, 1)


def test_progress_is_written_twice_a_second_at_most_and_at_the_end(db, django_assert_max_num_queries):
    job = ask("tests.rows", total=5_000)
    with django_assert_max_num_queries(60):
        assert run_job(job.id, clock=lambda: NOW) == JobState.DONE
    job.refresh_from_db()
    assert (job.done, job.total) == (5_000, 5_000)


def test_cancel_stops_a_running_job_at_its_next_progress(db):
    job = claim(ask("tests.rows", total=1).id, now=NOW)
    assert cancel(job.id, now=NOW)
    with pytest.raises(JobCancelled):
        run_of(job).progress(1, 10)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == (JobState.RUNNING, True)


def test_a_cancelled_run_ends_cancelled(db, monkeypatch):
    job = ask("tests.rows", total=3)
    progress = JobRun.progress

    def cancelling(run, done, total):
        if done == 3:
            cancel(run.job_id, now=NOW)
        progress(run, done, total)

    monkeypatch.setattr(JobRun, "progress", cancelling)
    assert run_job(job.id, clock=lambda: NOW) == JobState.CANCELLED
    job.refresh_from_db()
    assert (job.state, job.ended_at, job.locked_until) == (JobState.CANCELLED, NOW, None)


def test_a_failing_job_is_tried_again_later_and_then_ends_with_a_sentence(db, caplog):
    job = ask("tests.broken")

    def run_when_due():
        due = job.run_after
        state = run_job(job.id, clock=lambda: due)
        job.refresh_from_db()
        return state, (job.run_after - due).total_seconds()

    assert run_when_due() == (JobState.DUE, 10)
    assert run_job(job.id, clock=lambda: NOW) is None
    assert run_when_due() == (JobState.DUE, 40)
    assert run_when_due() == (JobState.FAILED, 0)
    assert (job.tries, job.failures) == (3, 3)
    assert "on our side" in job.error
    assert "till" not in job.error
    assert "secret of the till" in caplog.text


def test_what_waits_for_something_outside_says_so_in_one_line(db, caplog):
    job = ask("tests.delayed")
    assert run_job(job.id, clock=lambda: job.run_after) == JobState.DUE
    (record,) = [record for record in caplog.records if "tests.delayed" in record.getMessage()]
    assert "the post office is closed" in record.getMessage()
    assert (record.levelname, record.exc_info) == ("WARNING", None)


def test_the_wait_between_tries_grows_to_an_hour_at_most():
    waits = [backoff(failures) for failures in range(1, 200)]
    assert waits == sorted(waits)
    assert waits[-1] == BACKOFF_MAX


def test_a_refusal_is_shown_as_it_is_and_not_tried_again(db):
    job = ask("tests.refused")
    assert run_job(job.id, clock=lambda: NOW) == JobState.FAILED
    job.refresh_from_db()
    assert (job.error, job.failures) == ("ফাইলটি খুব বড়।", 0)


def test_a_result_that_is_too_large_is_a_fault_of_the_kind(db):
    job = ask("tests.large")
    assert run_job(job.id, clock=lambda: NOW) == JobState.FAILED
    job.refresh_from_db()
    assert job.result is None


def test_a_kind_this_version_does_not_know_waits_for_one_that_does(db):
    job = ask("tests.refused")
    Job.objects.update(kind="tests.of_tomorrow")
    assert run_job(job.id, clock=lambda: NOW) == JobState.DUE
