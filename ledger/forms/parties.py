"""Adding and changing a party."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.phones import to_e164
from core.refusals import Refusal
from ledger.forms.fields import (
    AmountField,
    DayField,
    IdField,
    InstantField,
    LineField,
    RevisionField,
    readable,
)
from ledger.forms.likely_days import AnswerField, AsksAboutDays
from ledger.models import Direction, PartyKind
from ledger.operations.parties import ADDRESS_LENGTH_MAX, NAME_LENGTH_MAX, REGISTRATION_LENGTH_MAX
from ledger.party_kinds import kind_choices

OPENING_DIRECTIONS = [
    (Direction.GAVE.value, gettext_lazy("I will get this from them")),
    (Direction.GOT.value, gettext_lazy("I will give this to them")),
]


class PhoneField(forms.Field):
    """E.164, or "" when left empty."""

    widget = forms.TextInput(
        attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off", "dir": "ltr", "maxlength": 40}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.country = "IN"

    def clean(self, value: Any) -> str:
        text = readable(str(value or ""))
        if not text.strip():
            return ""
        try:
            return to_e164(text, country=self.country)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


class PartyForm(AsksAboutDays):
    """Name is the only must. `base_rev` stands in the form of a party that exists already."""

    use_required_attribute = False
    party_id = IdField()
    base_rev = RevisionField(required=False)
    made_at = InstantField()
    name = LineField(
        max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name"), missing=gettext_lazy("Enter a name."),
        widget=forms.TextInput(attrs={"autocapitalize": "words", "autocomplete": "off"}),
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Phone"))
    kind = forms.CharField(required=False, label=gettext_lazy("They are a"))
    opening_amount = AmountField(required=False, label=gettext_lazy("What is still open from before"))
    opening_direction = forms.CharField(
        required=False, label=gettext_lazy("From the old khata"), initial=Direction.GAVE.value
    )
    opening_day = DayField(required=False, label=gettext_lazy("Open since"))
    opening_day_is = AnswerField()
    credit_limit = AmountField(
        required=False, label=gettext_lazy("Limit"),
        help_text=gettext_lazy("We warn you when they owe more than this."),
    )  # fmt: skip
    address = LineField(max_length=ADDRESS_LENGTH_MAX, required=False, label=gettext_lazy("Address"))
    registration_number = LineField(
        max_length=REGISTRATION_LENGTH_MAX, required=False, label=gettext_lazy("GSTIN or BIN"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.CharField(required=False, label=gettext_lazy("Language for their statement"))

    def __init__(
        self, *args: Any, country: str, book_kind: str, can_choose_day: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].country = country  # type: ignore[attr-defined]
        kinds = kind_choices(book_kind)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0][0]
        self.fields["opening_direction"].choices = OPENING_DIRECTIONS  # type: ignore[attr-defined]
        languages = [("", _("As mine")), *settings.LANGUAGES]
        self.fields["language"].widget = forms.Select(choices=languages)
        if not can_choose_day:
            del self.fields["opening_day"], self.fields["opening_day_is"]

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"]) or self.fields["kind"].initial
        if kind not in PartyKind.values:
            raise ValidationError(_("Choose what they are."))
        return kind

    def clean_opening_direction(self) -> str:
        direction = str(self.cleaned_data["opening_direction"]) or Direction.GAVE.value
        if direction not in Direction.values:
            raise ValidationError(_("Choose who still has to pay."))
        return direction

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        if language and language not in dict(settings.LANGUAGES):
            raise ValidationError(_("Choose a language from the list."))
        return language
