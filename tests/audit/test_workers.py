"""Real worker processes, killed in the middle: every job is done, and each step of it once."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from audit.jobs import enqueue, sweep
from audit.models import Job, JobState
from tests.audit import kinds
from tests.audit.conftest import bells, use_broker

WORKER = [
    sys.executable,
    "-m",
    "celery",
    "--quiet",
    "--skip-checks",
    "-A",
    "config",
    "worker",
    "-P",
    "threads",
    "-c",
    "2",
]
WORKER += ["--include", "tests.audit.kinds", "--loglevel", "WARNING"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
DEATH = ["setpriv", "--pdeathsig=KILL"]


@pytest.fixture
def start_worker(on_engine: str, process_environment, tmp_path):
    """`start_worker(REDIS_URL=…)` is a worker process on the test's database; none is left afterwards."""
    started = []

    def start(**environment: str) -> subprocess.Popen:
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [*DEATH, *WORKER],
                env=process_environment(on_engine) | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def ask(count: int, *, pause: float) -> None:
    for _number in range(count):
        enqueue(
            kind="tests.steps",
            business_id=None,
            asked_by_id=None,
            arguments={"pause": pause},
            now=timezone.now(),
        )


def is_all_done() -> bool:
    """Looks like the beat does, only more often."""
    sweep(now=timezone.now())
    time.sleep(0.2)
    return not Job.objects.exclude(state=JobState.DONE).exists()


def some_step_was_taken(before: int) -> bool:
    return len(kinds.steps_of_all()) > before


def assert_each_step_once(count: int) -> None:
    jobs = Counter(job_id for job_id, _step in kinds.steps_of_all())
    assert (len(jobs), set(jobs.values())) == (count, {kinds.STEPS})
    assert Job.objects.filter(state=JobState.DONE, failures=0).count() == count


def is_halted_in_a_job(worker: subprocess.Popen) -> bool:
    """Halts the worker to see whether it has a job in hand, and lets it go on when it has none."""
    worker.send_signal(signal.SIGSTOP)
    if Job.objects.filter(state=JobState.RUNNING, locked_until__gt=timezone.now()).exists():
        return True
    worker.send_signal(signal.SIGCONT)
    return False


def kill_in_the_middle(start, times: int, wait_until, **environment: str) -> None:
    for _kill in range(times):
        worker = start(**environment)
        before = len(kinds.steps_of_all())
        wait_until(lambda before=before: is_all_done() or some_step_was_taken(before))
        time.sleep(random.uniform(0, 0.3))
        wait_until(lambda worker=worker: is_all_done() or is_halted_in_a_job(worker))
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def test_workers_killed_in_the_middle_lose_nothing(on_engine, start_worker, scale, wait_until, figure):
    kinds.make_steps_table()
    kills, count = scale(100), scale(1_000, part=100)
    ask(count, pause=0.05)
    kill_in_the_middle(start_worker, kills, wait_until)
    start_worker()
    wait_until(is_all_done, seconds=120 + count)
    assert_each_step_once(count)
    assert Job.objects.filter(losses__gt=0).exists()
    figure("worker kill -9, broker in a folder", kills, f"{count} jobs done, each step once")


@pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)
def test_workers_killed_on_redis_lose_nothing(on_engine, start_worker, redis_url, scale, wait_until, figure):
    kinds.make_steps_table()
    kills, count = scale(100), scale(1_000, part=100)
    use_broker(broker_url=redis_url, broker_transport=None, broker_transport_options={})
    ask(count, pause=0.05)
    kill_in_the_middle(start_worker, kills, wait_until, REDIS_URL=redis_url)
    start_worker(REDIS_URL=redis_url)
    wait_until(is_all_done, seconds=120 + count)
    assert_each_step_once(count)
    figure("worker kill -9, broker in Redis", kills, f"{count} jobs done, each step once")


def test_a_broker_folder_deleted_under_way_loses_nothing(on_engine, start_worker, broker_folder, wait_until):
    kinds.make_steps_table()
    ask(10, pause=0.02)
    assert len(bells(broker_folder)) == 10
    worker = start_worker()
    wait_until(lambda: some_step_was_taken(0))
    shutil.rmtree(broker_folder)
    Job.objects.filter(state=JobState.DUE).update(rung_at=None)
    wait_until(is_all_done)
    assert_each_step_once(10)
    assert worker.poll() is None


def test_a_worker_asked_to_stop_hands_its_jobs_back_and_ends(on_engine, start_worker, wait_until):
    kinds.make_steps_table()
    ask(2, pause=0.5)
    worker = start_worker()
    wait_until(lambda: some_step_was_taken(0))
    worker.terminate()
    assert worker.wait(timeout=180) == 0
    jobs = Job.objects.filter(state=JobState.DUE, locked_until=None, failures=0, losses=0)
    assert jobs.count() == 2
    start_worker()
    wait_until(is_all_done)
    assert_each_step_once(2)
