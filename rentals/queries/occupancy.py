"""How full a house was: days its units were let among the days they could have been."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass

from core.periods import Period
from rentals.models import Lease, Unit


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Days of all units of a house together."""

    let_days: int = 0
    unit_days: int = 0

    @property
    def percent(self) -> int | None:
        """In 1/100 of a percent; None where the house has no units."""
        return self.let_days * 10_000 // self.unit_days if self.unit_days else None


def occupancies(business_id: uuid.UUID, span: Period, *, today: datetime.date) -> dict[uuid.UUID, Occupancy]:
    """By house, over the days of `span` up to today. Units that were put away are left out."""
    last = min(span.end, today)
    days = max((last - span.start).days + 1, 0)
    units = Unit.objects.filter(business_id=business_id, closed_at=None)
    house_of = dict(units.values_list("id", "branch_id"))
    let: dict[uuid.UUID, int] = defaultdict(int)
    leases = Lease.objects.filter(business_id=business_id, unit_id__in=house_of, starts_on__lte=last)
    for unit_id, start, end in leases.values_list("unit_id", "starts_on", "ends_on"):
        own = (min(last, end or last) - max(span.start, start)).days + 1
        let[house_of[unit_id]] += max(own, 0)
    counted: dict[uuid.UUID, int] = defaultdict(int)
    for house_id in house_of.values():
        counted[house_id] += days
    return {house_id: Occupancy(let[house_id], unit_days) for house_id, unit_days in counted.items()}
