"""One row of a sheet of names."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.forms.fields import AmountField, IdField, LineField, RevisionField
from ledger.forms.parties import PhoneField
from ledger.operations.parties import NAME_LENGTH_MAX
from ledger.party_kinds import kind_choices

AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "64", "data-amount": ""}


class _NameRow(forms.Form):
    use_required_attribute = False
    shown: ClassVar[tuple[str, ...]]
    party_id = IdField()
    name = LineField(
        max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name"), missing=gettext_lazy("Enter a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Phone"))

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].country = country  # type: ignore[attr-defined]

    @property
    def cells(self) -> list[BoundField]:
        """What the row shows, from left to right."""
        return [self[name] for name in self.shown]


class NewNameRow(_NameRow):
    """Empty but for its id, it is no row at all."""

    shown = ("name", "phone", "will_get", "will_give")

    will_get = AmountField(
        required=False, label=gettext_lazy("Will get"), widget=forms.TextInput(attrs=AMOUNT)
    )
    will_give = AmountField(
        required=False, label=gettext_lazy("Will give"), widget=forms.TextInput(attrs=AMOUNT)
    )
    is_another = forms.BooleanField(required=False, label=gettext_lazy("Another person of this name"))

    @property
    def is_blank(self) -> bool:
        return not any(str(cell.value() or "").strip() for cell in self.cells)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("will_get") and said.get("will_give"):
            raise ValidationError(
                _("Write one of the two amounts: what you will get, or what you will give.")
            )
        return said


class ChangedNameRow(_NameRow):
    shown = ("name", "phone", "kind", "credit_limit")
    base_rev = RevisionField()
    kind = forms.ChoiceField(label=gettext_lazy("They are a"))
    credit_limit = AmountField(
        required=False, label=gettext_lazy("Limit"), widget=forms.TextInput(attrs=AMOUNT)
    )

    def __init__(self, *args: Any, book_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kind_choices(book_kind)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0][0]
