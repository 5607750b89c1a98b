"""kill -9 in the middle of a run: taken up again, every row is there once."""

import subprocess
import sys
import time

import pytest

from audit.jobs import sweep
from audit.models import Job, JobState
from imports.models import ImportRun, RunState
from ledger.models import Document, DocumentState
from tests.imports.sheets import check, long_sheet, start, upload
from tests.ledger.shops import open_shop

WORKER = """
import sys, django
django.setup()
from django.conf import settings
from imports.operations import runs
runs.CHUNK_ROWS = 40
settings.MEDIA_ROOT = sys.argv[2]
from audit.jobs import run_job
from uuid import UUID
print("ready", flush=True)
run_job(UUID(sys.argv[1]))
"""
ROWS = 1_200


@pytest.fixture
def worker(on_engine, process_environment, settings):
    def begin(job_id) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", WORKER, str(job_id), str(settings.MEDIA_ROOT)],
            env=process_environment(on_engine), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    return begin


def posted(run_id) -> int:
    return Document.objects.filter(run_id=run_id, state=DocumentState.POSTED).count()


def take_lease_away(job_id, now) -> None:
    """What time does: the lease of a dead worker ends."""
    Job.objects.filter(id=job_id, state=JobState.RUNNING).update(locked_until=now)


def kill_when(process: subprocess.Popen, reached) -> None:
    end = time.monotonic() + 60
    while not reached() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    process.kill()
    process.wait(timeout=180)
    process.stdout.close()


def test_a_killed_run_is_taken_up_again_and_brings_every_row_once(worker, wait_until, figure):
    from django.utils import timezone

    shop = open_shop(now=timezone.now())
    run_id = upload(shop, long_sheet(ROWS))
    assert check(shop, run_id).new == ROWS
    job_id = start(shop, run_id).job_id
    seen, kills = 0, 0
    for part in range(1, 6):
        kill_when(worker(job_id), lambda goal=part * 200: posted(run_id) >= goal)
        assert posted(run_id) >= seen
        seen, kills = posted(run_id), kills + 1
        assert shop.proven()
        take_lease_away(job_id, timezone.now())
        sweep(now=timezone.now())
    process = worker(job_id)
    assert process.wait(timeout=180) == 0
    process.stdout.close()
    run = ImportRun.objects.get(id=run_id)
    assert (run.state, run.counts["made"], posted(run_id)) == (RunState.DONE, ROWS, ROWS)
    assert seen < ROWS
    assert Document.objects.values("source_key").distinct().count() == ROWS
    assert shop.proven()
    figure("an import killed with -9", kills, f"{ROWS} rows, each there once")
