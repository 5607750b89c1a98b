"""Browsers that are signed in: remembered at sign-in, and ended from another one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.devices import device_of
from businesses.models import BrowserSession

TRIMMED_AT_ONCE = 2_000
SEEN, SEEN_AGAIN_AFTER = "browser_seen", 300
"""When this browser was last noted, kept in its session; seconds until it is noted again."""


def remember_browser(session: Any, *, user_id: UUID, now: datetime) -> None:
    """Note that this session is the person's, on the device it began on."""
    device_id = device_of(session)
    if device_id is None or not session.session_key:
        return
    said = {"user_id": user_id, "device_id": device_id, "began_at": now, "seen_at": now}
    BrowserSession.objects.update_or_create(session_key=session.session_key, defaults=said)
    session[SEEN] = int(now.timestamp())


def stamp_browser(session: Any, *, now: datetime) -> None:
    """Note that the browser was there, every few minutes at most."""
    seen = session.get(SEEN)
    if seen is None or now.timestamp() - seen < SEEN_AGAIN_AFTER:
        return
    session[SEEN] = int(now.timestamp())
    BrowserSession.objects.filter(session_key=session.session_key).update(seen_at=now)


def forget_browser(session: Any) -> None:
    """The person signed out here."""
    BrowserSession.objects.filter(session_key=session.session_key).delete()


@transaction.atomic
def end_browser(*, user_id: UUID, actor: Actor, browser_id: UUID, now: datetime) -> bool:
    """Sign the person out of one browser; False when they have no such one."""
    seq = lock_user(user_id)
    if not _end(user_id=user_id, ids=[browser_id]):
        return False
    news = News(seq, "device.revoked", "device", browser_id, 2, None, {})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return True


def end_browsers_but(*, user_id: UUID, keep: Collection[UUID]) -> int:
    """Sign the person out of every browser but these; how many. The caller writes the trail."""
    mine = BrowserSession.objects.filter(user_id=user_id).exclude(pk__in=keep)
    return _end(user_id=user_id, ids=list(mine.values_list("pk", flat=True)))


def trim_browsers(*, now: datetime) -> int:
    """Delete sessions past their time, and what is noted of sessions that are gone; how many."""
    worn = Session.objects.filter(expire_date__lt=now).order_by("expire_date").values_list("pk", flat=True)
    deleted, _by_model = Session.objects.filter(pk__in=list(worn[:TRIMMED_AT_ONCE])).delete()
    gone = BrowserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    ids = list(gone.order_by("pk").values_list("pk", flat=True)[:TRIMMED_AT_ONCE])
    more, _by_model = BrowserSession.objects.filter(pk__in=ids).delete()
    return deleted + more


def _end(*, user_id: UUID, ids: list[UUID]) -> int:
    mine = BrowserSession.objects.filter(user_id=user_id, pk__in=ids)
    keys = list(mine.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    mine.delete()
    return len(keys)
