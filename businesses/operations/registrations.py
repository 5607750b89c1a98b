"""The numbers under which a state knows the business, and its branches: added, changed, closed, taken out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Branch, Business, Registration
from businesses.registrations import KINDS, kinds_of, settled_number, state_of
from core.ids import uuid7
from core.refusals import Refusal
from core.text import clean_line, clean_note

REGISTRATIONS_MAX = 50
NAME_MAX, ADDRESS_MAX = 120, 500


class RegistrationUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such registration in this book."))


class RegistrationStands(Refusal):
    slug: ClassVar[str] = "registration_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This number is in the book already."), field="number")


class RegistrationUsed(Refusal):
    slug: ClassVar[str] = "registration_used"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("A branch stands under this number. Give the branch another one first."))


class RegistrationChoiceRefused(Refusal):
    slug: ClassVar[str] = "registration_choice_refused"


class TooManyRegistrations(Refusal):
    slug: ClassVar[str] = "too_many_registrations"

    def __init__(self) -> None:
        super().__init__(_("A book has up to 50 registrations."))


class ChangedElsewhere(Refusal):
    slug: ClassVar[str] = "changed_elsewhere"
    status: ClassVar[int] = 412

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this meanwhile. Look at it as it stands now, then change it."))


@dataclass(frozen=True)
class RegistrationContent:
    """As typed: the operation settles the number, and the state out of it."""

    kind: str
    number: str
    scheme: str = ""
    legal_name: str = ""
    trade_name: str = ""
    address: str = ""


@transaction.atomic
def add_registration(
    *, business_id: UUID, actor: Actor, content: RegistrationContent, now: datetime
) -> Registration:
    """Raises NumberRefused, RegistrationChoiceRefused, RegistrationStands, TooManyRegistrations, TextError."""
    seq = lock(business_id).first_seq
    said = _settled(business_id, content)
    own = Registration.objects.filter(business_id=business_id)
    if own.filter(kind=said["kind"], number=said["number"]).exists():
        raise RegistrationStands
    if own.count() >= REGISTRATIONS_MAX:
        raise TooManyRegistrations
    made = Registration.objects.create(id=uuid7(), business_id=business_id, **said)
    _tell(made, verb="registration.added", seq=seq, actor=actor, now=now)
    return made


@transaction.atomic
def change_registration(
    *, business_id: UUID, actor: Actor, registration_id: UUID, base_rev: int, content: RegistrationContent,
    now: datetime,
) -> Registration:  # fmt: skip
    """Raises RegistrationUnknown, ChangedElsewhere and what add_registration raises."""
    seq = lock(business_id).first_seq
    found = _found(business_id, registration_id, base_rev=base_rev)
    said = _settled(business_id, content)
    others = Registration.objects.filter(business_id=business_id).exclude(pk=found.pk)
    if others.filter(kind=said["kind"], number=said["number"]).exists():
        raise RegistrationStands
    for name, value in said.items():
        setattr(found, name, value)
    found.rev += 1
    found.save()
    _tell(found, verb="registration.changed", seq=seq, actor=actor, now=now)
    return found


@transaction.atomic
def remove_registration(
    *, business_id: UUID, actor: Actor, registration_id: UUID, base_rev: int, now: datetime
) -> None:
    """Raises RegistrationUnknown, ChangedElsewhere, RegistrationUsed."""
    seq = lock(business_id).first_seq
    found = _found(business_id, registration_id, base_rev=base_rev)
    if Branch.objects.filter(business_id=business_id, registration=found).exists():
        raise RegistrationUsed
    found.rev += 1
    _tell(found, verb="registration.removed", seq=seq, actor=actor, now=now)
    found.delete()


def _found(business_id: UUID, registration_id: UUID, *, base_rev: int) -> Registration:
    found = Registration.objects.filter(business_id=business_id, pk=registration_id).first()
    if found is None:
        raise RegistrationUnknown
    if found.rev != base_rev:
        raise ChangedElsewhere
    return found


def _settled(business_id: UUID, content: RegistrationContent) -> dict[str, Any]:
    country = Business.objects.values_list("country", flat=True).get(pk=business_id)
    if content.kind not in kinds_of(country):
        raise RegistrationChoiceRefused(_("Choose what kind of number it is."), field="kind")
    schemes = KINDS[content.kind].schemes
    scheme = content.scheme or next(iter(schemes), "")
    if scheme and scheme not in schemes:
        raise RegistrationChoiceRefused(_("Choose how tax is paid under this number."), field="scheme")
    number = settled_number(content.kind, content.number)
    return {
        "kind": content.kind, "number": number, "state": state_of(content.kind, number), "scheme": scheme,
        "legal_name": clean_line(content.legal_name, max_length=NAME_MAX, field="legal_name"),
        "trade_name": clean_line(content.trade_name, max_length=NAME_MAX, field="trade_name"),
        "address": clean_note(content.address, max_length=ADDRESS_MAX, field="address"),
    }  # fmt: skip


def _tell(one: Registration, *, verb: str, seq: int, actor: Actor, now: datetime) -> None:
    contents = {
        "kind": one.kind, "number": one.number, "scheme": one.scheme, "legal_name": one.legal_name,
        "trade_name": one.trade_name, "address": one.address,
    }  # fmt: skip
    news = trail.News(seq, verb, "registration", one.pk, one.rev, None, contents)
    trail.append(business_id=one.business_id, at=now, actor=actor, news=[news])
