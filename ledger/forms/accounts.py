"""Adding an account and calling it something else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.forms.fields import IdField, LineField, RevisionField
from ledger.forms.vouchers import AccountField, Choices
from ledger.operations.accounts import KINDS, NAME_LENGTH_MAX

MISSING = gettext_lazy("Write a name for the account.")


def kind_choices() -> Choices:
    words = {
        "cash": _("Cash box"), "bank": _("Bank account"), "wallet": _("Wallet or card machine"),
        "asset": _("Something else the book owns"), "liability": _("Something the book owes"),
        "equity": _("Owner's money"), "income": _("Income"), "expense": _("Spending"),
    }  # fmt: skip
    return [(kind, words[kind]) for kind in KINDS]


class AccountForm(forms.Form):
    use_required_attribute = False
    account_id = IdField()
    kind = forms.CharField(required=False, label=gettext_lazy("What it holds"), widget=forms.Select)
    code = LineField(
        max_length=12, label=gettext_lazy("Code"), missing=gettext_lazy("Write a code, like 5910."),
        help_text=gettext_lazy("A short number; the list is sorted by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    name = LineField(max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name"), missing=MISSING)
    parent = AccountField(required=False, label=gettext_lazy("Stands under"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.choices = kind_choices()  # type: ignore[attr-defined]
        self.fields["parent"].offer(choices)  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if kind not in KINDS:
            raise ValidationError(_("Choose what the account holds."))
        return kind


class AccountNameForm(forms.Form):
    use_required_attribute = False
    base_rev = RevisionField()
    name = LineField(max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name"), missing=MISSING)
