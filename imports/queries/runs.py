"""Runs as their pages show them."""

import datetime
import uuid
from dataclasses import dataclass

from audit.models import Job, JobState
from imports.models import ImportRun, RunState, RunSubject

RUNS_MAX = 20
UNDO_SHOWN = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of the list of runs. `state` is RunState or "stopped"."""

    id: uuid.UUID
    file_name: str
    state: str
    made: int
    created_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class RunCard:
    """`state` is a RunState, or "stopped" when the job of a run ended before its end. `undo_until` is set
    for a week after the run; taking back stays possible later."""

    id: uuid.UUID
    subject: str
    file_name: str
    state: str
    is_undo: bool
    job_id: uuid.UUID | None
    job_error: str
    counts: dict[str, int]
    refused_rows: list[str]
    undo_until: datetime.date | None
    has_file: bool


def recent_runs(*, business_id: uuid.UUID, subject: str = RunSubject.KHATA) -> list[RunRow]:
    """The book's last RUNS_MAX runs about one thing, newest first, two queries."""
    own = ImportRun.objects.filter(business_id=business_id, subject=subject)
    runs = list(own.order_by("-created_at", "-id")[:RUNS_MAX])
    ended = _ended_jobs([run.job_id for run in runs if run.job_id])
    return [
        RunRow(
            run.id, run.file_name, _state(run, run.job_id in ended), run.counts.get("made", 0), run.created_at
        )
        for run in runs
    ]


def run_card(*, business_id: uuid.UUID, run_id: uuid.UUID, now: datetime.datetime) -> RunCard | None:
    run = ImportRun.objects.filter(business_id=business_id, id=run_id).first()
    if run is None:
        return None
    ended = _ended_jobs([run.job_id] if run.job_id else [])
    is_recent = run.done_at is not None and now < run.done_at + UNDO_SHOWN
    return RunCard(
        id=run.id, subject=run.subject, file_name=run.file_name, state=_state(run, run.job_id in ended),
        is_undo=run.state == RunState.UNDOING, job_id=run.job_id, job_error=ended.get(run.job_id, ""),
        counts={name: count for name, count in run.counts.items() if isinstance(count, int)},
        refused_rows=run.counts.get("refused_rows", []),
        undo_until=(run.done_at + UNDO_SHOWN).date() if is_recent and run.done_at else None,
        has_file=run.files_removed_at is None,
    )  # fmt: skip


def brought_before(*, business_id: uuid.UUID, run_id: uuid.UUID) -> datetime.datetime | None:
    """When the very same file was brought into this book, if it stands there still."""
    run = ImportRun.objects.filter(business_id=business_id, id=run_id).first()
    if run is None:
        return None
    twins = ImportRun.objects.filter(business_id=business_id, digest=run.digest, state=RunState.DONE)
    return twins.exclude(id=run_id).order_by("-done_at").values_list("done_at", flat=True).first()


def _ended_jobs(job_ids: list[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    """Jobs that ended before their work did, with what they said."""
    ended = Job.objects.filter(id__in=job_ids, state__in=(JobState.FAILED, JobState.CANCELLED))
    return dict(ended.values_list("id", "error"))


def _state(run: ImportRun, is_ended: bool) -> str:
    if is_ended and run.state in (RunState.RUNNING, RunState.UNDOING):
        return "stopped"
    return str(run.state)
