"""The bodies of push: each item is read by itself, so that one bad item stops no other."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from api.kit.amounts import Amount, AmountOrZero
from ledger.directions import Content
from ledger.operations.likely_days import days_of
from ledger.operations.parties import PartyContent
from ledger.operations.push import Mutation
from ledger.operations.push_parties import PartyMutation

FIRST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LAST = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)


def _within_reach(instant: datetime.datetime) -> datetime.datetime:
    """A phone's clock is kept for show and orders nothing, so however wrong it is, it refuses nothing."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC)
    return min(max(aware, FIRST), LAST).astimezone(datetime.UTC)


MadeAt = Annotated[datetime.datetime, AfterValidator(_within_reach)]
Revision = Annotated[int, Field(ge=0, lt=10**9)]


class _Item(Schema):
    mutation_id: UUID
    made_at: MadeAt


class _Words(Schema):
    direction: Literal["gave", "got"]
    amount: Amount
    mode: Literal["goods", "cash", "upi", "bank", "unsorted"]
    date: datetime.date
    due_date: datetime.date | None = None
    note: Annotated[str, Field(max_length=1000)] = ""
    branch_id: UUID | None = None
    confirm_dates: bool = False

    def content(self) -> Content:
        return Content(
            self.direction, self.amount, self.mode, self.date, self.note, self.due_date, self.branch_id
        )

    @property
    def sure_of(self) -> frozenset[datetime.date]:
        """The days a person confirmed; `day_unlikely` asked about one of them."""
        return days_of(self.content()) if self.confirm_dates else frozenset()


class PushedNewEntry(_Item, _Words):
    """A new entry; ids are the phone's."""

    kind: Literal["entry"]
    verb: Literal["create"]
    entry_id: UUID
    ledger_id: UUID

    def mutation(self) -> Mutation:
        return Mutation(
            self.mutation_id,
            self.verb,
            self.entry_id,
            0,
            self.made_at,
            self.ledger_id,
            self.content(),
            self.sure_of,
        )


class PushedEdit(_Item, _Words):
    """All words of the entry as the person left them; `base_rev` is the revision they saw."""

    kind: Literal["entry"]
    verb: Literal["edit"]
    entry_id: UUID
    base_rev: Revision

    def mutation(self) -> Mutation:
        return Mutation(
            self.mutation_id,
            self.verb,
            self.entry_id,
            self.base_rev,
            self.made_at,
            None,
            self.content(),
            self.sure_of,
        )


class PushedRemoval(_Item):
    """An entry deleted, or a deleted one brought back."""

    kind: Literal["entry"]
    verb: Literal["delete", "restore"]
    entry_id: UUID
    base_rev: Revision

    def mutation(self) -> Mutation:
        return Mutation(self.mutation_id, self.verb, self.entry_id, self.base_rev, self.made_at)


class PushedParty(_Item):
    """A new party (`base_rev` 0), or all words of one as the person left them."""

    kind: Literal["party"]
    verb: Literal["create", "edit"]
    ledger_id: UUID
    base_rev: Revision = 0
    party_name: Annotated[str, Field(min_length=1, max_length=120)]
    type: Literal["customer", "supplier", "tenant", "other"] = "customer"
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Annotated[str, Field(max_length=300)] = ""
    registration_number: Annotated[str, Field(max_length=20)] = ""
    language: Annotated[str, Field(pattern="^([a-z]{2,3})?$")] = ""
    credit_limit: AmountOrZero | None = None

    def mutation(self) -> PartyMutation:
        content = PartyContent(
            name=self.party_name, phone=self.phone, kind=self.type, address=self.address,
            registration_number=self.registration_number, language=self.language, credit_limit=self.credit_limit,
        )  # fmt: skip
        return PartyMutation(
            self.mutation_id, self.verb, self.ledger_id, self.base_rev, self.made_at, content
        )


Pushed = PushedNewEntry | PushedEdit | PushedRemoval | PushedParty
SHAPES: dict[tuple[str, str], type[Pushed]] = {
    ("entry", "create"): PushedNewEntry,
    ("entry", "edit"): PushedEdit,
    ("entry", "delete"): PushedRemoval,
    ("entry", "restore"): PushedRemoval,
    ("party", "create"): PushedParty,
    ("party", "edit"): PushedParty,
}
Item = Annotated[
    PushedNewEntry | PushedEdit | PushedRemoval | PushedParty | Any, Field(union_mode="left_to_right")
]


class Push(Schema):
    """Up to 500 changes in the order they were made. An item that is none of the shapes is rejected alone.

    Members nobody knows are passed over: a phone may be newer than its server, and must not be kept from sending.
    """

    model_config = ConfigDict(extra="ignore")

    mutations: list[Item]


def read_item(item: Any) -> Pushed:
    """The shape an item claims to be. Raises pydantic's ValidationError."""
    if isinstance(item, PushedNewEntry | PushedEdit | PushedRemoval | PushedParty):
        return item
    said = item if isinstance(item, dict) else {}
    shape = SHAPES.get((str(said.get("kind")), str(said.get("verb"))))
    if shape is None:
        _Kinds.model_validate(said)
        shape = PushedRemoval
    return shape.model_validate(item)


class _Kinds(Schema):
    kind: Literal["entry", "party"]
    verb: Literal["create", "edit", "delete", "restore"]


def faults_of(error: ValidationError) -> dict[str, list[str]]:
    """Pydantic's complaints, one list of sentences a member."""
    errors: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in one["loc"]) or "mutation"
        errors.setdefault(name[:80], []).append(str(one["msg"]).removeprefix("Value error, ")[:300])
    return errors


def id_said(item: Any) -> str | None:
    """The mutation id of an item that could not be read, where it has one."""
    found = item.get("mutation_id") if isinstance(item, dict) else None
    try:
        return str(UUID(found)) if isinstance(found, str) else None
    except ValueError:
        return None
