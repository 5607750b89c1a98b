"""The brought file and what was found in it, kept apart from the books and for 30 days only."""

import datetime
import gzip
import json
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.sheets.reading import Cell
from imports.refusals import FileGone

KEPT = datetime.timedelta(days=30)
SOURCE, TABLE, CHECK = "source", "table.json.gz", "check.json.gz"
NAMES = (SOURCE, TABLE, CHECK)


def keep(*, business_id: uuid.UUID, run_id: uuid.UUID, name: str, content: bytes) -> None:
    """Put a file of the run in its place, over the one that may stand there."""
    path = _path(business_id, run_id, name)
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


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


def fetch_rows(*, business_id: uuid.UUID, run_id: uuid.UUID) -> list[list[Cell]]:
    """The table's rows as they were read. Raises FileGone."""
    stored = fetch_json(business_id=business_id, run_id=run_id, name=TABLE)
    return [[_decoded(cell) for cell in row] for row in stored["rows"]]


def remove(*, business_id: uuid.UUID, run_id: uuid.UUID) -> None:
    for name in NAMES:
        default_storage.delete(_path(business_id, run_id, name))


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
