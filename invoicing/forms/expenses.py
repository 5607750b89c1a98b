"""What was paid on the spot, as a shopkeeper writes it; the tax folds away."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from inventory.forms.fields import ChosenField
from invoicing.buying import CLAUSES
from invoicing.forms.lines import id_or_none
from invoicing.forms.papers import NOTE_MAX, REFERENCE_MAX
from invoicing.forms.purchases import PLACES_BOUGHT, clause_choices
from invoicing.queries.choices import Choice
from invoicing.working import NAME_LENGTH_MAX
from ledger.forms.fields import (
    AmountField,
    BranchField,
    DayField,
    IdField,
    LineField,
    NoteField,
    RevisionField,
    ScanField,
    offer_branches,
)

SHORT = {"autocomplete": "off", "dir": "ltr"}
OF_TAX = ("tax", "their_registration", "hsn", "credit_clause", "place", "reverse_charge")
INDIAN = ("hsn", "credit_clause", "place", "reverse_charge")


class ExpenseForm(forms.Form):
    """The choices are the book's own, by id. What was paid has its tax in it."""

    use_required_attribute = False
    paper_id = IdField()
    base_rev = RevisionField(required=False, widget=forms.HiddenInput)
    amount = AmountField(label=gettext_lazy("Amount paid"))
    account = forms.Field(required=False, label=gettext_lazy("Spent on"), widget=forms.Select)
    words = LineField(
        max_length=NAME_LENGTH_MAX, required=False, label=gettext_lazy("What for, as tea or the electricity bill")
    )  # fmt: skip
    paid_through = forms.Field(required=False, label=gettext_lazy("Paid from"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Day"))
    photo = ScanField(label=gettext_lazy("Photo or PDF of the bill"))
    vendor = forms.Field(required=False, label=gettext_lazy("Paid to"), widget=forms.Select)
    reference = LineField(
        max_length=REFERENCE_MAX, required=False, label=gettext_lazy("Number on their bill"),
        widget=forms.TextInput(attrs=SHORT),
    )  # fmt: skip
    branch = BranchField(label=gettext_lazy("Branch"))
    tax = forms.Field(required=False, label=gettext_lazy("Tax in it"), widget=forms.Select)
    their_registration = LineField(
        max_length=20, required=False, label=gettext_lazy("Tax number of the seller"),
        widget=forms.TextInput(attrs=SHORT),
    )  # fmt: skip
    hsn = LineField(
        max_length=8, required=False, label=gettext_lazy("HSN or SAC"),
        widget=forms.TextInput(attrs={**SHORT, "inputmode": "numeric"}),
    )  # fmt: skip
    credit_clause = ChosenField(
        choices=[("", ""), *((code, code) for code in CLAUSES)], label=gettext_lazy("Tax can be set off")
    )
    place = ChosenField(choices=PLACES_BOUGHT, label=gettext_lazy("Place of supply"))
    reverse_charge = forms.BooleanField(
        required=False, label=gettext_lazy("You pay the tax to the state (reverse charge)")
    )
    note = NoteField(
        max_length=NOTE_MAX, label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, accounts: Mapping[uuid.UUID, str], money: Mapping[uuid.UUID, str],
        vendors: Sequence[Choice], taxes: Sequence[tuple[str, Any]], branches: Sequence[BranchName],
        is_indian: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offer_branches(self, branches)
        self._offer("account", [(str(key), name) for key, name in accounts.items()])
        sources = [(str(key), name) for key, name in money.items()]
        self._offer("paid_through", sources)
        self.fields["paid_through"].choices = sources  # type: ignore[attr-defined]
        nobody = [("", _("Nobody of your khata"))]
        self._offer("vendor", nobody + [(str(one.id), one.name) for one in vendors])
        self._offer("tax", taxes)
        for name in () if is_indian else INDIAN:
            del self.fields[name]
        if is_indian:
            self.fields["credit_clause"].widget.choices = clause_choices()  # type: ignore[attr-defined]

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].widget.choices = choices  # type: ignore[attr-defined]

    @property
    def of_tax(self) -> list[forms.BoundField]:
        """What folds away."""
        return [self[name] for name in OF_TAX if name in self.fields]

    @property
    def more_open(self) -> bool:
        wrong = self.is_bound and any(name in self.errors for name in (*OF_TAX, "note"))
        return wrong or any(self[name].value() for name in OF_TAX if name in self.fields)

    def _chosen(self, name: str, sentence: str) -> str:
        known = {str(value) for value, _label in self.fields[name].widget.choices}  # type: ignore[attr-defined]
        chosen = str(self.cleaned_data[name] or "")
        if chosen not in known:
            raise ValidationError(sentence)
        return chosen

    def clean_account(self) -> uuid.UUID | None:
        return id_or_none(self._chosen("account", _("Choose what it was spent on.")))

    def clean_paid_through(self) -> uuid.UUID | None:
        return id_or_none(self._chosen("paid_through", _("Choose what it was paid from.")))

    def clean_vendor(self) -> uuid.UUID | None:
        return id_or_none(self._chosen("vendor", _("Choose a supplier of the list.")))

    def clean_tax(self) -> str:
        return self._chosen("tax", _("Choose a tax of the list."))

    @property
    def file_name(self) -> str:
        """What the person calls the file."""
        return str(getattr(self.files.get("photo"), "name", "") or "")
