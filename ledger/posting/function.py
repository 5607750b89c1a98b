"""Write rows by the one function of migration 0019: PostgreSQL plans it once, and answers one call."""

import datetime
import json
import uuid
from collections.abc import Sequence

from core.sql import prepared
from ledger.posting.rows import (
    ACCOUNT_MONTH_COLUMNS,
    ENTRY_COLUMNS,
    KHATA_COLUMNS,
    LINE_COLUMNS,
    PARTY_MONTH_COLUMNS,
    Row,
    Rows,
)


def write(rows: Rows, *, business_id: uuid.UUID) -> None:
    with prepared() as cursor:
        cursor.execute(
            "SELECT ledger_post_v2(%s, %s, %s, %s, %s, %s)",
            [
                business_id,
                _json(ENTRY_COLUMNS, rows.entries),
                _json(LINE_COLUMNS, rows.lines),
                _json(KHATA_COLUMNS, rows.khatas),
                _json(ACCOUNT_MONTH_COLUMNS, rows.account_months),
                _json(PARTY_MONTH_COLUMNS, rows.party_months),
            ],
        )


def _json(columns: str, rows: Sequence[Row]) -> str:
    names = columns.split(", ")
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=_text)


def _text(value: object) -> str:
    """The text PostgreSQL reads as a date, a uuid or bytes."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
