"""Write rows by plain statements, as few as there are tables: all of them on SQLite, the entries and lines of
long batches on PostgreSQL, whose sums go by the function."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from core.sql import batched, bind_all, insert_rows, marks
from ledger.posting.rows import (
    ACCOUNT_MONTH_COLUMNS,
    ENTRY_COLUMNS,
    LINE_COLUMNS,
    PARTY_MONTH_COLUMNS,
    Row,
    Rows,
)


def write(rows: Rows) -> None:
    with connection.cursor() as cursor:
        write_entries(rows)
        _write_khatas(cursor, rows)
        _write_months(cursor, rows)


def write_entries(rows: Rows) -> None:
    """Entries unposted, then their lines, then the seal: a trigger checks sum, period and book then."""
    with connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_entry", columns=ENTRY_COLUMNS, rows=rows.entries)
        insert_rows(cursor, table="ledger_line", columns=LINE_COLUMNS, rows=rows.lines)
        _seal(cursor, [row[0] for row in rows.entries])


def _seal(cursor: Any, ids: Sequence[uuid.UUID]) -> None:
    """To PostgreSQL all entries are one set, which its trigger checks once."""
    if connection.vendor == "postgresql":
        cursor.execute("UPDATE ledger_entry SET posted_as = id WHERE id = ANY(%s)", [list(ids)])
        return
    for part in batched(ids):
        cursor.execute(
            f"UPDATE ledger_entry SET posted_as = id WHERE id IN {marks(len(part))}", bind_all(part)
        )


def _write_khatas(cursor: Any, rows: Rows) -> None:
    """Move each party's balance, and its chain, place and change number with it."""
    cursor.executemany(
        "UPDATE ledger_party SET balance = balance + %s, chain = %s, changed_seq = %s, last_day = %s,"
        " last_pos = %s WHERE id = %s",
        [bind_all((*row[1:], row[0])) for row in rows.khatas],
    )


def _write_months(cursor: Any, rows: Rows) -> None:
    """Add to the month totals of accounts and parties, making the rows that are missing."""
    for part in batched(rows.account_months):
        _upsert(
            cursor,
            f"INSERT INTO ledger_accountmonth ({ACCOUNT_MONTH_COLUMNS}) VALUES {marks(6, len(part))}"
            " ON CONFLICT (business_id, account_id, branch_id, month) DO UPDATE"
            " SET debit = ledger_accountmonth.debit + excluded.debit,"
            " credit = ledger_accountmonth.credit + excluded.credit",
            part,
        )
    for part in batched(rows.party_months):
        _upsert(
            cursor,
            f"INSERT INTO ledger_partymonth ({PARTY_MONTH_COLUMNS}) VALUES {marks(5, len(part))}"
            " ON CONFLICT (party_id, branch_id, month) DO UPDATE"
            " SET amount = ledger_partymonth.amount + excluded.amount",
            part,
        )


def _upsert(cursor: Any, sql: str, rows: Sequence[Row]) -> None:
    cursor.execute(sql, bind_all(value for row in rows for value in row))
