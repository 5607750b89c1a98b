"""The browsers and phones a person signed in from.

A browser keeps one random secret in a long-lived signed cookie; we keep its keyed hash. A person has one
Device row per browser, so two people on one phone are two devices. A session names the device it began on.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from businesses.models import Device, User
from core.addresses import shortened

COOKIE = "device"
COOKIE_SALT = "businesses.devices"
COOKIE_LIFE = timedelta(days=400)
SESSION_KEY = "device_id"
LABEL_MAX = 120


def device_of(session: SessionBase | Any) -> UUID | None:
    """The device this session began on, without a query."""
    value = session.get(SESSION_KEY)
    return UUID(value) if value else None


@dataclass(frozen=True)
class Seen:
    """From where somebody came: what the browser calls itself, and its network, already shortened."""

    label: str = ""
    network: str = ""


@dataclass(frozen=True)
class Remembered:
    """`secret` is for `set_device_cookie`; `is_new` when the person never signed in here before."""

    secret: str
    is_new: bool


def remember_device(request: HttpRequest, *, user: User, now: datetime) -> Remembered:
    """Find or make the person's Device for this browser and tie the session to it."""
    known = request.get_signed_cookie(COOKIE, default="", salt=COOKIE_SALT)
    secret = known or secrets.token_urlsafe(24)
    device, is_new = Device.objects.update_or_create(
        user=user,
        secret_hash=_hash(secret),
        defaults={"seen_at": now, "label": _label(request)},
        create_defaults={"seen_at": now, "created_at": now, "label": _label(request)},
    )
    request.session[SESSION_KEY] = str(device.pk)
    return Remembered(secret=secret, is_new=is_new)


def seen_by(request: HttpRequest) -> Seen:
    """The browser and the network behind a request, as little of both as a note keeps."""
    return Seen(label=_label(request), network=shortened(get_ip(request) or ""))


def is_known_device(request: HttpRequest, *, user: User) -> bool:
    """Whether the person ever signed in with this browser."""
    secret = request.get_signed_cookie(COOKIE, default="", salt=COOKIE_SALT)
    return bool(secret) and Device.objects.filter(user=user, secret_hash=_hash(str(secret))).exists()


def set_device_cookie(response: HttpResponseBase, *, secret: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=COOKIE_SALT,
        max_age=int(COOKIE_LIFE.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _hash(secret: str) -> str:
    return salted_hmac(COOKIE_SALT, secret, algorithm="sha256").hexdigest()


def _label(request: HttpRequest) -> str:
    """What the browser calls itself, shortened: shown to its own user only."""
    text = "".join(sign for sign in request.headers.get("User-Agent", "") if sign.isprintable())
    return text[:LABEL_MAX] or "?"
