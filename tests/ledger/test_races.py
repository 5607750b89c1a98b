"""Many hands on one book."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from audit.models import Event
from businesses.models import Business
from core.ids import uuid7
from ledger.models import Document
from ledger.models.journal import Entry
from ledger.refusals import ChangedElsewhere
from tests.ledger.shops import open_shop

pytestmark = pytest.mark.both_engines
THREADS = 16


def together(work, count: int = THREADS) -> list:
    """Run `work(number)` in `count` threads that start at one moment."""
    gate = threading.Barrier(count)

    def run(number: int):
        try:
            gate.wait(timeout=180)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_sixteen_threads_post_to_three_parties(live_shop, scale, figure):
    parties = [live_shop.party(f"পার্টি {number}") for number in range(3)]
    each = scale(500)

    def post(number: int) -> int:
        for count in range(each):
            live_shop.record(parties[(number + count) % 3], "gave", 1)
        return each

    posted = sum(together(post))
    assert Entry.objects.filter(business_id=live_shop.id).count() == posted == THREADS * each
    assert sum(live_shop.balance(party) for party in parties) == posted
    assert live_shop.proven()
    figure("posts by 16 threads on 3 parties", posted, "each there once, no deadlock")


def test_one_form_sent_by_sixteen_hands_is_booked_once(live_shop):
    party, document_id = live_shop.party(), uuid7()
    results = together(lambda _: live_shop.record(party, "gave", 700, document_id=document_id))
    assert [result.replayed for result in results].count(False) == 1
    assert {result.pos for result in results} == {results[0].pos}
    assert live_shop.balance(party) == 700
    assert live_shop.proven()


def test_of_sixteen_edits_from_one_revision_one_wins(live_shop):
    party = live_shop.party()
    result = live_shop.record(party, "gave", 100)

    def edit(number: int) -> bool:
        try:
            live_shop.edit(result, amount=1_000 + number)
        except ChangedElsewhere:
            return False
        return True

    assert together(edit).count(True) == 1
    assert 1_000 <= live_shop.balance(party) < 1_000 + THREADS
    assert live_shop.proven()


def test_writers_of_different_books_do_not_wait_for_an_answer_forever(live_db, scale):
    shops = [open_shop(name=f"Shop {number}") for number in range(4)]
    parties = [shop.party() for shop in shops]
    each = scale(1_000)

    def post(number: int) -> None:
        for _ in range(each):
            shops[number % 4].record(parties[number % 4], "gave", 1)

    together(post)
    assert [shop.balance(party) for shop, party in zip(shops, parties, strict=True)] == [4 * each] * 4
    assert all(shop.proven() for shop in shops)


def read_all(book, *, stop: threading.Event) -> list[int]:
    """Page the trail by cursor until the writers are done and a last page is empty."""
    seen: list[int] = []
    while True:
        over = stop.is_set()
        page = list(
            Event.objects.filter(business_id=book, seq__gt=seen[-1] if seen else 0)
            .order_by("seq")
            .values_list("seq", flat=True)[:97]
        )
        seen += page
        if over and not page:
            return seen


def read_changes(book, *, stop: threading.Event) -> set:
    """What a phone does: rows of documents by changed_seq above its cursor."""
    cursor, seen = 0, set()
    while True:
        over = stop.is_set()
        page = list(
            Document.objects.filter(business_id=book, changed_seq__gt=cursor)
            .order_by("changed_seq")
            .values_list("changed_seq", "id")[:97]
        )
        if page:
            cursor = page[-1][0]
            seen |= {document_id for _, document_id in page}
        elif over:
            return seen


def test_readers_by_cursor_miss_nothing_under_eight_writers(live_shop, scale, figure):
    writers, readers, each = 8, 5, scale(2_000)
    parties = [live_shop.party(f"পার্টি {number}") for number in range(8)]
    stop = threading.Event()
    left = threading.Semaphore(0)

    def work(number: int):
        if number >= writers:
            reader = read_all if number % 2 else read_changes
            return reader(live_shop.id, stop=stop)
        try:
            for _ in range(each):
                live_shop.record(parties[number], "gave", 1)
        finally:
            left.release()
        return None

    def stopper() -> None:
        for _ in range(writers):
            left.acquire()
        stop.set()

    watcher = threading.Thread(target=stopper)
    watcher.start()
    answers = together(work, writers + readers)[writers:]
    watcher.join()
    last = Business.objects.get(id=live_shop.id).seq
    documents = set(Document.objects.filter(business_id=live_shop.id).values_list("id", flat=True))
    assert len(documents) == writers * each
    for answer in answers:
        assert answer == (documents if isinstance(answer, set) else list(range(1, last + 1)))
    figure("rows of 8 writers read by 5 cursors", writers * each, "0 missed")
