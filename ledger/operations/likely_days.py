"""Days so far from today that a slip of the finger is likelier than the day itself: somebody is asked once."""

import datetime
from collections.abc import Collection

from ledger.directions import Content
from ledger.refusals import DayUnlikely

AHEAD = datetime.timedelta(days=92)
"""A cheque is good for three months, and is written with the day it may be cashed."""
BACK = datetime.timedelta(days=5 * 366)
DUE_AHEAD = datetime.timedelta(days=2 * 366)


def check_likely(
    content: Content, *, today: datetime.date, sure_of: Collection[datetime.date] = (),
    standing: Content | None = None,
) -> None:  # fmt: skip
    """Raises DayUnlikely for a day nobody was asked about yet. `sure_of` holds the days a person confirmed;
    what stands in the entry already (`standing`) is not asked about again."""
    known = {*sure_of, *(days_of(standing) if standing else ())}
    reach = {
        "day": (content.day, today - BACK, today + AHEAD),
        "due_on": (content.due_on, content.day, max(today, content.day) + DUE_AHEAD),
    }
    for field, (day, first, last) in reach.items():
        if day is not None and day not in known and not first <= day <= last:
            raise DayUnlikely(day=day, meant=_meant(day, today=today, first=first, last=last), field=field)


def days_of(content: Content) -> frozenset[datetime.date]:
    """The days an entry names: what a person who saw them is sure of."""
    return frozenset(day for day in (content.day, content.due_on) if day is not None)


def _meant(
    day: datetime.date, *, today: datetime.date, first: datetime.date, last: datetime.date
) -> datetime.date | None:
    """The same day of a year near today; None where no such day is likely (29 February)."""
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            near = day.replace(year=year)
        except ValueError:
            continue
        if first <= near <= last:
            return near
    return None
