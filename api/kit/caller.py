"""Who calls: the token behind a request, its person, and the book the call is about."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from api.kit.limits import DEVICE_LIMIT, PARTNER_LIMIT, PERSONAL_LIMIT, count_call
from api.kit.refusals import BookNeeded, LimitReached, NotFound, ScopeMissing, TokenNeeded, TokenRefused
from api.models import DeviceSession, Token, TokenKind
from api.oauth.models import Consent
from api.queries.callers import GoodToken, books_of_token, good_token
from businesses.actors import Actor
from businesses.models import Business, Device, Membership
from businesses.operations.books import BookNeedsSecondFactor
from businesses.queries.memberships import first_books_of, membership_of
from businesses.roles import is_granted
from businesses.second_factor.queries import has_second_factor
from core import walls
from ledger.refusals import RoleNotAllowed

PREFIXES = {TokenKind.PERSONAL: "hk_pat_", TokenKind.DEVICE: "hk_dat_", TokenKind.OAUTH: "hk_oat_"}
SECRET_LENGTH_MAX = 100
STAMP_AFTER = datetime.timedelta(minutes=5)
LIMITS = {
    TokenKind.PERSONAL: PERSONAL_LIMIT,
    TokenKind.DEVICE: DEVICE_LIMIT,
    TokenKind.OAUTH: PARTNER_LIMIT,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """A program behind a token. `business_ids` None is every book of the person.

    `id` stays through refreshes: it is the token's, its sign-in's on a device, or its consent's.
    """

    id: UUID
    token_id: UUID
    kind: str
    scopes: frozenset[str]
    user_id: UUID
    business_ids: frozenset[UUID] | None
    device_id: UUID | None
    trace_id: str
    limit: int
    current_book: UUID | None = None

    def holds(self, business_id: UUID) -> bool:
        return self.business_ids is None or business_id in self.business_ids


class CallerRequest(HttpRequest):
    """A request with a good token."""

    caller: Caller
    actor: Actor
    scope: str
    dry_run: bool


class BookCall(CallerRequest):
    """A request about one book, in which the caller may do what the operation asks."""

    business: Business
    membership: Membership


def hash_of(secret: str) -> str:
    """Tokens are 32 random bytes, so a plain SHA-256 is enough to keep them by."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller_of(request: Any) -> Caller:
    """The caller behind the Authorization header; counted against its limit.

    Raises TokenNeeded, TokenRefused, LimitReached.
    """
    now = timezone.now()
    token = _token(_secret(request), now=now)
    walls.know(token.user_id)
    caller = Caller(
        id=token.session_id or token.consent_id or token.id,
        token_id=token.id,
        kind=token.kind,
        scopes=token.scopes,
        user_id=token.user_id,
        business_ids=None if token.all_books else books_of_token(token_id=token.id),
        device_id=token.device_id,
        trace_id=getattr(request, "trace_id", ""),
        limit=token.limit or LIMITS[TokenKind(token.kind)],
        current_book=token.current_book,
    )
    request.caller = caller
    request.count = count_call(caller_id=caller.id, limit=caller.limit, now=now)
    if request.count.left < 0:
        raise LimitReached(limit=caller.limit)
    _stamp(token, now=now)
    return caller


def _secret(request: HttpRequest) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise TokenNeeded
    return secret.strip()


def _token(secret: str, *, now: datetime.datetime) -> GoodToken:
    if len(secret) > SECRET_LENGTH_MAX or not secret.isascii():
        raise TokenRefused
    token = good_token(secret_hash=hash_of(secret), now=now)
    if token is None:
        raise TokenRefused
    return token


def _stamp(token: GoodToken, *, now: datetime.datetime) -> None:
    """Remember the last use, at most every few minutes."""
    if token.used_at is not None and now - token.used_at < STAMP_AFTER:
        return
    Token.objects.filter(pk=token.id).update(used_at=now)
    if token.session_id and token.device_id:
        DeviceSession.objects.filter(pk=token.session_id).update(seen_at=now)
        Device.objects.filter(pk=token.device_id).update(seen_at=now)
    if token.consent_id:
        Consent.objects.filter(pk=token.consent_id).update(used_at=now)


def check_scope(caller: Caller, scope: str) -> None:
    if scope and scope not in caller.scopes:
        raise ScopeMissing(scope)


def enter_book(request: Any, *, can: str) -> None:
    """Choose the book and check what the person may do in it now. Sets `business`, `membership`, `actor`.

    The path names the book, or the X-Business-Id header, or business_id / organization_id in the query; a
    caller with one book need not. Raises NotFound for every other book alike, BookNeeded, RoleNotAllowed.
    """
    caller: Caller = request.caller
    membership = _membership(caller, _asked_for(request)) or _only_membership(caller)
    walls.enter(membership.business_id)
    request.membership, request.business = membership, membership.business
    request.actor = Actor(caller.user_id, membership.standing, caller.device_id, caller.trace_id)
    if membership.business.needs_second_factor and not has_second_factor(caller.user_id):
        raise BookNeedsSecondFactor
    if not is_granted(membership.standing, can):
        raise RoleNotAllowed


def own_actor(caller: Caller) -> Actor:
    """The person as actor in what is their own, outside any book."""
    return Actor(caller.user_id, "", caller.device_id, caller.trace_id)


def _asked_for(request: Any) -> str | UUID | None:
    match = request.resolver_match
    if match and "business_id" in match.kwargs:
        return match.kwargs["business_id"]
    found = request.headers.get("X-Business-Id") or request.GET.get("business_id")
    return found or request.GET.get("organization_id") or None


def _membership(caller: Caller, asked: str | UUID | None) -> Membership | None:
    """The membership in the book that is named, or None when none is. Raises NotFound."""
    if asked is None:
        return None
    try:
        business_id = UUID(str(asked))
    except ValueError:
        raise NotFound from None
    membership = membership_of(business_id=business_id, user_id=caller.user_id)
    if membership is None or not caller.holds(business_id):
        raise NotFound
    return membership


def _only_membership(caller: Caller) -> Membership:
    """The one in the book the device switched to, else in the only book. Raises NotFound, BookNeeded."""
    if caller.current_book is not None and caller.holds(caller.current_book):
        chosen = membership_of(business_id=caller.current_book, user_id=caller.user_id)
        if chosen is not None:
            return chosen
    found = first_books_of(user_id=caller.user_id, among=caller.business_ids, limit=2)
    if not found:
        raise NotFound
    if len(found) > 1:
        raise BookNeeded
    return found[0]
