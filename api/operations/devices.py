"""Signing out where a person is signed in: a program on a device, or a browser."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from api.models import DeviceSession
from api.operations.sessions import revoke_session
from api.refusals import TokenUnknown
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.operations.browsers import end_browser, end_browsers_but


def sign_out_device(*, user_id: UUID, actor: Actor, device_id: UUID, now: datetime.datetime) -> None:
    """End one of the person's sign-ins, whatever it is. Raises TokenUnknown."""
    if DeviceSession.objects.filter(pk=device_id, user_id=user_id, revoked_at=None).exists():
        revoke_session(user_id=user_id, actor=actor, session_id=device_id, now=now)
    elif not end_browser(user_id=user_id, actor=actor, browser_id=device_id, now=now):
        raise TokenUnknown


@transaction.atomic
def sign_out_others(*, user_id: UUID, actor: Actor, keep: Collection[UUID], now: datetime.datetime) -> int:
    """End all of the person's sign-ins but these; how many. Personal tokens stay."""
    seq = lock_user(user_id)
    programs = DeviceSession.objects.filter(user_id=user_id, revoked_at=None).exclude(pk__in=keep)
    ended = programs.update(revoked_at=now, revoked_why="person")
    ended += end_browsers_but(user_id=user_id, keep=keep)
    if ended:
        news = News(seq, "device.others_revoked", "user", user_id, 0, None, {"ended": ended})
        append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return ended
