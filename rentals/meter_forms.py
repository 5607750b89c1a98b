"""What a landlord types about meters, bills to split, and cheques."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField, PriceField, QuantityField
from ledger.forms.fields import (
    AmountField,
    DayField,
    IdField,
    LineField,
    NoteField,
    PhotoField,
    RevisionField,
)
from rentals.models import ChequeState
from rentals.operations.splitting import BY_RENT, EQUALLY
from rentals.receive_forms import kept_field, take_sections


class MeterForm(forms.Form):
    use_required_attribute = False
    meter_id = IdField()
    name = LineField(
        max_length=21, label=gettext_lazy("Name of the meter"),
        missing=gettext_lazy("Give the meter a name, for example Electricity."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    measured_in = LineField(
        max_length=12, required=False, label=gettext_lazy("Counted in"),
        help_text=gettext_lazy("For example kWh or litres."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    price = PriceField(label=gettext_lazy("One unit costs"))
    value = QuantityField(zero_allowed=True, label=gettext_lazy("It shows now"))
    turns_at = QuantityField(
        required=False, label=gettext_lazy("It starts again at"),
        help_text=gettext_lazy("For example 100000, for a meter with five digits. Leave it empty if you do not know."),
    )  # fmt: skip
    day = DayField(required=False, label=gettext_lazy("Date"))


class CloseMeterForm(forms.Form):
    use_required_attribute = False
    base_rev = RevisionField()


class ReadingForm(forms.Form):
    use_required_attribute = False
    reading_id = IdField()
    value = QuantityField(zero_allowed=True, label=gettext_lazy("It shows now"))
    price = PriceField(label=gettext_lazy("One unit costs"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    photo = PhotoField(label=gettext_lazy("Photo of the meter"))


class SplitForm(forms.Form):
    use_required_attribute = False
    label = LineField(
        max_length=24,
        label=gettext_lazy("What for"),
        missing=gettext_lazy("Say what it is for, for example water."),
    )
    amount = AmountField(label=gettext_lazy("The whole bill"))
    way = ChosenField(
        choices=[
            (EQUALLY, gettext_lazy("Each unit the same")),
            (BY_RENT, gettext_lazy("By the rent")),
        ],
        label=gettext_lazy("How it is split"),
    )
    due_on = DayField(required=False, label=gettext_lazy("Due date"))
    note = NoteField(max_length=300, label=gettext_lazy("Note"))


class ChequeForm(forms.Form):
    use_required_attribute = False
    cheque_id = IdField()
    amount = AmountField(label=gettext_lazy("Amount"))
    number = LineField(
        max_length=20, label=gettext_lazy("Number of the cheque"),
        missing=gettext_lazy("Enter the number of the cheque."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    bank = LineField(max_length=60, required=False, label=gettext_lazy("Bank"))
    day = DayField(required=False, label=gettext_lazy("Day on the cheque"))


class ChequeEndForm(forms.Form):
    state = ChosenField(
        choices=[
            (ChequeState.CLEARED.value, gettext_lazy("Paid by the bank")),
            (ChequeState.BOUNCED.value, gettext_lazy("Bounced")),
            (ChequeState.GIVEN_BACK.value, gettext_lazy("Given back")),
        ],
        label=gettext_lazy("What became of it"),
    )
    withheld = kept_field()
    section = ChosenField(choices=[("", "")], label=gettext_lazy("Under which section"))

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_sections(self, sections)
