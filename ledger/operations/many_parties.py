"""Names in bulk: a paper khata typed in row by row, and rows of it changed together.

A row that breaks a rule is named and left out; the others are written. Sent again, rows that stand already
answer as they did.
"""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
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
    address: str = ""
    registration_number: str = ""
    language: str = ""
    credit_limit: int | None = None
    opening_day: datetime.date | None = None
    sure_of: Collection[datetime.date] = ()


@dataclass(frozen=True, slots=True)
class ChangedName:
    """`words` are the members of PartyContent that change; the rest of the party stays."""

    party_id: uuid.UUID
    base_rev: int
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ManyResult:
    """`written` counts rows that changed something; those that stood so already are in `same`."""

    written: int
    same: int
    refused: tuple[RowRefused, ...]

    @classmethod
    def of(cls, outcomes: Sequence[PartyResult | Refusal]) -> "ManyResult":
        done = [one for one in outcomes if not isinstance(one, Refusal)]
        same = sum(one.replayed for one in done)
        refused = [
            RowRefused.of(index, one) for index, one in enumerate(outcomes) if isinstance(one, Refusal)
        ]
        return cls(written=len(done) - same, same=same, refused=tuple(refused))


def add_parties(
    *, business_id: uuid.UUID, actor: Actor, rows: Sequence[NewName], country: str, made_at: datetime.datetime,
    now: datetime.datetime,
) -> list[PartyResult | Refusal]:  # fmt: skip
    """Add up to ROWS_MAX parties with what each owed when the khata began; what became of each. Raises TooManyRows."""
    standing: set[str] = set()

    def add(row: NewName) -> PartyResult:
        if not row.is_another and same_name(row.name) in standing:
            raise NameStands(name=row.name)
        made = add_party(
            business_id=business_id, actor=actor, party_id=row.party_id, name=row.name, country=country,
            phone=row.phone, kind=row.kind, opening_amount=row.amount, opening_direction=row.direction,
            address=row.address, registration_number=row.registration_number, language=row.language,
            credit_limit=row.credit_limit, opening_day=row.opening_day, sure_of=row.sure_of, made_at=made_at, now=now,
        )  # fmt: skip
        standing.add(same_name(made.name))
        return made

    with transaction.atomic():
        lock(business_id, events=0)
        standing |= _names_standing(business_id, rows)
        return each_row(rows, add, most=ROWS_MAX)


def edit_parties(
    *, business_id: uuid.UUID, actor: Actor, rows: Sequence[ChangedName], country: str, now: datetime.datetime
) -> list[PartyResult | Refusal]:
    """Change up to ROWS_MAX parties, each at the revision its row was read; what became of each. Raises TooManyRows."""

    def edit(row: ChangedName) -> PartyResult:
        party = Party.objects.filter(business_id=business_id, id=row.party_id, trashed_at=None).first()
        if party is None:
            raise PartyUnknown
        content = asdict(content_of(party)) | dict(row.words)
        return edit_party(
            business_id=business_id, actor=actor, party_id=row.party_id, base_rev=row.base_rev, country=country,
            now=now, **content,
        )  # fmt: skip

    with transaction.atomic():
        lock(business_id, events=0)
        return each_row(rows, edit, most=ROWS_MAX)


def _names_standing(business_id: uuid.UUID, rows: Sequence[NewName]) -> set[str]:
    """Names of the sheet that other parties of the book have already."""
    found = Party.objects.filter(
        business_id=business_id, trashed_at=None, merged_into=None,
        name_key__in={search_key(row.name) for row in rows},
    ).exclude(id__in=[row.party_id for row in rows])  # fmt: skip
    return {same_name(name) for name in found.values_list("name", flat=True)}
