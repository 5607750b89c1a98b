"""What a person says about a token, and whom they look for in the log."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.operations.tokens import NAME_LENGTH_MAX
from api.scopes import NEEDS, PRESETS, SCOPES
from businesses.models import Membership
from businesses.roles import is_granted

CHOSEN, ALL, DAY, NEVER = "chosen", "all", "day", "never"
ORIGINS_TEXT_MAX = 2_500
GROUPS = (
    (gettext_lazy("Look"), ("ledger.read", "inventory.read", "report.read", "export.read")),
    (gettext_lazy("Write"), ("ledger.write", "inventory.write")),
    (
        gettext_lazy("Settings"),
        ("book.manage", "people.manage", "webhook.manage", "token.manage", "profile.manage"),
    ),
)


class DayField(forms.DateField):
    """A day near enough to reckon with."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        said = {"invalid": gettext_lazy("Choose a day like 31/12/2026.")}
        super().__init__(widget=widget, error_messages=said, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not 2000 <= day.year <= 2200:
            raise forms.ValidationError(_("Choose a day between the years 2000 and 2200."))
        return day


class ScopeBoxes(forms.CheckboxSelectMultiple):
    """Boxes in groups; what no role of the person allows cannot be ticked and says why."""

    reasons: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.reasons:
            option["attrs"]["disabled"] = True
        return option


class TokenForm(forms.Form):
    """`id` makes a form that is sent twice make one token."""

    use_required_attribute = False
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("So that you know it again, for example “Night backup”."),
        max_length=NAME_LENGTH_MAX,
        error_messages={
            "required": gettext_lazy("Write what this token is for."),
            "max_length": gettext_lazy("This name is too long. Use up to 80 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=[
            ("look", gettext_lazy("Look only")),
            ("write", gettext_lazy("Look and write")),
            (CHOSEN, gettext_lazy("I choose")),
        ],
        initial="look",
    )
    scopes = forms.MultipleChoiceField(required=False, widget=ScopeBoxes, label=gettext_lazy("It may"))
    where = forms.ChoiceField(
        label=gettext_lazy("In which books?"),
        choices=[(ALL, gettext_lazy("All my books")), (CHOSEN, gettext_lazy("Only these"))],
        initial=ALL,
    )
    books = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Books")
    )
    ends = forms.ChoiceField(
        label=gettext_lazy("Until when?"),
        choices=[
            ("30", gettext_lazy("30 days")),
            ("90", gettext_lazy("90 days")),
            ("365", gettext_lazy("1 year")),
            (DAY, gettext_lazy("A day")),
            (NEVER, gettext_lazy("No end")),
        ],
        initial="90",
    )
    ends_on = DayField(required=False, label=gettext_lazy("Last day"))
    origins = forms.CharField(
        required=False,
        max_length=ORIGINS_TEXT_MAX,
        label=gettext_lazy("Sites whose pages may use it"),
        help_text=gettext_lazy("One a line, like https://shop.example.com. Leave empty for other programs."),
        widget=forms.Textarea(
            attrs={"rows": 2, "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usable = [scope for scope in SCOPES if not _reason(scope, memberships)]
        boxes = self.fields["scopes"]
        boxes.choices = [(scope, _said(scope, memberships)) for scope in SCOPES]  # type: ignore[attr-defined]
        boxes.widget.reasons = {  # type: ignore[attr-defined]
            scope: _reason(scope, memberships) for scope in SCOPES if scope not in self.usable
        }
        self.fields["books"].choices = [  # type: ignore[attr-defined]
            (
                str(each.business_id),
                format_html("{} <small>{}</small>", each.business.name, each.get_role_display()),
            )
            for each in memberships
        ]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes of what it may do, under their headings."""
        boxes = {str(box.data["value"]): box for box in self["scopes"].subwidgets}
        return [(str(title), [boxes[scope] for scope in scopes]) for title, scopes in GROUPS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("which") in PRESETS:
            said["scopes"] = [scope for scope in PRESETS[said["which"]] if scope in self.usable]
        elif not said.get("scopes") and "scopes" not in self.errors:
            self.add_error("scopes", _("Choose at least one thing this token may do."))
        if said.get("where") == CHOSEN and not said.get("books") and "books" not in self.errors:
            self.add_error("books", _("Choose at least one book."))
        if said.get("ends") == DAY and not said.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Choose the last day."))
        return said

    def business_ids(self) -> list[UUID] | None:
        said = self.cleaned_data
        return None if said["where"] == ALL else [UUID(text) for text in said["books"]]

    def end(self, *, now: datetime.datetime) -> datetime.datetime | None:
        """The instant it ends: after the last day is over everywhere its person may be; None for never."""
        said = self.cleaned_data
        if said["ends"] == NEVER:
            return None
        if said["ends"] == DAY:
            midnight = datetime.datetime.combine(said["ends_on"], datetime.time(), tzinfo=datetime.UTC)
            return midnight + datetime.timedelta(days=1)
        return now + datetime.timedelta(days=int(said["ends"]))


class LogForm(forms.Form):
    """Which calls to show: of one program, between two days, or of one trace id."""

    use_required_attribute = False
    caller = forms.ChoiceField(required=False, label=gettext_lazy("Program"))
    start = DayField(required=False, label=gettext_lazy("From"))
    end = DayField(required=False, label=gettext_lazy("Until"))
    trace = forms.CharField(
        required=False, max_length=32, label=gettext_lazy("Trace id"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, callers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["caller"].choices = [("", _("All")), *callers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", _("Choose an end date on or after the start."))
        return said


class LimitForm(forms.Form):
    """Calls a minute of one program; empty for the usual limit."""

    use_required_attribute = False
    limit = forms.IntegerField(required=False, label=gettext_lazy("Calls a minute"), help_text=gettext_lazy(
        "Leave empty for the usual limit."
    ))  # fmt: skip


def _reason(scope: str, memberships: Sequence[Membership]) -> str:
    """Why the scope would open nothing in any of the person's books; "" when it opens something."""
    can = NEEDS.get(scope)
    if can is None or not memberships or any(is_granted(each.standing, can) for each in memberships):
        return ""
    return _("Your role does not allow this in any of your books.")


def _said(scope: str, memberships: Sequence[Membership]) -> str:
    """The scope's sentence, and where it works when it does not everywhere."""
    can, sentence = NEEDS.get(scope), str(SCOPES[scope])
    reason = _reason(scope, memberships)
    if not reason and can is not None:
        open_in = [each.business.name for each in memberships if is_granted(each.standing, can)]
        if len(open_in) < len(memberships):
            reason = _("Only in: %(books)s") % {"books": ", ".join(open_in[:5])}
    return format_html("<span>{}<small>{}</small></span>", sentence, reason) if reason else sentence
