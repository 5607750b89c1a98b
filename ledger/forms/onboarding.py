"""The one page before the first khata."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.countries import COUNTRIES, DEFAULT
from businesses.models import BookKind
from businesses.operations.books import NAME_MAX
from businesses.operations.people import NAME_MAX as PERSON_NAME_MAX
from ledger.forms.fields import LineField

KINDS = {
    BookKind.SHOP.value: (gettext_lazy("A shop"), gettext_lazy("My shop"), "shop"),
    BookKind.RENT.value: (gettext_lazy("Rent"), gettext_lazy("My houses"), "rent"),
    BookKind.HOME.value: (gettext_lazy("My home"), gettext_lazy("My home"), "house"),
}
"""What one may keep: its word, the name it starts with, its icon."""


class StartForm(forms.Form):
    """Ticks for what is kept, a name for each, and the country. `kept` are the kinds of book the person has;
    `asks_name`: they have no name yet."""

    use_required_attribute = False
    country = forms.CharField(required=False, label=gettext_lazy("Country"))
    name = LineField(
        max_length=PERSON_NAME_MAX, required=False, label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        country: str,
        kept: frozenset[str] = frozenset(),
        asks_name: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["name"]
        choices = [(each.code, each.name) for each in COUNTRIES.values()]
        self.fields["country"].widget = forms.Select(choices=choices)
        self.fields["country"].initial = country
        for kind, (word, name, _icon) in KINDS.items():
            self.fields[kind] = forms.BooleanField(
                required=False, label=word, initial=kind == BookKind.SHOP.value and not kept
            )
            self.fields[f"{kind}_name"] = LineField(
                max_length=NAME_MAX, required=False, label=_("Its name"), initial=str(name)
            )

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]) or DEFAULT
        if country not in COUNTRIES:
            raise ValidationError(_("Choose a country from the list."))
        return country

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(said.get(kind) for kind in KINDS):
            self.add_error(None, _("Choose at least one, or skip."))
        return said

    @property
    def books(self) -> list[tuple[str, str]]:
        """(kind, name) of each book that was ticked; an emptied name falls back to the one we offered."""
        said = self.cleaned_data
        return [
            (kind, said[f"{kind}_name"] or str(name))
            for kind, (_word, name, _icon) in KINDS.items()
            if said[kind]
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the page shows for each kind of book."""
        return [
            {"tick": self[kind], "name": self[f"{kind}_name"], "icon": icon}
            for kind, (_word, _name, icon) in KINDS.items()
        ]
