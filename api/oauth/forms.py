"""What a person says on the page of consent and about an app of theirs."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.oauth.addresses import LENGTH_MAX, REDIRECTS_MAX
from api.oauth.operations.apps import HOME_PAGE_LENGTH_MAX, NAME_LENGTH_MAX
from api.oauth.operations.consents import DAYS, days_words
from api.oauth.scopes import beyond, offered
from api.scopes import SCOPES
from businesses.models import Membership
from businesses.roles import Role
from core.digits import in_digits
from core.templatetags.dates import date_words

CONFIDENTIAL, PUBLIC = "confidential", "public"
LINES = {"rows": 3, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}


class ConsentForm(forms.Form):
    """What may be done, in which of the person's books, until when. Scopes stand ticked as the app asked."""

    use_required_attribute = False
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It wants to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    books = forms.MultipleChoiceField(
        label=gettext_lazy("In these books of yours"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Until when"), coerce=int, initial=DAYS[1], widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, asked: Sequence[str], memberships: Sequence[Membership], today: datetime.date,
        digits: str, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, SCOPES[scope]) for scope in asked]  # type: ignore[attr-defined]
        self.fields["scopes"].initial = list(asked)
        self.fields["books"].choices = [  # type: ignore[attr-defined]
            (str(each.business_id), _book_words(each, asked)) for each in memberships
        ]
        if len(memberships) == 1:
            self.fields["books"].initial = [str(memberships[0].business_id)]
        self.fields["days"].choices = [(days, _until(days, today=today, digits=digits)) for days in DAYS]  # type: ignore[attr-defined]

    @property
    def business_ids(self) -> tuple[UUID, ...]:
        return tuple(UUID(text) for text in self.cleaned_data["books"])


class AppForm(forms.Form):
    """`id` makes a form that is sent twice add one app; `base_rev` stands when one is changed."""

    use_required_attribute = False
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_rev = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("People read it when the app asks them for access."),
        max_length=NAME_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("Enter the name people know the app by."),
            "max_length": gettext_lazy("This name is too long. Use up to 60 characters."),
        },
    )
    home_page = forms.CharField(
        label=gettext_lazy("Home page"),
        help_text=gettext_lazy("Where people can read about it. It begins with https://"),
        max_length=HOME_PAGE_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("Enter an address like https://example.com"),
            "max_length": gettext_lazy("This address is too long. Use up to 200 characters."),
        },
        widget=forms.TextInput(
            attrs={"type": "url", "inputmode": "url", "dir": "ltr", "spellcheck": "false"}
        ),
    )
    redirect_uris = forms.CharField(
        label=gettext_lazy("Addresses people come back to"),
        help_text=gettext_lazy(
            "One on each line. The app must send exactly one of them. They begin with https://; for a program on"
            " one's own machine, with http://127.0.0.1"
        ),
        max_length=(LENGTH_MAX + 2) * REDIRECTS_MAX,
        error_messages={
            "required": gettext_lazy("Enter at least one address people come back to."),
            "max_length": gettext_lazy("This is too long. An app has at most 10 addresses."),
        },
        widget=forms.Textarea(attrs=LINES),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Where it runs"),
        choices=[
            (CONFIDENTIAL, gettext_lazy("On a server that can keep a secret")),
            (PUBLIC, gettext_lazy("On phones or in browsers")),
        ],
        initial=CONFIDENTIAL,
        required=False,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may ask for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing it may ask for.")},
    )
    origins = forms.CharField(
        label=gettext_lazy("Sites whose pages call from a browser"),
        help_text=gettext_lazy(
            "One on each line, like https://app.example.com. Leave empty when a server calls."
        ),
        required=False,
        max_length=2_200,
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope, format_html("{} <small><bdi>{}</bdi></small>", SCOPES[scope], scope))
            for scope in offered()
        ]


class RevisionForm(forms.Form):
    """The revision a person looked at when pressing a button."""

    base_rev = forms.IntegerField(min_value=1, max_value=2**31 - 1)


def _until(days: int, *, today: datetime.date, digits: str) -> str:
    last = in_digits(date_words(today + datetime.timedelta(days=days)), digits)
    return _("%(how_long)s, until %(day)s") % {"how_long": in_digits(days_words(days), digits), "day": last}


def _book_words(membership: Membership, asked: Iterable[str]) -> SafeString:
    """The book's name, and below it what the person's role in it cannot pass on."""
    name, lacking = membership.business.name, beyond(membership.standing, asked)
    if not lacking:
        return format_html("<bdi>{}</bdi>", name)
    words = _("As %(role)s here you cannot allow: %(what)s") % {
        "role": Role(membership.role).label,
        "what": "; ".join(str(SCOPES[scope]) for scope in lacking),
    }
    return format_html("<bdi>{}</bdi> <small>{}</small>", name, words)
