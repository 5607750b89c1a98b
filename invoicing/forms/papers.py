"""The head of a bill as it is typed."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from inventory.forms.fields import QUANTITY, ChosenField
from invoicing.content import LineContent, PaperContent, is_of_khata
from invoicing.forms.addresses import SHIP, STATE_CHOICES, ShippingFields
from invoicing.forms.lines import DiscountField, id_or_none
from invoicing.models import SALES_KINDS, PaperKind
from invoicing.queries.contacts import billing_address
from ledger.forms.fields import (
    BranchField,
    DayField,
    IdField,
    LineField,
    NoteField,
    RevisionField,
    offer_branches,
)
from ledger.forms.vouchers import PARTY_LENGTH_MAX
from ledger.queries.party_names import parties_named
from taxes.queries.series import SeriesRow

NEW = "new"
"""What the chooser sends for a name that is not in the book."""
NOTE_MAX, TERMS_MAX, REFERENCE_MAX, REASON_MAX = 1000, 2000, 60, 200
PLACES = [
    ("", gettext_lazy("Where the customer is")),
    *STATE_CHOICES,
]
KINDS = [(kind.value, kind.label) for kind in SALES_KINDS]
GOES_OUT = (PaperKind.INVOICE, PaperKind.ESTIMATE, PaperKind.CHALLAN)
"""Papers that goods go out by."""


class WhomField(LineField):
    """A name that the form asks for itself: a script may have sent the id alone."""

    def clean(self, value: Any) -> str:
        return super().clean(value) if str(value or "").strip() else ""


class PaperForm(ShippingFields):
    """`party` is the id behind the name in `party_name`, where a script put it."""

    use_required_attribute = False
    field_order = ("party_name", "day", "due_on", "reference", "place")
    paper_id = IdField()
    base_rev = RevisionField(required=False)
    kind = ChosenField(choices=KINDS, widget=forms.HiddenInput)
    source = forms.Field(required=False, widget=forms.HiddenInput)
    party = forms.Field(required=False, widget=forms.HiddenInput(attrs={"data-party-id": ""}))
    party_name = WhomField(
        max_length=PARTY_LENGTH_MAX, label=gettext_lazy("Customer"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )  # fmt: skip
    day = DayField(label=gettext_lazy("Date"))
    due_on = DayField(required=False, label=gettext_lazy("To be paid by"))
    reference = LineField(max_length=REFERENCE_MAX, required=False, label=gettext_lazy("Their order number"))
    place = ChosenField(choices=PLACES, label=gettext_lazy("Place of supply"))
    discount = DiscountField(
        required=False, label=gettext_lazy("Discount on the whole bill, as 50 or 5%"),
        widget=forms.TextInput(attrs=QUANTITY),
    )  # fmt: skip
    reverse_charge = forms.BooleanField(
        required=False, label=gettext_lazy("The customer pays the tax (reverse charge)")
    )
    with_tax = forms.BooleanField(required=False, label=gettext_lazy("Export or SEZ with tax paid"))
    reason = LineField(max_length=REASON_MAX, required=False, label=gettext_lazy("Why"))
    note = NoteField(
        max_length=NOTE_MAX, label=gettext_lazy("Note on the bill"), widget=forms.Textarea(attrs={"rows": 2})
    )
    terms = NoteField(
        max_length=TERMS_MAX, label=gettext_lazy("Terms"), widget=forms.Textarea(attrs={"rows": 2})
    )

    branch = BranchField(label=gettext_lazy("Branch"))

    def __init__(
        self, *args: Any, business_id: uuid.UUID, is_indian: bool, kind: str,
        branches: Sequence[BranchName] = (), series: Sequence[SeriesRow] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offer_branches(self, branches)
        if len(series) > 1:
            self.fields["series_id"] = series_field(series)
        self.business_id = business_id
        self.paper_kind = kind
        if kind not in GOES_OUT:
            for name in [name for name in self.fields if name.startswith(SHIP)]:
                del self.fields[name]
        if not is_indian:
            for name in ("place", "reverse_charge", "with_tax", "ship_state_code"):
                self.fields.pop(name, None)
        if kind == PaperKind.ESTIMATE:
            self.fields["due_on"].label = _("Good until")
        if kind not in (PaperKind.CREDIT_NOTE, PaperKind.DEBIT_NOTE, PaperKind.VENDOR_CREDIT):
            del self.fields["reason"]

    def clean_source(self) -> uuid.UUID | None:
        return id_or_none(self.cleaned_data["source"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        party = said.get("party")
        said["party_id"] = id_or_none(party) if party != NEW else None
        if said["party_id"] is None and "party_name" not in self.errors:
            said["party_id"] = self._named(said.get("party_name", ""))
        if "ship" in self.fields and said["party_id"] is not None:
            self.check_shipping(billing=billing_address(self.business_id, said["party_id"]))
        return said

    def _named(self, name: str) -> uuid.UUID | None:
        if not name:
            self.add_error("party_name", self.nobody)
            return None
        ids = parties_named(self.business_id, name)
        if len(ids) == 1:
            return ids[0]
        if ids:
            self.add_error(
                "party_name",
                _("Several are called “%(name)s”. Write the phone number behind the name.") % {"name": name},
            )
            return None
        self.is_stranger = True
        self.add_error("party_name", _("Nobody is called “%(name)s” yet.") % {"name": name})
        return None

    nobody: Any = gettext_lazy("Choose whom the bill is for.")
    is_stranger = False
    """The customer's name is not in the book."""

    def content(self, lines: tuple[LineContent, ...]) -> PaperContent:
        said = self.cleaned_data
        amount, rate = said["discount"] or (0, 0)
        day: datetime.date = said["day"]
        return PaperContent(
            kind=self.paper_kind, party_id=said["party_id"], day=day, due_on=said["due_on"], lines=lines,
            reference=said["reference"], place=said.get("place", ""), reverse_charge=said.get("reverse_charge", False),
            with_tax=said.get("with_tax", False), discount_amount=amount, discount_rate=rate, note=said["note"],
            terms=said.get("terms", ""), number=said.get("number", ""), reason=said.get("reason", ""),
            source_id=said["source"], rounds=not is_of_khata(lines), branch_id=said.get("branch"),
            series_id=id_or_none(said.get("series_id", "")), shipping_address=said.get("shipping_address", {}),
            for_another=self.is_for_another,
        )  # fmt: skip


def series_field(series: Sequence[SeriesRow]) -> ChosenField:
    """Each by the number that comes next; under several registrations also by whose numbers they are."""
    is_one = len({one.registration for one in series}) == 1
    named = [
        (str(one.id), one.next_number if is_one else f"{one.next_number} · {one.registration}")
        for one in series
    ]
    return ChosenField(choices=[("", _("The usual one")), *named], label=_("Number"))


class TakeOutForm(forms.Form):
    """Why a bill does not count any more."""

    use_required_attribute = False
    base_rev = RevisionField()
    reason = LineField(
        max_length=REASON_MAX,
        label=gettext_lazy("Why is it taken out?"),
        missing=gettext_lazy("Write why, in a few words."),
    )
