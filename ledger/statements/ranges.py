"""Which days a statement covers: the chips above it, or two days somebody typed."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.digits import in_digits
from core.periods import RANGES, Period
from core.templatetags.dates import date_words
from ledger.queries.statements import StatementHead

FIRST_DAY = datetime.date(1950, 1, 1)
LAST_DAY = datetime.date(2200, 1, 1)
DEFAULT = "last_three_months"
ALL = "all"
CHIPS = ("this_month", "last_three_months", "this_year", ALL)
DAY_FORMAT = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Chosen:
    """`name` is a chip, or "" when the days were typed."""

    name: str
    period: Period


class RangeForm(forms.Form):
    """Two days typed by a person. `end` must not lie before `start`."""

    start = forms.DateField(
        label=gettext_lazy("From"),
        error_messages={
            "required": gettext_lazy("Choose the first day."),
            "invalid": gettext_lazy("Choose a day that exists, like 21 Nov 2026."),
        },
    )
    end = forms.DateField(
        label=gettext_lazy("To"),
        error_messages={
            "required": gettext_lazy("Choose the last day."),
            "invalid": gettext_lazy("Choose a day that exists, like 21 Nov 2026."),
        },
    )

    def clean_start(self) -> datetime.date:
        return _within_reach(self.cleaned_data["start"])

    def clean_end(self) -> datetime.date:
        end, start = _within_reach(self.cleaned_data["end"]), self.cleaned_data.get("start")
        if start and end < start:
            raise forms.ValidationError(_("Choose an end date after %(day)s.") % {"day": date_words(start)})
        return end

    def refuse(self, sentence: str) -> None:
        """Show what is wrong with the days although each of them can be read."""
        if not self.is_bound:
            self.data = {name: day.strftime(DAY_FORMAT) for name, day in self.initial.items()}
            self.is_bound = True
            self.full_clean()
        self.add_error("start", sentence)

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])


def _within_reach(day: datetime.date) -> datetime.date:
    if not FIRST_DAY <= day <= LAST_DAY:
        first, last = date_words(FIRST_DAY), date_words(LAST_DAY)
        raise forms.ValidationError(
            _("Choose a day between %(first)s and %(last)s.") % {"first": first, "last": last}
        )
    return day


def chosen(
    said: Mapping[str, Any], *, head: StatementHead, today: datetime.date
) -> tuple[RangeForm, Chosen | None]:
    """The form to show and what was asked for: two days, else a chip, else the last three months.

    None instead of days when the form is wrong.
    """
    if said.get("start") or said.get("end"):
        typed = RangeForm({name: said.get(name, "") for name in ("start", "end")})
        return typed, Chosen("", typed.period) if typed.is_valid() else None
    name = said.get("range") if said.get("range") in CHIPS else DEFAULT
    period = period_of(str(name), head=head, today=today)
    return RangeForm(initial={"start": period.start, "end": period.end}), Chosen(str(name), period)


def period_of(name: str, *, head: StatementHead, today: datetime.date) -> Period:
    """The days of a chip: up to today, or to the last entry where somebody wrote one ahead."""
    last = max(today, head.last_day or today)
    if name == ALL:
        return Period(min(head.first_day or today, today), last)
    whole = RANGES[name](today, starts_month=head.year_starts_month)
    return Period(whole.start, min(whole.end, last))


def chip_words(*, digits: str) -> dict[str, str]:
    return {
        "this_month": _("This month"),
        "last_three_months": in_digits(_("Last 3 months"), digits),
        "this_year": _("This year"),
        ALL: _("All"),
    }


def as_query(period: Period, **more: str) -> str:
    """The part of an address behind "?" that asks for these days."""
    said = {"start": period.start.strftime(DAY_FORMAT), "end": period.end.strftime(DAY_FORMAT), **more}
    return urlencode({name: value for name, value in said.items() if value})
