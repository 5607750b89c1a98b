"""What a tenant would keep back of a rent as tax, to be offered where a payment is written down."""

import datetime

from core.periods import fiscal_year
from rentals.arithmetic import rent_on
from rentals.models import DueKind, Lease, RentRise
from rentals.queries.owed import due_rows
from rentals.terms import terms_of
from rentals.withholding import Suggestion, suggestions

LAW_YEAR_STARTS = 4


def kept_offers(lease: Lease, *, country: str, today: datetime.date) -> list[Suggestion]:
    """By the sections of the country's law, of the rents that are unpaid or those of the year, without GST."""
    year = fiscal_year(today, starts_month=LAW_YEAR_STARTS)
    rises = RentRise.objects.filter(business_id=lease.business_id, lease=lease).order_by("day", "id")
    monthly = rent_on(today, terms=terms_of(lease, rises=rises))
    rents = [row for row in due_rows(lease.business_id, lease_ids=[lease.id]) if row.kind == DueKind.RENT]
    return suggestions(
        country, day=today, monthly=monthly, unpaid=sum(min(row.unpaid, row.net) for row in rents),
        of_year=sum(row.net for row in rents if year.start <= row.period <= year.end),
    )  # fmt: skip
