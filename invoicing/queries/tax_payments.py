"""What is owed to the state on reverse charge, and what was paid of it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from invoicing.buying import REVERSE_ROLES, credits_of
from invoicing.kinds import SIDES
from invoicing.models import BOUGHT_KINDS, STANDING, Paper, PaperLine, TaxPayment
from invoicing.payment_refusals import PaymentUnknown

PAYMENTS_MAX = 100
PAPERS_MAX = 2000
"""Purchases on reverse charge that one payment looks at."""


@dataclass(frozen=True, slots=True)
class TaxOwed:
    """Of purchases up to the end of `month` under one registration, minor units by column: what is owed, and what of
    it may be set off once it is paid. `papers` are the purchases, `is_late` where some are of earlier months."""

    registration: str
    month: datetime.date
    owed: dict[str, int]
    credit: dict[str, int]
    papers: tuple[Paper, ...]

    @property
    def total(self) -> int:
        return sum(self.owed.values())

    @property
    def set_off(self) -> int:
        return sum(self.credit.values())


def tax_owed(business_id: uuid.UUID, *, registration: str, until: datetime.date) -> TaxOwed:
    """What purchases of days up to `until` owe and nobody paid yet."""
    papers = [
        one for one in _unpaid(business_id) if one.our_registration == registration and one.day <= until
    ]
    owed, credit = sums_of(business_id, papers)
    return TaxOwed(registration, until.replace(day=1), owed, credit, tuple(papers))


def months_owed(business_id: uuid.UUID) -> list[TaxOwed]:
    """By registration and month, the oldest first: each month alone."""
    found: dict[tuple[str, datetime.date], list[Paper]] = defaultdict(list)
    for paper in _unpaid(business_id):
        found[paper.our_registration, paper.day.replace(day=1)].append(paper)
    rows = []
    for (registration, month), papers in sorted(found.items(), key=lambda one: (one[0][1], one[0][0])):
        owed, credit = sums_of(business_id, papers)
        rows.append(TaxOwed(registration, month, owed, credit, tuple(papers)))
    return rows


def tax_payments(business_id: uuid.UUID) -> tuple[TaxPayment, ...]:
    """The newest first."""
    own = TaxPayment.objects.select_related("paid_through").filter(business_id=business_id)
    return tuple(own.order_by("-day", "-id")[:PAYMENTS_MAX])


def tax_payment_of(business_id: uuid.UUID, payment_id: uuid.UUID) -> TaxPayment:
    """Raises PaymentUnknown."""
    own = TaxPayment.objects.select_related("paid_through").filter(business_id=business_id)
    found = own.filter(id=payment_id).first()
    if found is None:
        raise PaymentUnknown
    return found


def sums_of(business_id: uuid.UUID, papers: Iterable[Paper]) -> tuple[dict[str, int], dict[str, int]]:
    """What these purchases owe by column, and what of it is credit; what went back takes off."""
    by_id = {paper.pk: paper for paper in papers}
    owed, credit = dict.fromkeys(REVERSE_ROLES, 0), dict.fromkeys(REVERSE_ROLES, 0)
    for line in PaperLine.objects.filter(business_id=business_id, paper_id__in=list(by_id)):
        paper = by_id[line.paper_id]
        sign = -SIDES[paper.kind].sign
        for column in REVERSE_ROLES:
            owed[column] += sign * getattr(line, column)
        for column, amount in credits_of(paper, line).items():
            if column in credit:
                credit[column] += sign * amount
    return owed, credit


def _unpaid(business_id: uuid.UUID) -> list[Paper]:
    own = Paper.objects.filter(business_id=business_id, kind__in=BOUGHT_KINDS, status__in=STANDING)
    waiting = own.filter(reverse_charge=True, credit_waits=True, tax_payment=None).exclude(
        our_registration=""
    )
    return list(waiting.order_by("day", "id")[:PAPERS_MAX])
