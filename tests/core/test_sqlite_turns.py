"""Writers on one SQLite file take turns."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections, transaction

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
        assert begun.wait(timeout=60)
        for number in range(3):
            write(-1 - number)
        served.set()
        assert busy.result() < TRANSACTIONS


def test_whoever_waits_in_vain_is_told_and_can_write_later(file, monkeypatch):
    monkeypatch.setattr(base, "WAIT_SECONDS", 0.2)

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
