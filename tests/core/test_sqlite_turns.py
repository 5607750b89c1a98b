"""Writers on one SQLite file take turns."""

import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction

from businesses.models import User
from core.engines.sqlite3 import base
from tests import engines

TRANSACTIONS = 2_000


@pytest.fixture
def file(book_file, django_db_blocker):
    with django_db_blocker.unblock(), engines.default_database(f"sqlite:///{book_file}"):
        yield


def write(number: int) -> None:
    with transaction.atomic():
        User.objects.create(email=f"{number}@example.com")


def test_one_who_writes_without_pause_lets_others_in(file):
    begun, served = threading.Event(), threading.Event()

    def hammer() -> int:
        try:
            for number in range(TRANSACTIONS):
                if served.is_set():
                    return number
                write(number)
                begun.set()
            return TRANSACTIONS
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(hammer)
        assert begun.wait(timeout=180)
        for number in range(3):
            write(-1 - number)
        served.set()
        assert busy.result() < TRANSACTIONS


def test_whoever_waits_in_vain_is_told_and_can_write_later(file, monkeypatch):
    monkeypatch.setattr(base.DatabaseWrapper, "patience", 0.2)

    def write_elsewhere() -> None:
        try:
            write(1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), pytest.raises(OperationalError, match="locked"):
            pool.submit(write_elsewhere).result()
        pool.submit(write_elsewhere).result()
    assert User.objects.filter(email="1@example.com").exists()


def test_a_cursor_forgotten_by_one_who_waits_does_not_stop_the_writer(file):
    """Garbage is collected by whichever thread comes to it, and a cursor is closed under its connection's lock."""
    waits, thrown = threading.Event(), []
    User.objects.create(email="nobody@example.com")

    def write_elsewhere() -> None:
        try:
            thrown.append(forgotten_cursor())
            waits.set()
            write_at_once(2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        write(1)
        other = pool.submit(write_elsewhere)
        assert waits.wait(timeout=180)
        time.sleep(0.2)  # it waits by then; were it late, nothing would be shown
        thrown.clear()
        gc.collect()
        transaction.on_commit(other.result)
    assert User.objects.filter(email__in=["1@example.com", "2@example.com"]).count() == 2


def forgotten_cursor() -> list:
    """A ring with a cursor in the middle of its rows."""
    cursor = connection.cursor().cursor
    cursor.execute("SELECT 1 UNION SELECT 2")
    ring = [cursor]
    ring.append(ring)
    return ring


def write_at_once(number: int) -> None:
    """One statement without a transaction."""
    User.objects.filter(email="nobody@example.com").update(email=f"{number}@example.com")
