"""Entries: what was given and got, in a party's khata."""

import datetime
import uuid
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, balance_number, number, side
from api.kit.answers import CURSOR_LENGTH_MAX, Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.problems import said_of as problem_of
from api.kit.resource import Resource, revision_of
from api.refusals import TooManyDocuments
from api.routes.ledgers import SYNC_CURSOR, Direction, today_of
from api.sync.khatas import entries_after
from core.ids import uuid7
from core.refusals import Refusal
from ledger.operations import entry_changes as changes
from ledger.operations.entries import EntryResult, record_entry
from ledger.operations.many_rows import each_row
from ledger.queries.entries import EntryCard, entry_card
from ledger.queries.feed import entries_changed
from ledger.queries.habits import usual
from ledger.queries.khata import KhataRow, khata_page
from ledger.queries.parties import party_card

BULK_MAX = 50
Mode = Literal["goods", "cash", "upi", "bank", "unsorted"]
Note = Annotated[str, Field(max_length=1000)]


class Entry(Answer):
    """`running_balance` is the khata's after this entry, in its order now; below zero the party owes us.

    `invoice_id` is the invoice made of goods given: while it stands, the entry stays as it is. `ts` and `updated_at`
    are seconds since 1970. A single entry carries the party's `balance` instead.
    """

    entry_id: UUID
    ledger_id: UUID
    party_name: str
    amount: Money
    direction: Direction
    mode: Mode
    kind: Literal[
        "khata", "opening", "correction", "voucher_line", "rent_due", "rent_paid", "deposit_use",
        "invoice", "credit_note", "debit_note", "bill", "vendor_credit", "payment",
    ]  # fmt: skip
    date: datetime.date
    due_date: datetime.date | None
    note: str
    has_attachment: bool
    branch_id: UUID
    invoice_id: UUID | None
    state: Literal["posted", "trashed"]
    currency: str
    rev: int
    running_balance: Money
    balance: Money
    balance_side: Literal["will_get", "will_give", "settled"]
    over_limit: bool
    created_by_id: UUID
    created_time: datetime.datetime
    updated_time: datetime.datetime
    ts: int
    updated_at: int


class EntryOfKhata(Entry):
    is_deleted: bool


class After(Paging):
    """`after` gives what changed since, deleted entries too: the `sync_cursor` of the answer before, or a number
    of seconds in a first call, which reads from the start."""

    after: Annotated[str | None, Field(max_length=CURSOR_LENGTH_MAX)] = None


class EntriesWanted(After):
    """`branch_id` gives the entries of one branch alone, and balances of that branch; not together with `after`."""

    branch_id: UUID | None = None


class NewEntry(Schema):
    """`entry_id` may be yours; without `date` it is today, without `mode` what is usual for the party's kind, without
    `branch_id` it goes to the main branch.

    `ts` is when it was written on the device, in seconds since 1970. `confirm_dates`: a person confirmed dates
    far from today, which are refused as `day_unlikely` otherwise.
    """

    entry_id: UUID | None = None
    direction: Direction
    amount: Amount
    mode: Mode | None = None
    date: datetime.date | None = None
    due_date: datetime.date | None = None
    note: Note = ""
    branch_id: UUID | None = None
    ts: Annotated[int | None, Field(ge=0, le=4_102_444_800)] = None
    confirm_dates: bool = False


class EntryOf(NewEntry):
    ledger_id: UUID


class EntryChange(Schema):
    """Members left out stay as they are; `due_date` null takes the date away. `confirm_dates` as in a new entry."""

    direction: Direction | None = None
    amount: Amount | None = None
    mode: Mode | None = None
    date: datetime.date | None = None
    due_date: datetime.date | None = None
    note: Note | None = None
    branch_id: UUID | None = None
    confirm_dates: bool = False


class Bulk(Schema):
    """Up to 50 entries, of one or many khatas."""

    entries: Annotated[list[EntryOf], Field(min_length=1)]


class BulkResult(Schema):
    """`status` is what the entry alone would have been answered; `entry` or `problem` follows from it."""

    status: int
    entry: dict[str, Any] | None
    problem: dict[str, Any] | None


NAMES = {"branch": "branch_id"}
"""What a page calls otherwise."""

router = Resource(singular="entry", plural="entries", row=Entry, tag="Entries", names=NAMES)


@router.rows(
    "/ledgers/{uuid:ledger_id}/entries",
    scope="ledger.read",
    can="khata.read",
    row=EntryOfKhata,
    extra=SYNC_CURSOR,
)
def list_entries(request: BookCall, ledger_id: UUID, paging: Query[EntriesWanted]) -> Page:
    """The entries of a khata, newest first; with `after` those that changed, in the order of changes."""
    if paging.after is not None:
        return entries_after(request, ledger_id, after=paging.after, per_page=paging.per_page)
    book = request.business
    found = khata_page(
        book.pk, ledger_id, before=paging.cursor, limit=paging.per_page, branch_id=paging.branch_id
    )
    rows = [
        {
            **_row(row, currency=book.currency),
            "ledger_id": found.party_id,
            "party_name": found.party_name,
            "rev": row.rev,
            "created_time": row.created_at,
            "updated_time": row.changed_at,
            "updated_at": int(row.changed_at.timestamp()),
        }
        for row in found.rows
    ]
    return Page(rows, found.next_cursor, paging.per_page)


@router.create("/ledgers/{uuid:ledger_id}/entries", scope="ledger.write", can="khata.write")
def create_entry(request: BookCall, ledger_id: UUID, asked: NewEntry) -> Row:
    """Write one gave or got."""
    return _result(request, _record(request, ledger_id, asked))


@router.act(
    "/entries/bulk", scope="ledger.write", can="khata.write", row=list[BulkResult], singular="results"
)
def create_entries(request: BookCall, asked: Bulk) -> list[Row]:
    """Write up to 50 entries; each has a result of its own."""
    if len(asked.entries) > BULK_MAX:
        raise TooManyDocuments(BULK_MAX)
    outcomes = each_row(
        asked.entries, lambda one: _result(request, _record(request, one.ledger_id, one)), most=BULK_MAX
    )
    return [_one_of_many(request, outcome) for outcome in outcomes]


@router.one("/entries/{uuid:entry_id}", scope="ledger.read", can="khata.read")
def get_entry(request: BookCall, entry_id: UUID) -> Row:
    """One entry, deleted ones too."""
    return said_in_full(request, entry_id)


@router.change("/entries/{uuid:entry_id}", scope="ledger.write", can="khata.write")
def change_entry(request: BookCall, entry_id: UUID, asked: EntryChange) -> Row:
    """Change an entry; it keeps its id and its place."""
    base, card, sent = revision_of(request), entry_card(request.business.pk, entry_id), asked.model_fields_set
    document = card.document
    result = changes.edit_entry(
        **_change(request, entry_id, base=base, said=f"edit {asked.model_dump_json(exclude_unset=True)}"),
        direction=asked.direction or document.direction, amount=asked.amount or document.amount,
        mode=asked.mode or document.mode, day=asked.date or document.day,
        note=document.note if asked.note is None else asked.note,
        due_on=asked.due_date if "due_date" in sent else document.due_on, sure_of=sure_of(asked),
        branch_id=asked.branch_id or document.branch_id,
    )  # fmt: skip
    return _result(request, result)


@router.remove("/entries/{uuid:entry_id}", scope="ledger.write", can="khata.write")
def delete_entry(request: BookCall, entry_id: UUID) -> Row:
    """Take an entry out of the books; it can be restored."""
    base = revision_of(request)
    return _result(request, changes.delete_entry(**_change(request, entry_id, base=base, said="delete")))


@router.act("/entries/{uuid:entry_id}/restore", scope="ledger.write", can="khata.write", revised=True)
def restore_entry(request: BookCall, entry_id: UUID) -> Row:
    """Bring a deleted entry back."""
    base = revision_of(request)
    return _result(request, changes.restore_entry(**_change(request, entry_id, base=base, said="restore")))


@router.act("/entries/{uuid:entry_id}/undo", scope="ledger.write", can="khata.write", revised=True)
def undo_entry(request: BookCall, entry_id: UUID) -> Row:
    """Put an entry back to what it said before its last change."""
    base = revision_of(request)
    return _result(request, changes.undo_edit(**_change(request, entry_id, base=base, said="undo")))


def _record(request: BookCall, ledger_id: UUID, asked: NewEntry) -> EntryResult:
    now = timezone.now()
    made_at = now if asked.ts is None else min(now, datetime.datetime.fromtimestamp(asked.ts, datetime.UTC))
    mode: str | None = asked.mode
    if mode is None:
        kind = party_card(request.business.pk, ledger_id, today=today_of(request)).kind
        mode = str(usual(kind).mode(asked.direction))
    return record_entry(
        business_id=request.business.pk, actor=request.actor, document_id=asked.entry_id or uuid7(),
        party_id=ledger_id, direction=asked.direction, amount=asked.amount, mode=mode,
        day=asked.date or today_of(request), note=asked.note, due_on=asked.due_date, made_at=made_at, now=now,
        sure_of=sure_of(asked), branch_id=asked.branch_id,
    )  # fmt: skip


def sure_of(asked: NewEntry | EntryChange) -> tuple[datetime.date, ...]:
    """The dates of a call that a person confirmed."""
    return tuple(day for day in (asked.date, asked.due_date) if day) if asked.confirm_dates else ()


def _one_of_many(request: BookCall, outcome: Row | Refusal) -> Row:
    if isinstance(outcome, Refusal):
        said = problem_of(outcome) | {"trace_id": request.caller.trace_id}
        return {"status": outcome.status, "entry": None, "problem": said}
    return {"status": 201, "entry": outcome, "problem": None}


def _change(request: BookCall, entry_id: UUID, *, base: int, said: str) -> dict[str, Any]:
    """What every change is called with. Its id follows from what is asked: sent twice, it is done once."""
    now = timezone.now()
    return {
        "business_id": request.business.pk, "actor": request.actor, "document_id": entry_id,
        "mutation_id": uuid.uuid5(entry_id, f"api {base} {said}"), "base_rev": base, "made_at": now, "now": now,
    }  # fmt: skip


def _result(request: BookCall, result: EntryResult) -> Row:
    return said_in_full(request, result.document_id)


def _row(row: KhataRow, *, currency: str) -> Row:
    return {
        "entry_id": row.document_id,
        "amount": number(row.amount),
        "direction": row.direction,
        "mode": row.mode,
        "kind": row.kind,
        "date": row.day,
        "due_date": row.due_on,
        "note": row.note,
        "has_attachment": row.has_attachment,
        "branch_id": row.branch_id,
        "invoice_id": row.billed_by,
        "state": "posted",
        "currency": currency,
        "running_balance": balance_number(row.running_balance),
        "created_by_id": row.created_by,
        "ts": int(row.made_at.timestamp()),
    }


def said_in_full(request: BookCall, entry_id: UUID) -> Row:
    book = request.business
    card: EntryCard = entry_card(book.pk, entry_id)
    document = card.document
    party = party_card(book.pk, card.party.id, today=today_of(request))
    changed = entries_changed(book.pk, [document.pk])[document.pk]
    return {
        "entry_id": document.pk,
        "ledger_id": party.id,
        "party_name": party.name,
        "amount": number(document.amount),
        "direction": document.direction,
        "mode": document.mode,
        "kind": document.kind,
        "date": document.day,
        "due_date": document.due_on,
        "note": document.note,
        "has_attachment": document.has_attachment,
        "branch_id": document.branch_id,
        "invoice_id": document.billed_by_id,
        "state": document.state,
        "currency": book.currency,
        "rev": document.rev,
        "balance": balance_number(party.balance),
        "balance_side": side(party.balance),
        "over_limit": party.over_limit,
        "created_by_id": document.created_by_id,
        "created_time": document.created_at,
        "updated_time": changed.at,
        "ts": int(document.made_at.timestamp()),
        "updated_at": int(changed.at.timestamp()),
    }
