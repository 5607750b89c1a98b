"""Why a balance changed: what was written, changed or deleted since a moment, and what it made different."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query
from pydantic import Field

from api.kit.amounts import Money, balance_number, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from ledger.queries.since import ChangeSince, Moment, history_since, moment_at

DAYS_BACK = 7


class EntryVersion(Answer):
    direction: str
    amount: Money
    mode: str
    date: datetime.date
    note: str
    due_date: datetime.date | None


class BalanceChange(Answer):
    """What became of one entry. `difference` is the change of the balance it made, credits less debits."""

    entry_id: UUID
    ledger_id: UUID
    party_name: str
    what: Literal["new", "late", "correction", "changed", "words", "same", "deleted", "back", "passing"]
    before: EntryVersion | None
    after: EntryVersion | None
    difference: Money
    seq: int
    at: datetime.datetime
    who: str
    changes: int
    rev: int


class Beginning(Paging):
    """`since` is a day, whose morning is meant; `seq` a number of the book's trail, as statements carry one.
    Without either: the last 7 days. `show` narrows the rows, never the sums."""

    since: datetime.date | None = None
    seq: Annotated[int | None, Field(ge=0, le=10**15)] = None
    show: Literal["all", "late", "changed", "deleted"] = "all"


SUMS: dict[str, Any] = {
    "known_balance": (Money, Field(description="The balance as it was known at the beginning.")),
    "balance": (Money, Field(description="The balance now.")),
    "difference": (Money, Field(description="What all changes made different: the sum of every row's.")),
    "from_seq": (int, Field(description="The number of the trail that was known.")),
    "to_seq": (int, Field(description="The number of the trail now: begin here next time.")),
}
router = Resource(singular="balance_change", plural="balance_changes", row=BalanceChange, tag="History")


@router.rows("/ledgers/{uuid:ledger_id}/balance-changes", scope="ledger.read", can="khata.read", extra=SUMS)
def list_ledger_balance_changes(request: BookCall, ledger_id: UUID, asked: Query[Beginning]) -> Page:
    """Why the balance of a khata changed."""
    return _page(request, asked, ledger_id=ledger_id)


@router.rows("/balance-changes", scope="ledger.read", can="totals.read", extra=SUMS)
def list_balance_changes(request: BookCall, asked: Query[Beginning]) -> Page:
    """Why the balances of the book changed; the sums are of all khatas together."""
    return _page(request, asked, ledger_id=None)


def _page(request: BookCall, asked: Beginning, *, ledger_id: UUID | None) -> Page:
    found = history_since(
        request.business.pk, moment=_moment(request, asked), party_id=ledger_id, show=asked.show,
        before=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    sums = {
        "known_balance": balance_number(found.known), "balance": balance_number(found.balance),
        "difference": balance_number(found.difference), "from_seq": found.moment.seq, "to_seq": found.seq,
    }  # fmt: skip
    return Page([_row(row) for row in found.rows], found.next_cursor, asked.per_page, extra=sums)


def _moment(request: BookCall, asked: Beginning) -> Moment:
    book = request.business
    day = asked.since or today_of(request) - datetime.timedelta(days=DAYS_BACK)
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=ZoneInfo(book.timezone))
    at = midnight - datetime.timedelta(microseconds=1)
    if asked.seq is not None:
        return Moment(seq=asked.seq, at=at, day=day)
    return moment_at(book.pk, at=at, day=day)


def _row(row: ChangeSince) -> Row:
    return {
        "entry_id": row.document_id,
        "ledger_id": row.party_id,
        "party_name": row.party_name,
        "what": row.what,
        "before": _version(row.before),
        "after": _version(row.after),
        "difference": balance_number(row.difference),
        "seq": row.seq,
        "at": row.at,
        "who": row.who,
        "changes": row.changes,
        "rev": row.rev,
    }


def _version(contents: dict[str, Any] | None) -> Row | None:
    if contents is None:
        return None
    said = {name: contents[name] for name in ("direction", "mode", "note")}
    return {
        **said, "amount": number(contents["amount"]), "date": contents["day"], "due_date": contents["due_on"],
    }  # fmt: skip
