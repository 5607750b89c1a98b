"""Rent received, as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField, PriceField
from ledger.forms.fields import AmountField, DayField, IdField, NoteField, RevisionField
from rentals.forms import MONEY_MODES


def kept_field() -> PriceField:
    return PriceField(
        label=gettext_lazy("Tax kept back (TDS)"),
        help_text=gettext_lazy(
            "What the tenant pays to the state in the landlord's name, besides the amount."
        ),
    )


def take_sections(form: forms.Form, sections: list[tuple[str, str]]) -> None:
    """The sections of the law to choose from; where a country has none, nothing is asked."""
    if not sections:
        del form.fields["withheld"], form.fields["section"]
        return
    form.fields["section"] = ChosenField(
        choices=[("", gettext_lazy("No tax kept back")), *sections], label=gettext_lazy("Under which section")
    )


class PaymentBackForm(forms.Form):
    """A rent with tax kept back is taken out as a whole."""

    base_rev = RevisionField()


class ReceiveForm(forms.Form):
    """Rent received. `for_due` is one due to pay first, or nothing."""

    use_required_attribute = False
    document_id = IdField()
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=MONEY_MODES, label=gettext_lazy("Paid by"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    for_due = ChosenField(choices=[("", gettext_lazy("The oldest first"))], label=gettext_lazy("Counts for"))
    note = NoteField(max_length=1000, label=gettext_lazy("Note"))
    withheld = kept_field()
    section = ChosenField(choices=[("", "")], label=gettext_lazy("Under which section"))

    def __init__(
        self, *args: Any, dues: list[tuple[str, str]], sections: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        take_sections(self, sections)
        choices = [("", gettext_lazy("The oldest first")), *dues]
        self.fields["for_due"] = ChosenField(choices=choices, label=gettext_lazy("Counts for"))
