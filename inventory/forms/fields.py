"""Fields of stock, which answer in our own sentences."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.money import AmountError, parse_amount
from core.quantities import QUANTITY_BELOW, parse_quantity
from core.refusals import amount_refusal
from ledger.forms.fields import readable

QUANTITY = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "64"}


class QuantityField(forms.Field):
    """Ten-thousandths of a unit above 0, or from 0 on; None when it may be left empty and was."""

    def __init__(self, *, zero_allowed: bool = False, missing: Any = "", **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs=QUANTITY), **kwargs})
        self.zero_allowed, self.missing = zero_allowed, missing

    def clean(self, value: Any) -> int | None:
        text = readable(str(value or ""))
        if not text.strip():
            if self.required:
                raise ValidationError(self.missing or _("Enter a quantity, for example 12."))
            return None
        try:
            found = parse_quantity(text, zero_allowed=self.zero_allowed)
        except AmountError as error:
            if error.slug == "unreadable":
                raise ValidationError(_("Enter a number, for example 12 or 1.5.")) from None
            raise ValidationError(amount_refusal(error).message) from None
        if found >= QUANTITY_BELOW:
            raise ValidationError(_("This quantity is too large."))
        return found


class PriceField(forms.Field):
    """Minor units from 0 on; None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **{"widget": forms.TextInput(attrs=QUANTITY), **kwargs})

    def clean(self, value: Any) -> int | None:
        text = readable(str(value or ""))
        if not text.strip():
            return None
        try:
            return parse_amount(text, zero_allowed=True)
        except AmountError as error:
            raise ValidationError(amount_refusal(error).message) from None


class ChosenField(forms.Field):
    """One of a few values; the first where nothing was sent."""

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        self.choices = list(choices)
        usual = {"widget": forms.Select(choices=self.choices), "initial": self.choices[0][0]}
        super().__init__(required=False, **{**usual, **kwargs})

    def clean(self, value: Any) -> str:
        chosen = str(value or "") or str(self.choices[0][0])
        if chosen not in {str(one) for one, _label in self.choices}:
            raise ValidationError(_("Choose one from the list."))
        return chosen
