"""Bring a checked file into the book, piece by piece, and take it back out."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction

from audit import trail
from audit.jobs import enqueue, try_again
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business
from businesses.roles import is_granted
from imports import files
from imports.models import ImportRun, RunState, RunSubject
from imports.plan import Plan, Planned, make_plan
from imports.refusals import NothingToBring, RunUnknown, WrongMoment
from imports.sheet.mapping import mapping_from
from ledger.models import Document, DocumentState, Party
from ledger.operations.run_parties import PartyDraft, settle_parties
from ledger.operations.runs import record_rows, undo_run_chunk
from ledger.refusals import RoleNotAllowed

CHUNK_ROWS = 1_000
RUN, UNDO = "imports.run", "imports.undo"
RENTS, RENTS_UNDO = "imports.rents", "imports.rents_undo"
WAYS_IN: dict[str, str] = {RunSubject.KHATA: RUN, RunSubject.RENTS: RENTS}
WAYS_OUT: dict[str, str] = {RunSubject.KHATA: UNDO, RunSubject.RENTS: RENTS_UNDO}
REFUSED_KEPT = 50

Progress = Callable[[int, int], None]


def start_run(*, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, now: datetime.datetime) -> None:
    """Let a worker bring the checked file. Asked twice, it is brought once.

    Raises RoleNotAllowed, RunUnknown, NothingToBring, WrongMoment.
    """
    _refuse_role(actor)
    run = _run(business_id, run_id)
    if run.state == RunState.CHECKED and not (run.counts.get("new") or run.counts.get("parties_new")):
        raise NothingToBring
    kind = WAYS_IN[run.subject]
    _begin(run, kind=kind, come_from=(RunState.CHECKED,), go_to=RunState.RUNNING, actor=actor, now=now)


def start_undo(*, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, now: datetime.datetime) -> None:
    """Let a worker take a run back out: the whole of one that is done, or what a stopped one brought.

    Raises RoleNotAllowed, RunUnknown, WrongMoment.
    """
    _refuse_role(actor)
    run = _run(business_id, run_id)
    come_from = (RunState.DONE, RunState.RUNNING)
    kind = WAYS_OUT[run.subject]
    _begin(run, kind=kind, come_from=come_from, go_to=RunState.UNDOING, actor=actor, now=now)


def _begin(
    run: ImportRun, *, kind: str, come_from: tuple[RunState, ...], go_to: RunState, actor: Actor,
    now: datetime.datetime,
) -> None:  # fmt: skip
    """Move the run on and write its job in one transaction. The book's lock keeps a piece of the other
    direction from being written after the state has turned."""
    with transaction.atomic():
        seq = lock(run.business_id).first_seq
        standing = ImportRun.objects.filter(business_id=run.business_id, id=run.id)
        if not standing.filter(state__in=come_from).update(state=go_to):
            if standing.filter(state=go_to).exists():
                transaction.set_rollback(True)
                return
            raise WrongMoment
        job = enqueue(
            kind=kind, business_id=run.business_id, asked_by_id=actor.user_id,
            arguments={"run_id": str(run.id)}, now=now, key=f"{kind}:{run.id}",
        )  # fmt: skip
        standing.update(job_id=job.id)
        is_in = go_to == RunState.RUNNING
        verb = "import.started" if is_in else "import.undone"
        news = trail.News(
            seq=seq, verb=verb, subject_kind="import", subject_id=run.id, rev=1 if is_in else 2, amount=None,
            contents={"file": run.file_name, "counts": run.counts},
        )  # fmt: skip
        trail.append(business_id=run.business_id, at=now, actor=actor, news=[news])


def bring(
    *, business: Business, run_id: uuid.UUID, actor: Actor, progress: Progress,
    clock: Callable[[], datetime.datetime],
) -> dict[str, int]:  # fmt: skip
    """Write the file's rows in pieces of CHUNK_ROWS; called again after any stop, it goes on where it was.

    Every row carries its source key and every party the id it would get, so nothing goes in twice. Returns
    counts. Raises RoleNotAllowed, RunUnknown, FileGone, WrongMoment once the run is being undone.
    """
    run = _run(business.id, run_id)
    mapping = mapping_from(run.mapping or {})
    rows = files.fetch_rows(business_id=business.id, run_id=run_id, sheet=mapping.sheet)
    plan = make_plan(business=business, rows=rows, mapping=mapping, now=clock())
    standing = _made(business.id, run_id)
    total = len(plan.new) + standing.rows
    progress(standing.rows, total)
    ids = _settle(plan, business=business, run_id=run_id, kind=mapping.kind, actor=actor, clock=clock)
    refused: list[str] = []
    for start in range(0, len(plan.new), CHUNK_ROWS):
        part = plan.new[start : start + CHUNK_ROWS]
        refused += _bring_part(
            part, ids=ids, business_id=business.id, run_id=run_id, actor=actor, now=clock()
        )
        progress(standing.rows + start + len(part), total)
    return _finish(run, plan=plan, refused=refused, now=clock())


def _settle(
    plan: Plan, *, business: Business, run_id: uuid.UUID, kind: str, actor: Actor,
    clock: Callable[[], datetime.datetime],
) -> dict[str, uuid.UUID]:  # fmt: skip
    """Every party of the sheet with its id in the book."""
    drafts = {
        key: PartyDraft(
            party_id=uuid.uuid5(run_id, key), name=match.party.name, phone=match.party.phone, kind=kind,
            standing_id=match.standing_id,
        )
        for key, match in plan.matches.items()
    }  # fmt: skip
    ids: dict[str, uuid.UUID] = {}
    keys = list(drafts)
    for start in range(0, len(keys), CHUNK_ROWS):
        part = keys[start : start + CHUNK_ROWS]
        with transaction.atomic():
            refuse_turned(business.id, run_id, RunState.RUNNING)
            found = settle_parties(
                business_id=business.id, actor=actor, run_id=run_id, parties=[drafts[key] for key in part],
                now=clock(),
            )  # fmt: skip
        ids |= dict(zip(part, found, strict=True))
    return ids


def _bring_part(
    part: list[Planned], *, ids: dict[str, uuid.UUID], business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor,
    now: datetime.datetime,
) -> list[str]:  # fmt: skip
    """Write one piece; the sentences of rows the ledger refused after all."""
    with transaction.atomic():
        refuse_turned(business_id, run_id, RunState.RUNNING)
        result = record_rows(
            business_id=business_id, actor=actor, run_id=run_id, now=now,
            rows=[replace(item.draft, party_id=ids[item.key]) for item in part],
        )  # fmt: skip
    return [f"{part[row.index].line}: {row.message}" for row in result.refused]


def refuse_turned(business_id: uuid.UUID, run_id: uuid.UUID, state: RunState) -> None:
    """The first statement of a piece: under the book's lock the run must still go the same way."""
    lock(business_id, events=0)
    if not ImportRun.objects.filter(business_id=business_id, id=run_id, state=state).exists():
        raise WrongMoment


def _finish(run: ImportRun, *, plan: Plan, refused: list[str], now: datetime.datetime) -> dict[str, int]:
    made = _made(run.business_id, run.id)
    counts = {
        **run.counts, "made": made.rows, "parties_made": made.parties, "wrong": len(plan.wrong),
        "same": len(plan.same) + len(plan.new) - len(refused) - made.rows, "refused": len(refused),
    }  # fmt: skip
    standing = ImportRun.objects.filter(id=run.id, business_id=run.business_id, state=RunState.RUNNING)
    standing.update(
        state=RunState.DONE, counts={**counts, "refused_rows": refused[:REFUSED_KEPT]}, done_at=now
    )
    return counts


def take_back(
    *, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, progress: Progress,
    clock: Callable[[], datetime.datetime],
) -> dict[str, int]:  # fmt: skip
    """Take the run's rows out in pieces, and at the end the parties it made that stand empty.

    Rows changed by hand since, and rows of a closed period, stay and are counted as kept. Called again after
    any stop, it goes on. Raises RoleNotAllowed, RunUnknown, WrongMoment.
    """
    run = _run(business_id, run_id)
    total = _made(business_id, run_id).rows
    progress(0, total)
    kept, left, pieces = 0, 1, total // CHUNK_ROWS + 2
    while left and pieces:
        with transaction.atomic():
            refuse_turned(business_id, run_id, RunState.UNDOING)
            result = undo_run_chunk(
                business_id=business_id, actor=actor, run_id=run_id, now=clock(), limit=CHUNK_ROWS
            )
        kept, left, pieces = result.kept, result.left, pieces - 1
        progress(total - left - kept, total)
    counts = {**run.counts, "kept": kept, "undone": run.counts.get("made", total) - kept}
    standing = ImportRun.objects.filter(business_id=business_id, id=run_id, state=RunState.UNDOING)
    standing.update(state=RunState.UNDONE, counts=counts)
    return {"kept": kept, "undone": counts["undone"]}


def go_on(*, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, now: datetime.datetime) -> None:
    """Take up the work of a run that was stopped or failed. Raises RoleNotAllowed, RunUnknown, WrongMoment."""
    _refuse_role(actor)
    run = _run(business_id, run_id)
    if run.job_id is None or run.state not in (RunState.RUNNING, RunState.UNDOING):
        raise WrongMoment
    try_again(run.job_id, now=now)


@dataclass(frozen=True, slots=True)
class _Made:
    rows: int
    parties: int


def _made(business_id: uuid.UUID, run_id: uuid.UUID) -> _Made:
    """What of the run stands in the book."""
    rows = Document.objects.filter(business_id=business_id, run_id=run_id, state=DocumentState.POSTED)
    parties = Party.objects.filter(business_id=business_id, run_id=run_id, trashed_at=None)
    return _Made(rows.count(), parties.count())


def _run(business_id: uuid.UUID, run_id: uuid.UUID) -> ImportRun:
    run = ImportRun.objects.filter(business_id=business_id, id=run_id).first()
    if run is None:
        raise RunUnknown
    return run


def _refuse_role(actor: Actor) -> None:
    if not is_granted(actor.role, "book.import"):
        raise RoleNotAllowed
