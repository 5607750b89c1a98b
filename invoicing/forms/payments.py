"""Money that comes or goes, as a shop writes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField, PriceField
from invoicing.models import PaymentMode, Section
from ledger.forms.fields import AmountField, DayField, IdField, LineField, RevisionField


class PaymentForm(forms.Form):
    """`let_go`: what is left of the bill then is not asked for any more."""

    use_required_attribute = False
    payment_id = IdField()
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=PaymentMode.choices, label=gettext_lazy("How"))
    cheque_on = DayField(required=False, label=gettext_lazy("Day on the cheque"))
    day = DayField(required=False, label=gettext_lazy("Day"))
    reference = LineField(max_length=60, required=False, label=gettext_lazy("Cheque or transfer number"))
    withheld = PriceField(label=gettext_lazy("Tax kept back (TDS)"))
    section = ChosenField(choices=Section.choices, label=gettext_lazy("Under which section"))
    let_go = forms.BooleanField(required=False, label=gettext_lazy("Let the rest of the bill go"))
    note = LineField(max_length=200, required=False, label=gettext_lazy("Note"))

    def __init__(self, *args: Any, can_choose_day: bool, has_bill: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_choose_day:
            del self.fields["day"]
        if not has_bill:
            del self.fields["let_go"]


class PaymentRemoveForm(forms.Form):
    rev = RevisionField()
