"""Expenses paid directly, out of cash, a bank or a wallet, under the names of Zoho Books."""

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.decimals import Number, Percent, exact
from api.kit.resource import Resource, revision_of
from api.routes.addresses import State
from api.routes.ledgers import today_of
from api.routes.paper_acts import TakingOut
from api.routes.papers import GstTreatment
from api.routes.purchases import Clause
from api.routes.taxes import HSN, Kind
from core.ids import uuid7
from invoicing.expenses import ExpenseContent, expense_content, paper_content
from invoicing.models import Paper, PaperKind, PaperLine
from invoicing.operations.approving import approve_new
from invoicing.operations.drafts import save_draft
from invoicing.operations.states import void_paper
from invoicing.operations.writing import content_of
from invoicing.queries.expenses import expense_of, spent_on
from invoicing.queries.papers import PaperCard, paper_page
from invoicing.queries.purchases import self_invoice_number

Words = Annotated[str | None, Field(max_length=200)]


class Expense(Answer):
    """`total` was paid; `tax_amount` is the tax in it, or the one you owe the state under reverse charge."""

    expense_id: UUID
    status: Literal["paid", "void"]
    date: datetime.date
    account_id: UUID
    account_name: str
    paid_through_account_id: UUID
    paid_through_account_name: str
    vendor_id: UUID | None
    vendor_name: str
    description: str
    reference_number: str
    sub_total: Money
    tax_amount: Money
    total: Money
    rev: int
    created_time: datetime.datetime
    last_modified_time: datetime.datetime


class ExpenseInFull(Expense):
    amount: Money
    is_inclusive_tax: bool
    tax_id: UUID | None
    tax_name: str
    tax_treatment: Kind
    tax_percentage: Number
    cgst_amount: Money
    sgst_amount: Money
    igst_amount: Money
    cess_amount: Money
    vat_amount: Money
    hsn_or_sac: str
    gst_no: str
    gst_treatment: str
    place_of_supply: str
    is_reverse_charge_applied: bool
    self_invoice_number: str
    blocked_credit_clause: str
    notes: str
    reason: str


class ExpenseChange(Schema):
    """Members left out stay as they are. The tax is `tax_id` or `tax_percentage`; a `tax_treatment` other than taxable
    says that there is none. Tax is set off where the vendor is registered, or `gst_no` says who sold it, unless a
    `blocked_credit_clause` says why not. The vendor stays as it was written."""

    date: datetime.date | None = None
    account_id: UUID | None = None
    paid_through_account_id: UUID | None = None
    amount: Amount | None = None
    is_inclusive_tax: bool | None = None
    tax_id: UUID | None = None
    tax_percentage: Percent | None = None
    tax_treatment: Kind | None = None
    hsn_or_sac: HSN | None = None
    gst_no: Annotated[str | None, Field(max_length=20)] = None
    gst_treatment: GstTreatment | None = None
    place_of_supply: State | None = None
    is_reverse_charge_applied: bool | None = None
    blocked_credit_clause: Clause | None = None
    reference_number: Annotated[str | None, Field(max_length=60)] = None
    description: Words = None
    notes: Annotated[str | None, Field(max_length=1000)] = None


class NewExpense(ExpenseChange):
    """It counts at once. `account_id` says what it was spent on, `paid_through_account_id` what it was paid from;
    `vendor_id` may be left out. Without `date` it is today; without `is_inclusive_tax` tax comes on top."""

    expense_id: UUID | None = None
    account_id: UUID
    paid_through_account_id: UUID
    amount: Amount
    vendor_id: UUID | None = None
    branch_id: UUID | None = None


class ExpensesAsked(Paging):
    """`search_text` finds a reference number or a vendor."""

    status: Annotated[
        Literal["all", "paid", "void"], Field(description="Only those in this state; `all` leaves none out.")
    ] = "all"
    vendor_id: UUID | None = None
    date_start: Annotated[datetime.date | None, Field(description="From this date on.")] = None
    date_end: Annotated[datetime.date | None, Field(description="Up to this date.")] = None
    search_text: Annotated[str, Field(max_length=120)] = ""


CHIPS = {"all": "all", "paid": "standing", "void": "out"}
WORDS = {
    "date": "day", "account_id": "account_id", "paid_through_account_id": "paid_through_id", "amount": "amount",
    "is_inclusive_tax": "inclusive", "hsn_or_sac": "hsn", "gst_no": "their_registration",
    "gst_treatment": "gst_treatment", "place_of_supply": "place", "is_reverse_charge_applied": "reverse_charge",
    "blocked_credit_clause": "credit_clause", "reference_number": "reference", "description": "words", "notes": "note",
}  # fmt: skip
"""Names of the API to those of an expense's content."""
READ: dict[str, Any] = {"scope": "invoice.read", "can": "sales.read"}
WRITE: dict[str, Any] = {"scope": "invoice.write", "can": "sales.write"}
ONE = "/expenses/{uuid:expense_id}"

router = Resource(
    singular="expense", plural="expenses", row=ExpenseInFull, tag="Expenses",
    names={
        "party": "vendor_id", "day": "date", "paid_through": "paid_through_account_id", "their_registration": "gst_no",
        "place": "place_of_supply", "line_items.0": "account_id",
    },
)  # fmt: skip


@router.rows("/expenses", row=Expense, **READ)
def list_expenses(request: BookCall, asked: Query[ExpensesAsked]) -> Page:
    """Expenses, the newest first."""
    found = paper_page(
        request.business.pk, kind=PaperKind.EXPENSE, today=today_of(request), chip=CHIPS[asked.status],
        party_id=asked.vendor_id, search=asked.search_text, since=asked.date_start, until=asked.date_end,
        after=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    lines = spent_on(request.business.pk, [row.paper.pk for row in found.rows])
    rows = [_brief(row.paper, lines[row.paper.pk], row.party_name) for row in found.rows]
    return Page(rows, found.next_cursor, asked.per_page)


@router.one(ONE, **READ)
def get_expense(request: BookCall, expense_id: UUID) -> Row:
    """One expense, also when it was taken out."""
    return _said(request, expense_id)


@router.create("/expenses", **WRITE)
def create_expense(request: BookCall, asked: NewExpense) -> Row:
    """Write an expense: the money leaves the account, and its tax is set off or goes to the cost."""
    now = timezone.now()
    said = replace(
        ExpenseContent(
            account_id=asked.account_id, paid_through_id=asked.paid_through_account_id, amount=asked.amount,
            day=today_of(request), vendor_id=asked.vendor_id, inclusive=False, branch_id=asked.branch_id,
        ),
        **_sent(asked),
    )  # fmt: skip
    done = approve_new(
        business_id=request.business.pk, actor=request.actor, paper_id=asked.expense_id or uuid7(),
        content=paper_content(request.business.pk, said), made_at=now, now=now,
    )  # fmt: skip
    return _said(request, done.paper_id)


@router.change(ONE, **WRITE)
def change_expense(request: BookCall, expense_id: UUID, asked: ExpenseChange) -> Row:
    """Change an expense: its posting is taken back and made anew."""
    base, now, card = revision_of(request), timezone.now(), _card(request, expense_id)
    said = replace(expense_content(content_of(card.paper, list(card.lines))), **_sent(asked))
    save_draft(
        business_id=request.business.pk, actor=request.actor, paper_id=expense_id,
        content=paper_content(request.business.pk, said), base_rev=base, made_at=now, now=now,
    )  # fmt: skip
    return _said(request, expense_id)


@router.act(ONE + "/status/void", revised=True, **WRITE)
def void_expense(request: BookCall, expense_id: UUID, asked: TakingOut) -> Row:
    """Take an expense out: the money is back where it was paid from."""
    _card(request, expense_id)
    void_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=expense_id, base_rev=revision_of(request),
        reason=asked.reason, now=timezone.now(),
    )  # fmt: skip
    return _said(request, expense_id)


def _sent(asked: ExpenseChange) -> dict[str, Any]:
    """What was said, under the names of an expense's content; a tax that is said takes the place of another."""
    found = {own: getattr(asked, name) for name, own in WORDS.items() if getattr(asked, name) is not None}
    if asked.tax_treatment is not None and asked.tax_treatment != "taxable":
        return found | {"treatment": asked.tax_treatment, "tax_id": None, "rate": None}
    if asked.tax_id is not None:
        return found | {"tax_id": asked.tax_id, "rate": None, "treatment": ""}
    if asked.tax_percentage is not None:
        return found | {"rate": asked.tax_percentage, "tax_id": None, "treatment": ""}
    return found


def _card(request: BookCall, expense_id: UUID) -> PaperCard:
    """Raises PaperUnknown."""
    return expense_of(request.business.pk, expense_id, today=today_of(request))


def _said(request: BookCall, expense_id: UUID) -> Row:
    card = _card(request, expense_id)
    paper, line = card.paper, card.lines[0]
    return {
        **_brief(paper, line, card.party_name),
        "amount": number(line.price // 10_000),
        "is_inclusive_tax": line.inclusive,
        "tax_id": line.tax_id,
        "tax_name": line.tax_name,
        "tax_treatment": line.treatment,
        "tax_percentage": exact(line.rate, places=4),
        "cgst_amount": number(line.cgst),
        "sgst_amount": number(line.sgst),
        "igst_amount": number(line.igst),
        "cess_amount": number(line.cess),
        "vat_amount": number(line.vat),
        "hsn_or_sac": line.hsn,
        "gst_no": paper.their_registration,
        "gst_treatment": paper.treatment,
        "place_of_supply": paper.place,
        "is_reverse_charge_applied": paper.reverse_charge,
        "self_invoice_number": self_invoice_number(request.business.pk, expense_id),
        "blocked_credit_clause": line.credit_clause,
        "notes": paper.note,
        "reason": paper.reason,
    }


def _brief(paper: Paper, line: PaperLine, vendor: str) -> Row:
    account, money = line.account, paper.paid_through
    return {
        "expense_id": paper.pk,
        "status": "void" if paper.taken_out_at else "paid",
        "date": paper.day,
        "account_id": line.account_id,
        "account_name": account.name if account else "",
        "paid_through_account_id": paper.paid_through_id,
        "paid_through_account_name": money.name if money else "",
        "vendor_id": paper.party_id,
        "vendor_name": vendor,
        "description": line.name,
        "reference_number": paper.reference,
        "sub_total": number(line.value),
        "tax_amount": number(line.taxes),
        "total": number(paper.total),
        "rev": paper.rev,
        "created_time": paper.created_at,
        "last_modified_time": paper.changed_at,
    }
