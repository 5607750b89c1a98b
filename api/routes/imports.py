"""Bringing an old khata from a file, in the steps of the page: send it, say what its columns are, check, start."""

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Schema, UploadedFile
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from core.sheets.refusals import BYTES_LIMIT, refused
from imports import files
from imports.findings import Findings
from imports.models import ImportRun, RunState, RunSubject
from imports.operations.checking import (
    OPEN_STATES,
    check_file,
    known_to,
    look_through,
    mended,
    with_known_order,
)
from imports.operations.files import choose_sheet, drop_file, look_at, take_file
from imports.operations.runs import go_on, start_run, start_undo
from imports.queries.runs import RUNS_MAX, RunCard, RunRow, recent_runs, run_card
from imports.refusals import RunUnknown, WrongMoment
from imports.sheet.mapping import Mapping, mapping_from
from imports.wrong_rows import wrong_rows_file

Meaning = Literal[
    "",
    "party",
    "phone",
    "date",
    "gave",
    "got",
    "amount",
    "type",
    "note",
    "opening",
    "opening_give",
    "balance",
]
State = Literal["mapping", "checked", "running", "done", "undoing", "undone", "stopped"]
Line = Annotated[str, Field(pattern="^[0-9]{1,6}$")]
Cell = Annotated[str, Field(max_length=1_000)]


class ImportColumn(Schema):
    """`meaning` is empty for a column that is not needed."""

    name: str
    meaning: str


class Import(Answer):
    """`counts` as of the last check or run; `refused_rows` are sentences. `job_id` does the work under way."""

    import_id: UUID | None
    file_name: str
    state: State
    columns: list[ImportColumn]
    counts: dict[str, int]
    refused_rows: list[str]
    job_id: UUID | None
    error: str


class ImportInList(Answer):
    import_id: UUID
    file_name: str
    state: State
    made: int
    created_time: datetime.datetime


class ColumnsSaid(Schema):
    """What is left out stays as it was read or said before.

    `columns` has a meaning for each column. `fixes` mend cells: row → column (both counted as in the file, columns
    from 0) → text. `same_as` says who a doubtful name is: its key → the khata's id, or "" for a new one.
    `sure_of_dates`: rows whose date is far from today are right, and no longer wrong. `branch_id` is where the entries
    go, the main branch when nothing is said.
    """

    columns: Annotated[list[Meaning], Field(max_length=100)] | None = None
    dates: Literal["day_first", "month_first"] | None = None
    unsigned: Literal["gave", "got"] | None = None
    party_name: Annotated[str | None, Field(max_length=120)] = None
    type: Literal["customer", "supplier", "tenant", "other"] | None = None
    fill_down: bool | None = None
    sure_of_dates: bool | None = None
    branch_id: UUID | None = None
    fixes: Annotated[dict[Line, dict[Line, Cell]], Field(max_length=50)] = {}
    same_as: Annotated[
        dict[Annotated[str, Field(max_length=300)], UUID | Literal[""]], Field(max_length=50)
    ] = {}


class SheetSaid(Schema):
    sheet: Annotated[str, Field(max_length=200)]


class ImportRow(Schema):
    row: int
    date: datetime.date
    party_name: str
    direction: str
    amount: Money
    note: str


class WrongRow(Schema):
    row: int
    message: str


class DoubtfulName(Schema):
    """A name that may be one of the book: answer with `same_as`."""

    key: str
    party_name: str
    ledger_id: UUID
    standing_name: str
    is_chosen: bool


class Check(Answer):
    """What the file holds against the book. Lists are the first of each sort; the counts are whole."""

    new: int
    same: int
    wrong: int
    parties_new: int
    parties_known: int
    gave_total: Money
    got_total: Money
    from_date: datetime.date | None
    to_date: datetime.date | None
    can_start: bool
    new_rows: list[ImportRow]
    wrong_rows: list[WrongRow]
    doubts: list[DoubtfulName]
    notes: list[str]


ONE = "/imports/{uuid:import_id}"
CAN = "book.import"
router = Resource(singular="import", plural="imports", row=Import, tag="Imports")


@router.rows("/imports", scope="ledger.read", can=CAN, etag=False, row=ImportInList)
def list_imports(request: BookCall) -> Page:
    """The files brought last, newest first, up to 20."""
    return Page([listed(run) for run in recent_runs(business_id=request.business.pk)], None, RUNS_MAX)


@router.one(ONE, scope="ledger.read", can=CAN, etag=False)
def get_import(request: BookCall, import_id: UUID) -> Row:
    """One file on its way into the book, or out again."""
    _run(request, import_id)
    return said_of(request, import_id)


@router.create("/imports", scope="ledger.write", can=CAN)
def create_import(request: BookCall, file: File[UploadedFile]) -> Row:
    """Send a file (CSV, XLSX, XLS, ODS; up to 5 MB). Its columns are guessed; nothing is written yet."""
    if (file.size or 0) > BYTES_LIMIT:
        raise refused("bytes")
    content, name = file.read(), file.name or ""
    if request.dry_run:
        return shown(None, name, look_at(business=request.business, content=content, file_name=name))
    run_id = take_file(
        business=request.business, actor=request.actor, content=content, file_name=name, now=timezone.now()
    )
    return said_of(request, run_id)


@router.act(ONE + "/sheet", scope="ledger.write", can=CAN)
def choose_import_sheet(request: BookCall, import_id: UUID, asked: SheetSaid) -> Row:
    """Read another sheet of the same workbook."""
    _open(request, import_id)
    if not request.dry_run:
        choose_sheet(business=request.business, run_id=import_id, sheet=asked.sheet)
    return said_of(request, import_id)


@router.act(ONE + "/check", scope="ledger.write", can=CAN, row=Check, singular="check")
def check_import(request: BookCall, import_id: UUID, asked: ColumnsSaid) -> Row:
    """Say what the columns are, and hold the file against the book. Nothing is written yet."""
    mapping = _mapping(request, _open(request, import_id), asked)
    find = look_through if request.dry_run else check_file
    return check_said(find(business=request.business, run_id=import_id, mapping=mapping, now=timezone.now()))


@router.file(ONE + "/wrong-rows.csv", scope="export.read", can=CAN, types=("text/csv",))
def get_import_wrong_rows(request: BookCall, import_id: UUID) -> HttpResponse:
    """Every wrong row with its sentence, to mend in the sheet."""
    run = _run(request, import_id)
    if run.state not in (RunState.CHECKED, RunState.DONE):
        raise WrongMoment
    content = wrong_rows_file(business=request.business, run=run, now=timezone.now())
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@router.act(ONE + "/start", scope="ledger.write", can=CAN)
def start_import(request: BookCall, import_id: UUID) -> Row:
    """Bring the checked file into the book; its job tells how far it is."""
    _run(request, import_id)
    start_run(business_id=request.business.pk, run_id=import_id, actor=request.actor, now=timezone.now())
    return said_of(request, import_id)


@router.act(ONE + "/undo", scope="ledger.write", can=CAN)
def undo_import(request: BookCall, import_id: UUID) -> Row:
    """Take back out what was brought, all of it; what was changed since stays."""
    _run(request, import_id)
    start_undo(business_id=request.business.pk, run_id=import_id, actor=request.actor, now=timezone.now())
    return said_of(request, import_id)


@router.act(ONE + "/again", scope="ledger.write", can=CAN)
def go_on_with_import(request: BookCall, import_id: UUID) -> Row:
    """Go on with a run that was stopped or failed."""
    _run(request, import_id)
    go_on(business_id=request.business.pk, run_id=import_id, actor=request.actor, now=timezone.now())
    return said_of(request, import_id)


@router.remove(ONE, scope="ledger.write", can=CAN, revised=False)
def drop_import(request: BookCall, import_id: UUID) -> Row:
    """Forget a file nothing was brought from."""
    run = _open(request, import_id)
    row = said_of(request, import_id)
    if not request.dry_run:
        drop_file(business_id=request.business.pk, run_id=run.id)
    return row


def _run(request: BookCall, import_id: UUID) -> ImportRun:
    own = ImportRun.objects.filter(business=request.business, id=import_id, subject=RunSubject.KHATA)
    run = own.first()
    if run is None:
        raise RunUnknown
    return run


def _open(request: BookCall, import_id: UUID) -> ImportRun:
    run = _run(request, import_id)
    if run.state not in OPEN_STATES:
        raise WrongMoment
    return run


def _mapping(request: BookCall, run: ImportRun, asked: ColumnsSaid) -> Mapping:
    mapping = mapping_from(run.mapping or {})
    width = len(mapping.roles)
    if asked.columns is not None:
        roles = tuple((*asked.columns, *[""] * width)[:width])
        kept = mapping.fixes if roles == mapping.roles else {}
        mapping = replace(mapping, roles=roles, fixes=kept)
    said: dict[str, Any] = {
        "day_first": None if asked.dates is None else asked.dates == "day_first", "positive": asked.unsigned,
        "party": asked.party_name, "kind": asked.type, "fill_down": asked.fill_down,
        "sure_of_days": asked.sure_of_dates, "branch": str(asked.branch_id) if asked.branch_id else None,
    }  # fmt: skip
    mapping = replace(mapping, **{name: value for name, value in said.items() if value is not None})
    if asked.dates is None:
        rows = files.fetch_rows(business_id=request.business.pk, run_id=run.id, sheet=mapping.sheet)
        mapping = with_known_order(rows, mapping)
    same = {key: str(party) for key, party in asked.same_as.items()}
    return mended(mapping, fixes=asked.fixes, same_as=known_to(request.business, same))


def said_of(request: BookCall, import_id: UUID) -> Row:
    card = run_card(business_id=request.business.pk, run_id=import_id, now=timezone.now())
    if card is None:
        raise RunUnknown
    mapping = mapping_from(_run(request, import_id).mapping or {})
    return shown(card, card.file_name, mapping)


def listed(run: RunRow, *, name: str = "import_id") -> Row:
    """A line of a list of runs, with its id under a name."""
    return {
        name: run.id, "file_name": run.file_name, "state": run.state, "made": run.made,
        "created_time": run.created_at,
    }  # fmt: skip


def shown(card: RunCard | None, file_name: str, mapping: Mapping, *, name: str = "import_id") -> Row:
    """A run, or a file nothing is kept of, with its id under a name."""
    names = (*mapping.names, *[""] * len(mapping.roles))
    return {
        name: card.id if card else None,
        "file_name": file_name,
        "state": card.state if card else "mapping",
        "columns": [
            {"name": said, "meaning": role} for said, role in zip(names, mapping.roles, strict=False)
        ],
        "counts": card.counts if card else {},
        "refused_rows": card.refused_rows if card else [],
        "job_id": card.job_id if card else None,
        "error": card.job_error if card else "",
    }


def check_said(found: Findings) -> Row:
    return {
        "new": found.new,
        "same": found.same,
        "wrong": found.wrong,
        "parties_new": found.parties_new,
        "parties_known": found.parties_known,
        "gave_total": number(found.gave),
        "got_total": number(found.got),
        "from_date": found.first_day,
        "to_date": found.last_day,
        "can_start": found.can_run,
        "new_rows": [
            {
                "row": row.line, "date": row.day, "party_name": row.name, "direction": row.direction,
                "amount": number(row.amount), "note": row.note,
            }
            for row in found.new_rows
        ],
        "wrong_rows": [{"row": row.line, "message": row.message} for row in found.wrong_rows],
        "doubts": [
            {
                "key": doubt.key, "party_name": doubt.name, "ledger_id": doubt.standing_id,
                "standing_name": doubt.standing_name, "is_chosen": doubt.is_chosen,
            }
            for doubt in found.doubts
        ],
        "notes": found.notes,
    }  # fmt: skip
