"""Sign-ins of programs: an access token for an hour, and refresh tokens that work once.

A refresh token used twice means that somebody copied it. Nobody can tell which of the two is the thief, so
the whole sign-in ends.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from api.kit.caller import PREFIXES, hash_of
from api.models import DeviceSession, RefreshToken, Token, TokenKind
from api.operations.secrets import new_secret
from api.refusals import RefreshRefused, TokenUnknown
from api.scopes import ALL, settled
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.models import Device, User
from core.text import clean_line

ACCESS_LIFE = datetime.timedelta(hours=1)
REFRESH_LIFE = datetime.timedelta(days=90)
REFRESH_PREFIX = "hk_drt_"
DEVICE_SALT = "api.devices"
LABEL_LENGTH_MAX = 120
TRIMMED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The two tokens, readable now and never again; `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    session_id: UUID
    user_id: UUID
    device_id: UUID
    scopes: tuple[str, ...]


@transaction.atomic
def sign_in_device(
    *,
    user: User,
    device_id: str,
    label: str,
    scopes: Sequence[str] | None,
    trace_id: str,
    now: datetime.datetime,
) -> SignedIn:
    """A new sign-in of the person on a device the program names. A former sign-in on it ends.

    Raises TextError, ScopeUnknown, ScopeNeeded.
    """
    asked = settled(scopes) if scopes else list(ALL)
    seq = lock_user(user.pk)
    device = _device(user, device_id=device_id, label=label, now=now)
    before = DeviceSession.objects.filter(user=user, device=device, revoked_at=None)
    before.update(revoked_at=now, revoked_why="replaced")
    session = DeviceSession.objects.create(
        user=user, device=device, scopes=asked, created_at=now, seen_at=now
    )
    actor = Actor(user.pk, "", device.pk, trace_id)
    contents: dict[str, object] = {"device": device.label, "scopes": asked}
    news = News(seq, "device.signed_in", "device", session.pk, 1, None, contents)
    append_to_user(user_id=user.pk, at=now, actor=actor, news=news)
    return _issue(session, now=now)


def refresh(*, refresh_token: str, now: datetime.datetime) -> SignedIn:
    """New tokens for a refresh token that was never used. Used before: its whole sign-in ends.

    Raises RefreshRefused.
    """
    rows = RefreshToken.objects.filter(secret_hash=hash_of(refresh_token))
    with transaction.atomic():
        if rows.filter(used_at=None, expires_at__gt=now).update(used_at=now):
            row = rows.select_related("session__user").get()
            session = DeviceSession.objects.select_for_update().get(pk=row.session_id)
            if session.revoked_at is None and row.session.user.is_active:
                Token.objects.filter(session=session, revoked_at=None).update(revoked_at=now)
                return _issue(session, now=now)
    for session_id in rows.exclude(used_at=None).values_list("session_id", flat=True):
        DeviceSession.objects.filter(pk=session_id, revoked_at=None).update(
            revoked_at=now, revoked_why="replayed"
        )
    raise RefreshRefused


def choose_book(*, session_id: UUID, business_id: UUID) -> None:
    """The book a sign-in's calls are about when they name none. The caller has checked that it opens it."""
    DeviceSession.objects.filter(pk=session_id).update(current_book_id=business_id)


def revoke_by_token(*, token: str, now: datetime.datetime) -> None:
    """End the sign-in behind an access or refresh token, or a personal token. Unknown tokens are no error."""
    hashed = hash_of(token)
    Token.objects.filter(secret_hash=hashed, revoked_at=None).update(revoked_at=now)
    behind = set(
        Token.objects.filter(secret_hash=hashed).exclude(session=None).values_list("session_id", flat=True)
    )
    behind |= set(RefreshToken.objects.filter(secret_hash=hashed).values_list("session_id", flat=True))
    DeviceSession.objects.filter(pk__in=behind, revoked_at=None).update(
        revoked_at=now, revoked_why="signed_out"
    )


@transaction.atomic
def revoke_session(*, user_id: UUID, actor: Actor, session_id: UUID, now: datetime.datetime) -> None:
    """End a sign-in of the person's on one device. Raises TokenUnknown."""
    seq = lock_user(user_id)
    mine = DeviceSession.objects.filter(pk=session_id, user_id=user_id, revoked_at=None)
    if not mine.update(revoked_at=now, revoked_why="person"):
        raise TokenUnknown
    news = News(seq, "device.revoked", "device", session_id, 2, None, {})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)


def trim(*, now: datetime.datetime) -> int:
    """Delete access tokens a day after their end; refresh tokens stay their life, to tell a replay."""
    day = datetime.timedelta(days=1)
    old = Token.objects.filter(kind=TokenKind.DEVICE, expires_at__lt=now - day).order_by("id")
    deleted, _by_model = Token.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:TRIMMED_AT_ONCE])
    ).delete()
    worn = RefreshToken.objects.filter(expires_at__lt=now).order_by("id").values_list("pk", flat=True)
    more, _by_model = RefreshToken.objects.filter(pk__in=list(worn[:TRIMMED_AT_ONCE])).delete()
    return deleted + more


def _device(user: User, *, device_id: str, label: str, now: datetime.datetime) -> Device:
    cleaned = clean_line(label, max_length=LABEL_LENGTH_MAX, field="device_name") or "API"
    secret_hash = salted_hmac(DEVICE_SALT, device_id, algorithm="sha256").hexdigest()
    device, _made = Device.objects.update_or_create(
        user=user, secret_hash=secret_hash, defaults={"seen_at": now, "label": cleaned},
        create_defaults={"seen_at": now, "created_at": now, "label": cleaned},
    )  # fmt: skip
    return device


def _issue(session: DeviceSession, *, now: datetime.datetime) -> SignedIn:
    access, access_hash, shown = new_secret(PREFIXES[TokenKind.DEVICE])
    again, again_hash, _shown = new_secret(REFRESH_PREFIX)
    Token.objects.create(
        user_id=session.user_id, kind=TokenKind.DEVICE, shown=shown, secret_hash=access_hash, scopes=session.scopes,
        all_books=True, session=session, created_at=now, expires_at=now + ACCESS_LIFE,
    )  # fmt: skip
    RefreshToken.objects.create(
        session=session, secret_hash=again_hash, created_at=now, expires_at=now + REFRESH_LIFE
    )
    return SignedIn(
        access_token=access, refresh_token=again, expires_in=int(ACCESS_LIFE.total_seconds()), session_id=session.pk,
        user_id=session.user_id, device_id=session.device_id, scopes=tuple(session.scopes),
    )  # fmt: skip
