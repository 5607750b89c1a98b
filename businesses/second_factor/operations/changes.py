"""A second factor turned on and off, and the recovery codes that go with it. The caller has checked who asks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.operations.codes import plain
from businesses.second_factor.models import CodeApp, Passkey, ProofTry, RecoveryCode
from businesses.second_factor.operations.proofs import RECOVERY_DIGITS, recovery_hashes
from businesses.second_factor.otp import in_groups, matching_step
from businesses.second_factor.queries import PASSKEYS_MAX, has_second_factor
from businesses.second_factor.refusals import (
    PasskeyRefused,
    SecondFactorStands,
    SecondFactorUnknown,
    SecondFactorWrong,
    TooManyPasskeys,
)
from businesses.second_factor.webauthn import AnswerRefused, read_new
from core.encryption import encrypt
from core.ids import uuid7

RECOVERY_CODES = 10


@dataclass(frozen=True)
class Added:
    """`codes` are the recovery codes, readable now and never again; none when there were some already."""

    id: UUID
    codes: tuple[str, ...]


@transaction.atomic
def turn_on_app(*, user_id: UUID, actor: Actor, secret: str, code: str, now: datetime) -> Added:
    """Keep the key of an app that has shown a right code. Raises SecondFactorWrong, SecondFactorStands."""
    seq = lock_user(user_id)
    if CodeApp.objects.filter(user_id=user_id).exists():
        raise SecondFactorStands
    step = matching_step(secret, plain(code), now=now)
    if step is None:
        raise SecondFactorWrong
    codes = _first_codes(user_id, now=now)
    app = CodeApp(id=uuid7(), user_id=user_id, last_step=step, made_at=now)
    app.secret = encrypt(secret, about=str(app.pk))
    app.save(force_insert=True)
    _tell(user_id, actor, seq=seq, verb="second_factor.added", subject_id=app.pk, kind="app", now=now)
    return Added(app.pk, codes)


@transaction.atomic
def add_passkey(
    *, user_id: UUID, actor: Actor, name: str, answer: str, state: dict[str, Any] | None, origin: str, now: datetime
) -> Added:  # fmt: skip
    """Keep a passkey the browser made. Raises PasskeyRefused, TooManyPasskeys."""
    seq = lock_user(user_id)
    mine = Passkey.objects.filter(user_id=user_id)
    if mine.count() >= PASSKEYS_MAX:
        raise TooManyPasskeys
    if state is None:
        raise PasskeyRefused
    try:
        made = read_new(answer, state=state, origin=origin)
    except AnswerRefused:
        raise PasskeyRefused from None
    if mine.filter(credential_id=made.credential_id).exists():
        raise PasskeyRefused
    codes = _first_codes(user_id, now=now)
    key = Passkey.objects.create(
        user_id=user_id, name=name[:60], credential_id=made.credential_id, credential=made.credential, uses=made.uses,
        made_at=now,
    )  # fmt: skip
    _tell(user_id, actor, seq=seq, verb="second_factor.added", subject_id=key.pk, kind="passkey", now=now)
    return Added(key.pk, codes)


@transaction.atomic
def turn_off_app(*, user_id: UUID, actor: Actor, now: datetime) -> None:
    """Raises SecondFactorUnknown."""
    seq = lock_user(user_id)
    app = CodeApp.objects.filter(user_id=user_id).first()
    if app is None:
        raise SecondFactorUnknown
    app_id = app.pk
    app.delete()
    _end_codes(user_id)
    _tell(user_id, actor, seq=seq, verb="second_factor.removed", subject_id=app_id, kind="app", now=now)


@transaction.atomic
def remove_passkey(*, user_id: UUID, actor: Actor, passkey_id: UUID, now: datetime) -> None:
    """Raises SecondFactorUnknown."""
    seq = lock_user(user_id)
    deleted, _by_model = Passkey.objects.filter(user_id=user_id, pk=passkey_id).delete()
    if not deleted:
        raise SecondFactorUnknown
    _end_codes(user_id)
    _tell(
        user_id, actor, seq=seq, verb="second_factor.removed", subject_id=passkey_id, kind="passkey", now=now
    )


@transaction.atomic
def renew_codes(*, user_id: UUID, actor: Actor, now: datetime) -> tuple[str, ...]:
    """New recovery codes; those from before are void. Raises SecondFactorUnknown when there is no second factor."""
    seq = lock_user(user_id)
    if not has_second_factor(user_id):
        raise SecondFactorUnknown
    codes = _new_codes(user_id, now=now)
    _tell(user_id, actor, seq=seq, verb="recovery_codes.made", subject_id=user_id, kind="recovery", now=now)
    return codes


@transaction.atomic
def end_second_factor(*, user_id: UUID, actor: Actor, now: datetime) -> bool:
    """Everything off, for a person whom the operator knows; False when nothing was on."""
    seq = lock_user(user_id)
    if not has_second_factor(user_id):
        return False
    for model in (CodeApp, Passkey, RecoveryCode, ProofTry):
        model.objects.filter(user_id=user_id).delete()
    _tell(user_id, actor, seq=seq, verb="second_factor.removed", subject_id=user_id, kind="all", now=now)
    return True


def _first_codes(user_id: UUID, *, now: datetime) -> tuple[str, ...]:
    return () if has_second_factor(user_id) else _new_codes(user_id, now=now)


def _new_codes(user_id: UUID, *, now: datetime) -> tuple[str, ...]:
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add(f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}")
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, code_hash=recovery_hashes(user_id, code)[0], made_at=now)
        for code in codes
    )
    return tuple(in_groups(code) for code in sorted(codes))


def _end_codes(user_id: UUID) -> None:
    """Recovery codes stand for a second factor, and go with the last one."""
    if not has_second_factor(user_id):
        RecoveryCode.objects.filter(user_id=user_id).delete()


def _tell(
    user_id: UUID, actor: Actor, *, seq: int, verb: str, subject_id: UUID, kind: str, now: datetime
) -> None:
    contents: dict[str, object] = {"kind": kind}
    news = News(seq, verb, "second_factor", subject_id, 1, None, contents)
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
