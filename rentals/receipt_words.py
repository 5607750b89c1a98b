"""What a rent receipt says the money was for: the months by name, as an employer or a bank asks for them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.periods import add_months, month_end, month_start
from core.templatetags.dates import date_words, month_words
from rentals.models import Due, DueKind
from rentals.queries.settled import Settled, SettledPart
from rentals.words import due_words

RANGE_FROM = 3
"""So many whole months in a row are named by the first and the last."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A row of the receipt: `days` where what was paid is no calendar month, "" where it is."""

    what: str
    days: str
    amount: int


def paid_for(settled: Settled) -> str:
    """In a line: "Rent for Apr 2026 and part of May 2026 · Water, Apr 2026 · Paid ahead"; "" where it paid nothing."""
    rents = [one for one in settled.parts if one.due is not None and one.due.kind == DueKind.RENT]
    others = [one for one in settled.parts if one not in rents]
    said = [_("Rent for %(months)s") % {"months": _joined(_month_names(rents))}] if rents else []
    said += [_part_words(one) for one in others]
    if settled.ahead:
        said.append(_("Paid ahead"))
    return " · ".join(said)


def receipt_lines(settled: Settled) -> list[ReceiptLine]:
    """Every due it paid, and what is ahead; together they are the payment."""
    lines = [ReceiptLine(_part_words(one), _days(one.due), one.amount) for one in settled.parts]
    if settled.ahead:
        lines.append(ReceiptLine(_("Paid ahead"), "", settled.ahead))
    return lines


def places(settled: Settled) -> list[str]:
    """The units whose dues it paid."""
    units = [one.due.lease.unit for one in settled.parts if one.due is not None]
    return list(dict.fromkeys(f"{unit.branch.name} · {unit.name}" for unit in units))


def _part_words(part: SettledPart) -> str:
    if part.due is None:
        return _("Given back") if part.is_returned else _("From before")
    what = due_words(part.due)
    return _("%(what)s (part)") % {"what": what} if part.is_part else what


def _days(due: Due | None) -> str:
    if due is None or due.kind != DueKind.RENT or _is_month(due):
        return ""
    return _("%(first)s – %(last)s") % {"first": date_words(due.period), "last": date_words(due.period_end)}


def _is_month(due: Due) -> bool:
    return due.period == month_start(due.period) and due.period_end == month_end(due.period)


def _month_names(rents: Sequence[SettledPart]) -> list[str]:
    """Each month once: whole ones first, those that follow each other as a range, so that "part of" is said of one
    month alone."""
    months = [(month_start(one.due.period), one.is_part) for one in rents if one.due is not None]
    parts = [_("part of %(month)s") % {"month": month_words(month)} for month, is_part in months if is_part]
    names: list[str] = []
    row: list[datetime.date] = []
    for month in dict.fromkeys(month for month, is_part in months if not is_part):
        if row and add_months(row[-1], 1) != month:
            names += _row_names(row)
            row = []
        row.append(month)
    return list(dict.fromkeys([*names, *_row_names(row), *parts]))


def _row_names(row: Sequence[datetime.date]) -> list[str]:
    if len(row) >= RANGE_FROM:
        return [_("%(first)s – %(last)s") % {"first": month_words(row[0]), "last": month_words(row[-1])}]
    return [month_words(month) for month in row]


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
