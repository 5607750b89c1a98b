"""A day far from today is asked about in the form itself, and the answer comes back with it.

Beside a day field `day` stands `day_is`: the day the question was about and the day that was chosen. An answer
about another day than the one in the form is none, so a date typed anew is looked at anew.
"""

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

from ledger.refusals import DayUnlikely

ANSWER = "_is"


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """`meant` is the day proposed instead; a question that is answered only travels along."""

    name: str
    day: datetime.date
    meant: datetime.date | None = None
    is_answered: bool = False

    @property
    def yes(self) -> str:
        """The answer "I meant the other"."""
        return f"{self.day} {self.meant}"

    @property
    def no(self) -> str:
        """The answer "it is right as it is"."""
        return f"{self.day} {self.day}"


class AnswerField(forms.Field):
    """The day asked about and the day chosen; None for anything else."""

    widget = forms.TextInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> tuple[datetime.date, datetime.date] | None:
        try:
            asked, chosen = map(datetime.date.fromisoformat, str(value or "").split(" "))
        except ValueError:
            return None
        return asked, chosen


class AsksAboutDays(forms.Form):
    """A form whose day fields may be asked about. `sure_of` holds the days that were confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: dict[str, DayQuestion] = {}
        self.sure_of: set[datetime.date] = set()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in [name for name in self.fields if f"{name}{ANSWER}" in self.fields]:
            day, answer = said.get(name), said.get(f"{name}{ANSWER}")
            if day is None or answer is None or answer[0] != day:
                continue
            if answer[1] == day:
                self.sure_of.add(day)
                self.questions[name] = DayQuestion(f"{name}{ANSWER}", day, is_answered=True)
            else:
                said[name] = answer[1]
                self._say(name, answer[1].isoformat())
        return said

    def ask(self, refusal: DayUnlikely, *, name: str) -> None:
        """Put the question of a refusal beside the day field of this name."""
        if name in self.fields:
            self.questions[name] = DayQuestion(f"{name}{ANSWER}", refusal.day, refusal.meant)

    def _say(self, name: str, value: str) -> None:
        said = cast(QueryDict, self.data).copy()
        said[self.add_prefix(name)] = value
        self.data = said
