"""Forgetting a person: what was brought from files, and the files themselves."""

from typing import Any

from django.db import transaction

from audit.erasing import Forgotten, blank_revisions
from imports import files
from imports.models import ImportRun, RunState
from imports.refusals import FileGone
from ledger.models import Document, Party

UNDER_WAY = (RunState.RUNNING, RunState.UNDOING)
NAMELESS = "khata"


class ImportUnderWay(Exception):
    """A file is being brought, or taken out: what it holds goes when that is done. The job tries again by itself."""


def take_out_of_runs(forgotten: Forgotten) -> None:
    """Every file that still lies here goes, whoever stands in it: a person can be named anywhere in a sheet.

    A file in which they stood, or that brought something of theirs, loses its name too.
    """
    for run in ImportRun.objects.filter(business_id=forgotten.business_id).order_by("created_at"):
        if run.state in UNDER_WAY and run.files_removed_at is None:
            raise ImportUnderWay
        is_theirs = forgotten.is_named_in(run.file_name) or _brought(run, forgotten) or _holds(run, forgotten)
        _blank(run, forgotten, is_theirs=is_theirs)
        files.remove(business_id=run.business_id, run_id=run.id)


def _brought(run: ImportRun, forgotten: Forgotten) -> bool:
    parties = Party.objects.filter(business_id=run.business_id, run_id=run.id).values_list("id", flat=True)
    documents = Document.objects.filter(business_id=run.business_id, run_id=run.id).values_list(
        "id", flat=True
    )
    return not forgotten.subjects.isdisjoint({*parties, *documents})


def _holds(run: ImportRun, forgotten: Forgotten) -> bool:
    sheet = (run.mapping or {}).get("sheet", "")
    try:
        rows = files.fetch_rows(business_id=run.business_id, run_id=run.id, sheet=sheet)
    except FileGone:
        return False
    return any(isinstance(cell, str) and forgotten.is_named_in(cell) for row in rows for cell in row)


def _blank(run: ImportRun, forgotten: Forgotten, *, is_theirs: bool) -> None:
    with transaction.atomic():
        if is_theirs:
            blank_revisions(business_id=run.business_id, subjects=[run.id])
        ImportRun.objects.filter(id=run.id).update(
            file_name=NAMELESS if is_theirs else run.file_name,
            counts=_without(run.counts, forgotten),
            mapping=_without(run.mapping, forgotten),
            files_removed_at=run.files_removed_at or run.created_at,
        )


def _without(said: Any, forgotten: Forgotten) -> Any:
    """JSON with every text that names them blanked."""
    if isinstance(said, dict):
        return {key: _without(value, forgotten) for key, value in said.items()}
    if isinstance(said, list):
        return [_without(value, forgotten) for value in said]
    return "" if isinstance(said, str) and forgotten.is_named_in(said) else said
