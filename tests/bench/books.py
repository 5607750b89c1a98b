"""Books of a known size: 1,000 parties, the first of which has a tenth of all entries, over 1,000 days."""

import datetime
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from core.ids import uuid7
from ledger.models import Party
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


def drafts(entries: int, *, parties: int = PARTIES, start: int = 0) -> Iterator[list[RowDraft]]:
    """Rows by chunks, oldest day first, the same for everybody who asks."""
    for first in range(0, entries, ROWS_MAX):
        numbers = range(first, min(first + ROWS_MAX, entries))
        yield [
            draft(start + number, day=day_of(number, entries=entries), parties=parties) for number in numbers
        ]


def day_of(number: int, *, entries: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=DAYS - 1 - number * DAYS // entries)


def draft(number: int, *, day: datetime.date, parties: int) -> RowDraft:
    party = 0 if number % 10 == 0 else (number * 7919) % parties
    return RowDraft(
        source_key=hashlib.sha256(number.to_bytes(8, "big")).digest(),
        direction="gave" if number % 3 else "got",
        amount=100 + number % 9_900,
        mode=("goods", "cash", "upi")[number % 3],
        day=day,
        note="",
        party_name=f"Party {party}",
    )


def build(entries: int, *, parties: int = PARTIES) -> Book:
    """A book filled through the same door as an import."""
    shop, run = open_shop(name=f"{entries} entries"), uuid7()
    began = time.perf_counter()
    for rows in drafts(entries, parties=parties):
        record_rows(business_id=shop.id, actor=shop.asha, run_id=run, rows=rows, now=shop.now)
    seconds = time.perf_counter() - began
    names = dict(Party.objects.filter(business_id=shop.id).values_list("name", "id"))
    ids = [names[f"Party {number}"] for number in range(parties) if f"Party {number}" in names]
    return Book(shop=shop, entries=entries, parties=ids, seconds=seconds)
