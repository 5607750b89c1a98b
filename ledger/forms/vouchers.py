"""A voucher as it is typed: a day, a narration, and rows of account, party, debit or credit."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from core.money import format_amount
from ledger.charts.names import shown
from ledger.forms.fields import (
    AmountField,
    BranchField,
    DayField,
    IdField,
    LineField,
    NoteField,
    RevisionField,
    offer_branches,
)
from ledger.models import DocumentKind
from ledger.operations.drafts import NOTE_LENGTH_MAX
from ledger.queries.chart import ChartAccount
from ledger.queries.party_names import parties_named
from ledger.vouchers import VoucherContent, VoucherLine

AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "64", "data-amount": ""}
PARTY_LENGTH_MAX = 160
Choices = list[tuple[str, str]]


def account_choices(accounts: Iterable[ChartAccount], *, money_only: bool = False) -> Choices:
    """Accounts in use, by code."""
    return [
        (str(one.id), f"{one.code} {shown(one.name)}")
        for one in accounts
        if one.is_active and (one.is_money or not money_only)
    ]


class AccountField(forms.Field):
    """One of the accounts that were offered; None when it may be left empty and was."""

    widget = forms.Select

    def offer(self, choices: Choices) -> None:
        self.widget.choices = [("", _("Choose…")), *choices]
        self.known = {value for value, _name in choices}

    def clean(self, value: Any) -> uuid.UUID | None:
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise ValidationError(_("Choose an account."))
            return None
        if text not in self.known:
            raise ValidationError(_("Choose an account of the list."))
        return uuid.UUID(text)


class PartyField(LineField):
    """A party of the book by name, or by name and phone where two have one name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=PARTY_LENGTH_MAX, required=False, **kwargs)

    def found(self, text: str, *, business_id: uuid.UUID) -> uuid.UUID:
        ids = parties_named(business_id, text)
        if not ids:
            raise ValidationError(_("No party is called “%(name)s”. Add it first.") % {"name": text})
        if len(ids) > 1:
            raise ValidationError(
                _("Several are called “%(name)s”. Write the phone number behind the name.") % {"name": text}
            )
        return ids[0]


class VoucherLineRow(forms.Form):
    """One line; an empty one is none."""

    use_required_attribute = False
    account = AccountField(required=False, label=gettext_lazy("Account"))
    party = PartyField(
        label=gettext_lazy("Party"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "list": "voucher-parties"}),
    )
    debit = AmountField(required=False, label=gettext_lazy("Debit"), widget=forms.TextInput(attrs=AMOUNT))
    credit = AmountField(required=False, label=gettext_lazy("Credit"), widget=forms.TextInput(attrs=AMOUNT))

    def __init__(self, *args: Any, business_id: uuid.UUID, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.business_id = business_id
        self.fields["account"].offer(choices)  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        debit, credit = said.get("debit"), said.get("credit")
        if debit and credit:
            raise ValidationError(_("Write one of the two: debit or credit."))
        if not self.errors and not (debit or credit):
            raise ValidationError(_("Write an amount under debit or credit."))
        if not self.errors and said.get("account") is None:
            self.add_error("account", _("Choose an account."))
        if said.get("party"):
            try:
                said["party_id"] = self.fields["party"].found(  # type: ignore[attr-defined]
                    said["party"], business_id=self.business_id
                )
            except ValidationError as error:
                self.add_error("party", error)
        return said

    @property
    def line(self) -> VoucherLine:
        said = self.cleaned_data
        return VoucherLine(said["account"], said["debit"] or -said["credit"], said.get("party_id"))


class VoucherForm(forms.Form):
    """What stands above the rows."""

    use_required_attribute = False
    document_id = IdField()
    mutation_id = IdField()
    base_rev = RevisionField(required=False)
    day = DayField(label=gettext_lazy("Date"))
    branch = BranchField(label=gettext_lazy("Branch"))
    note = NoteField(
        max_length=NOTE_LENGTH_MAX, label=gettext_lazy("Narration"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, branches: Sequence[BranchName] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_branches(self, branches)


class ContraForm(VoucherForm):
    """Money from one account of ours to another."""

    source = AccountField(label=gettext_lazy("From"))
    target = AccountField(label=gettext_lazy("To"))
    amount = AmountField(label=gettext_lazy("Amount"), widget=forms.TextInput(attrs=AMOUNT))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].offer(choices)  # type: ignore[attr-defined]

    def clean_target(self) -> uuid.UUID | None:
        target: uuid.UUID | None = self.cleaned_data["target"]
        if target is not None and target == self.cleaned_data.get("source"):
            raise ValidationError(_("Choose another account than the one the money comes from."))
        return target

    @property
    def content(self) -> VoucherContent:
        said = self.cleaned_data
        lines = (VoucherLine(said["target"], said["amount"]), VoucherLine(said["source"], -said["amount"]))
        return VoucherContent(str(DocumentKind.CONTRA), said["day"], said["note"], lines, said.get("branch"))


def sides_of(amount: int) -> dict[str, str]:
    """A signed amount as the two boxes of a row show it."""
    text = format_amount(abs(amount), trim=True)
    return {"debit": text if amount > 0 else "", "credit": text if amount < 0 else ""}


def journal_content(
    said: Mapping[str, Any], rows: Iterable[VoucherLineRow], *, kind: str = DocumentKind.JOURNAL
) -> VoucherContent:
    day: datetime.date = said["day"]
    return VoucherContent(str(kind), day, said["note"], tuple(row.line for row in rows), said.get("branch"))
