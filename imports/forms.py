"""What people choose while they bring a khata."""

import re
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.queries.branches import BranchName
from imports.findings import ShownDoubt
from imports.rents import words as rent_words
from imports.sheet import words
from imports.sheet.mapping import Mapping
from ledger.forms.fields import BranchField, offer_branches
from ledger.party_kinds import kinds_of_many

ROLE_NAMES: tuple[tuple[str, str | Promise], ...] = (
    (words.IGNORE, _("Not needed")),
    (words.PARTY, _("Name")),
    (words.PHONE, _("Phone")),
    (words.DATE, _("Date")),
    (words.GAVE, _("You gave")),
    (words.GOT, _("You got")),
    (words.AMOUNT, _("Amount, one column for both")),
    (words.TYPE, _("Says whether you gave or got")),
    (words.NOTE, _("Note")),
    (words.OPENING, _("Opening balance: you will get")),
    (words.OPENING_GIVE, _("Opening balance: you will give")),
    (words.BALANCE, _("Balance after the row, to compare")),
)
RENT_ROLE_NAMES: tuple[tuple[str, str | Promise], ...] = (
    (rent_words.IGNORE, _("Not needed")),
    (rent_words.HOUSE, _("House")),
    (rent_words.ADDRESS, _("Address of the house")),
    (rent_words.UNIT, _("Unit: flat, room or shop")),
    (rent_words.TENANT, _("Tenant")),
    (rent_words.PHONE, _("Phone of the tenant")),
    (rent_words.RENT, _("Rent a month")),
    (rent_words.DUE_DAY, _("Day the rent falls due")),
    (rent_words.STARTS, _("First day of the lease")),
    (rent_words.ENDS, _("Last day of the lease")),
    (rent_words.HELD, _("Deposit you hold")),
    (rent_words.AGREED, _("Deposit agreed, where another")),
    (rent_words.BALANCE, _("Unpaid until now")),
    (rent_words.NOTE, _("Note")),
)
DAY_ORDERS = (("day", _("Day first: 5/11 is 5 November")), ("month", _("Month first: 5/11 is 11 May")))
SIGNS = (("gave", _("You gave")), ("got", _("You got")))
_FIX = re.compile(r"fix-(\d{1,6})-(\d{1,3})")


class FileForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 5 MB and 50,000 rows."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose a file with at least one row."),
            "invalid": _("Choose a file first."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods"}),
    )


class ColumnsForm(forms.Form):
    """How a table is to be read: one field `column_<n>` for each column, and what the sheet leaves open."""

    use_required_attribute = False
    party = forms.CharField(
        required=False,
        max_length=120,
        label=_("Whose khata is this file?"),
        help_text=_("Only when no column holds names: all rows go to this person."),
        error_messages={"max_length": _("This name is too long. Use at most 120 characters.")},
    )
    day_order = forms.ChoiceField(
        choices=DAY_ORDERS, widget=forms.RadioSelect, label=_("How are the dates written?")
    )
    positive = forms.ChoiceField(
        choices=SIGNS,
        label=_("What does an amount without a sign mean?"),
        help_text=_("An amount with a minus, or in brackets, means the other."),
    )
    kind = forms.ChoiceField(choices=(), label=_("New names in this file are"))
    branch = BranchField(label=_("Branch"))
    fill_down = forms.BooleanField(
        required=False, label=_("Where a name or a date is left empty, take it from the row above")
    )

    def __init__(
        self, *args: Any, mapping: Mapping, book_kind: str, branches: Sequence[BranchName] = (), **kwargs: Any
    ) -> None:
        self.mapping = mapping
        kwargs.setdefault("initial", _initial(mapping))
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_of_many(book_kind)  # type: ignore[attr-defined]
        offer_branches(self, branches)
        for number in range(len(mapping.roles)):
            self.fields[f"column_{number}"] = forms.ChoiceField(choices=ROLE_NAMES, required=False)

    def said(self) -> Mapping:
        """The mapping as chosen; what was mended and matched before is kept while the columns stay the same."""
        chosen = self.cleaned_data
        roles = tuple(chosen.get(f"column_{number}") or "" for number in range(len(self.mapping.roles)))
        return replace(
            self.mapping,
            roles=roles,
            day_first=chosen["day_order"] == "day",
            positive=chosen["positive"],
            party="" if words.PARTY in roles else chosen["party"].strip(),
            kind=chosen["kind"],
            fill_down=chosen["fill_down"],
            branch=str(chosen.get("branch") or ""),
            fixes=self.mapping.fixes if roles == self.mapping.roles else {},
        )


class RentColumnsForm(forms.Form):
    """Which column of a sheet of houses is what: one field `column_<n>` for each."""

    use_required_attribute = False
    day_order = forms.ChoiceField(
        choices=DAY_ORDERS, widget=forms.RadioSelect, label=_("How are the dates written?")
    )

    def __init__(self, *args: Any, mapping: Mapping, **kwargs: Any) -> None:
        columns = {f"column_{number}": role for number, role in enumerate(mapping.roles)}
        kwargs.setdefault("initial", {**columns, "day_order": "day" if mapping.day_first else "month"})
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        for name in columns:
            self.fields[name] = forms.ChoiceField(choices=RENT_ROLE_NAMES, required=False)

    def roles(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data[name] or "" for name in self.columns)


def _initial(mapping: Mapping) -> dict[str, Any]:
    columns = {f"column_{number}": role for number, role in enumerate(mapping.roles)}
    return {
        **columns,
        "party": mapping.party,
        "day_order": "day" if mapping.day_first else "month",
        "positive": mapping.positive,
        "kind": mapping.kind,
        "fill_down": mapping.fill_down,
        "branch": mapping.branch,
    }


def fixes_in(posted: Mapped[str, str]) -> dict[str, dict[str, str]]:
    """Mended cells: row → column → text, from fields named fix-<row>-<column>."""
    fixes: dict[str, dict[str, str]] = {}
    for name, text in posted.items():
        if match := _FIX.fullmatch(name):
            fixes.setdefault(str(int(match[1])), {})[str(int(match[2]))] = text
    return fixes


def same_in(posted: Mapped[str, str], doubts: list[ShownDoubt]) -> dict[str, str]:
    """Who is who: key → party id, "" for a new one. Only what the page offered is taken."""
    chosen = {}
    for number, doubt in enumerate(doubts):
        answer = posted.get(f"same-{number}")
        if answer in ("new", doubt.standing_id):
            chosen[doubt.key] = "" if answer == "new" else doubt.standing_id
    return chosen
