"""A large book backed up and restored: the same book comes back. How long it took is reported, never asserted."""

import time

from backups.inventory import inventory
from backups.making import make_backup
from backups.restoring import restore_backup
from tests.bench.books import build
from tests.ledger.shops import NOW


def test_a_large_book_comes_back_whole(on_engine, place, scale, figure):
    entries = scale(200_000)
    book = build(entries, parties=max(50, entries // 200))
    before = inventory()
    started = time.monotonic()
    made = make_backup(to=place, now=NOW)
    copied = time.monotonic()
    restore_backup(made.path, now=NOW)
    restored = time.monotonic()
    after = inventory()
    assert after.counts["ledger_line"] == before.counts["ledger_line"] >= 2 * entries
    assert after.counts["audit_event"] == before.counts["audit_event"] + 1
    assert book.shop.proven()
    found = f"backup in {copied - started:.0f} s, restore with all proofs in {restored - copied:.0f} s"
    figure("entries backed up and restored", entries, f"{found}, {made.size / 10**6:.0f} MB")
