"""Property expenses: repairs, tax, the caretaker; of a house or of one of its units."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.ledgers import today_of
from api.routes.properties import ONE, WRITE
from api.routes.rent_dues import place_before
from core.ids import uuid7
from ledger.queries.pages import cursor_of
from rentals.operations import expenses as operations
from rentals.queries.expenses import ExpenseRow, expense_of, expense_page
from rentals.queries.houses import house


class PropertyExpense(Answer):
    """`unit_id` is null for a cost of the whole house. `account_name` says what it was for."""

    expense_id: UUID
    property_id: UUID
    property_name: str
    unit_id: UUID | None
    unit_name: str
    account_id: UUID
    account_name: str
    amount: Money
    mode: str
    date: datetime.date
    note: str
    is_taken_back: bool


class NewPropertyExpense(Schema):
    """`account_id` is an account of costs; `expense_id` may be yours; without `date` it is today."""

    expense_id: UUID | None = None
    unit_id: UUID | None = None
    account_id: UUID
    amount: Amount
    mode: Literal["cash", "upi", "bank"] = "cash"
    date: datetime.date | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class ExpensesWanted(Paging, Span):
    pass


router = Resource(singular="expense", plural="expenses", row=PropertyExpense, tag="Properties")
READ: dict[str, Any] = {"scope": "property.read", "can": "totals.read"}
HERE = "/property-expenses/{uuid:property_expense_id}"


@router.rows(ONE + "/expenses", **READ)
def list_property_expenses(request: BookCall, property_id: UUID, asked: Query[ExpensesWanted]) -> Page:
    """What a house cost, newest first."""
    asked.check()
    house(request.business.pk, property_id, today=today_of(request), with_archived=True)
    found = expense_page(
        request.business.pk, property_id=property_id, start=asked.start, end=asked.end,
        before=place_before(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    page = page_of(found, paging=asked, cursor=lambda row: cursor_of(row.day.isoformat(), row.id.hex))
    return Page([said_of(row) for row in page.rows], page.next_cursor, page.per_page)


@router.create(ONE + "/expenses", **WRITE)
def create_property_expense(request: BookCall, property_id: UUID, asked: NewPropertyExpense) -> Row:
    """Write down what a house or a unit cost."""
    done = operations.add_expense(
        business_id=request.business.pk, actor=request.actor, expense_id=asked.expense_id or uuid7(),
        property_id=property_id, unit_id=asked.unit_id, account_id=asked.account_id, amount=asked.amount,
        mode=asked.mode, day=asked.date or today_of(request), note=asked.note, now=timezone.now(),
    )  # fmt: skip
    return _said(request, done.expense_id)


@router.one(HERE, **READ)
def get_property_expense(request: BookCall, property_expense_id: UUID) -> Row:
    """One cost, also when it was taken back."""
    return _said(request, property_expense_id)


@router.act(HERE + "/take-back", **WRITE)
def take_back_property_expense(request: BookCall, property_expense_id: UUID) -> Row:
    """Take back a cost that was written by mistake."""
    operations.take_back_expense(
        business_id=request.business.pk, actor=request.actor, expense_id=property_expense_id, now=timezone.now()
    )  # fmt: skip
    return _said(request, property_expense_id)


def _said(request: BookCall, expense_id: UUID) -> Row:
    return said_of(expense_of(request.business.pk, expense_id))


def said_of(one: ExpenseRow) -> Row:
    return {
        "expense_id": one.id, "property_id": one.house_id, "property_name": one.house, "unit_id": one.unit_id,
        "unit_name": one.unit, "account_id": one.account_id, "account_name": one.account,
        "amount": number(one.amount), "mode": one.mode, "date": one.day, "note": one.note,
        "is_taken_back": one.is_taken_back,
    }  # fmt: skip
