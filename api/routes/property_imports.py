"""Houses, units, tenants and balances from a sheet, in the steps of the page: send it, check it, start, undo."""

import datetime
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
from api.routes.imports import Cell, ImportColumn, Line, SheetSaid, State, WrongRow, listed, shown
from core.sheets.refusals import BYTES_LIMIT, refused
from imports.models import ImportRun, RunState, RunSubject
from imports.operations.checking import OPEN_STATES
from imports.operations.files import choose_sheet, drop_file, look_at, take_file
from imports.operations.rent_runs import check_rents
from imports.operations.runs import go_on, start_run, start_undo
from imports.queries.runs import RUNS_MAX, recent_runs, run_card
from imports.refusals import RunUnknown, WrongMoment
from imports.rents.plan import PlannedUnit, RentPlan
from imports.sheet.mapping import mapping_from
from imports.wrong_rows import wrong_rows_file

ROWS_SHOWN = 100
Meaning = Literal[
    "", "house", "address", "unit", "tenant", "phone", "rent", "due_day", "starts", "ends", "agreed", "held",
    "balance", "note",
]  # fmt: skip


class PropertyImport(Answer):
    """`counts` as of the last check or run; `refused_rows` are sentences. `job_id` does the work under way."""

    property_import_id: UUID | None
    file_name: str
    state: State
    columns: list[ImportColumn]
    counts: dict[str, int]
    refused_rows: list[str]
    job_id: UUID | None
    error: str


class PropertyImportInList(Answer):
    property_import_id: UUID
    file_name: str
    state: State
    made: int
    created_time: datetime.datetime


class PropertyColumnsSaid(Schema):
    """What is left out stays as it was read or said before. `columns` has a meaning for each column; `fixes` mend
    cells: row → column (both counted as in the file, columns from 0) → text."""

    columns: Annotated[list[Meaning], Field(max_length=100)] | None = None
    dates: Literal["day_first", "month_first"] | None = None
    fixes: Annotated[dict[Line, dict[Line, Cell]], Field(max_length=50)] = {}


class UnitToCome(Schema):
    """`tenant` is empty for a unit nobody rents. `balance` was unpaid before this book; below zero
    it was paid ahead."""

    row: int
    property_name: str
    unit_name: str
    party_name: str
    rent: Money
    start_date: datetime.date | None
    deposit_held: Money
    balance: Money


class PropertyCheck(Answer):
    """What the sheet holds against the book. Lists are the first 100 of each sort; the counts are whole. Rent is asked
    for from `asked_from_date` on."""

    new: int
    same: int
    wrong: int
    properties_new: int
    tenants: int
    rent_total: Money
    deposit_total: Money
    asked_from_date: datetime.date
    can_start: bool
    new_rows: list[UnitToCome]
    wrong_rows: list[WrongRow]
    notes: list[str]


ONE = "/property-imports/{uuid:property_import_id}"
CAN = "book.import"
READ: dict[str, Any] = {"scope": "property.read", "can": CAN}
WRITE: dict[str, Any] = {"scope": "property.write", "can": CAN}
router = Resource(singular="property_import", plural="property_imports", row=PropertyImport, tag="Imports")


@router.rows("/property-imports", **READ, etag=False, row=PropertyImportInList)
def list_property_imports(request: BookCall) -> Page:
    """The sheets of houses brought last, newest first, up to 20."""
    runs = recent_runs(business_id=request.business.pk, subject=RunSubject.RENTS)
    return Page([listed(run, name="property_import_id") for run in runs], None, RUNS_MAX)


@router.one(ONE, **READ, etag=False)
def get_property_import(request: BookCall, property_import_id: UUID) -> Row:
    """One sheet of houses on its way into the book, or out again."""
    return said_of(request, property_import_id)


@router.create("/property-imports", **WRITE)
def create_property_import(request: BookCall, file: File[UploadedFile]) -> Row:
    """Send a sheet of houses (CSV, XLSX, XLS, ODS; up to 5 MB). Its columns are guessed; nothing is written yet."""
    if (file.size or 0) > BYTES_LIMIT:
        raise refused("bytes")
    content, name, subject = file.read(), file.name or "", RunSubject.RENTS
    if request.dry_run:
        mapping = look_at(business=request.business, content=content, file_name=name, subject=subject)
        return shown(None, name, mapping, name="property_import_id")
    run_id = take_file(
        business=request.business, actor=request.actor, content=content, file_name=name, now=timezone.now(),
        subject=subject,
    )  # fmt: skip
    return said_of(request, run_id)


@router.act(ONE + "/sheet", **WRITE)
def choose_property_import_sheet(request: BookCall, property_import_id: UUID, asked: SheetSaid) -> Row:
    """Read another sheet of the same workbook."""
    _open(request, property_import_id)
    if not request.dry_run:
        choose_sheet(business=request.business, run_id=property_import_id, sheet=asked.sheet)
    return said_of(request, property_import_id)


@router.act(ONE + "/check", **WRITE, row=PropertyCheck, singular="check")
def check_property_import(request: BookCall, property_import_id: UUID, asked: PropertyColumnsSaid) -> Row:
    """Say what the columns are, and hold the sheet against the book. Nothing is written yet."""
    _open(request, property_import_id)
    plan = check_rents(
        business=request.business, run_id=property_import_id, fixes=asked.fixes, now=timezone.now(),
        roles=None if asked.columns is None else tuple(asked.columns),
        day_first=None if asked.dates is None else asked.dates == "day_first",
    )  # fmt: skip
    return check_said(plan)


@router.file(ONE + "/wrong-rows.csv", **READ, types=("text/csv",))
def get_property_import_wrong_rows(request: BookCall, property_import_id: UUID) -> HttpResponse:
    """Every wrong row with its sentence and its house, to mend in the sheet and send again."""
    run = _run(request, property_import_id)
    if run.state not in (RunState.CHECKED, RunState.DONE):
        raise WrongMoment
    content = wrong_rows_file(business=request.business, run=run, now=timezone.now())
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


@router.act(ONE + "/start", **WRITE)
def start_property_import(request: BookCall, property_import_id: UUID) -> Row:
    """Bring the checked houses into the book; the job tells how far it is."""
    return _moved(request, property_import_id, start_run)


@router.act(ONE + "/undo", **WRITE)
def undo_property_import(request: BookCall, property_import_id: UUID) -> Row:
    """Take the houses back out; a lease that was changed or paid for since stays, with its unit and its house."""
    return _moved(request, property_import_id, start_undo)


@router.act(ONE + "/again", **WRITE)
def go_on_with_property_import(request: BookCall, property_import_id: UUID) -> Row:
    """Go on with a run that was stopped or failed."""
    return _moved(request, property_import_id, go_on)


@router.remove(ONE, **WRITE, revised=False)
def drop_property_import(request: BookCall, property_import_id: UUID) -> Row:
    """Forget a sheet nothing was brought from."""
    run = _open(request, property_import_id)
    row = said_of(request, property_import_id)
    if not request.dry_run:
        drop_file(business_id=request.business.pk, run_id=run.id)
    return row


def _moved(request: BookCall, run_id: UUID, move: Any) -> Row:
    _run(request, run_id)
    move(business_id=request.business.pk, run_id=run_id, actor=request.actor, now=timezone.now())
    return said_of(request, run_id)


def _run(request: BookCall, run_id: UUID) -> ImportRun:
    own = ImportRun.objects.filter(business=request.business, id=run_id, subject=RunSubject.RENTS)
    run = own.first()
    if run is None:
        raise RunUnknown
    return run


def _open(request: BookCall, run_id: UUID) -> ImportRun:
    run = _run(request, run_id)
    if run.state not in OPEN_STATES:
        raise WrongMoment
    return run


def said_of(request: BookCall, run_id: UUID) -> Row:
    run = _run(request, run_id)
    card = run_card(business_id=request.business.pk, run_id=run_id, now=timezone.now())
    return shown(card, run.file_name, mapping_from(run.mapping or {}), name="property_import_id")


def check_said(plan: RentPlan) -> Row:
    return {
        "new": len(plan.new), "same": len(plan.same), "wrong": len(plan.wrong), "properties_new": plan.houses,
        "tenants": plan.tenants, "rent_total": number(plan.rent), "deposit_total": number(plan.held),
        "asked_from_date": plan.asked_from, "can_start": bool(plan.new),
        "new_rows": [_to_come(one) for one in plan.new[:ROWS_SHOWN]],
        "wrong_rows": [{"row": one.line, "message": one.message} for one in plan.wrong[:ROWS_SHOWN]],
        "notes": plan.notes[:ROWS_SHOWN],
    }  # fmt: skip


def _to_come(one: PlannedUnit) -> Row:
    return {
        "row": one.row.line, "property_name": one.row.house, "unit_name": one.row.unit, "party_name": one.row.tenant,
        "rent": number(one.row.rent), "start_date": one.starts_on if one.is_let else None,
        "deposit_held": number(one.row.held), "balance": number(one.opening),
    }  # fmt: skip
