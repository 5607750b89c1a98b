"""Passkeys: what the browser is asked, and what it answered, by the rules of WebAuthn (fido2 does the checking)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Halkhata"
ANSWER_LENGTH_MAX = 20_000
CREDENTIAL_ID_LENGTH_MAX = 1023
IS_NUMBER = re.compile(r"^[\d.:\[\]a-f]*$")


class AnswerRefused(Exception):
    """What came is no answer to what was asked."""


@dataclass(frozen=True)
class Asked:
    """`options` go to the browser as JSON; `state` stays in the session until the answer comes."""

    options: str
    state: dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """`uses` is the authenticator's own counter, 0 where it keeps none."""

    credential_id: bytes
    credential: bytes
    uses: int


def site_host() -> str:
    """The host passkeys are made for."""
    return urlsplit(settings.SITE_URL).hostname or ""


def can_be_used() -> bool:
    """Passkeys belong to a name; an address of numbers has none."""
    return not IS_NUMBER.match(site_host())


def ask_for_new(*, user_id: UUID, name: str, standing: Sequence[bytes]) -> Asked:
    """Ask for a new passkey, none of an authenticator that has one already."""
    person = PublicKeyCredentialUserEntity(id=user_id.bytes, name=name, display_name=name)
    options, state = _server("").register_begin(
        person,
        credentials=_read_all(standing),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(json.dumps(dict(options)), state)


def ask_for_proof(*, standing: Sequence[bytes]) -> Asked:
    options, state = _server("").authenticate_begin(
        credentials=_read_all(standing), user_verification=UserVerificationRequirement.PREFERRED
    )
    return Asked(json.dumps(dict(options)), state)


def read_new(answer: str, *, state: dict[str, Any], origin: str) -> Answered:
    """The new passkey in the browser's answer. Raises AnswerRefused."""
    try:
        data = _server(origin).register_complete(state, json.loads(answer))
    except Exception as error:  # a stranger's bytes may break the reader anywhere
        raise AnswerRefused from error
    made = data.credential_data
    if made is None or len(made.credential_id) > CREDENTIAL_ID_LENGTH_MAX:
        raise AnswerRefused
    return Answered(bytes(made.credential_id), bytes(made), data.counter)


def read_proof(answer: str, *, state: dict[str, Any], standing: Sequence[bytes], origin: str) -> Answered:
    """Which of the standing passkeys signed what was asked. Raises AnswerRefused."""
    try:
        said = AuthenticationResponse.from_dict(json.loads(answer))
        found = _server(origin).authenticate_complete(state, _read_all(standing), said)
        uses = said.response.authenticator_data.counter
        return Answered(bytes(found.credential_id), bytes(found), uses)
    except Exception as error:  # as above
        raise AnswerRefused from error


def _server(origin: str) -> Fido2Server:
    """`origin` is that of the page that asked: an answer made on any other page is refused."""
    host = site_host()
    site = PublicKeyCredentialRpEntity(id=host, name=NAME)
    return Fido2Server(site, verify_origin=lambda said: said == origin and verify_rp_id(host, said))


def _read_all(standing: Sequence[bytes]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(one) for one in standing]
