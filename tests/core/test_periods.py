from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import (
    RANGES,
    Period,
    add_months,
    fiscal_year,
    fiscal_year_label,
    last_month,
    last_three_months,
    last_year,
    month_end,
    month_start,
    this_month,
    this_year,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "starts_month", "start", "end", "label"),
    [
        (date(2026, 11, 21), 4, date(2026, 4, 1), date(2027, 3, 31), "2026-27"),
        (date(2026, 3, 31), 4, date(2025, 4, 1), date(2026, 3, 31), "2025-26"),
        (date(2026, 4, 1), 4, date(2026, 4, 1), date(2027, 3, 31), "2026-27"),
        (date(2026, 6, 30), 7, date(2025, 7, 1), date(2026, 6, 30), "2025-26"),
        (date(2026, 11, 21), 1, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2000, 2, 29), 4, date(1999, 4, 1), date(2000, 3, 31), "1999-00"),
    ],
)
def test_a_business_year_starts_in_its_own_month(day, starts_month, start, end, label):
    year = fiscal_year(day, starts_month=starts_month)
    assert year == Period(start, end)
    assert fiscal_year_label(year) == label


@given(DAYS, st.integers(1, 12))
def test_every_day_lies_in_one_business_year_and_the_next_follows_at_once(day, starts_month):
    year = fiscal_year(day, starts_month=starts_month)
    assert day in year
    assert year.days in (365, 366)
    following = fiscal_year(year.end + timedelta(days=1), starts_month=starts_month)
    assert following.start == year.end + timedelta(days=1)


def test_the_ranges_of_a_statement():
    today = date(2026, 1, 31)
    assert this_month(today) == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert last_month(today) == Period(date(2025, 12, 1), date(2025, 12, 31))
    assert last_three_months(today) == Period(date(2025, 11, 1), date(2026, 1, 31))
    assert this_year(today, starts_month=4) == Period(date(2025, 4, 1), date(2026, 3, 31))
    assert last_year(today, starts_month=7) == Period(date(2024, 7, 1), date(2025, 6, 30))


@given(DAYS, st.integers(1, 12), st.sampled_from(list(RANGES)))
def test_every_range_runs_forward(day, starts_month, name):
    period = RANGES[name](day, starts_month=starts_month)
    assert period.start <= period.end
    assert (day in period) == name.startswith(("this", "last_three"))


@given(DAYS, st.integers(-600, 600))
def test_months_later_is_that_many_months_later(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, month_end(later).day)
    assert month_start(later).day == 1
