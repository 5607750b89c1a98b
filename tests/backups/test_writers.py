"""Backups while others write."""

from uuid import UUID

from backups.inventory import digest_at, inventory
from backups.making import make_backup
from ledger.models import Document
from ledger.verify import verify_book
from tests.backups.archives import opened
from tests.ledger.shops import NOW
from tests.ledger.test_kills import Client

WRITERS = 8
REST = 0.2
"""Seconds: each backup is proven whole, and a hundred of them come of one book that grows."""
FOR_EVER = 10**9


def test_backups_under_writers_are_each_one_moment(
    kept_shop, place, process_environment, on_engine, tmp_path, scale, figure
):
    shop = kept_shop
    parties = [shop.party(f"পার্টি {number}") for number in range(3)]
    arguments = [str(value) for value in (shop.id, shop.asha.user_id, *parties)]
    writers = [
        Client(arguments=arguments, environment=process_environment(on_engine)) for _ in range(WRITERS)
    ]
    backups, entries = max(2, scale(100)), 0
    for writer in writers:
        writer.start(until=FOR_EVER, rest=REST)
    try:
        for number in range(backups):
            told = {UUID(text) for writer in writers for text in list(writer.acknowledged)}
            made = make_backup(to=place, now=NOW)
            with opened(made.path, folder=tmp_path / str(number)) as manifest:
                assert inventory().books == manifest.books
                assert verify_book(shop.id) == []
                there = set(Document.objects.values_list("id", flat=True))
                assert told <= there
                entries = max(entries, len(there))
            (book,) = manifest.books.values()
            assert digest_at(shop.id, book.seq) == book.digest
            made.path.unlink()
        assert all(writer.process.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.enough.set()
            writer.kill()
    assert entries > 1
    figure(
        "backups while 8 clients write",
        backups,
        f"each opens, proves, and equals the books at its moment; {entries} entries in the last",
    )
