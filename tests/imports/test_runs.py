"""Bringing a file: once, in pieces, restartable, and out again without a trace in the sums."""

import dataclasses
from datetime import timedelta

import pytest

from audit.jobs import cancel, run_job
from audit.models import Event, Job, JobState
from businesses.roles import Role
from imports import files
from imports.models import ImportRun, RunState
from imports.operations.files import clear_files, drop_file
from imports.operations.runs import go_on, start_run, start_undo
from imports.refusals import FileGone, NothingToBring, WrongMoment
from ledger.models import Document, Party
from ledger.refusals import RoleNotAllowed
from tests.imports import sheets
from tests.imports.sheets import HEADING, bring, check, csv_file, long_sheet, start, take_back, upload, work
from tests.ledger.shops import NOW

both_engines = pytest.mark.both_engines
ROWS = [
    HEADING,
    ["রহিম স্টোর", "03/10/2026", "চাল", "500", ""],
    ["रहीम स्टोर", "04/10/2026", "", "", "200"],
    ["রহিম স্টোর", "04/10/2026", "তেল", "40.50", ""],
    ["রহিম স্টোর", "04/10/2026", "তেল", "40.50", ""],
]


@both_engines
def test_a_file_goes_in_and_its_khatas_add_up(shop):
    run = bring(shop, csv_file(ROWS))
    assert run.state == RunState.DONE
    assert (run.counts["made"], run.counts["parties_made"], run.counts["same"]) == (4, 2, 0)
    assert dict(Party.objects.values_list("name", "balance")) == {"রহিম স্টোর": 58_100, "रहीम स्टोर": -20_000}
    assert shop.proven()


@both_engines
def test_the_same_file_twice_adds_nothing_and_ten_more_rows_add_ten(shop):
    rows = [HEADING, *([f"পার্টি {n % 5}", "03/10/2026", "", str(n % 7 + 1), ""] for n in range(60))]
    assert bring(shop, csv_file(rows[:51])).counts["made"] == 50
    run_id = upload(shop, csv_file(rows[:51]))
    found = check(shop, run_id)
    assert (found.new, found.same) == (0, 50)
    with pytest.raises(NothingToBring):
        start(shop, run_id)
    assert bring(shop, csv_file(rows)).counts["made"] == 10
    assert Document.objects.count() == 60
    assert shop.proven()


@both_engines
def test_a_run_taken_back_leaves_the_books_as_they_were(shop):
    rahim = shop.party("রহিম স্টোর")
    shop.record(rahim, "gave", 12_300)
    run = bring(shop, csv_file([*ROWS, ["মিতা", "05/10/2026", "", "5", ""]]))
    assert shop.balance(rahim) == 12_300 + 58_100
    undone = take_back(shop, run.id)
    assert undone.state == RunState.UNDONE
    assert (undone.counts["undone"], undone.counts["kept"]) == (5, 0)
    assert list(Party.objects.filter(trashed_at=None).values_list("name", "balance")) == [
        ("রহিম স্টোর", 12_300)
    ]
    assert len(shop.khata(rahim)) == 1
    assert shop.proven()
    assert bring(shop, csv_file(ROWS)).counts["made"] == 4
    assert shop.proven()


@both_engines
def test_rows_changed_by_hand_stay_when_the_run_is_taken_back(shop):
    run = bring(shop, csv_file(ROWS))
    document = Document.objects.filter(run_id=run.id).order_by("pos").first()
    standing = _entry(document)
    shop.edit(standing, amount=99_900)
    undone = take_back(shop, run.id)
    assert (undone.counts["undone"], undone.counts["kept"]) == (3, 1)
    assert dict(Party.objects.filter(trashed_at=None).values_list("name", "balance")) == {"রহিম স্টোর": 99_900}
    assert shop.proven()


def _entry(document):
    from ledger.operations.entries import EntryResult

    values = {field.name: None for field in dataclasses.fields(EntryResult)}
    told = {
        "document_id": document.id, "party_id": document.party_id, "direction": document.direction,
        "amount": document.amount, "mode": document.mode, "day": document.day, "rev": document.rev,
    }  # fmt: skip
    return EntryResult(**{**values, **told})


def test_started_twice_it_is_brought_once(shop):
    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    start(shop, run_id)
    start(shop, run_id)
    assert Job.objects.filter(kind="imports.run").count() == 1
    assert Event.objects.filter(verb="import.started").count() == 1
    job_id = ImportRun.objects.get(id=run_id).job_id
    assert [run_job(job_id, clock=lambda: NOW), run_job(job_id, clock=lambda: NOW)] == [JobState.DONE, None]
    assert Document.objects.count() == 4


def test_two_copies_of_a_file_side_by_side_are_one(shop):
    first, second = upload(shop, csv_file(ROWS)), upload(shop, csv_file(ROWS))
    for run_id in (first, second):
        check(shop, run_id)
        start(shop, run_id)
    work(first)
    assert work(second).counts["made"] == 0
    assert (Document.objects.count(), Party.objects.count()) == (4, 2)
    assert take_back(shop, second).counts["undone"] == 0
    assert Document.objects.filter(state="posted").count() == 4


def test_a_stopped_run_can_go_on_or_be_taken_back(shop, monkeypatch):
    monkeypatch.setattr("imports.operations.runs.CHUNK_ROWS", 10)
    monkeypatch.setattr("audit.jobs.runs.PROGRESS_SECONDS", 0)
    run_id = _stopped(shop, monkeypatch, long_sheet(55, seed=1))
    assert Job.objects.get(id=ImportRun.objects.get(id=run_id).job_id).state == JobState.CANCELLED
    assert 0 < Document.objects.count() < 55
    assert shop.proven()
    go_on(business_id=shop.id, run_id=run_id, actor=shop.asha, now=NOW)
    run = work(run_id)
    assert (run.state, run.counts["made"], Document.objects.count()) == (RunState.DONE, 55, 55)

    other = _stopped(shop, monkeypatch, long_sheet(45, seed=2))
    undone = take_back(shop, other)
    assert undone.state == RunState.UNDONE
    assert Document.objects.filter(state="posted").count() == 55
    assert shop.proven()


def _stopped(shop, monkeypatch, content):
    """A run whose job is asked to stop after its second piece."""
    run_id = upload(shop, content)
    check(shop, run_id)
    job_id = start(shop, run_id).job_id
    real, pieces = sheets.record_rows_of_runs(), []

    def record(**arguments):
        result = real(**arguments)
        pieces.append(result)
        if len(pieces) == 2:
            cancel(job_id, now=NOW)
        return result

    with monkeypatch.context() as patched:
        patched.setattr("imports.operations.runs.record_rows", record)
        work(run_id)
    return run_id


def test_a_piece_is_refused_once_the_run_is_being_taken_back(shop):
    from imports.operations.runs import bring as bring_rows

    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    start(shop, run_id)
    start_undo(business_id=shop.id, run_id=run_id, actor=shop.asha, now=NOW)
    with pytest.raises(WrongMoment):
        bring_rows(
            business=shop.business,
            run_id=run_id,
            actor=shop.asha,
            progress=lambda done, total: None,
            clock=lambda: NOW,
        )
    assert not Document.objects.exists()


def test_staff_may_neither_bring_nor_take_back(shop):
    bilal = shop.member(Role.STAFF)
    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    for operation in (start_run, start_undo, go_on):
        with pytest.raises(RoleNotAllowed):
            operation(business_id=shop.id, run_id=run_id, actor=bilal, now=NOW)


def test_a_role_taken_away_meanwhile_stops_the_work(shop):
    from businesses.models import Membership

    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    start(shop, run_id)
    Membership.objects.filter(user_id=shop.asha.user_id).update(role=Role.STAFF)
    work(run_id)
    assert Job.objects.get(kind="imports.run").state == JobState.FAILED
    assert not Document.objects.exists()


def test_the_table_goes_after_thirty_days_and_the_entries_stay(shop):
    run = bring(shop, csv_file(ROWS))
    assert clear_files(now=NOW + timedelta(days=29)) == 0
    assert clear_files(now=NOW + timedelta(days=31)) == 1
    with pytest.raises(FileGone):
        files.fetch_rows(business_id=shop.id, run_id=run.id, sheet="")
    assert take_back(shop, run.id).counts["undone"] == 4


def test_a_file_that_was_not_brought_can_be_forgotten_and_a_brought_one_cannot(shop):
    run_id = upload(shop, csv_file(ROWS))
    drop_file(business_id=shop.id, run_id=run_id)
    assert not ImportRun.objects.exists()
    run = bring(shop, csv_file(ROWS))
    with pytest.raises(WrongMoment):
        drop_file(business_id=shop.id, run_id=run.id)
