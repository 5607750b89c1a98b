"""What the pages of time name, in a book: a settled name, a deleted entry, a correction, a closed year."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from businesses.models import Business
from core.ids import uuid7
from core.periods import fiscal_year
from ledger.models import YearEnd
from ledger.operations.corrections import correct_entry
from tests.ledger.shops import Shop

LOCKED = datetime.date(2020, 3, 31)
LAST_YEAR = fiscal_year(datetime.datetime.now(datetime.UTC).date(), starts_month=4).start.year - 1


@dataclass(frozen=True)
class Times:
    settled: UUID
    gone_party: UUID
    trashed: UUID
    corrected: UUID
    year_end: UUID


def make_times(shop: Shop) -> Times:
    settled, gone, other = (shop.party(name) for name in ("हिसाब बराबर", "যে চলে গেছে", "পুরনো খাতা"))
    for direction in ("gave", "got"):
        shop.record(settled, direction, 700, day=datetime.date(LAST_YEAR, 12, 1))
    old_day = datetime.date(2019, 5, 1)
    old = shop.record(other, "gave", 900, day=old_day, sure_of=[old_day])
    trashed = shop.change("delete_entry", shop.record(other, "gave", 300)).document_id
    shop.trash_party(gone)
    Business.objects.filter(id=shop.id).update(books_locked_until=LOCKED, tax_locked_until=LOCKED)
    correct_entry(
        business_id=shop.id, actor=shop.asha, document_id=old.document_id, mutation_id=uuid7(), base_rev=1, content=None,
        made_at=shop.now, now=shop.now,
    )  # fmt: skip
    return Times(settled, gone, trashed, old.document_id, _year_end(shop))


def _year_end(shop: Shop) -> UUID:
    return YearEnd.objects.create(
        business_id=shop.id, first_day=datetime.date(2018, 4, 1), last_day=datetime.date(2019, 3, 31), income=0,
        expense=0, closed_by_id=shop.asha.user_id, closed_at=shop.now,
    ).id  # fmt: skip
