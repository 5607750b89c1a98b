"""Take a file in, and let it go again."""

import datetime
import hashlib
import uuid
from pathlib import PurePath

from audit.retention import kept
from businesses.actors import Actor
from businesses.models import Business
from core.sheets import Table, read_table
from core.sheets.refusals import refused
from core.text import clean_line
from imports import files
from imports.models import ImportRun, RunState, RunSubject
from imports.refusals import RunUnknown, TooManyFiles, WrongMoment
from imports.rents.words import guessed as guessed_rents
from imports.sheet.layout import Layout, layout_of
from imports.sheet.mapping import Mapping
from ledger.party_kinds import usual_kind

NAME_MAX = 200
CLEAR_MAX = 500
FILES_A_DAY_MAX = 60


def take_file(
    *, business: Business, actor: Actor, content: bytes, file_name: str, now: datetime.datetime,
    subject: RunSubject = RunSubject.KHATA,
) -> uuid.UUID:  # fmt: skip
    """Read the table in a file and keep both for the steps to come; the run's id.

    Nothing is kept of a file that cannot be read. Raises SheetError, TooManyFiles.
    """
    day_ago = now - datetime.timedelta(days=1)
    if ImportRun.objects.filter(business=business, created_at__gt=day_ago).count() >= FILES_A_DAY_MAX:
        raise TooManyFiles
    name = _shown_name(file_name)
    table = _table(content, name)
    run = ImportRun.objects.create(
        business=business, subject=subject, file_name=name, digest=hashlib.sha256(content).digest(),
        size=len(content), mapping=_guessed(table, business=business, subject=subject).to_json(),
        created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    files.keep(business_id=business.id, run_id=run.id, name=files.SOURCE, content=content)
    _keep_table(run, table)
    return run.id


def look_at(
    *, business: Business, content: bytes, file_name: str, subject: RunSubject = RunSubject.KHATA
) -> Mapping:
    """What the columns of a file seem to be; nothing is kept. Raises SheetError."""
    return _guessed(_table(content, _shown_name(file_name)), business=business, subject=subject)


def choose_sheet(*, business: Business, run_id: uuid.UUID, sheet: str) -> str:
    """Read another sheet of the same workbook; what the run is about.

    Raises RunUnknown, WrongMoment, FileGone, SheetError.
    """
    run = ImportRun.objects.filter(business=business, id=run_id).first()
    if run is None:
        raise RunUnknown
    content = files.fetch(business_id=business.id, run_id=run.id, name=files.SOURCE)
    table = read_table(content, run.file_name, sheet=sheet)
    _keep_table(run, table)
    open_runs = ImportRun.objects.filter(
        business=business, id=run_id, state__in=(RunState.MAPPING, RunState.CHECKED)
    )
    mapping = _guessed(table, business=business, subject=run.subject)
    if not open_runs.update(mapping=mapping.to_json(), state=RunState.MAPPING):
        raise WrongMoment
    return run.subject


def drop_file(*, business_id: uuid.UUID, run_id: uuid.UUID) -> None:
    """Forget a file nothing was brought from. Raises RunUnknown, WrongMoment."""
    standing = ImportRun.objects.filter(business_id=business_id, id=run_id)
    deleted, _by_model = standing.filter(state__in=(RunState.MAPPING, RunState.CHECKED)).delete()
    if not deleted:
        raise WrongMoment if standing.exists() else RunUnknown
    files.remove(business_id=business_id, run_id=run_id)


def clear_files(*, now: datetime.datetime) -> int:
    """Remove the files of runs older than 30 days, CLEAR_MAX runs at most; how many runs."""
    old = ImportRun.objects.filter(files_removed_at=None, created_at__lt=now - kept("brought_files"))
    cleared = 0
    for run in old.order_by("created_at")[:CLEAR_MAX]:
        files.remove(business_id=run.business_id, run_id=run.id)
        ImportRun.objects.filter(id=run.id).update(files_removed_at=now)
        cleared += 1
    return cleared


def _table(content: bytes, name: str) -> Table:
    table = read_table(content, name)
    if not any(any(cell is not None and str(cell).strip() for cell in row) for row in table.rows):
        raise refused("empty")
    return table


def _shown_name(file_name: str) -> str:
    name = PurePath(file_name.replace("\\", "/")).name
    kept = "".join(char for char in name if char.isprintable())[-NAME_MAX:]
    return clean_line(kept, max_length=NAME_MAX) or "khata"


def _keep_table(run: ImportRun, table: Table) -> None:
    value = {"sheets": table.sheet_names, "sheet": table.sheet, "kind": table.kind, "rows": table.rows}
    name = files.table_name(table.sheet)
    files.keep_json(business_id=run.business_id, run_id=run.id, name=name, value=value)


def _guessed(table: Table, *, business: Business, subject: str = RunSubject.KHATA) -> Mapping:
    if subject == RunSubject.RENTS:
        return guessed_rents(table.rows, sheet=table.sheet)
    layout: Layout = layout_of(table.rows)
    return Mapping(
        sheet=table.sheet, head=layout.heading.end, names=_names(table, layout), roles=layout.roles,
        day_first=layout.day_order.day_first is not False, party=layout.party, kind=usual_kind(business.kind),
    )  # fmt: skip


def _names(table: Table, layout: Layout) -> tuple[str, ...]:
    names = [name[:80] for name in layout.heading.names]
    return (*names, *[""] * (len(layout.roles) - len(names)))
