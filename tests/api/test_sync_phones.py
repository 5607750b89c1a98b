"""Phones over HTTP: nothing lost, nothing twice, however the network behaves."""

import datetime
import hashlib
import json
import random
import threading
import tracemalloc

import pytest
from django.db import connections

from core.ids import uuid7
from ledger.models import Document, Pending
from ledger.operations.runs import RowDraft, record_rows
from tests.api.cut_line import CutLine
from tests.api.phones import HttpPhone
from tests.api.programs import program_of
from tests.api.test_sync import new
from tests.ledger.shops import TODAY, open_shop

pytestmark = pytest.mark.both_engines
CLOCKS = [datetime.timedelta(days=days) for days in (-3650, -1, 0, 1, 3650)]


@pytest.fixture
def unlimited(monkeypatch):
    """Phones of a test send in a second what people send in a day."""
    import api.kit.caller as kit

    monkeypatch.setattr(kit, "LIMITS", dict.fromkeys(kit.LIMITS, 10**9))


@pytest.mark.parametrize("seed", [17])
def test_five_phones_lose_nothing_and_agree_over_http(live_db, unlimited, scale, figure, seed):
    rounds = scale(2_000, part=500)
    for number in range(rounds):
        play(random.Random(seed * 100_000 + number))
    figure("interleavings of 5 offline phones over HTTP", rounds, "0 lost, 0 double, equal digests")


def play(dice: random.Random) -> None:
    shop = open_shop()
    for number in range(3):
        shop.party(f"পার্টি {number}")
    phones = [HttpPhone(shop=shop, dice=dice, clock=clock, program=program_of(shop.asha)) for clock in CLOCKS]
    for phone in phones:
        while phone.pull():
            pass
    for _ in range(dice.randint(20, 60)):
        phone = dice.choice(phones)
        dice.choice(
            [phone.write, phone.write, phone.push, phone.pull, lambda one=phone: one.pull(crash=True)]
        )()
    while any(phone.queue for phone in phones):
        for phone in phones:
            phone.push()
    for phone in phones:
        while phone.pull():
            pass
    assert shop.proven()
    expected = phones[0].program.get("/sync/digest").json()["digest"]
    for phone in phones:
        assert phone.digests() == expected["buckets"]
        assert phone.place == expected["sync_cursor"]
    check_nothing_lost(shop, phones)


def check_nothing_lost(shop, phones) -> None:
    standing = set(Document.objects.filter(business_id=shop.id).values_list("id", flat=True))
    assert standing == set().union(*(phone.created for phone in phones))
    kept = set(Pending.objects.filter(business_id=shop.id).values_list("mutation_id", flat=True))
    states = {mutation_id: answer.state for phone in phones for mutation_id, answer in phone.answers.items()}
    assert set(states.values()) <= {"applied", "duplicate", "conflict"}
    assert {mutation_id for mutation_id, state in states.items() if state == "conflict"} <= kept


def test_a_push_cut_anywhere_is_sent_again_without_loss_or_double(
    live_db, live_site, unlimited, scale, figure
):
    shop, line = open_shop(), CutLine(live_site)
    rahim, token = shop.party(), program_of(shop.asha).secret
    answers, cuts = max(3, scale(200)), 0
    for number in range(answers):
        request = request_of([new(rahim) for _ in range(4)], token)
        whole = len(line.exchange(request))
        step = max(1, whole // max(20, scale(100)))
        for cut in range(number % step, whole, step):
            assert len(line.exchange(request, keep=cut)) == cut
            cuts += 1
        results = json.loads(line.exchange(request).partition(b"\r\n\r\n")[2])["results"]
        assert [result["state"] for result in results] == ["duplicate"] * 4
    assert Document.objects.filter(business_id=shop.id).count() == 4 * answers
    assert shop.balance(rahim) == 500 * 4 * answers
    figure("answers of a push cut off", cuts, "0 lost, 0 double")


def request_of(items: list, token: str) -> bytes:
    body = json.dumps({"mutations": items}).encode()
    head = (
        f"POST /api/v1/sync/push HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def test_a_push_cut_on_its_way_in_writes_nothing_by_halves(live_db, live_site, unlimited, scale):
    shop, line = open_shop(), CutLine(live_site)
    rahim, token = shop.party(), program_of(shop.asha).secret
    request = request_of([new(rahim) for _ in range(3)], token)
    for cut in range(0, len(request), max(1, len(request) // max(20, scale(400)))):
        line.send_only(request[:cut])
    line.exchange(request)
    assert (Document.objects.filter(business_id=shop.id).count(), shop.balance(rahim)) == (3, 1_500)


def test_cursors_miss_nothing_while_others_write(live_db, unlimited, scale, figure):
    shop = open_shop()
    parties = [shop.party(f"নাম {number}") for number in range(4)]
    each, made = scale(2_000), []

    def write(party):
        try:
            for number in range(each):
                result = shop.record(party, "gave", 100)
                made.append(result.document_id)
                if number % 5 == 0:
                    shop.edit(result, amount=200)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(party,)) for party in parties]
    for thread in threads:
        thread.start()
    phone = HttpPhone(shop=shop, dice=random.Random(5), clock=CLOCKS[2], program=program_of(shop.asha))
    while any(thread.is_alive() for thread in threads):
        phone.pull()
    while phone.pull():
        pass
    for thread in threads:
        thread.join()
    assert len(made) == each * len(parties)
    assert set(phone.entries) == set(made)
    assert phone.digests() == phone.program.get("/sync/digest").json()["digest"]["buckets"]
    figure("rows read by cursor under 4 writers", len(made), "0 missed")


def test_a_long_first_sync_streams_in_bounded_memory(live_db, unlimited, scale, figure):
    shop = open_shop()
    count = max(3_000, scale(50_000))
    fill(shop, count)
    answer = program_of(shop.asha).get("/sync/changes?stream=true")
    entries, last = 0, b""
    tracemalloc.start()
    for piece in answer.streaming_content:
        entries += piece.count(b'{"kind":"entry"')
        last = piece
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    end = json.loads(last.splitlines()[-1])
    assert (end["kind"], end["has_more"], entries) == ("end", False, count)
    assert peak < 8_000_000
    figure("entries of a first sync streamed", count, f"{peak / 1e6:.1f} MB at most")


def fill(shop, count: int) -> None:
    rahim = shop.party()
    for start in range(0, count, 2_000):
        rows = [
            RowDraft(
                source_key=hashlib.sha256(str(number).encode()).digest(), party_id=rahim, direction="gave",
                amount=100 + number, mode="goods", day=TODAY, note="চাল ও ডাল",
            )
            for number in range(start, min(start + 2_000, count))
        ]  # fmt: skip
        record_rows(business_id=shop.id, actor=shop.asha, run_id=uuid7(), rows=rows, now=shop.now)
