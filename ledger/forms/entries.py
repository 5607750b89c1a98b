"""Writing and changing an entry."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from core.ids import uuid7
from ledger.forms.fields import (
    AmountField,
    BranchField,
    DayField,
    IdField,
    InstantField,
    LineField,
    NoteField,
    PhotoField,
    RevisionField,
    offer_branches,
)
from ledger.forms.likely_days import AnswerField, AsksAboutDays
from ledger.models import Direction, Mode
from ledger.operations.drafts import NOTE_LENGTH_MAX
from ledger.operations.parties import NAME_LENGTH_MAX

NEW = "new"
MODES = [
    (Mode.GOODS.value, gettext_lazy("Goods")),
    (Mode.CASH.value, gettext_lazy("Cash")),
    (Mode.UPI.value, gettext_lazy("UPI")),
    (Mode.BANK.value, gettext_lazy("Bank")),
]


class _MoneyForm(AsksAboutDays):
    """What every entry says. The button that was pressed is the direction."""

    use_required_attribute = False
    direction = forms.CharField(required=False, widget=forms.HiddenInput)
    made_at = InstantField()
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = forms.CharField(required=False, label=gettext_lazy("What changed hands"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    day_is = AnswerField()
    note = NoteField(
        max_length=NOTE_LENGTH_MAX, label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = DayField(required=False, label=gettext_lazy("Due date"))
    due_on_is = AnswerField()
    branch = BranchField(label=gettext_lazy("Branch"))

    def __init__(
        self, *args: Any, can_choose_day: bool = True, branches: Sequence[BranchName] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_branches(self, branches)
        self.fields["mode"].choices = MODES  # type: ignore[attr-defined]
        if not can_choose_day:
            del self.fields["day"], self.fields["day_is"]

    def clean_direction(self) -> str:
        direction = str(self.cleaned_data["direction"])
        if direction not in Direction.values:
            raise ValidationError(_("Press You gave or You got. That saves it."))
        return direction

    def clean_mode(self) -> str:
        mode = str(self.cleaned_data["mode"])
        if mode and mode not in dict(MODES):
            raise ValidationError(_("Choose goods, cash, UPI or bank."))
        return mode


class EntryForm(_MoneyForm):
    """A new entry for a party that is fixed by the page.

    `day` left empty means today; `mode` left empty means as usual for this party and direction.
    """

    document_id = IdField()
    photo = PhotoField(label=gettext_lazy("Photo of the bill"))

    def renew(self) -> None:
        """Fresh ids for a form whose own are spent: saved once more, it is a new entry."""
        said = cast(QueryDict, self.data).copy()
        for name in ("document_id", "new_party_id"):
            said[name] = str(uuid7())
        self.data = said


class QuickEntryForm(EntryForm):
    """A new entry for somebody: `party` is an id, "new" to add the name, or empty to look the name up."""

    new_party_id = IdField()
    party = forms.CharField(required=False, widget=forms.HiddenInput)
    party_name = LineField(
        max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name"),
        missing=gettext_lazy("Write a name, or choose one from the list."),
        widget=forms.TextInput(attrs={"autocapitalize": "words", "enterkeyhint": "next"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_name"].required = self.chosen_id is None

    @property
    def chosen_id(self) -> uuid.UUID | None:
        """The party that was chosen, as the form says it; whether it stands in the book is not looked up."""
        try:
            return uuid.UUID(str(self.data.get("party", "")))
        except ValueError:
            return None

    def clean_party(self) -> uuid.UUID | str:
        chosen = self.chosen_id
        if chosen is not None:
            return chosen
        return NEW if self.cleaned_data["party"] == NEW else ""


class EditEntryForm(_MoneyForm):
    """A change of an entry that stands at `base_rev`."""

    mutation_id = IdField()
    base_rev = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "day" in self.fields:
            self.fields["day"].required = True


class PhotoForm(forms.Form):
    use_required_attribute = False
    photo = PhotoField(label=gettext_lazy("Photo of the bill"))

    def clean_photo(self) -> Any:
        if self.cleaned_data["photo"] is None:
            raise ValidationError(_("Choose a photo first."))
        return self.cleaned_data["photo"]


def fresh_ids(*names: str) -> dict[str, uuid.UUID]:
    """A new id for each hidden id field of a form that is shown for the first time."""
    return {name: uuid7() for name in names}
