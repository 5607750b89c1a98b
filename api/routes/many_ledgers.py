"""Many khatas at once: added, or changed where they stand."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.answers import Row
from api.kit.caller import BookCall
from api.kit.problems import said_of as problem_of
from api.kit.resource import Resource
from api.refusals import TooManyDocuments
from api.routes import ledgers
from core.ids import uuid7
from core.refusals import Refusal
from ledger.operations.many_parties import ROWS_MAX, ChangedName, NewName, add_parties, edit_parties
from ledger.operations.parties import PartyResult


class OneLedger(ledgers.NewLedger):
    """`is_another_party`: not the one that has this name already, which is refused as `name_stands` otherwise."""

    is_another_party: bool = False


class NewLedgers(Schema):
    """Up to 50 parties."""

    ledgers: Annotated[list[OneLedger], Field(min_length=1)]


class OneChange(ledgers.LedgerChange):
    """`rev` is the revision you saw."""

    ledger_id: UUID
    rev: Annotated[int, Field(ge=1)]


class LedgerChanges(Schema):
    """Up to 50 changes."""

    ledgers: Annotated[list[OneChange], Field(min_length=1)]


class BulkLedgerResult(Schema):
    """`status` is what the khata alone would have been answered; `ledger` or `problem` follows from it."""

    status: int
    ledger: dict[str, Any] | None
    problem: dict[str, Any] | None


WORDS = {"party_name": "name", "type": "kind"}
"""What the operation calls otherwise."""
router = Resource(
    singular="ledger", plural="ledgers", row=ledgers.LedgerInFull, tag="Ledgers", names=ledgers.NAMES
)


@router.act(
    "/ledgers/bulk", scope="ledger.write", can="khata.write", row=list[BulkLedgerResult], singular="results"
)
def create_ledgers(request: BookCall, asked: NewLedgers) -> list[Row]:
    """Add up to 50 parties, each with what it owed when its khata began; each has a result of its own."""
    _check_length(asked.ledgers)
    now, book = timezone.now(), request.business
    outcomes = add_parties(
        business_id=book.pk, actor=request.actor, rows=[_new_name(one) for one in asked.ledgers],
        country=book.country, made_at=now, now=now,
    )  # fmt: skip
    return [_answer(request, outcome, status=201) for outcome in outcomes]


@router.act(
    "/ledgers/bulk-change",
    scope="ledger.write",
    can="khata.edit",
    row=list[BulkLedgerResult],
    singular="results",
)
def change_ledgers(request: BookCall, asked: LedgerChanges) -> list[Row]:
    """Change what is written about up to 50 parties; each has a result of its own."""
    _check_length(asked.ledgers)
    outcomes = edit_parties(
        business_id=request.business.pk, actor=request.actor, rows=[_changed_name(one) for one in asked.ledgers],
        country=request.business.country, now=timezone.now(),
    )  # fmt: skip
    return [_answer(request, outcome, status=200) for outcome in outcomes]


def _check_length(rows: Sequence[Any]) -> None:
    if len(rows) > ROWS_MAX:
        raise TooManyDocuments(ROWS_MAX)


def _new_name(one: OneLedger) -> NewName:
    opening = one.opening_balance or ledgers.Opening(amount=0)
    return NewName(
        party_id=one.ledger_id or uuid7(), name=one.party_name, phone=one.phone, kind=one.type, address=one.address,
        registration_number=one.registration_number, language=one.language, credit_limit=one.credit_limit,
        amount=opening.amount, direction=opening.direction, opening_day=opening.date, sure_of=opening.sure_of,
        is_another=one.is_another_party,
    )  # fmt: skip


def _changed_name(one: OneChange) -> ChangedName:
    """The members that were sent; null takes away the credit limit, and leaves any other as it is."""
    sent = one.dict(exclude_unset=True, exclude={"ledger_id", "rev"})
    kept = {name: said for name, said in sent.items() if said is not None or name == "credit_limit"}
    return ChangedName(one.ledger_id, one.rev, {WORDS.get(name, name): said for name, said in kept.items()})


def _answer(request: BookCall, outcome: PartyResult | Refusal, *, status: int) -> Row:
    if isinstance(outcome, Refusal):
        said = problem_of(outcome, names=ledgers.NAMES) | {"trace_id": request.caller.trace_id}
        return {"status": outcome.status, "ledger": None, "problem": said}
    return {"status": status, "ledger": ledgers.said_in_full(request, outcome.party_id), "problem": None}
