"""Add and change the people of a khata, and what they owed when the book began."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.ids import uuid7
from core.names import search_key
from core.phones import to_e164
from core.refusals import Refusal
from core.taken_ids import refused_when_taken
from core.text import clean_line
from ledger.models import Direction, DocumentKind, Mode, Party, PartyKind
from ledger.operations.drafts import AMOUNT_BELOW, local_day
from ledger.operations.entries import EntryResult, record_entry
from ledger.operations.entry_changes import delete_entry, edit_entry
from ledger.operations.transactions import in_transaction
from ledger.queries.entries import opening_of
from ledger.refusals import (
    AmountOutOfReach,
    ChangedElsewhere,
    IdTaken,
    PartyUnknown,
    PersonErased,
    RoleNotAllowed,
)

NAME_LENGTH_MAX = 120
ADDRESS_LENGTH_MAX = 300
REGISTRATION_LENGTH_MAX = 20


class NameMissing(Refusal):
    slug: ClassVar[str] = "name_missing"

    def __init__(self) -> None:
        super().__init__(_("Enter a name."), field="name")


class PhoneTaken(Refusal):
    """Two parties with one phone number would split a khata in two."""

    slug: ClassVar[str] = "phone_taken"
    status: ClassVar[int] = 409

    def __init__(self, *, name: str, party_id: uuid.UUID) -> None:
        super().__init__(
            _("%(name)s already has this number. Open %(name)s or change the number.") % {"name": name},
            field="phone",
        )
        self.party_id = party_id


@dataclass(frozen=True, slots=True)
class PartyContent:
    """What a person wrote about a party. `credit_limit` in minor units."""

    name: str
    phone: str
    kind: str
    address: str
    registration_number: str
    language: str
    credit_limit: int | None


@dataclass(frozen=True, slots=True)
class PartyResult:
    party_id: uuid.UUID
    name: str
    phone: str
    kind: str
    balance: int
    rev: int
    seq: int
    replayed: bool = False


def add_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, name: str, country: str, phone: str = "",
    kind: str = PartyKind.CUSTOMER, address: str = "", registration_number: str = "", language: str = "",
    credit_limit: int | None = None, opening_amount: int = 0, opening_direction: str = Direction.GAVE,
    opening_day: datetime.date | None = None, made_at: datetime.datetime, now: datetime.datetime,
    sure_of: Collection[datetime.date] = (), dry_run: bool = False,
) -> PartyResult:  # fmt: skip
    """Add a party, with its opening balance where one is given (minor units; gave = they owe us).

    `party_id` is the client's; the same party sent twice is added once. `country` reads local phone numbers.
    Raises NameMissing, PhoneTaken, PhoneError, TextError, IdTaken, RoleNotAllowed and record_entry's.
    """
    content = _clean(
        name=name, phone=phone, kind=kind, address=address, registration_number=registration_number,
        language=language, credit_limit=credit_limit, country=country,
    )  # fmt: skip

    def work() -> PartyResult:
        book = lock(business_id)
        if not is_granted(actor.role, "khata.write"):
            raise RoleNotAllowed
        standing = Party.objects.filter(id=party_id).first()
        if standing is not None:
            if standing.business_id != business_id or content_of(standing) != content:
                raise IdTaken
            return result_of(standing, replayed=True)
        refuse_phone_twice(business_id=business_id, phone=content.phone, party_id=party_id)
        with refused_when_taken(IdTaken):
            party = Party.objects.create(
                id=party_id, business_id=business_id, name_key=search_key(content.name),
                changed_seq=book.first_seq, created_at=now, **_fields(content),
            )  # fmt: skip
        _tell(party, verb="party.created", seq=book.first_seq, actor=actor, now=now)
        if opening_amount:
            today = local_day(made_at, timezone=book.timezone)
            record_entry(
                business_id=business_id, actor=actor, document_id=uuid7(), party_id=party_id,
                direction=opening_direction, amount=opening_amount, mode=Mode.UNSORTED, day=opening_day or today,
                made_at=made_at, now=now, kind=DocumentKind.OPENING, sure_of=sure_of,
            )  # fmt: skip
            party.refresh_from_db()
        return result_of(party)

    return in_transaction(work, dry_run=dry_run)


def edit_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, base_rev: int, name: str, country: str, phone: str,
    kind: str, address: str, registration_number: str, language: str, credit_limit: int | None,
    now: datetime.datetime, dry_run: bool = False,
) -> PartyResult:  # fmt: skip
    """Change what is written about a party that stands at revision `base_rev`.

    Raises PartyUnknown, ChangedElsewhere, RoleNotAllowed and what add_party raises for its words.
    """
    content = _clean(
        name=name, phone=phone, kind=kind, address=address, registration_number=registration_number,
        language=language, credit_limit=credit_limit, country=country,
    )  # fmt: skip

    def work() -> PartyResult:
        book = lock(business_id)
        if not is_granted(actor.role, "khata.edit"):
            raise RoleNotAllowed
        party = Party.objects.filter(id=party_id, business_id=business_id, trashed_at=None).first()
        if party is None:
            raise PartyUnknown
        if party.erased_at is not None:
            raise PersonErased
        if content_of(party) == content:
            return result_of(party, replayed=True)
        if party.rev != base_rev:
            raise ChangedElsewhere
        refuse_phone_twice(business_id=business_id, phone=content.phone, party_id=party_id)
        changed = {
            **_fields(content), "name_key": search_key(content.name),
            "rev": party.rev + 1, "changed_seq": book.first_seq,
        }  # fmt: skip
        for field, value in changed.items():
            setattr(party, field, value)
        party.save(update_fields=list(changed))
        _tell(party, verb="party.updated", seq=book.first_seq, actor=actor, now=now)
        return result_of(party)

    return in_transaction(work, dry_run=dry_run)


def set_opening_balance(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, direction: str, amount: int, day: datetime.date,
    made_at: datetime.datetime, now: datetime.datetime, sure_of: Collection[datetime.date] = (),
) -> EntryResult | None:  # fmt: skip
    """What the party owed us (gave) or we owed them (got) when the khata began; 0 takes it out.

    A khata has one opening entry: a second call changes the first. Locks the book before it looks, so that
    two calls at once make one. Raises what the entry operations raise.
    """
    with transaction.atomic():
        lock(business_id, events=0)
        return _set_opening(
            business_id=business_id, actor=actor, party_id=party_id, direction=direction, amount=amount, day=day,
            made_at=made_at, now=now, sure_of=sure_of,
        )  # fmt: skip


def _set_opening(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, direction: str, amount: int, day: datetime.date,
    made_at: datetime.datetime, now: datetime.datetime, sure_of: Collection[datetime.date],
) -> EntryResult | None:  # fmt: skip
    standing = opening_of(business_id, party_id)
    if standing is None and amount == 0:
        return None
    if standing is None:
        return record_entry(
            business_id=business_id, actor=actor, document_id=uuid7(), party_id=party_id, direction=direction,
            amount=amount, mode=Mode.UNSORTED, day=day, made_at=made_at, now=now, kind=DocumentKind.OPENING,
            sure_of=sure_of,
        )  # fmt: skip
    if amount == 0:
        return delete_entry(
            business_id=business_id, actor=actor, document_id=standing.id, mutation_id=uuid7(),
            base_rev=standing.rev, made_at=made_at, now=now,
        )  # fmt: skip
    if (standing.direction, standing.amount, standing.day) == (direction, amount, day):
        return None
    return edit_entry(
        business_id=business_id, actor=actor, document_id=standing.id, mutation_id=uuid7(), base_rev=standing.rev,
        direction=direction, amount=amount, mode=Mode.UNSORTED, day=day, note=standing.note, due_on=standing.due_on,
        made_at=made_at, now=now, sure_of=sure_of,
    )  # fmt: skip


def _clean(
    *, name: str, phone: str, kind: str, address: str, registration_number: str, language: str,
    credit_limit: int | None, country: str,
) -> PartyContent:  # fmt: skip
    cleaned = clean_line(name, max_length=NAME_LENGTH_MAX, field="name")
    if not cleaned:
        raise NameMissing
    if credit_limit is not None and not 0 <= credit_limit < AMOUNT_BELOW:
        raise AmountOutOfReach
    return PartyContent(
        name=cleaned,
        phone=to_e164(phone, country=country) if phone.strip() else "",
        kind=PartyKind(kind),
        address=clean_line(address, max_length=ADDRESS_LENGTH_MAX, field="address"),
        registration_number=clean_line(
            registration_number, max_length=REGISTRATION_LENGTH_MAX, field="registration_number"
        ).upper(),
        language=language,
        credit_limit=credit_limit,
    )


def _fields(content: PartyContent) -> dict[str, object]:
    return {
        "name": content.name, "phone": content.phone, "kind": content.kind, "address": content.address,
        "registration_number": content.registration_number, "language": content.language,
        "credit_limit": content.credit_limit,
    }  # fmt: skip


def content_of(party: Party) -> PartyContent:
    return PartyContent(
        name=party.name, phone=party.phone, kind=PartyKind(party.kind), address=party.address,
        registration_number=party.registration_number, language=party.language, credit_limit=party.credit_limit,
    )  # fmt: skip


def refuse_phone_twice(*, business_id: uuid.UUID, phone: str, party_id: uuid.UUID) -> None:
    """Raises PhoneTaken when another party of the book has this number."""
    if not phone:
        return
    other = (
        Party.objects.filter(business_id=business_id, phone=phone, trashed_at=None, merged_into=None)
        .exclude(id=party_id)
        .order_by("id")
        .first()
    )
    if other is not None:
        raise PhoneTaken(name=other.name, party_id=other.id)


def party_contents(party: Party) -> dict[str, object]:
    """A party's words as the trail keeps them."""
    return {
        **_fields(content_of(party)),
        "merged_into": str(party.merged_into_id) if party.merged_into_id else None,
    }


def _tell(party: Party, *, verb: str, seq: int, actor: Actor, now: datetime.datetime) -> None:
    news = trail.News(
        seq=seq, verb=verb, subject_kind="party", subject_id=party.id, rev=party.rev, amount=None,
        contents=party_contents(party),
    )  # fmt: skip
    trail.append(business_id=party.business_id, at=now, actor=actor, news=[news])


def result_of(party: Party, *, replayed: bool = False) -> PartyResult:
    return PartyResult(
        party_id=party.id, name=party.name, phone=party.phone, kind=party.kind, balance=party.balance,
        rev=party.rev, seq=party.changed_seq, replayed=replayed,
    )  # fmt: skip
