"""Money that came ahead for a service, and money that goes back of it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField
from invoicing.models import PaymentMode
from invoicing.payments import UNKNOWN_PLACE, AdvanceSaid
from ledger.forms.fields import AmountField, DayField, IdField, LineField
from taxes.states import STATES

PLACES = [
    ("", gettext_lazy("Where the customer is")),
    (UNKNOWN_PLACE, gettext_lazy("Not known yet")),
    *((code, f"{one.name} ({code})") for code, one in STATES.items() if not one.is_retired),
    ("96", gettext_lazy("Outside India (96)")),
]
FOR = [("", gettext_lazy("Goods, or what is due")), ("service", gettext_lazy("A service to come"))]


class AdvanceForm(forms.Form):
    """What the money is for. Goods, or what is due, need no more words."""

    use_required_attribute = False
    advance_for = ChosenField(choices=FOR, label=gettext_lazy("Advance for"))
    service = LineField(max_length=200, required=False, label=gettext_lazy("Which service"))
    advance_tax = ChosenField(choices=[("", gettext_lazy("Not known yet"))], label=gettext_lazy("GST"))
    advance_place = ChosenField(choices=PLACES, label=gettext_lazy("Place of supply"))
    reverse_charge = forms.BooleanField(
        required=False, label=gettext_lazy("The customer pays the tax to the state (reverse charge)")
    )

    def __init__(self, *args: Any, taxes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["advance_tax"]
        field.choices = field.widget.choices = taxes  # type: ignore[attr-defined]

    @property
    def said(self) -> AdvanceSaid | None:
        """None where it is no advance for a service."""
        found = self.cleaned_data
        if found["advance_for"] != "service":
            return None
        tax, rate = found["advance_tax"], None
        if tax == "0":
            tax, rate = "", 0
        return AdvanceSaid(
            tax_id=uuid.UUID(tax) if tax else None, rate=rate, place=found["advance_place"],
            description=found["service"], reverse_charge=found["reverse_charge"],
        )  # fmt: skip


class PayBackForm(forms.Form):
    use_required_attribute = False
    payment_id = IdField()
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=PaymentMode.choices, label=gettext_lazy("How"))
    day = DayField(required=False, label=gettext_lazy("Day"))
    reference = LineField(max_length=60, required=False, label=gettext_lazy("Cheque or transfer number"))

    def __init__(self, *args: Any, can_choose_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_choose_day:
            del self.fields["day"]


class AdvanceUseForm(forms.Form):
    """An advance is set against a bill, or taken off."""

    payment = IdField()
    act = ChosenField(choices=[("use", ""), ("off", "")])
