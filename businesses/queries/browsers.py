"""The browsers a person is signed in with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session

from businesses.models import BrowserSession

SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "CrOS", "Macintosh", "Linux")
"""As they stand in what a browser calls itself; an Android phone says Linux too, and comes first."""
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("EdgA", "Edge"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True, slots=True)
class BrowserRow:
    id: UUID
    name: str
    began_at: datetime
    seen_at: datetime
    is_current: bool


def browsers_of(
    *, user_id: UUID, session_key: str | None, now: datetime, before: UUID | None = None, limit: int
) -> list[BrowserRow]:
    """Browsers whose session still stands, newest first, those before an id; `session_key` is the asker's own."""
    standing = Session.objects.filter(expire_date__gt=now).values("session_key")
    mine = BrowserSession.objects.select_related("device").filter(user_id=user_id, session_key__in=standing)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    return [
        BrowserRow(
            id=each.pk, name=browser_words(each.device.label), began_at=each.began_at, seen_at=each.seen_at,
            is_current=each.session_key == session_key,
        )
        for each in mine.order_by("-pk")[:limit]
    ]  # fmt: skip


def browser_words(label: str) -> str:
    """ "Chrome, Android" out of what a browser calls itself; the label itself when it says neither."""
    browser = next((name for sign, name in BROWSERS if sign + "/" in label), "")
    system = next((name for name in SYSTEMS if name in label), "").replace("CrOS", "Chromebook")
    words = ", ".join(part for part in (browser, system.replace("Macintosh", "Mac")) if part)
    return words or label[:60]
