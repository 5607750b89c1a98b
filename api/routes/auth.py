"""Sign-in of programs: by a code to a phone, or by e-mail and password. No answer here is kept for a retry."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from ninja import Router, Schema
from pydantic import Field

from api.kit.bodies import strict
from api.kit.problems import STATUSES, Problem
from api.kit.texts import to_json
from api.operations.sessions import SignedIn, refresh, revoke_by_token, sign_in_device
from api.refusals import AccountClosed, SignInRefused, TooManyTries
from businesses.actors import Actor
from businesses.countries import COUNTRIES, DEFAULT
from businesses.devices import seen_by
from businesses.door import note_arrival, note_failure
from businesses.models import AccountNoteKind, Device, User
from businesses.operations.account_notes import note
from businesses.operations.claims import SecondProofNeeded, close_claims, needs_proof
from businesses.operations.codes import LIFE, CodeTooOld, CodeWrong, make_code, use_code
from businesses.operations.people import person_of_phone
from businesses.operations.sign_ins import record_sign_in
from businesses.queries.memberships import last_book_id
from businesses.second_factor.asking import noted
from businesses.second_factor.operations.proofs import prove_by_code
from businesses.second_factor.queries import has_second_factor
from businesses.second_factor.refusals import SecondFactorExpired, SecondFactorNeeded, SecondFactorWrong
from core import walls
from core.messages import send_code
from core.phones import to_e164

CODE_SALT = "api.auth.codes"
SECOND_SALT = "api.auth.second"
SECOND_STEP_LIFE = timedelta(minutes=10)
Mobile = Annotated[str, Field(min_length=4, max_length=40, examples=["+919830012345"])]
DeviceId = Annotated[str, Field(min_length=8, max_length=200, examples=["7f6c1b9e-phone"])]
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Scopes = Annotated[list[Annotated[str, Field(max_length=40)]] | None, Field(max_length=20)]


class OtpWanted(Schema):
    """`country` (two letters) reads a number without its country's prefix; `device_id` is the program's own."""

    mobile: Mobile
    device_id: DeviceId
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = DEFAULT


class OtpSent(Schema):
    code: int
    message: str
    expires_in: int


class OtpTyped(OtpWanted):
    otp: Annotated[str, Field(min_length=4, max_length=20, examples=["123456"])]
    device_name: Annotated[str, Field(max_length=120)] = ""
    scope: Scopes = None


class PasswordTyped(Schema):
    email: Annotated[str, Field(min_length=3, max_length=254, examples=["asha@example.com"])]
    password: Annotated[str, Field(min_length=1, max_length=128)]
    device_id: DeviceId
    device_name: Annotated[str, Field(max_length=120)] = ""
    scope: Scopes = None


class SecondFactorTyped(Schema):
    """`code` is the app's, or a recovery code; `device_id` that of the first step."""

    second_factor_token: Annotated[str, Field(min_length=1, max_length=4000)]
    device_id: DeviceId
    code: Annotated[str, Field(min_length=4, max_length=40, examples=["123456"])]


class RefreshWanted(Schema):
    refresh_token: Secret


class RevokeWanted(Schema):
    token: Secret


class Tokens(Schema):
    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int
    scope: list[str]
    user_id: UUID
    device_id: UUID
    business_id: UUID | None


class Revoked(Schema):
    code: int
    message: str


router = Router(tags=["Sign-in"])


@router.post(
    "/auth/otp/request", response={200: OtpSent, STATUSES: Problem}, operation_id="request_otp", auth=None
)
@strict
def request_otp(request: HttpRequest, asked: OtpWanted) -> HttpResponse:
    """Send a one-time code to a phone."""
    mobile, now = to_e164(asked.mobile, country=_country(asked.country), field="mobile"), timezone.now()
    place = _place(mobile, asked.device_id)
    before = cache.get(place)
    digits = get_adapter(request).generate_login_code()
    made = make_code(
        destination=mobile, address=get_ip(request), code=digits, replaces=UUID(before) if before else None,
        caps=settings.CODE_CAPS, now=now,
    )  # fmt: skip
    send_code(to=mobile, code=digits, language=get_language() or settings.LANGUAGE_CODE)
    cache.set(place, str(made.code_id), timeout=int(LIFE.total_seconds()))
    return _told({"code": 0, "message": "success", "expires_in": int(LIFE.total_seconds())})


@router.post(
    "/auth/verify-otp", response={200: Tokens, STATUSES: Problem}, operation_id="verify_otp", auth=None
)
@strict
def verify_otp(request: HttpRequest, asked: OtpTyped) -> HttpResponse:
    """Exchange a one-time code for tokens of this device.

    A person with a second factor gets the problem `second_factor_needed` with a `second_factor_token` in it.
    """
    mobile, now = to_e164(asked.mobile, country=_country(asked.country), field="mobile"), timezone.now()
    code_id = cache.get(_place(mobile, asked.device_id))
    if code_id is None:
        raise CodeTooOld
    try:
        use_code(code_id=UUID(code_id), code=asked.otp, now=now)
    except CodeWrong:
        note_failure(request, contact=mobile, kind=AccountNoteKind.WRONG_CODE, now=now)
        raise
    found = person_of_phone(phone=mobile, language=get_language() or settings.LANGUAGE_CODE)
    # A program chooses the name of its device itself, so that proves nothing.
    if not found.is_new and needs_proof(found.user, is_known_device=False, now=now):
        raise SecondProofNeeded
    signed_in = _sign_in(request, found.user, asked, is_new=found.is_new)
    if found.is_new:
        record_sign_in(user_id=found.user.pk, actor=_actor(request, signed_in), is_new=True, now=now)
    return _tokens(signed_in)


@router.post("/auth/token", response={200: Tokens, STATUSES: Problem}, operation_id="sign_in", auth=None)
@strict
def sign_in(request: HttpRequest, asked: PasswordTyped) -> HttpResponse:
    """Exchange e-mail and password for tokens of this device.

    A person with a second factor gets the problem `second_factor_needed` with a `second_factor_token` in it.
    """
    try:
        user = get_adapter(request).authenticate(
            request, email=asked.email.strip().lower(), password=asked.password
        )
    except ValidationError:
        raise TooManyTries from None
    if not isinstance(user, User):
        note_failure(
            request,
            contact=asked.email.strip().lower(),
            kind=AccountNoteKind.WRONG_PASSWORD,
            now=timezone.now(),
        )
        raise SignInRefused
    return _tokens(_sign_in(request, user, asked))


@router.post(
    "/auth/second-factor",
    response={200: Tokens, STATUSES: Problem},
    operation_id="prove_second_factor",
    auth=None,
)
@strict
def prove_second_factor(request: HttpRequest, asked: SecondFactorTyped) -> HttpResponse:
    """Exchange the token of the first step, within 10 minutes, and a code for tokens of this device."""
    user, coming = _first_step(asked)
    try:
        proved = prove_by_code(user_id=user.pk, code=asked.code, now=timezone.now())
    except SecondFactorWrong:
        seen = seen_by(request)
        note(user_id=user.pk, kind=AccountNoteKind.SECOND_WRONG, seen=seen, now=timezone.now())
        raise
    noted(request, proved, user=user)
    return _tokens(_let_in(request, user, coming))


@router.post(
    "/auth/refresh", response={200: Tokens, STATUSES: Problem}, operation_id="refresh_tokens", auth=None
)
@strict
def refresh_tokens(request: HttpRequest, asked: RefreshWanted) -> HttpResponse:
    """Exchange a refresh token, once, for new tokens; the old ones end."""
    return _tokens(refresh(refresh_token=asked.refresh_token, now=timezone.now()))


@router.post("/auth/revoke", response={200: Revoked, STATUSES: Problem}, operation_id="revoke", auth=None)
@strict
def revoke(request: HttpRequest, asked: RevokeWanted) -> HttpResponse:
    """End a token, and the sign-in it belongs to."""
    revoke_by_token(token=asked.token, now=timezone.now())
    return _told({"code": 0, "message": "success"})


@dataclass(frozen=True)
class Coming:
    """A device at the door, after the first step."""

    device_id: str
    label: str
    scopes: list[str] | None
    by_phone: bool


def _sign_in(request: Any, user: User, asked: OtpTyped | PasswordTyped, *, is_new: bool = False) -> SignedIn:
    """Raises AccountClosed, SecondFactorNeeded."""
    label = asked.device_name or request.headers.get("User-Agent", "")[:120]
    label = "".join(sign for sign in label if sign.isprintable())
    coming = Coming(asked.device_id, label, asked.scope, by_phone=isinstance(asked, OtpTyped))
    if user.is_active and has_second_factor(user.pk):
        raise SecondFactorNeeded(
            token=signing.dumps({"user": str(user.pk), **asdict(coming)}, salt=SECOND_SALT)
        )
    return _let_in(request, user, coming, is_new=is_new)


def _first_step(asked: SecondFactorTyped) -> tuple[User, Coming]:
    """Raises SecondFactorExpired, AccountClosed."""
    try:
        said = signing.loads(asked.second_factor_token, salt=SECOND_SALT, max_age=SECOND_STEP_LIFE)
    except signing.BadSignature:
        raise SecondFactorExpired from None
    user = User.objects.filter(pk=said.pop("user")).first()
    coming = Coming(**said)
    if user is None or coming.device_id != asked.device_id:
        raise SecondFactorExpired
    return user, coming


def _let_in(request: Any, user: User, coming: Coming, *, is_new: bool = False) -> SignedIn:
    if not user.is_active:
        raise AccountClosed
    now = timezone.now()
    found = sign_in_device(
        user=user, device_id=coming.device_id, label=coming.label, scopes=coming.scopes, trace_id=request.trace_id,
        now=now,
    )  # fmt: skip
    close_claims(user_id=user.pk, now=now)
    note_arrival(
        request, user=user, is_new=is_new, proved={(user.phone if coming.by_phone else user.email) or ""},
        is_elsewhere=Device.objects.filter(pk=found.device_id, created_at=now).exists(), now=now, label=coming.label,
    )  # fmt: skip
    return found


def _tokens(found: SignedIn) -> HttpResponse:
    walls.know(found.user_id)
    return _told(
        {
            "access_token": found.access_token, "refresh_token": found.refresh_token, "token_type": "Bearer",
            "expires_in": found.expires_in, "scope": found.scopes, "user_id": found.user_id,
            "device_id": found.session_id, "business_id": last_book_id(user_id=found.user_id),
        }
    )  # fmt: skip


def _told(said: dict[str, Any]) -> HttpResponse:
    return HttpResponse(to_json(said), content_type="application/json")


def _actor(request: Any, found: SignedIn) -> Actor:
    return Actor(found.user_id, "", found.device_id, request.trace_id)


def _country(code: str) -> str:
    return code if code in COUNTRIES else DEFAULT


def _place(mobile: str, device_id: str) -> str:
    """A code belongs to the device that asked for it, so nobody else can use up its tries."""
    return "api-code-" + salted_hmac(CODE_SALT, f"{mobile} {device_id}", algorithm="sha256").hexdigest()
