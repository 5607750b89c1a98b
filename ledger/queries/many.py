"""Names in alphabetical order, with what a sheet of them shows."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from ledger.models import Party
from ledger.queries.pages import CursorUnknown, cursor_of, key_of

ROWS_A_SHEET = 50


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`credit_limit` in minor units."""

    id: uuid.UUID
    rev: int
    name: str
    phone: str
    kind: str
    credit_limit: int | None


@dataclass(frozen=True, slots=True)
class SheetPage:
    rows: tuple[SheetRow, ...]
    next_cursor: str | None


def sheet_page(business_id: uuid.UUID, *, after: str | None = None) -> SheetPage:
    """From a cursor on; one that is not of this list starts from the top."""
    parties = Party.objects.filter(business_id=business_id, trashed_at=None, merged_into=None)
    if after:
        try:
            name_key, party_id = key_of(after, shape=(str, str))
            parties = parties.filter(
                Q(name_key__gt=name_key) | Q(name_key=name_key, id__gt=uuid.UUID(party_id))
            )
        except (CursorUnknown, ValueError):
            pass
    found = list(
        parties.order_by("name_key", "id").values_list(
            "id", "rev", "name", "phone", "kind", "credit_limit", "name_key"
        )[: ROWS_A_SHEET + 1]
    )
    rows = tuple(SheetRow(*row[:6]) for row in found[:ROWS_A_SHEET])
    last = found[ROWS_A_SHEET - 1] if len(found) > ROWS_A_SHEET else None
    return SheetPage(rows, cursor_of(last[6], last[0].hex) if last else None)
