"""A practice book in one click: a shop with a few made-up weeks in its khata."""

import datetime
from uuid import UUID

from api.refusals import TooManySandboxes
from businesses.models import Business, Membership, User
from businesses.roles import Role
from ledger.demo.practice import make_practice_book

SANDBOXES_MAX = 3


def open_sandbox(
    *, user: User, name: str = "", trace_id: str = "", device_id: UUID | None = None, now: datetime.datetime
) -> Business:
    """A new book of the person's, marked as practice. Raises TooManySandboxes, BookRefused, TextError."""
    mine = Membership.objects.filter(
        user=user, role=Role.OWNER, business__is_demo=True, business__deleted_at=None
    )
    if mine.count() >= SANDBOXES_MAX:
        raise TooManySandboxes(SANDBOXES_MAX)
    return make_practice_book(owner=user, name=name, trace_id=trace_id, device_id=device_id, now=now)
