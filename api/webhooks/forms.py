"""What a person says about a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.webhooks.addresses import URL_LENGTH_MAX
from api.webhooks.events import EVENTS
from api.webhooks.operations.endpoints import DESCRIPTION_LENGTH_MAX

ALL, CHOSEN = "all", "chosen"


class EndpointForm(forms.Form):
    """`id` makes a form that is sent twice add one webhook; `base_rev` stands when one is changed."""

    use_required_attribute = False
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_rev = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where your program listens. It begins with https://"),
        max_length=URL_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("Enter the address your program listens at."),
            "max_length": gettext_lazy("This address is too long. Use up to 500 characters."),
        },
        widget=forms.TextInput(
            attrs={
                "type": "url",
                "inputmode": "url",
                "dir": "ltr",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    description = forms.CharField(
        label=gettext_lazy("What it is for"), required=False, max_length=DESCRIPTION_LENGTH_MAX
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which news"),
        choices=[(ALL, gettext_lazy("All news")), (CHOSEN, gettext_lazy("Only what I choose"))],
        initial=ALL,
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Chosen news"),
        choices=list(EVENTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("which") == ALL:
            said["events"] = []
        elif said.get("which") == CHOSEN and not said.get("events") and "events" not in self.errors:
            self.add_error("events", _("Choose at least one kind of news, or take all."))
        return said


class RevisionForm(forms.Form):
    """The revision a person looked at when pressing a button."""

    base_rev = forms.IntegerField(min_value=1, max_value=2**31 - 1)
