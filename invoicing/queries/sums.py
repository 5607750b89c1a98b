"""How much stands under each tab of the list of bills."""

import datetime
import uuid
from collections.abc import Mapping

from django.db.models import Count, Sum

from invoicing.models import STANDING, TAKEN_OUT, Paper, PaperStatus
from invoicing.queries.papers import rows_of

READ_MAX = 2_000
"""Of more bills than these the sums that go by payments are not told: reading them would take too long."""
TABS = ("all", "draft", "unpaid", "overdue", "paid", "out")


def tab_sums(business_id: uuid.UUID, *, kind: str, today: datetime.date) -> Mapping[str, int]:
    """Minor units by tab; a tab that is missing is not worked out."""
    own = Paper.objects.filter(business_id=business_id, kind=kind)
    groups = {
        row["status"]: (row["count"], row["total"] or 0)
        for row in own.values("status").annotate(count=Count("id"), total=Sum("total"))
    }
    sums = {
        "draft": groups.get(PaperStatus.DRAFT, (0, 0))[1],
        "out": sum(groups.get(status, (0, 0))[1] for status in TAKEN_OUT),
    }
    if sum(groups.get(status, (0, 0))[0] for status in STANDING) > READ_MAX:
        return sums
    rows = rows_of(
        business_id, list(own.filter(status__in=STANDING).select_related("party")[:READ_MAX]), today=today
    )
    sums["unpaid"] = sum(row.balance for row in rows)
    sums["overdue"] = sum(row.balance for row in rows if row.state == "overdue")
    sums["paid"] = sum(row.paper.total - row.balance for row in rows)
    return sums
