"""Forms of files to take along, and of forgetting somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.exports.packs import FORMS
from ledger.statements.ranges import CHIPS, DEFAULT, RangeForm, chip_words

WHO_WORDS = {
    "all": _("Everybody"), "get": _("Who owes you"), "give": _("Whom you owe"), "overdue": _("Overdue"),
}  # fmt: skip
FORM_WORDS = {"pdf": _("One PDF"), "zip": _("A PDF for each (ZIP)"), "xlsx": _("Excel")}


class PackForm(RangeForm):
    """Two typed days count before a chip; without either it is the last three months."""

    who = forms.ChoiceField(label=_("Whose statements"), choices=list(WHO_WORDS.items()), initial="get")
    range = forms.ChoiceField(label=_("Days"), required=False, initial=DEFAULT)
    form = forms.ChoiceField(
        label=_("As"), choices=[(name, FORM_WORDS[name]) for name in FORMS], initial="pdf"
    )

    def __init__(self, *args: Any, digits: str = "latn", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = chip_words(digits=digits)
        self.fields["range"].choices = [(name, words[name]) for name in CHIPS]  # type: ignore[attr-defined]
        typed = self.is_bound and (self.data.get("start") or self.data.get("end"))
        for name in ("start", "end"):
            self.fields[name].required = bool(typed)
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean_end(self) -> Any:
        return super().clean_end() if self.cleaned_data.get("end") else None

    def clean_start(self) -> Any:
        return super().clean_start() if self.cleaned_data.get("start") else None


class TypedForm(forms.Form):
    """A name typed again, to be sure."""

    typed = forms.CharField(
        label=_("Type the name to go on"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
