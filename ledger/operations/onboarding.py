"""The first books of a person, opened together."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction

from businesses.models import Business, Membership, User
from businesses.roles import Role
from core.refusals import Refusal
from core.text import clean_line
from ledger.operations.books import open_book

SAME_BOOK_WITHIN = datetime.timedelta(minutes=10)
"""A book asked for again within this time is the same tap twice, not a second book."""


def open_books(
    *, user: User, books: Sequence[tuple[str, str]], country: str, now: datetime.datetime,
    trace_id: str = "", device_id: uuid.UUID | None = None,
) -> list[Business]:  # fmt: skip
    """Open a book for each (kind, name), all or none; the first of them comes first.

    Locks the person's row. Raises what open_book raises.
    """
    if not books:
        raise ValueError("No book was asked for.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return [
            _standing(user=user, kind=kind, name=name, now=now)
            or open_book(
                kind=kind,
                name=name,
                country=country,
                user=user,
                now=now,
                trace_id=trace_id,
                device_id=device_id,
            )
            for kind, name in books
        ]


def _standing(*, user: User, kind: str, name: str, now: datetime.datetime) -> Business | None:
    try:
        cleaned = clean_line(name, max_length=120)
    except Refusal:
        return None
    mine = Membership.objects.select_related("business").filter(
        user=user, role=Role.OWNER, business__kind=kind, business__name=cleaned,
        business__created_at__gt=now - SAME_BOOK_WITHIN,
    )  # fmt: skip
    found = mine.order_by("business__created_at").first()
    return found.business if found else None
