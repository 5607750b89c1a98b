"""kill -9 at any step of making a pack: whoever comes next makes it whole, once, and nothing half lies about."""

import datetime
import os
import random
import signal
import sys
import zipfile

import openpyxl
import pytest
from django.db import connection, connections

from audit.jobs import run_job
from audit.models import Job, JobState
from ledger import made_files
from ledger.made_files import FOLDER
from tests.forgetting.test_exports import pack

pytestmark = pytest.mark.both_engines
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.link"}
FOR_EVER, KILLED = 10**9, -1


def steps_of(work, *, last: int) -> int:
    """How many statements and steps of files `work` took in a process of its own, KILLED when it died at `last`."""
    connections["default"].close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _die_at(last, work, writer)
    os.close(writer)
    with os.fdopen(reader) as told:
        said = told.read()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return KILLED
    assert said, "the process ended by itself, and not well"
    return int(said)


def _die_at(last: int, work, writer: int) -> None:
    done = 0

    def count(event: str, arguments: tuple) -> None:
        nonlocal done
        if event in STEPS and not str(arguments[0] if arguments else "").endswith((".py", ".pyc")):
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)

    def count_statement(execute, sql, params, many, context):
        count("open", (sql,))
        return execute(sql, params, many, context)

    try:
        # Where a browser was driven before, Django keeps another connection for a thread without its loop.
        assert connections["default"]
        del connections["default"]
        sys.addaudithook(count)
        connection.execute_wrappers.append(count_statement)
        work()
        os.write(writer, str(done).encode())
    finally:
        os._exit(0)


def whole(form: str, kept) -> bool:
    if form == "xlsx":
        rows = openpyxl.load_workbook(kept.content, read_only=True).active.iter_rows(values_only=True)
        text = repr(list(rows))
        return all(name in text for name in ("রহিম স্টোর", "शर्मा"))
    archive = zipfile.ZipFile(kept.content)
    return archive.testzip() is None and len(archive.namelist()) == 2


def test_a_killed_pack_is_made_whole_by_the_next(live_shop, place, scale, figure, monkeypatch):
    monkeypatch.setattr("ledger.exports.packs.pdf", lambda *_args, **_more: b"%PDF-")
    shop, dice, kills = live_shop, random.Random(17), 0
    for name in ("রহিম স্টোর", "शर्मा"):
        shop.record(shop.party(name), "gave", 700)
    total = steps_of(lambda: run_job(pack(shop, form="xlsx"), clock=lambda: shop.now), last=FOR_EVER)
    for number in range(max(6, scale(200))):
        form = "xlsx" if number % 2 else "zip"
        job, last = pack(shop, form=form), dice.randint(1, total)
        kills += steps_of(lambda job=job: run_job(job, clock=lambda: shop.now), last=last) == KILLED
        later = shop.now + datetime.timedelta(days=1)
        if Job.objects.get(pk=job).state != JobState.DONE:
            assert run_job(job, clock=lambda later=later: later) == JobState.DONE
        kept = made_files.kept_file(business_id=shop.id, job_id=job)
        assert whole(form, kept), (form, last)
        kept.content.close()
        lying = [path.name for path in (place / "files" / FOLDER / str(shop.id)).iterdir()]
        assert [name for name in lying if name.startswith(str(job))] == [f"{job}.{form}"]
        assert not [name for name in lying if not name.endswith((".xlsx", ".zip"))], lying
    assert kills
    figure("kill -9 in the middle of making a pack", kills, "made whole by the next, once")
