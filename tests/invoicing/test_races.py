"""Sixteen at one counter."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from ledger.verify import verify_book
from tests.invoicing.counters import line, open_counter

CLERKS, EACH = 16, 2


def test_sixteen_clerks_draw_numbers_without_a_gap(on_engine):
    counter = open_counter()
    drafts = [counter.draft(line(1, 100), party=counter.rahim) for _ in range(CLERKS * EACH)]
    ready = threading.Barrier(CLERKS)

    def approve(clerk: int) -> list[str]:
        ready.wait()
        try:
            return [counter.approve(one).number for one in drafts[clerk::CLERKS]]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLERKS) as clerks:
        given = sorted(number for some in clerks.map(approve, range(CLERKS)) for number in some)
    assert given == [f"INV/26-27/{n:04d}" for n in range(1, CLERKS * EACH + 1)]
    assert counter.balance() == 118 * CLERKS * EACH
    assert verify_book(counter.id) == []


def test_sixteen_approve_one_draft_once(on_engine):
    counter = open_counter()
    draft = counter.draft(line(1, 100))
    ready = threading.Barrier(CLERKS)

    def approve(_clerk: int) -> str:
        ready.wait()
        try:
            return counter.approve(draft).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLERKS) as clerks:
        assert set(clerks.map(approve, range(CLERKS))) == {"INV/26-27/0001"}
    assert counter.balance() == 118
