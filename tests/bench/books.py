"""Books of a known size: 1,000 parties, the first of which has a tenth of all entries, over 1,000 days."""

import datetime
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from core.ids import uuid7
from ledger.operations.run_parties import PartyDraft, settle_parties
from ledger.operations.runs import ROWS_MAX, RowDraft, record_rows
from tests.ledger.shops import TODAY, Shop, open_shop

PARTIES = 1_000
DAYS = 1_000


@dataclass(frozen=True)
class Book:
    shop: Shop
    entries: int
    parties: list[UUID]
    seconds: float

    @property
    def hot(self) -> UUID:
        return self.parties[0]


def drafts(entries: int, *, parties: list[UUID], start: int = 0) -> Iterator[list[RowDraft]]:
    """Rows by chunks, oldest day first."""
    for first in range(0, entries, ROWS_MAX):
        numbers = range(first, min(first + ROWS_MAX, entries))
        yield [
            draft(start + number, day=day_of(number, entries=entries), parties=parties) for number in numbers
        ]


def day_of(number: int, *, entries: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=DAYS - 1 - number * DAYS // entries)


def draft(number: int, *, day: datetime.date, parties: list[UUID]) -> RowDraft:
    return RowDraft(
        source_key=hashlib.sha256(number.to_bytes(8, "big")).digest(),
        party_id=parties[0 if number % 10 == 0 else (number * 7919) % len(parties)],
        direction="gave" if number % 3 else "got",
        amount=100 + number % 9_900,
        mode=("goods", "cash", "upi")[number % 3],
        day=day,
        due_on=day + datetime.timedelta(days=30) if number % 7 == 1 else None,
    )


def settle(shop: Shop, run: UUID, count: int) -> list[UUID]:
    ids: list[UUID] = []
    for first in range(0, count, ROWS_MAX):
        people = [
            PartyDraft(party_id=uuid7(), name=f"Party {number}", phone="", kind="customer")
            for number in range(first, min(first + ROWS_MAX, count))
        ]
        ids += settle_parties(business_id=shop.id, actor=shop.asha, run_id=run, parties=people, now=shop.now)
    return ids


def build(entries: int, *, parties: int = PARTIES) -> Book:
    """A book filled through the same door as an import."""
    shop, run = open_shop(name=f"{entries} entries"), uuid7()
    began = time.perf_counter()
    ids = settle(shop, run, parties)
    for rows in drafts(entries, parties=ids):
        record_rows(business_id=shop.id, actor=shop.asha, run_id=run, rows=rows, now=shop.now)
    return Book(shop=shop, entries=entries, parties=ids, seconds=time.perf_counter() - began)
