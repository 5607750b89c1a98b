"""Templates of bills that come back, and what they made."""

import datetime
import uuid
from dataclasses import dataclass

from invoicing.models import Paper, Recurring, RecurringBill, RecurringState
from invoicing.queries.papers import PaperRow, rows_of
from invoicing.refusals import RecurringUnknown

ROWS_MAX = 500
BILLS_MAX = 60


@dataclass(frozen=True, slots=True)
class RecurringDone:
    """A period that was dealt with; `row` is its bill, None where it was left out or its draft thrown away."""

    day: datetime.date
    paper_id: uuid.UUID | None
    row: PaperRow | None


@dataclass(frozen=True, slots=True)
class RecurringCard:
    """The newest bills first."""

    recurring: Recurring
    party_name: str
    bills: tuple[RecurringDone, ...]


def recurring_rows(business_id: uuid.UUID) -> tuple[Recurring, ...]:
    """Those that need somebody first, then the running by their next day, the stopped last."""
    own = (
        Recurring.objects.filter(business_id=business_id)
        .select_related("party")
        .order_by("-created_at", "-id")
    )
    order = {RecurringState.RUNNING.value: 1, RecurringState.PAUSED.value: 2, RecurringState.STOPPED.value: 3}
    last = datetime.date.max
    return tuple(
        sorted(own[:ROWS_MAX], key=lambda row: (0 if row.error else order[row.state], row.next_on or last))
    )


def stuck_count(business_id: uuid.UUID) -> int:
    """How many need somebody."""
    own = Recurring.objects.filter(business_id=business_id, state=RecurringState.RUNNING)
    return own.exclude(error="").count()


def recurring_card(business_id: uuid.UUID, recurring_id: uuid.UUID, *, today: datetime.date) -> RecurringCard:
    """Raises RecurringUnknown."""
    row = Recurring.objects.select_related("party").filter(business_id=business_id, id=recurring_id).first()
    if row is None:
        raise RecurringUnknown
    done = list(
        RecurringBill.objects.filter(business_id=business_id, recurring=row).order_by("-day")[:BILLS_MAX]
    )
    papers = Paper.objects.filter(
        business_id=business_id, id__in=[one.paper_id for one in done if one.paper_id]
    )
    shown = {
        one.paper.pk: one for one in rows_of(business_id, list(papers.select_related("party")), today=today)
    }
    bills = tuple(
        RecurringDone(one.day, one.paper_id, shown.get(one.paper_id) if one.paper_id else None)
        for one in done
    )
    return RecurringCard(row, row.party.name, bills)
