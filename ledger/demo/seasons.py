"""How busy the demo shop is on a day: market days, feasts, and the new year when dues are cleared.

Feasts of the moon come from mean new moons, true to about a day, so they never run out as a table would.
"""

import datetime
import math

LUNATION = 29.530589
NEW_MOON = datetime.date(2026, 11, 9)
EID = datetime.date(2026, 3, 21)
DIWALI_FROM = (10, 17)
PUJA_BEFORE_DIWALI = 19
"""Days from Vijaya Dashami to Diwali."""

SHOPPING_DAYS = 12
MARKET_DAYS = {2: 1.6, 5: 1.8, 6: 0.6}
"""By weekday, Monday 0: markets on Wednesday and Saturday, and Sunday afternoon closed."""
NEW_YEAR = (4, 15)
"""Poila Boishakh, when shops of Bengal open the new khata."""


def diwali(year: int) -> datetime.date:
    """The evening before the first new moon from 17 October on."""
    first = datetime.date(year, *DIWALI_FROM)
    lunations = math.ceil((first - NEW_MOON).days / LUNATION)
    return NEW_MOON + datetime.timedelta(days=round(lunations * LUNATION) - 1)


def feasts(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Durga Puja, Diwali and the two Eids from `first` to a shopping season after `last`."""
    days = []
    for year in range(first.year, last.year + 2):
        days += [diwali(year), diwali(year) - datetime.timedelta(days=PUJA_BEFORE_DIWALI)]
    lunar_year = 12 * LUNATION
    since = int((first - EID).days // lunar_year) - 1
    for number in range(since, since + 5):
        eid = EID + datetime.timedelta(days=round(number * lunar_year))
        days += [eid, eid + datetime.timedelta(days=68)]
    until = last + datetime.timedelta(days=SHOPPING_DAYS)
    return sorted(day for day in days if first <= day <= until)


def busyness(first: datetime.date, last: datetime.date) -> dict[datetime.date, float]:
    """For every day from `first` to `last`: 1 on a plain weekday, about 3 on a market day before a feast."""
    peaks = feasts(first, last)
    days = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: MARKET_DAYS.get(day.weekday(), 1.0) * _feast_factor(day, peaks) for day in days}


def _feast_factor(day: datetime.date, peaks: list[datetime.date]) -> float:
    ahead = [(peak - day).days for peak in peaks if 0 <= (peak - day).days < SHOPPING_DAYS]
    return 1.9 if ahead else 1.0


def pays_readily(day: datetime.date) -> bool:
    """After wages come, and in the two weeks up to the new year's khata."""
    new_year = datetime.date(day.year, *NEW_YEAR)
    return day.day <= 7 or 0 <= (new_year - day).days < 14
