"""Rows of the feed as the API says them."""

import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from api.kit.amounts import Money, balance_number, number, side
from api.kit.answers import Answer, Row
from ledger.queries.changes import Change

Side = Literal["will_get", "will_give", "settled"]
DirectionSaid = Literal["gave", "got"]


class SyncedParty(Schema):
    """`balance` is credits less debits, as everywhere: below zero the party owes us."""

    ledger_id: UUID
    party_name: str
    type: str
    phone: str
    address: str
    registration_number: str
    language: str
    credit_limit: Money | None
    balance: Money
    balance_side: Side
    last_entry_date: datetime.date | None
    merged_into_id: UUID | None


class SyncedEntry(Schema):
    """`pos` orders the entries of one day; `ts` is when it was written by the device's clock, in seconds."""

    entry_id: UUID
    ledger_id: UUID
    direction: DirectionSaid
    amount: Money
    mode: str
    kind: str
    date: datetime.date
    pos: int
    due_date: datetime.date | None
    note: str
    has_attachment: bool
    branch_id: UUID
    created_by_id: UUID
    ts: int


class Version(Schema):
    """What an entry says in one of two versions; `branch_id` null names no branch."""

    direction: DirectionSaid
    amount: Money
    mode: str
    date: datetime.date
    due_date: datetime.date | None
    note: str
    branch_id: UUID | None


class SyncedPending(Schema):
    """A change kept for a decision; `mine` is what the phone said, null for a deletion or a restore."""

    pending_id: UUID
    entry_id: UUID
    mutation_id: UUID
    verb: Literal["create", "edit", "delete", "restore"]
    reason: Literal["conflict", "held"]
    base_rev: int
    server_rev: int
    mine: Version | None
    decision: Literal["open", "mine", "theirs"]


class ChangeSaid(Answer):
    """One row as it stands now: `kind` says which of the three members holds it. `is_deleted` marks a
    tombstone; a deleted entry keeps its words, so that it can be brought back."""

    kind: Literal["party", "entry", "pending"]
    id: UUID
    rev: int
    is_deleted: bool
    party: SyncedParty | None
    entry: SyncedEntry | None
    pending: SyncedPending | None


def change_said(change: Change) -> Row:
    said = {"party": party_said, "entry": entry_said, "pending": pending_said}
    row: Row = {"kind": change.kind, "id": change.id, "rev": change.rev, "is_deleted": change.is_deleted}
    return row | {kind: say(change) if kind == change.kind else None for kind, say in said.items()}


def party_said(change: Change) -> Row:
    was = change.fields
    return {
        "ledger_id": change.id,
        "party_name": was["name"],
        "type": was["kind"],
        "phone": was["phone"],
        "address": was["address"],
        "registration_number": was["registration_number"],
        "language": was["language"],
        "credit_limit": None if was["credit_limit"] is None else number(was["credit_limit"]),
        "balance": balance_number(was["balance"]),
        "balance_side": side(was["balance"]),
        "last_entry_date": was["last_day"],
        "merged_into_id": was["merged_into"],
    }


def entry_said(change: Change) -> Row:
    was = change.fields
    return {
        "entry_id": change.id,
        "ledger_id": was["party_id"],
        "direction": was["direction"],
        "amount": number(was["amount"]),
        "mode": was["mode"],
        "kind": was["kind"],
        "date": was["day"],
        "pos": was["pos"],
        "due_date": was["due_on"],
        "note": was["note"],
        "has_attachment": was["has_attachment"],
        "branch_id": was["branch_id"],
        "created_by_id": was["created_by"],
        "ts": int(was["made_at"].timestamp()),
    }


def pending_said(change: Change) -> Row:
    was = change.fields
    return {
        "pending_id": change.id,
        "entry_id": was["entry_id"],
        "mutation_id": was["mutation_id"],
        "verb": was["verb"],
        "reason": was["reason"],
        "base_rev": was["base_rev"],
        "server_rev": was["server_rev"],
        "mine": version_said(was["contents"]),
        "decision": was["decision"],
    }


def version_said(contents: dict[str, Any] | None) -> Row | None:
    """Contents as the trail keeps them (minor units, days as text)."""
    if contents is None:
        return None
    return {
        "direction": contents["direction"],
        "amount": number(int(contents["amount"])),
        "mode": contents["mode"],
        "date": contents["day"],
        "due_date": contents["due_on"],
        "note": contents["note"],
        "branch_id": contents.get("branch"),
    }
