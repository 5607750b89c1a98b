"""What a payment settled: which dues, for which months, and what of it is ahead. Read from the khata as arrears are,
never stored."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from core.periods import month_start
from ledger.models import Document, Mode
from rentals.models import Due, DueKind
from rentals.queries.owed import paid_by

MONEY = (Mode.CASH, Mode.UPI, Mode.BANK)


@dataclass(frozen=True, slots=True)
class SettledPart:
    """So much of a payment, minor units, paid `due`; None is what the khata asks for besides dues: money that was
    given back, else what was owed before the book began."""

    due: Due | None
    amount: int
    is_returned: bool = False

    @property
    def is_part(self) -> bool:
        """Whether the due took other money too, or waits for it."""
        return self.due is not None and self.amount < self.due.amount


@dataclass(frozen=True, slots=True)
class Settled:
    """`parts` by month, and `ahead`: what nothing is asked for yet. Together they are the payment."""

    parts: tuple[SettledPart, ...] = ()
    ahead: int = 0


def settled_by(
    business_id: uuid.UUID, party_id: uuid.UUID, payment_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Settled]:
    """By payment of the khata this party stands in; one that does not count there is left out."""
    paid = paid_by(business_id, [party_id]).get(party_id)
    if paid is None:
        return {}
    counted = [one for one in payment_ids if one in paid.parts or one in paid.over]
    touched = {key for one in counted for key in paid.parts.get(one, ()) if isinstance(key, uuid.UUID)}
    dues = Due.objects.filter(business_id=business_id, document_id__in=touched)
    by_document = {due.document_id: due for due in dues.select_related("lease__unit__branch")}
    gave = Document.objects.filter(business_id=business_id, id__in=touched, mode__in=MONEY)
    returned = set(gave.values_list("id", flat=True))
    found = {}
    for one in counted:
        parts: dict[tuple[Due | None, bool], int] = {}
        for key, amount in paid.parts.get(one, {}).items():
            place = by_document.get(uuid.UUID(str(key))), key in returned
            parts[place] = parts.get(place, 0) + amount
        told = [SettledPart(due, amount, is_returned) for (due, is_returned), amount in parts.items()]
        found[one] = Settled(tuple(sorted(told, key=_place)), paid.over.get(one, 0))
    return found


def _place(part: SettledPart) -> tuple[int, datetime.date, bool, datetime.date, str]:
    """What was owed before stands first, what was given back last; between them by month, its rent before its
    charges."""
    due = part.due
    if due is None:
        return (2 if part.is_returned else 0), datetime.date.min, False, datetime.date.min, ""
    return 1, month_start(due.period), due.kind != DueKind.RENT, due.due_on, str(due.pk)
