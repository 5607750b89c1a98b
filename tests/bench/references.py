"""The limit beside which we measure: the least SQL that does the like, on the same server, in the same minute."""

import datetime
import random
import sqlite3
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg

from core.ids import uuid7
from tests.bench.books import PARTIES

TABLES = """
CREATE TABLE ref_entry (id uuid PRIMARY KEY, day date NOT NULL, seq bigint NOT NULL);
CREATE TABLE ref_line (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry_id uuid NOT NULL REFERENCES ref_entry,
  account int NOT NULL, party int, day date NOT NULL, amount bigint NOT NULL);
CREATE INDEX ref_line_by_account ON ref_line (account, day, id);
CREATE INDEX ref_line_by_party ON ref_line (party, day, id);
CREATE TABLE ref_balance (party int PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 70);
INSERT INTO ref_balance SELECT n, 0 FROM generate_series(0, 999) n;
"""
DAY = datetime.date(2026, 11, 21)


def make_tables(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLES)


def poster(url: str) -> Callable[[], None]:
    """Raw psycopg: one journal row, two lines, one balance row, one commit."""
    connection = psycopg.connect(url)
    connection.prepare_threshold = 2
    dice = random.Random(1)

    def post() -> None:
        entry, party = uuid7(), dice.randrange(PARTIES)
        line = "INSERT INTO ref_line (entry_id, account, party, day, amount) VALUES (%s, %s, %s, %s, %s)"
        connection.execute("INSERT INTO ref_entry (id, day, seq) VALUES (%s, %s, %s)", [entry, DAY, 1])
        connection.execute(line, [entry, 1, party, DAY, 100])
        connection.execute(line, [entry, 2, None, DAY, -100])
        connection.execute("UPDATE ref_balance SET balance = balance + %s WHERE party = %s", [100, party])
        connection.commit()

    return post


def copy_rows(url: str, *, entries: int) -> float:
    """COPY of the same number of entries into the indexed tables, balances and month sums after: seconds."""
    dice = random.Random(2)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        ids = [uuid7() for _ in range(entries)]
        days = [DAY - datetime.timedelta(days=number % 1_000) for number in range(entries)]
        with cursor.copy("COPY ref_entry (id, day, seq) FROM STDIN") as copy:
            for number, entry in enumerate(ids):
                copy.write_row((entry, days[number], number))
        with cursor.copy("COPY ref_line (entry_id, account, party, day, amount) FROM STDIN") as copy:
            for number, entry in enumerate(ids):
                party = dice.randrange(PARTIES)
                copy.write_row((entry, 1, party, days[number], 100 + number % 9_900))
                copy.write_row((entry, 2, None, days[number], -100 - number % 9_900))
        cursor.execute(
            "UPDATE ref_balance b SET balance = s.amount FROM (SELECT party, SUM(amount) AS amount FROM ref_line"
            " WHERE party IS NOT NULL GROUP BY party) s WHERE s.party = b.party"
        )
        cursor.execute("SELECT account, date_trunc('month', day), SUM(amount) FROM ref_line GROUP BY 1, 2")
        cursor.fetchall()
        connection.commit()
        return time.perf_counter() - began


def insert_many(path: str, *, entries: int) -> float:
    """The same on SQLite by executemany in one transaction: seconds."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE ref_entry (id TEXT PRIMARY KEY, day TEXT, seq INTEGER);"
        "CREATE TABLE ref_line (id INTEGER PRIMARY KEY, entry_id TEXT REFERENCES ref_entry, account INTEGER,"
        " party INTEGER, day TEXT, amount INTEGER);"
        "CREATE INDEX ref_line_by_account ON ref_line (account, day, id);"
        "CREATE INDEX ref_line_by_party ON ref_line (party, day, id);"
    )
    dice, began = random.Random(2), time.perf_counter()
    ids = [uuid7().hex for _ in range(entries)]
    days = [(DAY - datetime.timedelta(days=number % 1_000)).isoformat() for number in range(entries)]
    connection.executemany(
        "INSERT INTO ref_entry VALUES (?, ?, ?)", zip(ids, days, range(entries), strict=True)
    )
    lines = [
        row
        for number, entry in enumerate(ids)
        for row in (
            (entry, 1, dice.randrange(PARTIES), days[number], 100 + number % 9_900),
            (entry, 2, None, days[number], -100 - number % 9_900),
        )
    ]
    connection.executemany(
        "INSERT INTO ref_line (entry_id, account, party, day, amount) VALUES (?, ?, ?, ?, ?)", lines
    )
    connection.execute("SELECT party, SUM(amount) FROM ref_line GROUP BY party").fetchall()
    connection.execute(
        "SELECT account, substr(day, 1, 7), SUM(amount) FROM ref_line GROUP BY 1, 2"
    ).fetchall()
    connection.commit()
    connection.close()
    return time.perf_counter() - began


def plain(connection: Any, sql: str, values: list[Any]) -> Callable[[], object]:
    """One statement on a Django connection, its rows fetched."""

    def read() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return read


def hex_or_id(connection: Any, value: UUID) -> object:
    return value.hex if connection.vendor == "sqlite" else value
