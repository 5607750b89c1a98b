"""A lease's row as the arithmetic reads it, and the other way round."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from rentals.arithmetic import FeeKind, FeeRule, PartRule, PeriodRule, Rise, Terms, Use
from rentals.models import Lease, RentRise

NO_FEE = FeeRule()


@dataclass(frozen=True, slots=True)
class LeaseContent:
    """What a person says of a lease. Money in minor units; percents in 1/100 of a percent."""

    starts_on: datetime.date
    rent: int
    ends_on: datetime.date | None = None
    due_day: int = 1
    period_rule: str = PeriodRule.MONTH
    part_rule: str = PartRule.DAYS
    advance_months: int = 0
    round_to: int = 100
    deposit_asked: int = 0
    notice_days: int = 30
    fee: FeeRule = NO_FEE
    rises: tuple[Rise, ...] = ()
    raises_from: datetime.date | None = None
    note: str = ""
    use: str = Use.UNSAID
    tenant_composition: bool = False

    @property
    def terms(self) -> Terms:
        return Terms(
            start=self.starts_on, end=self.ends_on, rent=self.rent, due_day=self.due_day,
            period_rule=PeriodRule(self.period_rule), part_rule=PartRule(self.part_rule),
            advance_months=self.advance_months, rises=self.rises, round_to=self.round_to,
        )  # fmt: skip


def terms_of(lease: Lease, *, rises: Iterable[RentRise]) -> Terms:
    return content_of(lease, rises=rises).terms


def content_of(lease: Lease, *, rises: Iterable[RentRise]) -> LeaseContent:
    return LeaseContent(
        starts_on=lease.starts_on, rent=lease.rent, ends_on=lease.ends_on, due_day=lease.due_day,
        period_rule=lease.period_rule, part_rule=lease.part_rule, advance_months=lease.advance_months,
        round_to=lease.round_to, deposit_asked=lease.deposit_asked, notice_days=lease.notice_days,
        fee=fee_rule_of(lease), raises_from=lease.raises_from, note=lease.note,
        use=lease.use, tenant_composition=lease.tenant_composition,
        rises=tuple(Rise(one.day, one.amount, one.percent, one.every_months) for one in rises),
    )  # fmt: skip


def fee_rule_of(lease: Lease) -> FeeRule:
    return FeeRule(
        kind=FeeKind(lease.fee_kind), amount=lease.fee_amount, percent=lease.fee_percent,
        grace_days=lease.fee_grace_days, cap=lease.fee_cap, repeats=lease.fee_repeats,
    )  # fmt: skip


def put(lease: Lease, content: LeaseContent) -> None:
    """The content into the row's columns; rises are rows of their own."""
    for name in (
        "starts_on", "rent", "ends_on", "due_day", "period_rule", "part_rule", "advance_months", "round_to",
        "deposit_asked", "notice_days", "note", "use", "tenant_composition",
    ):  # fmt: skip
        setattr(lease, name, getattr(content, name))
    lease.raises_from = content.raises_from or content.starts_on
    fee = content.fee
    lease.fee_kind, lease.fee_amount, lease.fee_percent = fee.kind, fee.amount, fee.percent
    lease.fee_grace_days, lease.fee_cap, lease.fee_repeats = fee.grace_days, fee.cap, fee.repeats
