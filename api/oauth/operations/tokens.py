"""Tokens of apps: a code or a refresh token is exchanged once; the same rows as all tokens of the API.

The first exchange wins, by a conditional UPDATE. Whatever comes second is a copy somebody made: as nobody can
tell who of the two is the thief, the consent ends.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from api.kit.caller import PREFIXES, hash_of
from api.models import Token, TokenKind
from api.oauth.models import App, AppRefreshToken, Code, Consent
from api.oauth.operations.consents import end_consent
from api.operations.secrets import new_secret, shown_of
from core import walls

ACCESS_LIFE = datetime.timedelta(hours=1)
REFRESH_PREFIX = "hk_ort_"
TRIMMED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Both tokens as the app gets them."""

    access_token: str
    refresh_token: str
    scopes: tuple[str, ...]


class Lost(Exception):
    """The code or refresh token was used by another call in the meantime, or its consent has ended."""


def new_access_token() -> str:
    """One that `exchange` has yet to keep."""
    return new_secret(PREFIXES[TokenKind.OAUTH])[0]


def new_refresh_token() -> str:
    """One that `exchange` has yet to keep."""
    return new_secret(REFRESH_PREFIX)[0]


def code_of(app: App, code: str, *, trace_id: str, now: datetime.datetime) -> Code | None:
    """The row of a code that is good for this app now. A used one ends its consent."""
    found = Code.objects.select_related("consent__user").filter(
        secret_hash=hash_of(code), consent__app=app
    ).first()  # fmt: skip
    if found is None:
        return None
    if found.used_at is not None:
        end_consent(consent_id=found.consent_id, why="replayed", trace_id=trace_id, now=now)
        return None
    return found if found.expires_at > now and _stands(found.consent, now=now) else None


def refresh_of(app: App, token: str, *, trace_id: str, now: datetime.datetime) -> AppRefreshToken | None:
    """The row of a refresh token that is good for this app now. A used one ends its consent."""
    found = AppRefreshToken.objects.select_related("consent__user").filter(
        secret_hash=hash_of(token), consent__app=app
    ).first()  # fmt: skip
    if found is None:
        return None
    if found.used_at is not None:
        end_consent(consent_id=found.consent_id, why="replayed", trace_id=trace_id, now=now)
        return None
    return found if _stands(found.consent, now=now) else None


def exchange(*, held: Code | AppRefreshToken, pair: Pair, trace_id: str, now: datetime.datetime) -> None:
    """Use up a code or refresh token and keep the new pair, by their hashes. Raises Lost."""
    rows = type(held).objects.filter(pk=held.pk, used_at=None)  # type: ignore[attr-defined]
    with transaction.atomic():
        is_first = rows.update(used_at=now) == 1
        consent = Consent.objects.select_for_update().get(pk=held.consent_id)
        if is_first and _stands(consent, now=now):
            _keep(consent, pair, now=now)
            return
    if not is_first:
        end_consent(consent_id=held.consent_id, why="replayed", trace_id=trace_id, now=now)
    raise Lost


def give_back(*, app: App, token: str, trace_id: str, now: datetime.datetime) -> None:
    """An app ends an access token, or with a refresh token all it was allowed. Others' tokens are no error."""
    hashed = hash_of(token)
    Token.objects.filter(secret_hash=hashed, consent__app=app, revoked_at=None).update(revoked_at=now)
    behind = AppRefreshToken.objects.filter(secret_hash=hashed, consent__app=app)
    for consent_id in behind.values_list("consent_id", flat=True):
        end_consent(consent_id=consent_id, why="app", trace_id=trace_id, now=now)


def trim(*, now: datetime.datetime) -> int:
    """Delete access tokens and codes a day after their end, and refresh tokens a day after their consent's.

    Gives back how many it deleted, TRIMMED_AT_ONCE of a kind at most.
    """
    past = now - datetime.timedelta(days=1)
    old_tokens = Token.objects.filter(kind=TokenKind.OAUTH, expires_at__lt=past)
    old_codes = Code.objects.filter(expires_at__lt=past)
    old_refreshes = AppRefreshToken.objects.filter(consent__ends_at__lt=past)
    deleted = 0
    for rows in (old_tokens, old_codes, old_refreshes):
        some: list[UUID] = list(rows.order_by("pk").values_list("pk", flat=True)[:TRIMMED_AT_ONCE])  # type: ignore[attr-defined]
        rows.model.objects.filter(pk__in=some).delete()  # type: ignore[attr-defined]
        deleted += len(some)
    return deleted


def life_of(consent: Consent, *, now: datetime.datetime) -> int:
    """How many seconds an access token lives that is made now."""
    return max(int(min(ACCESS_LIFE, consent.ends_at - now).total_seconds()), 1)


def _stands(consent: Consent, *, now: datetime.datetime) -> bool:
    return consent.ended_at is None and consent.ends_at > now and consent.user.is_active


def _keep(consent: Consent, pair: Pair, *, now: datetime.datetime) -> None:
    """The access token before ends with the refresh that replaces it."""
    walls.know(consent.user_id)  # whoever asks is a program, and says so for this person
    Token.objects.filter(consent=consent, revoked_at=None).update(revoked_at=now)
    token = Token.objects.create(
        user_id=consent.user_id, kind=TokenKind.OAUTH, name=consent.app.name,
        shown=shown_of(pair.access_token), secret_hash=hash_of(pair.access_token), scopes=list(pair.scopes),
        consent=consent, created_at=now, expires_at=now + datetime.timedelta(seconds=life_of(consent, now=now)),
    )  # fmt: skip
    token.books.add(*consent.business_ids())  # type: ignore[arg-type]
    AppRefreshToken.objects.create(consent=consent, secret_hash=hash_of(pair.refresh_token), created_at=now)
    if consent.begun_at is None:
        Consent.objects.filter(pk=consent.pk).update(begun_at=now)
