"""A second factor, tried: an app's code, a recovery code or a passkey. Each try counts before it is looked at."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from businesses.models import User
from businesses.operations.codes import plain
from businesses.second_factor.models import CodeApp, Passkey, ProofTry, RecoveryCode
from businesses.second_factor.otp import matching_step
from businesses.second_factor.queries import credentials_of
from businesses.second_factor.refusals import PasskeyRefused, SecondFactorWrong, TooManyProofs
from businesses.second_factor.webauthn import AnswerRefused, read_proof
from core.encryption import Undecipherable, decrypt

CAPS = ((5, timedelta(minutes=15)), (20, timedelta(days=1)))
"""(tries, within): of 20 tries a day an app's code is guessed once in 45 years."""
RECOVERY_DIGITS = 12
SALT = "businesses.recovery"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proved:
    kind: Literal["app", "recovery", "passkey"]


def prove_by_code(*, user_id: UUID, code: str, now: datetime) -> Proved:
    """Take a code of the app or from the paper, in any digits; each works once.

    Raises SecondFactorWrong, TooManyProofs.
    """
    spend_try(user_id=user_id, now=now)
    typed = plain(code)
    if len(typed) == RECOVERY_DIGITS:
        _use_recovery_code(user_id, typed, now=now)
        return _proved(user_id, "recovery")
    _use_app_code(user_id, typed, now=now)
    return _proved(user_id, "app")


def prove_by_passkey(
    *, user_id: UUID, answer: str, state: dict[str, Any] | None, origin: str, now: datetime
) -> Proved:
    """Take a browser's answer to what `state` asked. Raises PasskeyRefused, TooManyProofs."""
    spend_try(user_id=user_id, now=now)
    if state is None:
        raise PasskeyRefused
    try:
        said = read_proof(answer, state=state, standing=credentials_of(user_id), origin=origin)
    except AnswerRefused:
        raise PasskeyRefused from None
    mine = Passkey.objects.filter(user_id=user_id, credential_id=said.credential_id)
    # A counter that does not rise belongs to a copy of the key.
    if not mine.filter(Q(uses__lt=said.uses) | Q(uses=0)).update(uses=said.uses, used_at=now):
        raise PasskeyRefused
    return _proved(user_id, "passkey")


@transaction.atomic
def spend_try(*, user_id: UUID, now: datetime) -> None:
    """Count a try, one at a time for each person. Raises TooManyProofs."""
    User.objects.select_for_update().only("pk").get(pk=user_id)
    mine = ProofTry.objects.filter(user_id=user_id)
    longest = max(within for _most, within in CAPS)
    mine.filter(at__lte=now - longest).delete()
    for most, within in CAPS:
        recent = mine.filter(at__gt=now - within).order_by("-at").values_list("at", flat=True)
        oldest = recent[most - 1 : most].first() if recent.count() >= most else None
        if oldest is not None:
            raise TooManyProofs(wait=oldest + within - now)
    ProofTry.objects.create(user_id=user_id, at=now)


def recovery_hashes(user_id: UUID, code: str) -> list[str]:
    """What is kept of a recovery code: under the present SECRET_KEY first, then under former ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [
        salted_hmac(SALT, f"{user_id}:{code}", secret=key, algorithm="sha256").hexdigest() for key in keys
    ]


def _use_app_code(user_id: UUID, code: str, *, now: datetime) -> None:
    app = CodeApp.objects.filter(user_id=user_id).first()
    if app is None:
        raise SecondFactorWrong
    try:
        secret = decrypt(bytes(app.secret), about=str(app.pk))
    except Undecipherable:
        log.exception("the key of an app opens under no SECRET_KEY", extra={"app": str(app.pk)})
        raise SecondFactorWrong from None
    step = matching_step(secret, code, now=now)
    if step is None:
        raise SecondFactorWrong
    if not CodeApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step, used_at=now):
        raise SecondFactorWrong(was_used=True)


def _use_recovery_code(user_id: UUID, code: str, *, now: datetime) -> None:
    mine = RecoveryCode.objects.filter(user_id=user_id, used_at=None)
    if not mine.filter(code_hash__in=recovery_hashes(user_id, code)).update(used_at=now):
        raise SecondFactorWrong


def _proved(user_id: UUID, kind: Literal["app", "recovery", "passkey"]) -> Proved:
    ProofTry.objects.filter(user_id=user_id).delete()
    return Proved(kind)
