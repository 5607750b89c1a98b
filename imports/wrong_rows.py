"""The rows of a file that cannot be brought, each with its sentence, as a file to mend and bring again."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from businesses.models import Business
from core.sheets import Column, write_csv
from core.sheets.reading import Cell
from imports import files
from imports.models import ImportRun, RunSubject
from imports.plan import make_plan
from imports.rents import words
from imports.rents.plan import make_rent_plan
from imports.rents.reading import houses_above
from imports.sheet.layout import Rows
from imports.sheet.mapping import Mapping, mapping_from


def wrong_rows_file(*, business: Business, run: ImportRun, now: datetime.datetime) -> bytes:
    """As CSV. Raises FileGone."""
    mapping = mapping_from(run.mapping or {})
    rows: Rows = files.fetch_rows(business_id=business.pk, run_id=run.id, sheet=mapping.sheet)
    is_houses = run.subject == RunSubject.RENTS
    make = make_rent_plan if is_houses else make_plan
    wrong = make(business=business, rows=rows, mapping=mapping, now=now).wrong
    if is_houses:
        rows = _with_houses(rows, mapping=mapping, country=business.country)
    columns = [Column(_("Row")), Column(_("What is wrong")), *(Column(name) for name in mapping.names)]
    return write_csv(
        columns=columns, rows=([one.line, one.message, *_as_text(rows[one.line - 1])] for one in wrong)
    )


def _with_houses(rows: Rows, *, mapping: Mapping, country: str) -> Rows:
    """A house is named once, above its units: a unit that goes alone takes the name along."""
    column, named = mapping.column(words.HOUSE), houses_above(rows, mapping=mapping, country=country)
    if column is None:
        return rows
    return [
        [*row[:column], named[line], *row[column + 1 :]] if line in named and len(row) > column else row
        for line, row in enumerate(rows, start=1)
    ]


def _as_text(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
