"""The tax on reverse charge that was paid to the state."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.forms.fields import DayField, IdField, LineField, RevisionField


class TaxPaidForm(forms.Form):
    """`owed` is a registration and a month: all that is owed up to its end was paid."""

    use_required_attribute = False
    payment_id = IdField()
    owed = forms.Field(required=False, label=gettext_lazy("Which tax"), widget=forms.RadioSelect)
    paid_through = forms.Field(required=False, label=gettext_lazy("Paid from"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Day"))
    reference = LineField(
        max_length=60, required=False, label=gettext_lazy("Challan number"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, owed: Sequence[tuple[str, str]], money: Mapping[uuid.UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("owed", list(owed))
        self._offer("paid_through", [(str(key), name) for key, name in money.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].widget.choices = choices  # type: ignore[attr-defined]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _chosen(self, name: str, sentence: str) -> str:
        chosen = str(self.cleaned_data[name] or "")
        if chosen not in {value for value, _label in self.fields[name].choices}:  # type: ignore[attr-defined]
            raise ValidationError(sentence)
        return chosen

    def clean_owed(self) -> tuple[str, datetime.date]:
        number, month = self._chosen("owed", _("Choose which tax was paid.")).split("|")
        return number, datetime.date.fromisoformat(month)

    def clean_paid_through(self) -> uuid.UUID:
        return uuid.UUID(self._chosen("paid_through", _("Choose what it was paid from.")))


class TaxBackForm(forms.Form):
    rev = RevisionField()
