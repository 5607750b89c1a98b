"""Every component of the pages in every state, on one page that holds no data of anybody."""

import datetime as dt
from types import SimpleNamespace as Row
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

TODAY = dt.date(2026, 11, 21)
NOON = dt.datetime(2026, 11, 21, 8, 35, tzinfo=dt.UTC)
DRESSES = {
    "theme": ("auto", "light", "dark"),
    "dir": ("ltr", "rtl"),
    "lang": ("en", "hi", "bn"),
    "digits": ("latn", "deva", "beng"),
}


class EntrySample(forms.Form):
    document_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    made_at = forms.CharField(widget=forms.HiddenInput, required=False)
    party = forms.CharField(widget=forms.HiddenInput, required=False)
    party_name = forms.CharField(label=_("Name"), max_length=120)
    amount = forms.CharField(label=_("Amount"))
    mode = forms.ChoiceField(
        label=_("What changed hands"),
        choices=[("goods", _("Goods")), ("cash", _("Cash")), ("upi", _("UPI")), ("bank", _("Bank"))],
        initial="cash",
    )
    day = forms.DateField(label=_("Date"), initial=TODAY)
    note = forms.CharField(label=_("Note"), required=False)
    due_on = forms.DateField(label=_("Due date"), required=False)
    photo = forms.FileField(label=_("Photo of the bill"), required=False)


class PartySample(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(
        label=_("Phone"), required=False, help_text=_("Example: 98300 12345"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    limit = forms.CharField(label=_("Credit limit"), required=False, help_text=_("We warn you above it."))
    kind = forms.ChoiceField(
        label=_("They are a"), choices=[("customer", _("Customer")), ("supplier", _("Supplier"))]
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea)
    agree = forms.BooleanField(label=_("Show this name first in the list"), required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """`?theme= ?dir= ?lang= ?digits=` show the same page in another dress."""
    chosen = {name: _one_of(request, name, values) for name, values in DRESSES.items()}
    typed = request.GET.get("party_name")
    with translation.override(chosen["lang"]):
        if typed is not None:
            return render(request, "components/chooser_options.html", {**_shell(chosen), **_found(typed)})
        return render(request, "styleguide.html", {**_shell(chosen), **_samples()})


def _found(typed: str) -> dict[str, Any]:
    parties = [party for party in _parties() if typed.lower() in party.name.lower()]
    return {"parties": parties, "query": typed, "found": any(party.name == typed for party in parties)}


def _one_of(request: HttpRequest, name: str, values: tuple[str, ...]) -> str:
    value = request.GET.get(name, "")
    return value if value in values else values[0]


def _shell(chosen: dict[str, str]) -> dict[str, Any]:
    dresses = [
        {
            "label": value,
            "url": "?" + urlencode({**chosen, name: value}),
            "current": chosen[name] == value,
        }
        for name, values in DRESSES.items()
        for value in values
    ]
    return {
        "theme": chosen["theme"],
        "page_dir": chosen["dir"],
        "digits": chosen["digits"],
        "today": TODAY,
        "book": Row(id=UUID(int=0), name="Asha Store", currency="INR", timezone="Asia/Kolkata"),
        "grants": {"khata.write", "book.import"},
        "nav": "khata",
        "dresses": dresses,
    }


def _samples() -> dict[str, Any]:
    wrong = PartySample({"name": "", "phone": "9830", "kind": "customer"}, auto_id="wrong_%s")
    wrong.add_error("phone", _("Rahim already has this number. Open Rahim or change the number."))
    wrong_entry = EntrySample({"amount": "1,20,0", "party_name": "রহিম শেখ", "mode": "cash", "day": TODAY})
    wrong_entry.add_error("amount", _("1,20,0 is not a full number. Did you mean 1,200?"))
    return {
        "entry_form": EntrySample(auto_id="sheet_%s"),
        "wrong_entry_form": wrong_entry,
        "party_form": PartySample(),
        "wrong_party_form": wrong,
        "parties": _parties(),
        "days": [(row.day, [row]) for row in _entries()],
        "statement": _statement(),
        "filters": [
            {"label": label, "url": f"?chip={place}", "current": place == 0}
            for place, label in enumerate(
                (_("All"), _("Will get"), _("Will give"), _("Overdue"), _("Settled"))
            )
        ],
        "tabs": [
            {"label": _("Khata"), "url": "?tab=1", "current": True, "icon": "khata"},
            {"label": _("Statement"), "url": "?tab=2", "current": False, "icon": "statement"},
        ],
        "steps": [
            {"label": _("File"), "state": "done"},
            {"label": _("Match columns"), "state": "done"},
            {"label": _("Check"), "state": "now"},
            {"label": _("Done"), "state": "next"},
        ],
        "history": [
            {
                "at": NOON,
                "who": "Bilal",
                "what": _("Amount changed"),
                "detail": "₹500 → ₹550",
                "undo_url": "?undo=1",
            },
            {"at": NOON - dt.timedelta(days=1), "who": "আশা", "what": _("Written"), "detail": "₹500"},
        ],
        "key_list": [
            {"keys": ["n", "e"], "does": _("New entry")},
            {"keys": ["/"], "does": _("Search")},
            {"keys": ["Alt", "G"], "does": _("You gave")},
        ],
        "points": _points(),
        "icon_names": ICON_NAMES,
        "no_parties": [],
    }


def _parties() -> list[Row]:
    people = [
        ("Sharma General Store", 420000, 0, False, False),
        ("রহিম শেখ", -125050, 1, False, False),
        ("लक्ष्मी किराना और जनरल स्टोर, पुरानी बस्ती", 123456789050, 3, True, False),
        ("محمد اسلم قریشی", 90000, 40, False, True),
        ("Md. Shahidul Islam Chowdhury & Brothers Enterprise", 0, 200, False, False),
        ("তপন", 5000, None, False, False),
    ]
    return [
        Row(
            id=UUID(int=place + 1),
            name=name,
            balance=balance,
            last_day=None if days is None else TODAY - dt.timedelta(days=days),
            over_limit=over,
            overdue=late,
        )
        for place, (name, balance, days, over, late) in enumerate(people)
    ]


def _entries() -> list[Row]:
    # None has a photo: there is no book that a photo could come from.
    goods, due = "চাল ২০ কেজি, ডাল ৫ কেজি, সরষের তেল ২ লিটার", TODAY + dt.timedelta(days=9)
    lines = [
        ("gave", "goods", "khata", 50000, goods, due, 420000),
        ("got", "upi", "khata", 130000, "", None, 370000),
        ("gave", "unsorted", "opening", 500000, "", None, 500000),
    ]
    return [
        Row(
            document_id=UUID(int=place + 100), direction=side, mode=mode, kind=kind, amount=amount, note=note,
            due_on=due, has_attachment=False, billed_by=None, running_balance=after,
            day=TODAY - dt.timedelta(days=place),
        )
        for place, (side, mode, kind, amount, note, due, after) in enumerate(lines)
    ]  # fmt: skip


def _statement() -> Row:
    rows = list(reversed(_entries()))
    return Row(
        start=dt.date(2026, 11, 1), end=TODAY, opening=0, rows=rows, closing=420000,
        gave_total=550000, got_total=130000,
    )  # fmt: skip


def _points() -> list[tuple[dt.date, int]]:
    values = [0, 50000, 180000, 120000, 420000, 300000, -60000, 90000, 420000]
    return [
        (TODAY - dt.timedelta(days=9 * (len(values) - place - 1)), value)
        for place, value in enumerate(values)
    ]


ICON_NAMES = (
    "khata", "add", "more", "search", "help", "gave", "got", "settled", "back", "next", "down", "close",
    "erase", "phone", "photo", "day", "note", "edit", "undo", "delete", "person", "shop", "house", "rent",
    "bring", "save",
    "statement", "share", "print", "cash", "goods", "upi", "bank", "warn", "info", "clock", "lock", "leave",
    "keys",
)  # fmt: skip
