"""The journal: every posting with its lines, exactly as written. Nothing here can be changed."""

import datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from ledger.queries.journals import Journal as Found
from ledger.queries.journals import journal, journal_page
from ledger.queries.pages import cursor_of, key_of


class Line(Schema):
    account_id: UUID
    account_code: str
    account_name: str
    party_id: UUID | None
    debit_or_credit: Annotated[str, Field(pattern="^(debit|credit)$")]
    amount: Money


class Journal(Answer):
    """`reverses_journal_id` names the posting that this one takes back."""

    journal_id: UUID
    seq: int
    journal_date: datetime.date
    entry_id: UUID
    reverses_journal_id: UUID | None
    created_by_id: UUID
    total: Money
    line_items: list[Line]


router = Resource(singular="journal", plural="journals", row=Journal, tag="Accounts")


@router.rows("/journals", scope="ledger.read", can="totals.read")
def list_journals(request: BookCall, paging: Query[Paging], span: Query[Span]) -> Page:
    """Postings, newest first; from and to are days."""
    span.check()
    before = key_of(paging.cursor, shape=(int, int)) if paging.cursor else None
    found = journal_page(
        request.business.pk, start=span.start, end=span.end, before=before, limit=paging.per_page + 1
    )
    page = page_of(found, paging=paging, cursor=lambda one: cursor_of(one.seq, one.order))
    return Page([said_of(one) for one in page.rows], page.next_cursor, page.per_page)


@router.one("/journals/{uuid:journal_id}", scope="ledger.read", can="totals.read")
def get_journal(request: BookCall, journal_id: UUID) -> Row:
    """One posting."""
    return said_of(journal(request.business.pk, journal_id))


def said_of(found: Found) -> Row:
    return {
        "journal_id": found.id,
        "seq": found.seq,
        "journal_date": found.day,
        "entry_id": found.document_id,
        "reverses_journal_id": found.reverses,
        "created_by_id": found.actor_id,
        "total": number(sum(line.amount for line in found.lines if line.amount > 0)),
        "line_items": [
            {
                "account_id": line.account_id,
                "account_code": line.account_code,
                "account_name": line.account_name,
                "party_id": line.party_id,
                "debit_or_credit": "debit" if line.amount > 0 else "credit",
                "amount": number(abs(line.amount)),
            }
            for line in found.lines
        ],
    }
