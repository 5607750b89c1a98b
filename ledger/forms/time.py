"""Forms of closing and opening periods, of the trash and of a history's beginning."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.forms.fields import DayField, LineField
from ledger.models import Period
from ledger.operations.periods import REASON_LENGTH_MAX
from ledger.operations.trash import DAYS_LEAST, DAYS_MOST

PERIODS = [(Period.BOOKS.value, ""), (Period.TAX.value, "")]


class PeriodField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(choices=PERIODS, widget=forms.HiddenInput, initial=Period.BOOKS.value)


class CloseForm(forms.Form):
    period = PeriodField()
    until = DayField(label=gettext_lazy("Close the books up to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["period"].value() == Period.TAX:
            self.fields["until"].label = _("Close bills with tax up to")


class OpenForm(forms.Form):
    period = PeriodField()
    until = DayField(
        label=gettext_lazy("Stays closed up to"),
        required=False,
        help_text=gettext_lazy("Leave it empty to open every day."),
    )
    reason = LineField(
        label=gettext_lazy("Why?"), max_length=REASON_LENGTH_MAX,
        missing=gettext_lazy("Write why the book is opened again."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why?"), max_length=REASON_LENGTH_MAX,
        missing=gettext_lazy("Write why the book is opened again."),
    )  # fmt: skip


class TrashDaysForm(forms.Form):
    trash_days = forms.Field(
        label=gettext_lazy("Days a deleted entry is kept"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )

    def clean_trash_days(self) -> int:
        text = str(self.cleaned_data["trash_days"]).strip()
        if not text.isdecimal() or len(text) > 4 or not DAYS_LEAST <= int(text) <= DAYS_MOST:
            raise ValidationError(
                _("Choose between %(least)s and %(most)s days.") % {"least": DAYS_LEAST, "most": DAYS_MOST}
            )
        return int(text)


class SinceForm(forms.Form):
    since = DayField(label=gettext_lazy("Since the morning of"))
