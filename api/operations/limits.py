"""How many calls a minute a program may make, where staff say another number than the usual one."""

import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from api.models import DeviceSession, Token, TokenKind
from api.oauth.models import App
from api.refusals import LimitRefused, TokenUnknown
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user

LIMIT_MAX = 60_000


@transaction.atomic
def set_limit(*, actor: Actor, program_id: UUID, limit: int | None, now: datetime.datetime) -> None:
    """Give a personal token, a sign-in on a device or an app (for each of its people) its own limit of calls a minute,
    None for the usual one. For staff; the trail of its person, or of the app's owner, tells.

    Raises TokenUnknown, LimitRefused.
    """
    if limit is not None and not 1 <= limit <= LIMIT_MAX:
        raise LimitRefused(LIMIT_MAX)
    kind, found, user_id = _found(program_id)
    seq = lock_user(user_id)
    before = found.values_list("limit", flat=True).get()
    found.update(limit=limit)
    contents = {"limit": limit, "limit_before": before}
    news = News(seq, f"{kind}.limit_set", kind, program_id, 2, None, contents)
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)


def _found(program_id: UUID) -> tuple[str, Any, UUID]:
    """What it is, its row as a query, and whose it is."""
    for kind, found, whose in (
        ("token", Token.objects.filter(pk=program_id, kind=TokenKind.PERSONAL), "user_id"),
        ("device", DeviceSession.objects.filter(pk=program_id), "user_id"),
        ("app", App.objects.filter(pk=program_id), "owner_id"),
    ):
        user_id = found.values_list(whose, flat=True).first()
        if user_id is not None:
            return kind, found, user_id
    raise TokenUnknown
