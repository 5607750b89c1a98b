"""The whole sum of a bill from its lines, for programs that show it before they save one. Writes nothing."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.decimals import Number, Percent, Quantity, UnitPrice, exact
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.taxes import HSN, Kind
from taxes.arithmetic import (
    Buyer,
    Component,
    Discount,
    Line,
    LineSum,
    Scheme,
    Sum,
    Supplier,
    Supply,
    Tax,
    TaxFault,
    Treatment,
    work_out,
)
from taxes.arithmetic.pricing import LINES_MAX
from taxes.queries.rates import RateFinder
from taxes.refusals import sum_refusal

State = Annotated[str, Field(pattern=r"^([0-9]{2})?$", examples=["19"])]


class CalculationLine(Schema):
    """The tax of a line is `tax_id`, or `tax_percentage` and `tax_treatment`, or what `hsn_or_sac` leads to."""

    name: Annotated[str, Field(max_length=200)] = ""
    quantity: Quantity = 10_000
    rate: UnitPrice
    tax_id: UUID | None = None
    tax_percentage: Percent | None = None
    tax_treatment: Kind = "taxable"
    hsn_or_sac: HSN = ""
    is_inclusive_tax: bool | None = None
    discount_amount: AmountOrZero = 0
    discount_percentage: Percent = 0


class NewCalculation(Schema):
    """States are the two digits of a GSTIN, 96 abroad; a book outside India leaves them out.

    `date` chooses the rates, today where it is left out. `is_inclusive_tax` holds for lines that do not say it.
    `is_zero_rated_with_tax`: an export or a supply to an economic zone on which tax is charged, to be refunded.
    """

    date: datetime.date | None = None
    source_of_supply: State = ""
    place_of_supply: State = ""
    supplier_scheme: Literal["regular", "composition", "unregistered"] = "regular"
    is_supplier_in_sez: bool = False
    gst_treatment: Literal[
        "business_gst", "business_none", "consumer", "overseas", "business_composition", "business_sez",
        "deemed_export", "uin",
    ] = "consumer"  # fmt: skip
    is_reverse_charge_applied: bool = False
    is_zero_rated_with_tax: bool = False
    is_inclusive_tax: bool = False
    discount_amount: AmountOrZero = 0
    discount_percentage: Percent = 0
    is_rounded: bool = True
    line_items: Annotated[list[CalculationLine], Field(max_length=LINES_MAX)]


class TaxOfSum(Answer):
    """`tax_percentage` is 0 for a tax by the unit, and where rates mix."""

    tax_name: Literal["cgst", "sgst", "utgst", "igst", "cess", "cess_per_unit", "duty", "vat"]
    tax_percentage: Number
    taxable_amount: Money
    tax_amount: Money


class CalculatedLine(Answer):
    """`document_discount` is the line's part of the document's discount."""

    name: str
    gross_amount: Money
    discount_amount: Money
    document_discount: Money
    taxable_amount: Money
    tax_treatment: Kind
    tax_percentage: Number
    taxes: list[TaxOfSum]
    self_assessed_taxes: list[TaxOfSum]
    item_total: Money


class Calculation(Answer):
    """`total` is taxable amount, taxes and rounding. Self-assessed taxes are not in it: the buyer pays the state."""

    document_form: Literal["tax_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "plain"]
    is_inter_state: bool
    sub_total: Money
    discount_total: Money
    taxable_total: Money
    tax_total: Money
    taxes: list[TaxOfSum]
    self_assessed_taxes: list[TaxOfSum]
    round_off: Money
    total: Money
    line_items: list[CalculatedLine]


router = Resource(singular="calculation", plural="calculations", row=Calculation, tag="Taxes")


@router.act("/taxes/calculate", scope="ledger.read", can="khata.read", keyed=False)
def calculate_taxes(request: BookCall, asked: NewCalculation) -> Row:
    """Work out a bill: values, taxes and total, line by line."""
    rates = RateFinder(request.business.pk, day=asked.date or today_of(request))
    try:
        return said_of(asked, work_out(_supply(request, asked, rates)))
    except TaxFault as fault:
        raise sum_refusal(fault) from fault


def _supply(request: BookCall, asked: NewCalculation, rates: RateFinder) -> Supply:
    return Supply(
        country=request.business.country,
        lines=tuple(_line(line, rates=rates, inclusive=asked.is_inclusive_tax) for line in asked.line_items),
        supplier=Supplier(
            state=asked.source_of_supply, scheme=Scheme(asked.supplier_scheme), is_sez=asked.is_supplier_in_sez
        ),
        buyer=Buyer(asked.gst_treatment), place=asked.place_of_supply or asked.source_of_supply,
        with_tax=asked.is_zero_rated_with_tax, reverse_charge=asked.is_reverse_charge_applied,
        discount=Discount(amount=asked.discount_amount, rate=asked.discount_percentage), round_off=asked.is_rounded,
    )  # fmt: skip


def _line(line: CalculationLine, *, rates: RateFinder, inclusive: bool) -> Line:
    return Line(
        quantity=line.quantity, unit_price=line.rate, tax=_tax(line, rates=rates),
        inclusive=inclusive if line.is_inclusive_tax is None else line.is_inclusive_tax,
        discount=Discount(amount=line.discount_amount, rate=line.discount_percentage),
    )  # fmt: skip


def _tax(line: CalculationLine, *, rates: RateFinder) -> Tax:
    if line.tax_id is not None:
        return rates.by_id(line.tax_id).tax
    if line.tax_percentage is not None or line.tax_treatment != "taxable":
        return Tax(treatment=Treatment(line.tax_treatment), rate=line.tax_percentage or 0)
    return rates.by_code(line.hsn_or_sac).tax


def said_of(asked: NewCalculation, found: Sum) -> Row:
    return {
        "document_form": found.form.value,
        "is_inter_state": found.is_inter_state,
        "sub_total": number(found.gross),
        "discount_total": number(found.discount),
        "taxable_total": number(found.value),
        "tax_total": number(found.tax),
        "taxes": _taxes(found.charged),
        "self_assessed_taxes": _taxes(found.self_assessed),
        "round_off": number(found.round_off),
        "total": number(found.total),
        "line_items": [_said_line(*pair) for pair in zip(asked.line_items, found.lines, strict=True)],
    }


def _said_line(asked: CalculationLine, found: LineSum) -> Row:
    return {
        "name": asked.name,
        "gross_amount": number(found.gross),
        "discount_amount": number(found.discount),
        "document_discount": number(found.share),
        "taxable_amount": number(found.value),
        "tax_treatment": found.tax.treatment.value,
        "tax_percentage": exact(found.tax.rate, places=4),
        "taxes": _taxes(found.charged),
        "self_assessed_taxes": _taxes(found.self_assessed),
        "item_total": number(found.total),
    }


def _taxes(components: tuple[Component, ...]) -> list[Row]:
    return [
        {
            "tax_name": one.kind.value,
            "tax_percentage": exact(one.rate, places=4),
            "taxable_amount": number(one.base),
            "tax_amount": number(one.amount),
        }
        for one in components
    ]
