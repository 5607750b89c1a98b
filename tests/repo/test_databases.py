import os
import subprocess
import sys
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, connections, transaction

from core.health import database


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        return cursor.fetchone()[0]


def add_session(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES (%s, 'x', '2026-11-21 00:00:00')", [key])


@pytest.mark.both_engines
def test_a_live_database_is_fresh_and_shared_by_threads(live_db):
    def work():
        add_session("other-thread")
        connections.close_all()

    assert sessions() == 0
    add_session("this-thread")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=180)
    assert sessions() == 2


@pytest.mark.both_engines
def test_the_next_live_database_is_fresh_again(live_db):
    assert sessions() == 0
    expected = "postgresql" if live_db.startswith("postgres") else "sqlite"
    assert connection.vendor == expected


@pytest.mark.both_engines
def test_an_ordinary_test_rolls_back_on_the_engine_of_the_run(db):
    assert connection.vendor == ("postgresql" if "HALKHATA_TEST_POSTGRES" in os.environ else "sqlite")
    assert database().is_well
    ContentType.objects.create(app_label="core", model="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentType.objects.create(app_label="core", model="x")


def test_a_process_of_its_own_sees_the_same_database(on_engine, process_environment):
    add_session("here")
    code = (
        "import django; django.setup(); from django.db import connection as c\n"
        "with c.cursor() as k: k.execute('SELECT count(*) FROM django_session'); print(c.vendor, k.fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=process_environment(on_engine),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [connection.vendor, "1"]


def test_a_power_cut_loses_no_commit_on_sqlite(book_file, live_db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
            assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_redis_answers(redis_url):
    import redis

    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
