"""Ledgers and entries in the order they changed, for clients that keep a copy of a khata."""

from uuid import UUID

from api.kit.amounts import balance_number
from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.sync.cursors import place_since, sync_cursor
from api.sync.records import entry_said, party_said
from ledger.queries.changes import Change, Changes
from ledger.queries.feed import Changed, entries_changed, parties_changed
from ledger.queries.khata_changes import khata_changed, khatas_changed
from ledger.queries.statements import statement_head


def ledgers_since(request: BookCall, *, since: str, per_page: int) -> Page:
    """Khatas that changed since a cursor; a number of seconds reads from the start. Raises ResyncNeeded."""
    book = request.business
    found = khatas_changed(book.pk, after=place_since(since, book=book), limit=per_page)
    times = parties_changed(book.pk, [row.id for row in found.rows])
    rows = [_ledger(row, times[row.id], currency=book.currency) for row in found.rows if row.id in times]
    return _page(found, rows, per_page=per_page)


def entries_after(request: BookCall, ledger_id: UUID, *, after: str, per_page: int) -> Page:
    """Entries of a khata that changed since a cursor. Raises ResyncNeeded, PartyUnknown."""
    book = request.business
    found = khata_changed(book.pk, ledger_id, after=place_since(after, book=book), limit=per_page)
    times = entries_changed(book.pk, [row.id for row in found.rows])
    name = statement_head(book.pk, ledger_id).party_name if found.rows else ""
    rows = [
        {**_entry(row, times[row.id], currency=book.currency), "party_name": name}
        for row in found.rows
        if row.id in times
    ]
    return _page(found, rows, per_page=per_page)


def _page(found: Changes, rows: list[Row], *, per_page: int) -> Page:
    cursor = sync_cursor(found.epoch, found.seq)
    return Page(rows, cursor if found.has_more else None, per_page, extra={"sync_cursor": cursor})


def _ledger(change: Change, changed: Changed, *, currency: str) -> Row:
    limit, balance = change.fields["credit_limit"], change.fields["balance"]
    return {
        **party_said(change),
        **_times(change, changed),
        "currency": currency,
        "over_limit": limit is not None and balance > limit,
        "is_deleted": change.is_deleted or change.fields["merged_into"] is not None,
    }


def _entry(change: Change, changed: Changed, *, currency: str) -> Row:
    running = change.fields["running_balance"]
    balance = {} if running is None else {"running_balance": balance_number(running)}
    return {
        **entry_said(change),
        **_times(change, changed),
        **balance,
        "ledger_id": change.fields["head"],
        "currency": currency,
        "state": "trashed" if change.is_deleted else "posted",
        "is_deleted": change.is_deleted,
    }


def _times(change: Change, changed: Changed) -> Row:
    return {
        "rev": change.rev,
        "created_time": changed.created_at,
        "updated_time": changed.at,
        "updated_at": int(changed.at.timestamp()),
    }
