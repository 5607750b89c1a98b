"""Names in bulk: a paper khata typed in row by row, and rows of it changed together.

A row that breaks a rule is named and left out; the others are written. Sent again, rows that stand already
answer as they did.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from businesses.actors import Actor
from businesses.books import lock
from core.names import search_key
from core.refusals import Refusal
from ledger.models import Direction, Party, PartyKind
from ledger.operations.many_rows import RowRefused, each_row
from ledger.operations.parties import PartyResult, add_party, content_of, edit_party
from ledger.operations.run_parties import same_name
from ledger.refusals import NameStands, PartyUnknown

ROWS_MAX = 50


@dataclass(frozen=True, slots=True)
class NewName:
    """`amount` in minor units, 0 for none; gave = they owe us. `is_another`: not the one of the same name."""

    party_id: uuid.UUID
    name: str
    phone: str = ""
    kind: str = PartyKind.CUSTOMER
    direction: str = Direction.GAVE
    amount: int = 0
    is_another: bool = False


@dataclass(frozen=True, slots=True)
class ChangedName:
    """What a row of the sheet holds; the rest of the party stays. `credit_limit` in minor units."""

    party_id: uuid.UUID
    base_rev: int
    name: str
    phone: str
    kind: str
    credit_limit: int | None


@dataclass(frozen=True, slots=True)
class ManyResult:
    """`written` counts rows that changed something; those that stood so already are in `same`."""

    written: int
    same: int
    refused: tuple[RowRefused, ...]


def add_parties(
    *, business_id: uuid.UUID, actor: Actor, rows: Sequence[NewName], country: str, made_at: datetime.datetime,
    now: datetime.datetime,
) -> ManyResult:  # fmt: skip
    """Add up to ROWS_MAX parties with what each owed when the khata began. Raises TooManyRows, RoleNotAllowed."""
    standing: set[str] = set()

    def add(row: NewName) -> PartyResult:
        if not row.is_another and same_name(row.name) in standing:
            raise NameStands(name=row.name)
        made = add_party(
            business_id=business_id, actor=actor, party_id=row.party_id, name=row.name, country=country,
            phone=row.phone, kind=row.kind, opening_amount=row.amount, opening_direction=row.direction,
            made_at=made_at, now=now,
        )  # fmt: skip
        standing.add(same_name(made.name))
        return made

    with transaction.atomic():
        lock(business_id, events=0)
        standing |= _names_standing(business_id, rows)
        return _each(rows, add)


def edit_parties(
    *, business_id: uuid.UUID, actor: Actor, rows: Sequence[ChangedName], country: str, now: datetime.datetime
) -> ManyResult:
    """Change up to ROWS_MAX parties, each at the revision its row was read. Raises TooManyRows, RoleNotAllowed."""

    def edit(row: ChangedName) -> PartyResult:
        party = Party.objects.filter(business_id=business_id, id=row.party_id, trashed_at=None).first()
        if party is None:
            raise PartyUnknown
        words = content_of(party)
        return edit_party(
            business_id=business_id, actor=actor, party_id=row.party_id, base_rev=row.base_rev, name=row.name,
            country=country, phone=row.phone, kind=row.kind, address=words.address,
            registration_number=words.registration_number, language=words.language,
            credit_limit=row.credit_limit, now=now,
        )  # fmt: skip

    with transaction.atomic():
        lock(business_id, events=0)
        return _each(rows, edit)


def _each(rows: Sequence[Any], write: Callable[[Any], PartyResult]) -> ManyResult:
    outcomes = each_row(rows, write, most=ROWS_MAX)
    done = [one for one in outcomes if not isinstance(one, Refusal)]
    same = sum(one.replayed for one in done)
    refused = [RowRefused.of(index, one) for index, one in enumerate(outcomes) if isinstance(one, Refusal)]
    return ManyResult(written=len(done) - same, same=same, refused=tuple(refused))


def _names_standing(business_id: uuid.UUID, rows: Sequence[NewName]) -> set[str]:
    """Names of the sheet that other parties of the book have already."""
    found = Party.objects.filter(
        business_id=business_id, trashed_at=None, merged_into=None,
        name_key__in={search_key(row.name) for row in rows},
    ).exclude(id__in=[row.party_id for row in rows])  # fmt: skip
    return {same_name(name) for name in found.values_list("name", flat=True)}
