"""Write rows by plain statements, as few as there are tables: on SQLite, and of long batches on PostgreSQL."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from core.arrays import arrays_of, unnested
from core.sql import among, batched, bind_all, insert_rows
from ledger.posting.rows import (
    ACCOUNT_MONTH_COLUMNS,
    ENTRY_COLUMNS,
    LINE_COLUMNS,
    PARTY_MONTH_COLUMNS,
    Rows,
)

KHATA_TYPES = ("uuid", "bigint", "bytea", "bigint", "date", "bigint")


def write(rows: Rows) -> None:
    with connection.cursor() as cursor:
        _write_entries(cursor, rows)
        _write_khatas(cursor, rows)
        _write_months(cursor, rows)


def _write_entries(cursor: Any, rows: Rows) -> None:
    """Entries unposted, then their lines, then the seal: a trigger checks sum, period and book then."""
    insert_rows(cursor, table="ledger_entry", columns=ENTRY_COLUMNS, rows=rows.entries)
    insert_rows(cursor, table="ledger_line", columns=LINE_COLUMNS, rows=rows.lines)
    _seal(cursor, [row[0] for row in rows.entries])


def _seal(cursor: Any, ids: Sequence[uuid.UUID]) -> None:
    """To PostgreSQL all entries are one set, which its trigger checks once."""
    for part in [ids] if connection.vendor == "postgresql" else batched(ids):
        condition, parameters = among(part, kind="uuid")
        cursor.execute(f"UPDATE ledger_entry SET posted_as = id WHERE id {condition}", parameters)


def _write_khatas(cursor: Any, rows: Rows) -> None:
    """Move each party's balance, and its chain, place and change number with it."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "UPDATE ledger_party p SET balance = p.balance + k.balance, chain = k.chain, changed_seq = k.changed_seq,"
            f" last_day = k.last_day, last_pos = k.last_pos FROM {unnested(KHATA_TYPES)}"
            " AS k (id, balance, chain, changed_seq, last_day, last_pos) WHERE p.id = k.id",
            arrays_of(rows.khatas),
        )
        return
    cursor.executemany(
        "UPDATE ledger_party SET balance = balance + %s, chain = %s, changed_seq = %s, last_day = %s,"
        " last_pos = %s WHERE id = %s",
        [bind_all((*row[1:], row[0])) for row in rows.khatas],
    )


def _write_months(cursor: Any, rows: Rows) -> None:
    """Add to the month totals of accounts and parties, making the rows that are missing."""
    insert_rows(
        cursor, table="ledger_accountmonth", columns=ACCOUNT_MONTH_COLUMNS, rows=rows.account_months,
        on_conflict="ON CONFLICT (business_id, account_id, branch_id, month) DO UPDATE"
        " SET debit = ledger_accountmonth.debit + excluded.debit,"
        " credit = ledger_accountmonth.credit + excluded.credit",
    )  # fmt: skip
    insert_rows(
        cursor, table="ledger_partymonth", columns=PARTY_MONTH_COLUMNS, rows=rows.party_months,
        on_conflict="ON CONFLICT (party_id, branch_id, month) DO UPDATE"
        " SET amount = ledger_partymonth.amount + excluded.amount, given = ledger_partymonth.given + excluded.given",
    )  # fmt: skip
