"""The rows of a file that cannot be brought, each with its sentence, as a file to mend and bring again."""

import datetime

from django.utils.translation import gettext as _

from businesses.models import Business
from core.sheets import Column, write_csv
from core.sheets.reading import Cell
from imports import files
from imports.models import ImportRun
from imports.plan import make_plan
from imports.sheet.mapping import mapping_from


def wrong_rows_file(*, business: Business, run: ImportRun, now: datetime.datetime) -> bytes:
    """As CSV. Raises FileGone."""
    mapping = mapping_from(run.mapping or {})
    rows = files.fetch_rows(business_id=business.pk, run_id=run.id, sheet=mapping.sheet)
    plan = make_plan(business=business, rows=rows, mapping=mapping, now=now)
    columns = [Column(_("Row")), Column(_("What is wrong")), *(Column(name) for name in mapping.names)]
    return write_csv(
        columns=columns,
        rows=([wrong.line, wrong.message, *_as_text(rows[wrong.line - 1])] for wrong in plan.wrong),
    )


def _as_text(row: list[Cell]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
