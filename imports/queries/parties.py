"""What of a sheet stands in the book already."""

import uuid
from collections.abc import Iterable, Sequence

from core.sql import batched
from imports.sheet.people import StandingName
from ledger.models import Document, DocumentKind, DocumentState, Party

PARTIES_MAX = 50_000


def standing_names(*, business_id: uuid.UUID) -> list[StandingName]:
    """The book's parties as matching wants them, oldest first, at most PARTIES_MAX."""
    parties = Party.objects.filter(business_id=business_id, trashed_at=None, merged_into=None)
    rows = parties.order_by("id").values_list("id", "name", "phone", "name_key")[:PARTIES_MAX]
    return [StandingName(*row) for row in rows]


def standing_parties(*, business_id: uuid.UUID, ids: Iterable[str]) -> set[uuid.UUID]:
    """Which of the ids are parties of the book; words that are no ids are none."""
    asked = {found for found in map(_id_in, ids) if found is not None}
    return set(Party.objects.filter(business_id=business_id, id__in=asked).values_list("id", flat=True))


def _id_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def standing_keys(*, business_id: uuid.UUID, keys: Sequence[bytes]) -> set[bytes]:
    """Which of the source keys stand as posted entries of the book."""
    posted = Document.objects.filter(business_id=business_id, state=DocumentState.POSTED)
    found: set[bytes] = set()
    for part in batched(keys):
        stored = posted.filter(source_key__in=part).values_list("source_key", flat=True)
        found.update(bytes(key) for key in stored if key is not None)
    return found


def with_opening(*, business_id: uuid.UUID, party_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of the parties have an opening balance."""
    posted = Document.objects.filter(
        business_id=business_id, kind=DocumentKind.OPENING, state=DocumentState.POSTED
    )
    found: set[uuid.UUID] = set()
    for part in batched(list(party_ids)):
        found.update(posted.filter(party_id__in=part).values_list("party_id", flat=True))
    return found
