"""Rates of tax, of the law and of a book, and the sum of a bill from its lines."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.decimals import CessPercent, Number, Percent, UnitPrice, exact
from api.kit.resource import Resource, dry_run_of, revision_of
from api.routes.ledgers import today_of
from core.ids import uuid7
from ledger.queries.pages import cursor_of, key_of
from taxes.arithmetic import Tax as Due
from taxes.arithmetic import Treatment
from taxes.operations.rates import RateContent, add_rate, end_rate
from taxes.queries.rates import rate_for, rate_on, rates_on
from taxes.rates import Rate

HSN = Annotated[str, Field(max_length=8, pattern=r"^[0-9]*$", examples=["17041000"])]
Kind = Literal["taxable", "nil", "exempt", "non_gst"]


class Tax(Answer):
    """`tax_percentage` is the whole of the tax, CGST and SGST together. `is_editable`: the book keeps it itself.

    It holds from `valid_from` to `valid_to`, both included, null without one. `is_confirmed` false: the row was not
    read in the law itself.
    """

    tax_id: UUID
    tax_name: str
    tax_percentage: Number
    tax_type: Literal["tax"]
    tax_treatment: Kind
    cess_percentage: Number
    cess_per_unit: Number
    duty_percentage: Number
    vat_per_unit: Number
    hsn_prefixes: list[str]
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    condition: str
    source: str
    is_confirmed: bool
    is_editable: bool
    rev: int | None


class NewTax(Schema):
    """A rate of the book's own. `hsn_prefixes` are first digits of HSN or SAC codes it is chosen by."""

    tax_id: UUID | None = None
    tax_name: Annotated[str, Field(max_length=60, examples=["GST 5%, sweets"])]
    tax_percentage: Percent = 0
    tax_treatment: Kind = "taxable"
    cess_percentage: CessPercent = 0
    cess_per_unit: UnitPrice = 0
    duty_percentage: CessPercent = 0
    vat_per_unit: UnitPrice = 0
    hsn_prefixes: Annotated[list[HSN], Field(max_length=40)] = []
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


class LastDay(Schema):
    last_day: datetime.date


class OnADay(Schema):
    date: Annotated[
        datetime.date | None, Field(description="As of this day; today where it is left out.")
    ] = None


class Wanted(OnADay):
    hsn_or_sac: Annotated[
        str, Field(max_length=8, pattern=r"^[0-9]*$", description="Only the rate of this HSN or SAC code.")
    ] = ""


router = Resource(singular="tax", plural="taxes", row=Tax, tag="Taxes")


@router.rows("/taxes", scope="ledger.read", can="khata.read")
def list_taxes(request: BookCall, paging: Query[Paging], asked: Query[Wanted]) -> Page:
    """The rates in force on a day: the book's own first, then the law's."""
    book, day = request.business.pk, asked.date or today_of(request)
    if asked.hsn_or_sac:
        found = rate_for(book, hsn=asked.hsn_or_sac, day=day)
        return Page([said_of(found)] if found else [], None, paging.per_page)
    rates = rates_on(book, day=day)
    if paging.cursor:
        (last,) = key_of(paging.cursor, shape=(str,))
        ids = [rate.tax_id.hex for rate in rates]
        rates = rates[ids.index(last) + 1 :] if last in ids else []
    rows = [said_of(rate) for rate in rates[: paging.per_page + 1]]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["tax_id"].hex))


@router.one("/taxes/{uuid:tax_id}", scope="ledger.read", can="khata.read")
def get_tax(request: BookCall, tax_id: UUID, asked: Query[OnADay]) -> Row:
    """What a tax is on a day."""
    day = asked.date or today_of(request)
    return said_of(rate_on(request.business.pk, tax_id=tax_id, day=day))


@router.create("/taxes", scope="ledger.write", can="book.settings")
def create_tax(request: BookCall, asked: NewTax) -> Row:
    """Keep a rate of the book's own."""
    due = Due(
        treatment=Treatment(asked.tax_treatment), rate=asked.tax_percentage, cess=asked.cess_percentage,
        cess_per_unit=asked.cess_per_unit, duty=asked.duty_percentage, vat_per_unit=asked.vat_per_unit,
    )  # fmt: skip
    content = RateContent(
        name=asked.tax_name, tax=due, valid_from=asked.valid_from, valid_to=asked.valid_to,
        prefixes=tuple(asked.hsn_prefixes),
    )  # fmt: skip
    result = add_rate(
        business_id=request.business.pk, actor=request.actor, rate_id=asked.tax_id or uuid7(), content=content,
        now=timezone.now(), dry_run=dry_run_of(request),
    )  # fmt: skip
    kept = Rate(
        tax_id=result.rate_id, key="", name=result.name, tax=due, valid_from=asked.valid_from,
        valid_to=asked.valid_to, prefixes=content.prefixes, is_own=True, rev=result.rev,
    )  # fmt: skip
    return said_of(kept)


@router.act("/taxes/{uuid:tax_id}/end", scope="ledger.write", can="book.settings", revised=True)
def end_tax(request: BookCall, tax_id: UUID, asked: LastDay) -> Row:
    """The last day of a rate of the book's own, at the revision of If-Match. What was written with it stays."""
    end_rate(
        business_id=request.business.pk, actor=request.actor, rate_id=tax_id, base_rev=revision_of(request),
        last_day=asked.last_day, now=timezone.now(), dry_run=dry_run_of(request),
    )  # fmt: skip
    return said_of(rate_on(request.business.pk, tax_id=tax_id, day=asked.last_day))


def said_of(rate: Rate) -> Row:
    return {
        "tax_id": rate.tax_id, "tax_name": rate.name, "tax_percentage": exact(rate.tax.rate, places=4),
        "tax_type": "tax", "tax_treatment": rate.tax.treatment.value,
        "cess_percentage": exact(rate.tax.cess, places=4),
        "cess_per_unit": exact(rate.tax.cess_per_unit, places=6),
        "duty_percentage": exact(rate.tax.duty, places=4),
        "vat_per_unit": exact(rate.tax.vat_per_unit, places=6), "hsn_prefixes": list(rate.prefixes),
        "valid_from": rate.valid_from, "valid_to": rate.valid_to, "condition": rate.condition,
        "source": rate.source, "is_confirmed": rate.is_confirmed, "is_editable": rate.is_own, "rev": rate.rev or None,
    }  # fmt: skip
