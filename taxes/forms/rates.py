"""A rate of the book's own, as it is typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.digits import to_ascii_digits
from core.money import AmountError
from core.quantities import parse_quantity
from core.refusals import amount_refusal
from ledger.forms.fields import DayField, IdField, LineField, RevisionField, readable
from taxes.arithmetic import Tax, Treatment
from taxes.models import TREATMENTS
from taxes.operations.rates import NAME_MAX, RateContent

PERCENT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "64"}
PERCENT_MOST = 1_000_000
CESS_MOST = 10 * PERCENT_MOST


class PercentField(forms.Field):
    """1/1,000,000 of what was typed as percent; 0 when left empty. A percent has four places, as a quantity has."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, **{"widget": forms.TextInput(attrs=PERCENT), **kwargs})
        self.most = most

    def clean(self, value: Any) -> int:
        text = readable(str(value or "")).strip().removesuffix("%")
        if not text.strip():
            return 0
        try:
            found = parse_quantity(text, zero_allowed=True)
        except AmountError as error:
            raise ValidationError(amount_refusal(error).message) from None
        if found > self.most:
            raise ValidationError(_("This is more than a tax can be."))
        return found


class CodesField(LineField):
    """First digits of HSN or SAC codes, with blanks or commas between."""

    def clean(self, value: Any) -> Any:
        text = to_ascii_digits(super().clean(value))
        found = [part for part in re.split(r"[\s,;]+", text) if part]
        if not all(part.isascii() and part.isdigit() for part in found):
            raise ValidationError(_("Write the first digits of the codes, for example 1704 9983."))
        return tuple(found)


class RateForm(forms.Form):
    """`country` decides whether the second percentage is cess or supplementary duty, and whether there is one."""

    use_required_attribute = False
    rate_id = IdField()
    name = LineField(
        max_length=NAME_MAX, label=gettext_lazy("Name of the rate"),
        missing=gettext_lazy("Give the rate a name, for example GST 5%."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    treatment = forms.ChoiceField(
        choices=TREATMENTS, required=False, label=gettext_lazy("These goods are"),
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
    )  # fmt: skip
    percent = PercentField(most=PERCENT_MOST, label=gettext_lazy("Tax in percent"))
    cess = PercentField(most=CESS_MOST, label=gettext_lazy("Cess in percent"))
    duty = PercentField(most=CESS_MOST, label=gettext_lazy("Supplementary duty in percent"))
    prefixes = CodesField(
        max_length=400, required=False, label=gettext_lazy("Codes of the goods (HSN or SAC)"),
        help_text=gettext_lazy("The first digits are enough. Bills then take this rate by themselves."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    valid_from = DayField(required=False, label=gettext_lazy("Holds from"))
    valid_to = DayField(required=False, label=gettext_lazy("Holds until"))

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if country != "IN":
            del self.fields["cess"]
        if country != "BD":
            del self.fields["duty"]

    @property
    def content(self) -> RateContent:
        said = self.cleaned_data
        due = Tax(
            treatment=Treatment(said["treatment"] or Treatment.TAXABLE.value), rate=said["percent"],
            cess=said.get("cess", 0), duty=said.get("duty", 0),
        )  # fmt: skip
        return RateContent(
            name=said["name"], tax=due, valid_from=said["valid_from"], valid_to=said["valid_to"],
            prefixes=said["prefixes"],
        )  # fmt: skip


class EndForm(forms.Form):
    use_required_attribute = False
    base_rev = RevisionField()
    last_day = DayField(label=gettext_lazy("Last day"))


class DayForm(forms.Form):
    """Which day's rates are looked at; today where nothing readable was asked."""

    use_required_attribute = False
    on = DayField(required=False, label=gettext_lazy("Rates of the day"))
