import datetime
import uuid

import pytest
from django.db import connection

from core.arrays import array_of
from core.sql import ARRAYS_FROM_ROWS, among, as_bytes, as_date_or_none, as_uuid, insert_rows
from ledger.models import Direction

pytestmark = pytest.mark.both_engines

HOSTILE = [
    "", " ", "NULL", "null", "{}", "{a,b}", ",", '"', '""', "\\", '\\"', "\\\\", "\\x41", "'", "''; DROP TABLE many; --",
    "a\nb\tc\r", "%s %% %(name)s", "রহিম চাচা", "ज़रूरत", "👨‍👩‍👧", "(1,2)", "$1", "\u200d", Direction.GAVE, "x" * 5_000,
]  # fmt: skip


@pytest.fixture
def cursor(db):
    with connection.cursor() as opened:
        id_type = "char(32)" if connection.vendor == "sqlite" else "uuid"
        opened.execute(
            f"CREATE TEMPORARY TABLE many (number bigint, id {id_type}, words text, day date, code bytea, yes bool)"
        )
        yield opened
        opened.execute("DROP TABLE many")


def row(number: int) -> tuple:
    day = None if number % 3 else datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
    words = HOSTILE[number % len(HOSTILE)]
    return number - 50, uuid.UUID(int=number), words, day, bytes([number % 256, 0, 92, 34]), bool(number % 2)


@pytest.mark.parametrize("count", [1, ARRAYS_FROM_ROWS - 1, ARRAYS_FROM_ROWS, 1_000])
def test_many_rows_come_back_as_they_went_in(cursor, count):
    rows = [row(number) for number in range(count)]
    insert_rows(cursor, table="many", columns="number, id, words, day, code, yes", rows=rows)
    cursor.execute("SELECT number, id, words, day, code, yes FROM many ORDER BY number")
    found = [
        (number, as_uuid(id_), words, as_date_or_none(day), as_bytes(code), bool(yes))
        for number, id_, words, day, code, yes in cursor.fetchall()
    ]
    assert found == rows


def test_a_conflict_is_settled_as_told(cursor):
    cursor.execute("CREATE UNIQUE INDEX many_once ON many (number)")
    for _ in range(2):
        insert_rows(
            cursor, table="many", columns="number, words", rows=[(number, "a") for number in range(100)],
            on_conflict="ON CONFLICT (number) DO UPDATE SET words = many.words || excluded.words",
        )  # fmt: skip
    cursor.execute("SELECT words, COUNT(*) FROM many GROUP BY words")
    assert cursor.fetchall() == [("aa", 100)]


def test_one_of_many_is_found_by_any_key(cursor):
    rows = [row(number) for number in range(200)]
    insert_rows(cursor, table="many", columns="number, id, words, day, code, yes", rows=rows)
    for kind, column, place in [("uuid", "id", 1), ("text", "words", 2), ("bytea", "code", 4)]:
        wanted = [each[place] for each in rows[: len(HOSTILE)]]
        condition, parameters = among(wanted, kind=kind)
        cursor.execute(f"SELECT COUNT(*) FROM many WHERE {column} {condition}", parameters)
        assert cursor.fetchone()[0] == sum(each[place] in wanted for each in rows)


def test_what_has_no_spelling_is_refused():
    with pytest.raises(TypeError, match="no array of object"):
        array_of([object()])
