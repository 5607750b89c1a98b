"""What a tenant types on their own page, and what a landlord answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField
from ledger.forms.fields import AmountField, DayField, IdField, LineField, NoteField, PhotoField
from ledger.models import Mode
from rentals.models import WordKind, WordState
from rentals.receive_forms import kept_field, take_sections

PAID_MODES = [(Mode.UPI.value, gettext_lazy("UPI")), (Mode.BANK.value, gettext_lazy("Bank")),
              (Mode.CASH.value, gettext_lazy("Cash"))]  # fmt: skip


class _OfLease:
    """A form that asks for which lease, where there are several."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, leases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lease"] = ChosenField(choices=leases, label=gettext_lazy("For"))


class PaidForm(_OfLease, forms.Form):
    """I paid."""

    use_required_attribute = False
    claim_id = IdField()
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=PAID_MODES, label=gettext_lazy("Paid by"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    reference = LineField(
        max_length=60, required=False, label=gettext_lazy("Number of the payment, as the app shows it"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    photo = PhotoField(label=gettext_lazy("Photo of the payment"))
    withheld = kept_field()
    section = ChosenField(choices=[("", "")], label=gettext_lazy("Under which section"))

    def __init__(
        self, *args: Any, dues: list[tuple[str, str]], sections: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        take_sections(self, sections)
        choices = [("", gettext_lazy("The oldest first")), *dues]
        self.fields["for_due"] = ChosenField(choices=choices, label=gettext_lazy("What it is for"))


class WordForm(_OfLease, forms.Form):
    """A message, or something that is broken."""

    use_required_attribute = False
    word_id = IdField()
    kind = ChosenField(
        choices=[
            (WordKind.PROBLEM.value, gettext_lazy("Something is broken")),
            (WordKind.MESSAGE.value, gettext_lazy("A message")),
        ],
        label=gettext_lazy("What is it"),
    )
    text = NoteField(max_length=1000, label=gettext_lazy("In your words"))
    photo = PhotoField(label=gettext_lazy("Photo of it"))


class WordAnswerForm(forms.Form):
    use_required_attribute = False
    state = ChosenField(
        choices=[
            (WordState.UNDER_WAY.value, gettext_lazy("Being looked into")),
            (WordState.DONE.value, gettext_lazy("Done")),
        ],
        label=gettext_lazy("How it stands"),
    )
    answer = NoteField(max_length=1000, label=gettext_lazy("Answer"))
