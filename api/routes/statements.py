"""A party's statement: as data, and as the files people know."""

import datetime
from typing import Literal
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from ninja import Query, Schema

from api.kit.amounts import Money, balance_number, number, side
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from api.refusals import JobUnknown, StatementTooLong
from api.routes.jobs import Job, job_said
from api.routes.ledgers import today_of
from businesses.roles import is_granted
from core.ids import uuid7
from core.periods import Period
from ledger.made_files import CONTENT_TYPES, KINDS, kept_file
from ledger.queries.statements import Statement as Found
from ledger.queries.statements import statement_head, statement_of
from ledger.statements import sheets
from ledger.statements.files import INLINE_ROWS_MAX, ask_for_pdf
from ledger.statements.names import disposition, file_name
from ledger.statements.pdf import pdf

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DAYS_WITHOUT_ASKING = 90


class StatementLine(Schema):
    entry_id: UUID
    date: datetime.date
    direction: Literal["gave", "got"]
    mode: str
    kind: str
    amount: Money
    note: str
    branch_id: UUID
    running_balance: Money


class Statement(Answer):
    """Oldest first. Balances are credits less debits: below zero the party owes us."""

    ledger_id: UUID
    party_name: str
    currency: str
    from_date: datetime.date
    to_date: datetime.date
    opening_balance: Money
    closing_balance: Money
    balance_side: Literal["will_get", "will_give", "settled"]
    gave_total: Money
    got_total: Money
    seq: int
    entries: list[StatementLine]


router = Resource(singular="statement", plural="statements", row=Statement, tag="Statements")


@router.one("/ledgers/{uuid:ledger_id}/statement", scope="report.read", can="totals.read")
def get_statement(request: BookCall, ledger_id: UUID, span: Query[Span]) -> Row:
    """The statement of a khata; without days, of the last 90."""
    return said_of(_found(request, ledger_id, span))


@router.file(
    "/ledgers/{uuid:ledger_id}/statement.{kind}",
    scope="export.read",
    can="totals.read",
    types=[kind.split(";")[0] for kind in TYPES.values()],
)
def get_statement_file(
    request: BookCall, ledger_id: UUID, kind: Literal["pdf", "xlsx", "csv"], span: Query[Span]
) -> HttpResponse:
    """The statement as pdf (up to 300 entries), xlsx or csv."""
    found, language = _found(request, ledger_id, span), get_language() or "en"
    if kind == "pdf" and len(found.rows) > INLINE_ROWS_MAX:
        raise StatementTooLong
    with override(language):
        if kind == "pdf":
            content = pdf(found, language=language, digits="latn")
        else:
            content = sheets.csv(found) if kind == "csv" else sheets.excel(found, language=language)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = disposition(file_name(found, kind=kind))
    return response


@router.act(
    "/ledgers/{uuid:ledger_id}/statement-jobs",
    scope="export.read",
    can="totals.read",
    row=Job,
    singular="job",
)
def ask_for_statement(request: BookCall, ledger_id: UUID, span: Query[Span]) -> Row:
    """Draw a long statement as PDF in the background; its job says when the file is there."""
    now = timezone.now()
    head = statement_head(request.business.pk, ledger_id)
    start, end = _days(request, span)
    job_id = ask_for_pdf(
        business_id=request.business.pk, person_id=request.actor.user_id, request_id=uuid7(), party_id=head.party_id,
        period=Period(start, end), language=get_language() or "en", digits="latn", now=now,
    )  # fmt: skip
    return job_said(request, job_id)


@router.file(
    "/jobs/{uuid:job_id}/file", scope="export.read", can="totals.read", types=list(CONTENT_TYPES.values())
)
def get_job_file(request: BookCall, job_id: UUID) -> FileResponse:
    """The file a finished job left."""
    kinds = [kind for kind, can in KINDS.items() if is_granted(request.actor.role, can)]
    kept = kept_file(business_id=request.business.pk, job_id=job_id, kinds=kinds)
    if kept is None:
        raise JobUnknown
    response = FileResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = disposition(kept.name)
    return response


def _days(request: BookCall, span: Span) -> tuple[datetime.date, datetime.date]:
    span.check()
    end = span.end or max(today_of(request), span.start or datetime.date.min)
    if span.start is None and end < datetime.date.min + datetime.timedelta(DAYS_WITHOUT_ASKING):
        return end, end
    return span.start or end - datetime.timedelta(days=DAYS_WITHOUT_ASKING), end


def _found(request: BookCall, ledger_id: UUID, span: Span) -> Found:
    start, end = _days(request, span)
    head = statement_head(request.business.pk, ledger_id)
    return statement_of(head, start=start, end=end, made_at=timezone.now())


def said_of(found: Found) -> Row:
    return {
        "ledger_id": found.head.party_id,
        "party_name": found.head.party_name,
        "currency": found.head.currency,
        "from_date": found.start,
        "to_date": found.end,
        "opening_balance": balance_number(found.opening),
        "closing_balance": balance_number(found.closing),
        "balance_side": side(found.closing),
        "gave_total": number(found.gave_total),
        "got_total": number(found.got_total),
        "seq": found.seq,
        "entries": [
            {
                "entry_id": row.document_id,
                "date": row.day,
                "direction": row.direction,
                "mode": row.mode,
                "kind": row.kind,
                "amount": number(row.amount),
                "note": row.note,
                "branch_id": row.branch_id,
                "running_balance": balance_number(row.running_balance),
            }
            for row in found.rows
        ],
    }
