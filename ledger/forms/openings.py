"""The sheet of opening balances: a row for each account."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from ledger.forms.fields import AmountField, BranchField, DayField, IdField, RevisionField, offer_branches
from ledger.forms.vouchers import AMOUNT


class OpeningsForm(forms.Form):
    use_required_attribute = False
    document_id = IdField()
    mutation_id = IdField()
    base_rev = RevisionField(required=False)
    day = DayField(label=gettext_lazy("The book begins on"))
    branch = BranchField(label=gettext_lazy("Branch"))
    rest_accepted = forms.BooleanField(
        required=False, label=gettext_lazy("Put the difference on Opening balances")
    )

    def __init__(self, *args: Any, branches: Sequence[BranchName] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_branches(self, branches)


class OpeningRow(forms.Form):
    """An account's opening; empty on both sides is none."""

    use_required_attribute = False
    debit = AmountField(required=False, label=gettext_lazy("Debit"), widget=forms.TextInput(attrs=AMOUNT))
    credit = AmountField(required=False, label=gettext_lazy("Credit"), widget=forms.TextInput(attrs=AMOUNT))

    def __init__(self, *args: Any, account_id: uuid.UUID, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account_id, self.label = account_id, label

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("debit") and said.get("credit"):
            raise ValidationError(_("Write one of the two: debit or credit."))
        return said

    @property
    def amount(self) -> int:
        """Debit positive, minor units."""
        said = self.cleaned_data
        return int(said["debit"] or 0) - int(said["credit"] or 0)
