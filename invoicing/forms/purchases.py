"""What a supplier's bill says beside what a bill of our own does: their number, where a line goes, blocked credit."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField
from inventory.models import Item
from invoicing.buying import CLAUSES
from invoicing.content import LineContent
from invoicing.forms.lines import LineRow
from invoicing.forms.papers import PLACES, PaperForm
from invoicing.models import PURCHASE_KINDS, PaperKind
from ledger.forms.fields import DayField, LineField, ScanField

NUMBER_MAX = 40
KINDS = [(kind.value, kind.label) for kind in PURCHASE_KINDS]
PLACES_BOUGHT = [("", gettext_lazy("With us")), *PLACES[1:]]


class PurchaseForm(PaperForm):
    """The head of a bill that came, or of a credit for goods that went back."""

    kind = ChosenField(choices=KINDS, widget=forms.HiddenInput)
    number = LineField(
        max_length=NUMBER_MAX, required=False, label=gettext_lazy("Number on their bill"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "data-cell": ""}),
    )  # fmt: skip
    place = ChosenField(choices=PLACES_BOUGHT, label=gettext_lazy("Place of supply"))
    nobody = gettext_lazy("Choose whom you bought from.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("with_tax", "terms"):
            self.fields.pop(name, None)
        self.fields["party_name"].label = _("Supplier")
        self.fields["note"].label = _("Note")
        self.fields["reference"].label = _("Your order number")
        self.fields["discount"].label = _("Discount on the whole bill, as 50 or 5%")
        if "reverse_charge" in self.fields:
            self.fields["reverse_charge"].label = _("You pay the tax to the state (reverse charge)")
        if self.paper_kind == PaperKind.VENDOR_CREDIT:
            self.fields["number"].label = _("Number on their credit note")
            self.fields.pop("due_on")
        else:
            self.fields.pop("reason", None)


class PurchaseRow(LineRow):
    """A line that was bought: an item, or anything else and the account it goes to."""

    EXTRA: tuple[str, ...] = (
        "batch", "expires_on", "serials", "account", "discount", "tax", "credit_clause", "unit", "hsn", "inclusive",
    )  # fmt: skip
    expires_on = DayField(required=False, label=gettext_lazy("Good until"))
    account = forms.Field(required=False, label=gettext_lazy("Goes to"), widget=forms.Select)
    credit_clause = forms.Field(required=False, label=gettext_lazy("Tax can be set off"), widget=forms.Select)

    def __init__(
        self, *args: Any, accounts: Mapping[uuid.UUID, str], clauses: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {str(one): name for one, name in accounts.items()}
        choices = [("", _("Goods you sell on")), *self.accounts.items()]
        self.fields["account"].widget.choices = choices  # type: ignore[attr-defined]
        self.fields["credit_clause"].widget.choices = clauses  # type: ignore[attr-defined]
        if not clauses:
            del self.fields["credit_clause"]
            self.EXTRA = tuple(name for name in self.EXTRA if name != "credit_clause")

    @staticmethod
    def usual_price(item: Item) -> int | None:
        return item.purchase_price

    def clean_account(self) -> uuid.UUID | None:
        chosen = str(self.cleaned_data["account"] or "")
        if chosen and chosen not in self.accounts:
            raise ValidationError(_("Choose an account of the list."))
        return uuid.UUID(chosen) if chosen else None

    def clean_credit_clause(self) -> str:
        chosen = str(self.cleaned_data["credit_clause"] or "")
        if chosen and chosen not in CLAUSES:
            raise ValidationError(_("Choose why this tax cannot be set off."))
        return chosen

    def content(self, items: Mapping[str, Item], *, standing: Sequence[LineContent] = ()) -> LineContent:
        said = self.cleaned_data
        return replace(
            super().content(items, standing=standing), account_id=said["account"],
            credit_clause=said.get("credit_clause", ""),
        )  # fmt: skip


def clause_choices() -> list[tuple[str, Any]]:
    """Yes, or why not, with the clause of the law."""
    no = _("No")
    named = [(code, f"{no}: {words} ({code})") for code, words in CLAUSES.items()]
    return [("", _("Yes")), *named]


class ScanForm(forms.Form):
    """`photo` stands apart from the rest of a bill, so that what swaps the bill keeps the file."""

    use_required_attribute = False
    photo = ScanField(label=gettext_lazy("Photo or PDF of the bill"))

    @property
    def file_name(self) -> str:
        """What the person calls the file."""
        return str(getattr(self.files.get("photo"), "name", "") or "")
