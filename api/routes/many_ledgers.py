"""Many khatas at once: added, or changed where they stand."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from api.kit.answers import Row
from api.kit.caller import BookCall
from api.kit.problems import said_of as problem_of
from api.kit.resource import Resource
from api.refusals import TooManyDocuments
from api.routes import ledgers
from api.routes.entries import BULK_MAX
from core.refusals import Refusal
from ledger.operations.many_rows import each_row


class NewLedgers(Schema):
    """Up to 50 parties."""

    ledgers: Annotated[list[ledgers.NewLedger], Field(min_length=1)]


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


router = Resource(
    singular="ledger", plural="ledgers", row=ledgers.LedgerInFull, tag="Ledgers", names=ledgers.NAMES
)


@router.act(
    "/ledgers/bulk", scope="ledger.write", can="khata.write", row=list[BulkLedgerResult], singular="results"
)
def create_ledgers(request: BookCall, asked: NewLedgers) -> list[Row]:
    """Add up to 50 parties, each with what it owed when its khata began; each has a result of its own."""
    return _each(request, asked.ledgers, lambda one: ledgers.create_ledger(request, one), status=201)


@router.act(
    "/ledgers/bulk-change",
    scope="ledger.write",
    can="khata.edit",
    row=list[BulkLedgerResult],
    singular="results",
)
def change_ledgers(request: BookCall, asked: LedgerChanges) -> list[Row]:
    """Change what is written about up to 50 parties; each has a result of its own."""

    def change(one: OneChange) -> Row:
        ledgers.change_party(request, one.ledger_id, one, base_rev=one.rev)
        return ledgers.said_in_full(request, one.ledger_id)

    return _each(request, asked.ledgers, change, status=200)


def _each(request: BookCall, rows: Sequence[Any], write: Callable[[Any], Row], *, status: int) -> list[Row]:
    if len(rows) > BULK_MAX:
        raise TooManyDocuments(BULK_MAX)
    outcomes = each_row(rows, write, most=BULK_MAX)
    return [_answer(request, outcome, status=status) for outcome in outcomes]


def _answer(request: BookCall, outcome: Row | Refusal, *, status: int) -> Row:
    if isinstance(outcome, Refusal):
        said = problem_of(outcome, names=ledgers.NAMES) | {"trace_id": request.caller.trace_id}
        return {"status": outcome.status, "ledger": None, "problem": said}
    return {"status": status, "ledger": outcome, "problem": None}
