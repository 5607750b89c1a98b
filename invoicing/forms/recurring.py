"""How a bill comes back, as a shop says it."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from core.digits import to_ascii_digits
from inventory.forms.fields import ChosenField
from invoicing.content import PaperContent
from invoicing.models import FREQUENCIES, Makes, Prices
from invoicing.operations.recurring import DUE_MAX, EVERY_MAX, NAME_MAX, RecurringContent
from ledger.forms.fields import DayField, IdField, LineField, RevisionField


class CountField(forms.Field):
    """A whole number in any digits; None when it may be left empty and was."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, most: int, least: int = 0, wrong: Any, **kwargs: Any) -> None:
        self.wrong = wrong
        super().__init__(
            validators=[MinValueValidator(least, wrong), MaxValueValidator(most, wrong)], **kwargs
        )

    def to_python(self, value: Any) -> int | None:
        text = to_ascii_digits(str(value or "").strip())
        if not text:
            return None
        if not text.isdecimal() or len(text) > 4:
            raise forms.ValidationError(self.wrong)
        return int(text)


class RecurringForm(forms.Form):
    use_required_attribute = False
    recurring_id = IdField()
    base_rev = RevisionField(required=False)
    name = LineField(max_length=NAME_MAX, label=gettext_lazy("What you call it"))
    every = CountField(
        least=1, most=EVERY_MAX, label=gettext_lazy("Every"), wrong=gettext_lazy("Enter 1 to 365, for example 1."),
    )  # fmt: skip
    frequency = ChosenField(choices=FREQUENCIES, label=gettext_lazy("Days, weeks, months or years"))
    starts_on = DayField(label=gettext_lazy("First bill on"))
    ends_on = DayField(required=False, label=gettext_lazy("Last day"))
    makes = ChosenField(choices=Makes.choices, label=gettext_lazy("On the day it makes"))
    mails = forms.BooleanField(
        required=False, label=gettext_lazy("E-mail the bill to the customer by itself")
    )
    prices = ChosenField(choices=Prices.choices, label=gettext_lazy("Prices"))
    due_days = CountField(
        required=False, most=DUE_MAX, label=gettext_lazy("Days to pay"), wrong=gettext_lazy("Enter 0 to 365 days."),
    )  # fmt: skip

    def content(self, paper: PaperContent) -> RecurringContent:
        said = self.cleaned_data
        return RecurringContent(
            paper=paper, name=said["name"], frequency=said["frequency"], every=said["every"],
            starts_on=said["starts_on"], ends_on=said["ends_on"], makes=said["makes"], mails=said["mails"],
            prices=said["prices"], due_days=said["due_days"],
        )  # fmt: skip
