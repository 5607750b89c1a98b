"""A series of numbers, as it is typed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.queries.branches import BranchName
from core.digits import to_ascii_digits
from ledger.forms.fields import IdField, LineField, RevisionField
from taxes.models import WRITTEN_KINDS, NumberedKind
from taxes.operations.series_changes import SeriesContent

ONE_LINE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
WHOLE = {"inputmode": "numeric", "autocomplete": "off"}
CHOOSE = gettext_lazy("Choose one from the list.")


class WholeField(forms.Field):
    """A whole number in any digits, of up to nine of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=WHOLE | {"maxlength": "9"}), **kwargs)

    def clean(self, value: Any) -> int:
        text = to_ascii_digits(str(value or "").strip())
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) >= 1):
            raise ValidationError(_("Enter a whole number from 1 on."))
        return int(text)


class SeriesForm(forms.Form):
    """`branches` are offered where a book has several; `is_gap` asks whether numbers are left out on purpose."""

    use_required_attribute = False
    base_rev = RevisionField(required=False)
    front = LineField(
        max_length=20, required=False, label=gettext_lazy("In front of the number"),
        help_text=gettext_lazy("Letters, digits, - and /. The year in it moves on by itself."),
        widget=forms.TextInput(attrs=ONE_LINE),
    )  # fmt: skip
    next_number = WholeField(
        label=gettext_lazy("Next number"),
        help_text=gettext_lazy("Coming from another book? Go on where it ended, for example with 142."),
    )
    width = WholeField(
        label=gettext_lazy("Digits"), help_text=gettext_lazy("With 4 digits the first number is 0001.")
    )
    branch = forms.ChoiceField(
        required=False, label=gettext_lazy("For which branch"), error_messages={"invalid_choice": CHOOSE}
    )
    is_main = forms.BooleanField(required=False, label=gettext_lazy("New papers take their numbers here"))
    leave_out = forms.BooleanField(
        required=False, label=gettext_lazy("Yes, these numbers are left out for good")
    )

    def __init__(
        self, *args: Any, branches: Sequence[BranchName] = (), is_gap: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(branches) > 1:
            choices = [(str(one.id), one.name) for one in branches]
            self.fields["branch"].choices = [("", _("All branches")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["branch"]
        self.asks_about_gap = is_gap or bool(self.data.get("leave_out"))

    @property
    def content(self) -> SeriesContent:
        said = self.cleaned_data
        return SeriesContent(
            prefix=said["front"].replace(" ", ""), width=said["width"], is_main=said["is_main"],
            branch_id=UUID(said["branch"]) if said.get("branch") else None, next_number=said["next_number"],
        )  # fmt: skip


class NewSeriesForm(SeriesForm):
    """`registrations` are those of the branches, "" for none; asked for where there are several."""

    series_id = IdField()
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in WRITTEN_KINDS], label=gettext_lazy("Numbers of"),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )  # fmt: skip
    registration = forms.ChoiceField(
        required=False, label=gettext_lazy("Under which number"), error_messages={"invalid_choice": CHOOSE}
    )

    def __init__(self, *args: Any, registrations: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["leave_out"], self.fields["base_rev"]
        choices = [(one, one or _("Without a tax number")) for one in registrations]
        self.fields["registration"].choices = choices  # type: ignore[attr-defined]
        self.only = registrations[0] if len(registrations) == 1 else None
        if self.only is not None:
            del self.fields["registration"]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label)
            for kind in WRITTEN_KINDS
            if any(registrations) or kind != NumberedKind.SELF_INVOICE
        ]

    @property
    def registration_said(self) -> str:
        return self.only if self.only is not None else self.cleaned_data["registration"]
