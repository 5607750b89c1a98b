"""Asking a person's browser for the second proof, at the door and before a change, and taking what it answers."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone

from businesses.devices import seen_by
from businesses.models import AccountNoteKind, User
from businesses.operations.account_notes import note
from businesses.second_factor.forms import SecondProofForm
from businesses.second_factor.operations.proofs import Proved, prove_by_code, prove_by_passkey
from businesses.second_factor.queries import credentials_of, has_second_factor
from businesses.second_factor.refusals import PasskeyRefused, SecondFactorWrong
from businesses.second_factor.webauthn import ask_for_proof, can_be_used
from businesses.told import tell_recovery_used

PASSKEY_STATE = "passkey_asked"
METHOD = "mfa"
FRESH_SECONDS = 10 * 60
"""How long a proof counts for changes of one's own account."""


def passkey_options(request: HttpRequest, *, user_id: UUID) -> str:
    """What a passkey is asked, as JSON for the page's script; "" for a person without one."""
    standing = credentials_of(user_id)
    if not standing or not can_be_used():
        return ""
    asked = ask_for_proof(standing=standing)
    request.session[PASSKEY_STATE] = asked.state
    return asked.options


def take(request: HttpRequest, form: SecondProofForm, *, user: User) -> Proved:
    """The proof in a clean form. Raises SecondFactorWrong, PasskeyRefused, TooManyProofs."""
    now, said = timezone.now(), form.cleaned_data
    try:
        if said["answer"]:
            proved = prove_by_passkey(
                user_id=user.pk, answer=said["answer"], state=request.session.pop(PASSKEY_STATE, None),
                origin=origin_of(request), now=now,
            )  # fmt: skip
        else:
            proved = prove_by_code(user_id=user.pk, code=said["code"], now=now)
    except (SecondFactorWrong, PasskeyRefused):
        note(user_id=user.pk, kind=AccountNoteKind.SECOND_WRONG, seen=seen_by(request), now=now)
        raise
    noted(request, proved, user=user)
    return proved


def noted(request: HttpRequest, proved: Proved, *, user: User) -> None:
    """A paper code spent is worth a note and a word to its person."""
    if proved.kind == "recovery":
        seen = seen_by(request)
        note(user_id=user.pk, kind=AccountNoteKind.RECOVERY_USED, seen=seen, now=timezone.now())
        tell_recovery_used(user)


def is_fresh(request: Any) -> bool:
    """Whether the person proved within FRESH_SECONDS that it is them: by the second factor, where there is one."""
    records = get_authentication_records(request, request.user)
    if has_second_factor(request.user.pk):
        records = [record for record in records if record.get("method") == METHOD]
    oldest = timezone.now().timestamp() - FRESH_SECONDS
    return any(float(record.get("at") or 0) > oldest for record in records)


def origin_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
