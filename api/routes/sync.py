"""Sync: what changed in a book, and what phones did without a connection."""

import datetime
import logging
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field, ValidationError

from api.kit.amounts import Money, balance_number, number, side
from api.kit.answers import CURSOR_LENGTH_MAX, Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.refusals import Broken, FieldsRefused
from api.kit.resource import Resource
from api.sync.cursors import place_of, sync_cursor
from api.sync.mutations import Push, PushedParty, faults_of, id_said, read_item
from api.sync.records import ChangeSaid, DirectionSaid, Side, Version, change_said, version_said
from api.sync.refusals import TooManyMutations
from api.sync.stream import NDJSON, streamed, wants_stream
from core.refusals import Refusal
from ledger.operations.entries import EntryResult
from ledger.operations.parties import PartyResult
from ledger.operations.push import MUTATIONS_MAX, PushAnswer, apply_mutation, decide
from ledger.operations.push_parties import apply_party_mutation
from ledger.queries.changes import changes, digest
from ledger.queries.pages import cursor_of
from ledger.queries.pending import PendingCard, pending_card, waiting

logger = logging.getLogger(__name__)
PAGE_MAX = 500
State = Literal["applied", "duplicate", "conflict", "held", "waiting", "rejected"]


class Since(Schema):
    """`cursor` is the `sync_cursor` of the answer before; without one the book is read from its start."""

    cursor: Annotated[str | None, Field(max_length=CURSOR_LENGTH_MAX)] = None
    per_page: Annotated[int, Field(ge=1, le=PAGE_MAX)] = PAGE_MAX
    stream: bool = False


class PushedEntrySaid(Schema):
    """The entry after the change, and what its party stands at."""

    entry_id: UUID
    ledger_id: UUID
    party_name: str
    direction: DirectionSaid
    amount: Money
    mode: str
    date: datetime.date
    state: Literal["posted", "trashed"]
    rev: int
    balance: Money
    balance_side: Side
    over_limit: bool


class PushedLedgerSaid(Schema):
    ledger_id: UUID
    party_name: str
    type: str
    phone: str
    rev: int
    balance: Money
    balance_side: Side


class PushResult(Answer):
    """What became of one item. `place` counts from 0 in the order sent. With rejected and waiting, `error` is a
    slug of the catalogue and `message` its sentence; `pending_id` names what waits for a decision."""

    place: int
    mutation_id: UUID | None
    state: State
    entry: PushedEntrySaid | None
    ledger: PushedLedgerSaid | None
    pending_id: UUID | None
    error: str
    message: str
    errors: dict[str, list[str]]


class Digest(Answer):
    """256 digests, one for each last byte of an entry's id: sha256 in hex over the sorted lines
    `id:rev:state` (state posted or trashed) with line feeds between, or an empty text for none."""

    sync_cursor: str
    buckets: list[str]


class PendingSaid(Answer):
    """A change that waits: `mine` is what the phone said, `theirs` what stands in the book."""

    pending_id: UUID
    mutation_id: UUID
    entry_id: UUID
    ledger_id: UUID | None
    party_name: str
    verb: Literal["create", "edit", "delete", "restore"]
    reason: Literal["conflict", "held"]
    said_by: str
    device: str
    made_at: datetime.datetime
    received_at: datetime.datetime
    mine: Version | None
    theirs: Version | None
    is_deleted: bool


class Decision(Schema):
    """mine: what the phone said is applied over what stands; theirs: what stands is left."""

    decision: Literal["mine", "theirs"]


ONE = "/sync/pending/{uuid:pending_id}"
router = Resource(singular="change", plural="changes", row=ChangeSaid, tag="Sync")


@router.rows(
    "/sync/changes", scope="ledger.read", can="khata.read", streams=NDJSON,
    extra={"sync_cursor": (str, Field(description="Send it as `cursor` next time, also after the last page."))},
)  # fmt: skip
def list_changes(request: BookCall, asked: Query[Since]) -> Page | StreamingHttpResponse:
    """What changed since a cursor, deleted rows too; a line of JSON a row with Accept: application/x-ndjson."""
    after = place_of(asked.cursor, book=request.business)
    if wants_stream(request, asked=asked.stream):
        return streamed(request.business, after=after)
    found = changes(request.business.pk, after=after, limit=asked.per_page)
    cursor = sync_cursor(found.epoch, found.seq)
    rows = [change_said(change) for change in found.rows]
    return Page(rows, cursor if found.has_more else None, asked.per_page, extra={"sync_cursor": cursor})


@router.act(
    "/sync/push",
    scope="ledger.write",
    can="khata.write",
    row=list[PushResult],
    singular="results",
    keyed=False,
)
def push_changes(request: BookCall, asked: Push) -> list[Row]:
    """Bring in up to 500 changes, each by itself. Every change has its own id, so sending again is safe."""
    if len(asked.mutations) > MUTATIONS_MAX:
        raise TooManyMutations(MUTATIONS_MAX)
    return [_pushed(request, place, item) for place, item in enumerate(asked.mutations)]


@router.one("/sync/digest", scope="ledger.read", can="khata.read", singular="digest", row=Digest)
def get_digest(request: BookCall) -> Row:
    """Check codes over all entries, to compare with a phone's own."""
    seq, buckets = digest(request.business.pk)
    return {"sync_cursor": sync_cursor(request.business.epoch, seq), "buckets": buckets}


@router.rows("/sync/pending", scope="ledger.read", can="khata.edit", plural="pending", row=PendingSaid)
def list_pending(request: BookCall, paging: Query[Paging]) -> Page:
    """Changes that wait for a decision, oldest first."""
    after = uuid_after(paging.cursor) if paging.cursor else None
    found = [_waiting(card) for card in waiting(request.business.pk, after=after, limit=paging.per_page + 1)]
    return page_of(found, paging=paging, cursor=lambda row: cursor_of(str(row["pending_id"])))


@router.one(
    "/sync/pending/{uuid:pending_id}",
    scope="ledger.read",
    can="khata.edit",
    singular="pending",
    row=PendingSaid,
)
def get_pending(request: BookCall, pending_id: UUID) -> Row:
    """One change that waits."""
    return _waiting(pending_card(request.business.pk, pending_id))


@router.act(
    ONE + "/decide",
    scope="ledger.write",
    can="khata.edit",
    row=PushResult,
    singular="result",
)
def decide_pending(request: BookCall, pending_id: UUID, asked: Decision) -> Row:
    """Keep mine or keep theirs."""
    answer = decide(
        business_id=request.business.pk, actor=request.actor, pending_id=pending_id, decision=asked.decision,
        now=timezone.now(),
    )  # fmt: skip
    return _said(0, answer)


def _pushed(request: BookCall, place: int, item: Any) -> Row:
    try:
        return _said(place, _applied(request, item))
    except ValidationError as error:
        return _rejected(place, id_said(item), FieldsRefused(faults_of(error)), errors=faults_of(error))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # An item that breaks us must not stop the ones behind it for ever; its phone keeps it and shows it.
        logger.exception("A change from a phone broke")
        return _rejected(place, getattr(item, "mutation_id", None), Broken())


def _applied(request: BookCall, item: Any) -> PushAnswer:
    said, now, book = read_item(item), timezone.now(), request.business
    if isinstance(said, PushedParty):
        return apply_party_mutation(
            business_id=book.pk, actor=request.actor, mutation=said.mutation(), country=book.country, now=now
        )
    return apply_mutation(business_id=book.pk, actor=request.actor, mutation=said.mutation(), now=now)


def _said(place: int, answer: PushAnswer) -> Row:
    return {
        "place": place,
        "mutation_id": answer.mutation_id,
        "state": answer.state,
        "entry": _entry(answer.result) if answer.result else None,
        "ledger": _ledger(answer.party) if answer.party else None,
        "pending_id": answer.pending_id,
        "error": answer.slug,
        "message": answer.message,
        "errors": {},
    }


def _rejected(
    place: int,
    mutation_id: UUID | str | None,
    refusal: Refusal,
    *,
    errors: dict[str, list[str]] | None = None,
) -> Row:
    return {
        "place": place, "mutation_id": mutation_id, "state": "rejected", "entry": None, "ledger": None,
        "pending_id": None, "error": refusal.slug, "message": refusal.message, "errors": errors or {},
    }  # fmt: skip


def _entry(result: EntryResult) -> Row:
    return {
        "entry_id": result.document_id,
        "ledger_id": result.party_id,
        "party_name": result.party_name,
        "direction": result.direction,
        "amount": number(result.amount),
        "mode": result.mode,
        "date": result.day,
        "state": result.state,
        "rev": result.rev,
        "balance": balance_number(result.balance),
        "balance_side": side(result.balance),
        "over_limit": result.over_limit,
    }


def _ledger(result: PartyResult) -> Row:
    return {
        "ledger_id": result.party_id,
        "party_name": result.name,
        "type": result.kind,
        "phone": result.phone,
        "rev": result.rev,
        "balance": balance_number(result.balance),
        "balance_side": side(result.balance),
    }


def _waiting(card: PendingCard) -> Row:
    return {
        "pending_id": card.id,
        "mutation_id": card.mutation_id,
        "entry_id": card.document_id,
        "ledger_id": card.party_id,
        "party_name": card.party_name,
        "verb": card.verb,
        "reason": card.reason,
        "said_by": card.said_by,
        "device": card.device,
        "made_at": card.made_at,
        "received_at": card.at,
        "mine": version_said(card.mine),
        "theirs": version_said(card.theirs),
        "is_deleted": card.is_deleted,
    }
