"""One-time codes: made, counted, tried.

allauth keeps its login codes in the session. A session is read, changed and written back without a lock,
so fifty requests at once would each see the same number of tries left; and its sending limits live in the
cache. Here codes and counts are rows of the database instead: a try is one conditional UPDATE, sending is
counted behind one locked row, on SQLite and PostgreSQL alike. allauth makes the digits and does the rest
of the sign-in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesses.models import SignInCode, SignInGate
from core.digits import to_ascii_digits
from core.ids import uuid7
from core.refusals import Refusal

LIFE = timedelta(minutes=5)
TRIES_MAX = 5
KEPT = timedelta(days=2)
PURGED_AT_ONCE_MAX = 500
SALT = "businesses.codes"

Caps = Mapping[str, Sequence[tuple[int, int]]]


class TooManyCodes(Refusal):
    """A cap on sending was reached. `scope` is number, address or site; `wait` is when to ask again."""

    slug: ClassVar[str] = "too_many_codes"
    status: ClassVar[int] = 429

    def __init__(self, *, scope: str, wait: timedelta) -> None:
        super().__init__(_sentence(scope=scope, wait=wait))
        self.scope = scope
        self.wait = wait


class CodeWrong(Refusal):
    slug: ClassVar[str] = "code_wrong"

    def __init__(self, *, left: int) -> None:
        super().__init__(_wrong_sentence(left), field="code")
        self.left = left


class CodeTooOld(Refusal):
    """The code ran out, was used, was replaced, or was tried too often: it opens nothing any more."""

    slug: ClassVar[str] = "code_too_old"

    def __init__(self) -> None:
        super().__init__(_("That code no longer works. Ask for a new one."), field="code")


@dataclass(frozen=True)
class CodeMade:
    code_id: UUID
    expires_at: datetime


def make_code(
    *, destination: str, address: str, code: str, replaces: UUID | None, caps: Caps, now: datetime
) -> CodeMade:
    """Keep a hash of `code` for `destination` (E.164 number or e-mail), asked for from the IP `address`.

    The code it replaces is void at once. Raises TooManyCodes when a cap is reached; nothing is kept then.
    Sending is the caller's, after the transaction.
    """
    number, source = _hash("destination", destination), _hash("address", address)
    with transaction.atomic():
        _enter_gate(now)
        for scope, rows in _sent(number=number, source=source):
            _check_caps(rows, scope=scope, caps=caps.get(scope, ()), now=now)
        if replaces is not None:
            SignInCode.objects.filter(pk=replaces, used_at=None, expires_at__gt=now).update(expires_at=now)
        made = SignInCode(
            id=uuid7(), destination_hash=number, address_hash=source, made_at=now, expires_at=now + LIFE
        )
        made.code_hash = _code_hash(made.pk, code)
        made.save(force_insert=True)
        _purge(before=now - KEPT)
    return CodeMade(code_id=made.pk, expires_at=made.expires_at)


def use_code(*, code_id: UUID, code: str, now: datetime) -> None:
    """Spend one of the code's TRIES_MAX tries and, when it matches, the code itself: it works once.

    `code` may be typed in any digits, with spaces or dashes. Raises CodeWrong or CodeTooOld.
    """
    rows = SignInCode.objects.filter(pk=code_id)
    alive = rows.filter(used_at=None, expires_at__gt=now, tries__lt=TRIES_MAX)
    if not alive.update(tries=F("tries") + 1):
        raise CodeTooOld
    tries, expected = rows.values_list("tries", "code_hash").get()
    if not constant_time_compare(_code_hash(code_id, plain(code)), expected):
        raise CodeWrong(left=TRIES_MAX - tries)
    if not rows.filter(used_at=None).update(used_at=now):
        raise CodeTooOld


def is_expired(*, code_id: UUID, now: datetime) -> bool:
    """True when only time ended the code: never used, never replaced, tries left."""
    rows = SignInCode.objects.filter(pk=code_id, used_at=None, tries__lt=TRIES_MAX)
    return rows.filter(expires_at__lte=now, expires_at=F("made_at") + LIFE).exists()


def plain(code: str) -> str:
    """The code's digits as 0-9, without the spaces and dashes people and phones put in."""
    return "".join(sign for sign in to_ascii_digits(code) if not sign.isspace() and sign not in "-‐–.")


def _enter_gate(now: datetime) -> None:
    """Locks the gate's row until the end of the transaction, making it first if it is missing."""
    gate = SignInGate(name="codes", passed_at=now)
    SignInGate.objects.bulk_create(
        [gate], update_conflicts=True, unique_fields=["name"], update_fields=["passed_at"]
    )


def _sent(*, number: str, source: str) -> list[tuple[str, QuerySet[SignInCode]]]:
    codes = SignInCode.objects.order_by("-made_at")
    return [
        ("number", codes.filter(destination_hash=number)),
        ("address", codes.filter(address_hash=source)),
        ("site", codes),
    ]


def _check_caps(
    rows: QuerySet[SignInCode], *, scope: str, caps: Sequence[tuple[int, int]], now: datetime
) -> None:
    waits = []
    for most, seconds in caps:
        window = timedelta(seconds=seconds)
        last = rows.filter(made_at__gt=now - window).values_list("made_at", flat=True)[most - 1 : most]
        waits += [made_at + window - now for made_at in last]
    if waits:
        raise TooManyCodes(scope=scope, wait=max(waits))


def _purge(*, before: datetime) -> None:
    old = SignInCode.objects.filter(made_at__lt=before).order_by("made_at").values("pk")
    SignInCode.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:PURGED_AT_ONCE_MAX])).delete()


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"{SALT}.{kind}", value, algorithm="sha256").hexdigest()


def _code_hash(code_id: UUID, code: str) -> str:
    return _hash("code", f"{code_id}:{code}")


def _wrong_sentence(left: int) -> str:
    if left <= 0:
        return _("That code did not match either. It no longer works: ask for a new one.")
    return ngettext(
        "That code does not match. You can try once more.",
        "That code does not match. You can try %(left)s more times.",
        left,
    ) % {"left": left}


def _sentence(*, scope: str, wait: timedelta) -> str:
    if scope == "site":
        return _("We cannot send codes just now. Try again in an hour, or sign in with e-mail and password.")
    seconds = max(int(wait.total_seconds()), 1)
    if scope == "number" and seconds <= 60:
        text = ngettext(
            "We sent a code a moment ago. You can ask for another in %(count)s second.",
            "We sent a code a moment ago. You can ask for another in %(count)s seconds.",
            seconds,
        )
        return text % {"count": seconds}
    return _many_sentence(scope=scope, minutes=-(-seconds // 60))


def _many_sentence(*, scope: str, minutes: int) -> str:
    count = minutes if minutes < 120 else -(-minutes // 60)
    if scope == "number" and minutes < 120:
        text = ngettext(
            "Several codes went there already. You can ask again in %(count)s minute.",
            "Several codes went there already. You can ask again in %(count)s minutes.",
            count,
        )
    elif scope == "number":
        text = _("Several codes went there already. You can ask again in %(count)s hours.")
    elif minutes < 120:
        text = ngettext(
            "Too many codes were asked for from this connection. Ask again in %(count)s minute.",
            "Too many codes were asked for from this connection. Ask again in %(count)s minutes.",
            count,
        )
    else:
        text = _("Too many codes were asked for from this connection. Ask again in %(count)s hours.")
    return text % {"count": count}
