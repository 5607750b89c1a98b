"""Between the toolkit, which speaks OAuth, and our rows: what it asks about apps, codes and tokens.

The toolkit reads client ids and secrets out of requests and follows the protocol; everything it would keep in tables
of its own is kept by api.oauth.operations instead.
"""

import re
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from api.kit.caller import hash_of
from api.models import Token
from api.oauth.models import App, AppRefreshToken, Code
from api.oauth.operations.consents import give_consent
from api.oauth.operations.tokens import Lost, Pair, code_of, exchange, give_back, refresh_of
from core import walls
from core.trace import current_trace_id

S256 = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
SECRET_LENGTH_MAX = 100


class Validator(OAuth2Validator):
    """Every answer is about rows of this moment; nothing is kept between requests."""

    # Apps ----------------------------------------------------------------------------------

    def _load_application(self, client_id: str, request: Any) -> App | None:
        """The toolkit's would also fetch unknown apps from the network; ours are registered here."""
        if isinstance(request.client, App) and request.client.client_id == client_id:
            return request.client
        found = App.objects.filter(client_id=client_id or "").first() if is_plain(client_id) else None
        request.client = found if found is not None and found.is_usable(request) else None
        return request.client

    def _check_secret(self, provided_secret: str, stored_secret: list[str]) -> bool:
        """`stored_secret` is App.client_secret: the hashes of the one or two secrets that work now."""
        if not provided_secret or len(provided_secret) > SECRET_LENGTH_MAX:
            return False
        provided = hash_of(provided_secret)
        return any(constant_time_compare(provided, hashed) for hashed in stored_secret)

    def is_origin_allowed(self, client_id: str, origin: str, request: Any, *_: Any, **__: Any) -> bool:
        """Pages of other sites are let in at the door of the API (api.kit.origins)."""
        return False

    def get_default_scopes(self, client_id: str, request: Any, *_: Any, **__: Any) -> list[str]:
        return list(request.client.scopes)

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: App, request: Any, *_: Any, **__: Any
    ) -> bool:
        return set(scopes) <= set(client.scopes)

    # Codes ---------------------------------------------------------------------------------

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Any, *_: Any, **__: Any
    ) -> None:
        give_consent(
            app=request.client, answer=request.answer, code=code["code"], redirect_uri=request.redirect_uri,
            challenge=request.code_challenge, now=timezone.now(),
        )  # fmt: skip

    def validate_code(self, client_id: str, code: str, client: App, request: Any, *_: Any, **__: Any) -> bool:
        found = code_of(client, code, trace_id=current_trace_id(), now=timezone.now())
        if found is None or not (request.code_verifier is None or VERIFIER.fullmatch(request.code_verifier)):
            return False
        return self._hold(request, found)

    def get_code_challenge(self, code: str, request: Any) -> str:
        return request.held.challenge

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return "S256"

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: App, *args: Any, **_: Any
    ) -> bool:
        """The one the code was asked for with, to the letter."""
        (request,) = args
        return redirect_uri == request.held.redirect_uri

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *_: Any, **__: Any
    ) -> None:
        """It was used up in the transaction that made the tokens."""

    # Tokens --------------------------------------------------------------------------------

    def save_bearer_token(self, token: dict[str, Any], request: Any, *_: Any, **__: Any) -> None:
        pair = Pair(
            access_token=token["access_token"], refresh_token=token["refresh_token"], scopes=tuple(request.scopes)
        )  # fmt: skip
        try:
            exchange(held=request.held, pair=pair, trace_id=current_trace_id(), now=timezone.now())
        except Lost:
            raise errors.InvalidGrantError(request=request) from None

    def validate_refresh_token(
        self, refresh_token: str, client: App, request: Any, *_: Any, **__: Any
    ) -> bool:
        found = refresh_of(client, refresh_token, trace_id=current_trace_id(), now=timezone.now())
        return found is not None and self._hold(request, found)

    def get_original_scopes(self, refresh_token: str, request: Any, *_: Any, **__: Any) -> list[str]:
        return list(request.held.consent.scopes)

    def revoke_token(self, token: str, token_type_hint: str | None, request: Any, *_: Any, **__: Any) -> None:
        give_back(app=request.client, token=token, trace_id=current_trace_id(), now=timezone.now())

    def introspect_token(
        self, token: str, token_type_hint: str | None, request: Any, *_: Any, **__: Any
    ) -> dict[str, Any] | None:
        """What an app may know of its own tokens; None for others', which look as if they were not there."""
        now, hashed = timezone.now(), hash_of(token)
        access = Token.objects.filter(
            secret_hash=hashed, consent__app=request.client, revoked_at=None, expires_at__gt=now
        )
        refresh = AppRefreshToken.objects.filter(
            secret_hash=hashed, consent__app=request.client, used_at=None
        )
        found: Any = access.select_related("consent__user").first()
        found = found or refresh.select_related("consent__user").first()
        if found is None or found.consent.ended_at or found.consent.ends_at <= now:
            return None
        if not found.consent.user.is_active:
            return None
        walls.know(found.consent.user_id)
        is_access = isinstance(found, Token)
        ends_at = found.expires_at if is_access else found.consent.ends_at
        return {
            "scope": " ".join(found.scopes if is_access else found.consent.scopes),
            "client_id": request.client.client_id,
            "token_type": "Bearer" if is_access else "refresh_token",
            "iat": int(found.created_at.timestamp()),
            "exp": int(ends_at.timestamp()),
            "sub": str(found.consent.user_id),
            "business_ids": business_ids_of(found),
        }

    def _hold(self, request: Any, held: Code | AppRefreshToken) -> bool:
        """From here on the call is the person's: their books are in reach."""
        walls.know(held.consent.user_id)
        request.held = held
        request.user = held.consent.user
        request.scopes = list(held.consent.scopes)
        request.extra_credentials = {"business_ids": business_ids_of(held)}
        return True


def business_ids_of(held: Any) -> list[str]:
    return [str(book) for book in held.consent.business_ids()]


def is_plain(text: Any) -> bool:
    """Short and readable: what a database would refuse to look for is not looked for."""
    return isinstance(text, str) and text.isascii() and text.isprintable() and len(text) <= 100


def only_s256(request: Any) -> dict[str, Any]:
    """The toolkit takes a missing method for "plain"; we take S256 alone. Raises InvalidRequestError."""
    if request.code_challenge_method != "S256":
        said = "code_challenge_method must be S256."
        raise errors.InvalidRequestError(description=said, request=request)
    if not S256.fullmatch(request.code_challenge):
        said = "code_challenge must be 43 characters of base64url."
        raise errors.InvalidRequestError(description=said, request=request)
    if request.response_mode not in (None, "query"):
        raise errors.InvalidRequestError(description="response_mode must be query.", request=request)
    return {}
