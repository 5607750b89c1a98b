"""What a lease says about its rent, as programs send it and read it."""

import datetime
from dataclasses import replace
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Row
from api.kit.decimals import Number, RentPercent, exact
from rentals.arithmetic import FeeKind, FeeRule, Rise
from rentals.queries.rent_taxes import LeaseGst
from rentals.tax_words import gst_words
from rentals.terms import LeaseContent

RISES_MAX = 24
DueDay = Annotated[int, Field(ge=1, le=31)]
AdvanceMonths = Annotated[int, Field(ge=0, le=24)]
NoticeDays = Annotated[int, Field(ge=0, le=730)]
PeriodRule = Literal["month", "lease"]
PartRule = Literal["days", "thirty", "full"]
Use = Literal["", "home", "business"]
Rounding = Literal["whole", "exact"]
Notes = Annotated[str, Field(max_length=1000)]
ROUND_TO: dict[str, int] = {"whole": 100, "exact": 1}


class LateFee(Schema):
    """Once `grace_days` after the due date have gone by: a `flat` sum, `percent` of what is unpaid, or a sum
    `per_day`. It comes again each month where it `repeats`; `cap` is the most for one due, 0 for no end."""

    kind: Literal["", "flat", "percent", "per_day"] = ""
    amount: AmountOrZero = 0
    percent: RentPercent = 0
    grace_days: Annotated[int, Field(ge=0, le=365)] = 0
    cap: AmountOrZero = 0
    repeats: bool = False

    @property
    def rule(self) -> FeeRule:
        return FeeRule(
            kind=FeeKind(self.kind), amount=self.amount, percent=self.percent, grace_days=self.grace_days,
            cap=self.cap, repeats=self.repeats,
        )  # fmt: skip


class RentRise(Schema):
    """From `date` on the rent is `amount`, or `percent` more than it was; a rise by percent may come again."""

    date: datetime.date
    amount: AmountOrZero | None = None
    percent: RentPercent = 0
    every_months: Annotated[int, Field(ge=0, le=120)] = 0


class NewTerms(Schema):
    start_date: datetime.date
    end_date: datetime.date | None = None
    rent: AmountOrZero
    due_day: DueDay = 1
    period_rule: PeriodRule = "month"
    part_rule: PartRule = "days"
    advance_months: AdvanceMonths = 0
    rounding: Rounding = "whole"
    deposit: AmountOrZero = 0
    notice_days: NoticeDays = 30
    late_fee: LateFee = LateFee()
    rises: Annotated[list[RentRise], Field(max_length=RISES_MAX)] = []
    asks_from: datetime.date | None = None
    notes: Notes = ""
    use: Use = ""
    tenant_composition: bool = False


class TermsChange(Schema):
    start_date: datetime.date | None = None
    end_date: datetime.date | None = None
    rent: AmountOrZero | None = None
    due_day: DueDay | None = None
    period_rule: PeriodRule | None = None
    part_rule: PartRule | None = None
    advance_months: AdvanceMonths | None = None
    rounding: Rounding | None = None
    deposit: AmountOrZero | None = None
    notice_days: NoticeDays | None = None
    late_fee: LateFee | None = None
    rises: Annotated[list[RentRise] | None, Field(max_length=RISES_MAX)] = None
    asks_from: datetime.date | None = None
    notes: Notes | None = None
    use: Use | None = None
    tenant_composition: bool | None = None


class LateFeeSaid(Answer):
    kind: Literal["", "flat", "percent", "per_day"]
    amount: Money
    percent: Number
    grace_days: int
    cap: Money
    repeats: bool


class GstSaid(Answer):
    """The rule of the day: `none` falls due, the rent is `exempt`, GST of `percent` is added (`forward`), or the tenant
    pays it to the state and nothing is added (`reverse`). `case` is "" where nobody said what it is rented for."""

    case: Literal["", "none", "exempt", "forward", "reverse"]
    percent: Number
    sentence: str
    why: str


class RentRiseSaid(Answer):
    date: datetime.date
    amount: Money | None
    percent: Number
    every_months: int


def content_from(asked: NewTerms) -> LeaseContent:
    return LeaseContent(
        starts_on=asked.start_date, ends_on=asked.end_date, rent=asked.rent, due_day=asked.due_day,
        period_rule=asked.period_rule, part_rule=asked.part_rule, advance_months=asked.advance_months,
        round_to=ROUND_TO[asked.rounding], deposit_asked=asked.deposit, notice_days=asked.notice_days,
        fee=asked.late_fee.rule, rises=_rises(asked.rises), raises_from=asked.asks_from, note=asked.notes,
        use=asked.use, tenant_composition=asked.tenant_composition,
    )  # fmt: skip


def changed_from(standing: LeaseContent, asked: TermsChange) -> LeaseContent:
    """The terms with the members that were sent."""
    said: dict[str, Any] = {
        "starts_on": asked.start_date, "rent": asked.rent, "due_day": asked.due_day,
        "period_rule": asked.period_rule, "part_rule": asked.part_rule, "advance_months": asked.advance_months,
        "round_to": ROUND_TO[asked.rounding] if asked.rounding else None, "deposit_asked": asked.deposit,
        "notice_days": asked.notice_days, "fee": asked.late_fee.rule if asked.late_fee else None,
        "rises": None if asked.rises is None else _rises(asked.rises), "raises_from": asked.asks_from,
        "note": asked.notes, "use": asked.use, "tenant_composition": asked.tenant_composition,
    }  # fmt: skip
    kept = {name: value for name, value in said.items() if value is not None}
    if "end_date" in asked.model_fields_set:
        kept["ends_on"] = asked.end_date
    return replace(standing, **kept)


def _rises(asked: list[RentRise]) -> tuple[Rise, ...]:
    return tuple(
        Rise(one.date, one.amount, 0 if one.amount is not None else one.percent, one.every_months)
        for one in asked
    )


def fee_said(fee: FeeRule) -> Row:
    return {
        "kind": fee.kind.value, "amount": number(fee.amount), "percent": exact(fee.percent, places=2),
        "grace_days": fee.grace_days, "cap": number(fee.cap), "repeats": fee.repeats,
    }  # fmt: skip


def gst_said(found: LeaseGst) -> Row:
    words = gst_words(found.case, found.because, law=found.law, percent=found.percent)
    return {
        "case": found.case.value, "percent": exact(found.percent, places=2), "sentence": words.sentence,
        "why": words.why,
    }  # fmt: skip


def rise_said(rise: Rise) -> Row:
    return {
        "date": rise.day, "amount": None if rise.amount is None else number(rise.amount),
        "percent": exact(rise.percent, places=2), "every_months": rise.every_months,
    }  # fmt: skip
