"""The brought file and what was found in it, kept apart from the books and for 30 days only."""

import datetime
import gzip
import hashlib
import json
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.sheets.reading import Cell
from imports.refusals import FileGone

SOURCE = "source"


def table_name(sheet: str) -> str:
    """The file of a sheet's rows: each sheet has its own, so that no mapping meets the rows of another."""
    return f"table-{_digest(sheet)}.json.gz"


def check_name(mapping: Any) -> str:
    """The file of what was found under a mapping (as JSON)."""
    return f"check-{_digest(json.dumps(mapping, sort_keys=True))}.json.gz"


def keep(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str, content: bytes) -> None:
    """Put a file of the run in its place, over the one that may stand there."""
    default_storage.save(_path(business_id, run_id, name), ContentFile(content))


def fetch(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str) -> bytes:
    """Raises FileGone."""
    try:
        with default_storage.open(_path(business_id, run_id, name)) as stream:
            return bytes(stream.read())
    except FileNotFoundError:
        raise FileGone from None


def keep_json(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str, value: Any) -> None:
    content = gzip.compress(json.dumps(value, ensure_ascii=False, default=_coded).encode(), 4)
    keep(business_id=business_id, run_id=run_id, name=name, content=content)


def fetch_json(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str) -> Any:
    return json.loads(gzip.decompress(fetch(business_id=business_id, run_id=run_id, name=name)))


def fetch_rows(*, business_id: uuid.UUID, run_id: uuid.UUID, sheet: str) -> list[list[Cell]]:
    """A sheet's rows as they were read. Raises FileGone."""
    stored = fetch_json(business_id=business_id, run_id=run_id, name=table_name(sheet))
    return [[_decoded(cell) for cell in row] for row in stored["rows"]]


def remove(*, business_id: uuid.UUID, run_id: uuid.UUID) -> None:
    folder = _path(business_id, run_id, "")
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(folder + name)


def let_go(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str) -> None:
    default_storage.delete(_path(business_id, run_id, name))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _path(business_id: uuid.UUID, run_id: uuid.UUID, name: str) -> str:
    return f"imports/{business_id}/{run_id}/{name}"


def _coded(value: Any) -> dict[str, str]:
    if isinstance(value, datetime.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    raise TypeError(f"{type(value).__name__} in a cell")


def _decoded(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    if "day" in cell:
        return datetime.date.fromisoformat(cell["day"])
    return datetime.datetime.fromisoformat(cell["at"])
