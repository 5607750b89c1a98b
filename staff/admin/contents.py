"""What a book holds, to look at on a visit: parties, the journal and the trail. Nobody writes any of it here."""

from django.contrib.admin import display
from django.utils.translation import gettext_lazy

from audit.models import Event
from core.money import format_money
from ledger.models import Party
from ledger.models.journal import Entry, Line
from staff.admin.rows import ContentRows


def _money(amount: int | None, *, currency: str) -> str:
    return format_money(abs(amount), currency=currency, trim=False) if amount else ""


class Parties(ContentRows):
    list_display = ("name", "phone", "kind", "owes_us", "we_owe", "last_day")
    list_select_related = ("business",)
    fields = (
        "id",
        "name",
        "phone",
        "kind",
        "owes_us",
        "we_owe",
        "last_day",
        "rev",
        "created_at",
        "trashed_at",
    )

    @display(description=gettext_lazy("You will get"))
    def owes_us(self, party: Party) -> str:
        return _money(max(party.balance, 0), currency=party.business.currency)

    @display(description=gettext_lazy("You will give"))
    def we_owe(self, party: Party) -> str:
        return _money(min(party.balance, 0), currency=party.business.currency)


class Entries(ContentRows):
    list_display = ("seq", "day", "document_id", "actor_id", "reverses_id")
    ordering = ("-seq",)
    fields = ("id", "seq", "day", "pos", "document_id", "actor_id", "device_id", "reverses_id", "lines")

    @display(description=gettext_lazy("Lines"))
    def lines(self, entry: Entry) -> str:
        found = entry.lines.select_related("account", "party").order_by("pk")[:50]
        currency = entry.business.currency
        return "\n".join(f"{_sides(line, currency)} · {line.account} · {line.party or ''}" for line in found)


class Lines(ContentRows):
    id_converter = "int"
    list_display = ("day", "pos", "account", "party", "debit", "credit")
    list_select_related = ("account", "party", "business")
    fields = ("id", "day", "pos", "account", "party", "debit", "credit", "entry_id")

    @display(description=gettext_lazy("Debit"))
    def debit(self, line: Line) -> str:
        return _money(max(line.amount, 0), currency=line.business.currency)

    @display(description=gettext_lazy("Credit"))
    def credit(self, line: Line) -> str:
        return _money(min(line.amount, 0), currency=line.business.currency)


class Trail(ContentRows):
    id_converter = "int"
    list_display = ("seq", "at", "verb", "subject_kind", "rev", "change", "actor_id")
    list_select_related = ("business",)
    ordering = ("-seq",)
    fields = (
        "seq",
        "at",
        "verb",
        "subject_kind",
        "subject_id",
        "rev",
        "change",
        "actor_id",
        "device_id",
        "trace_id",
    )

    @display(description=gettext_lazy("Amount"))
    def change(self, event: Event) -> str:
        return _money(event.amount, currency=event.business.currency if event.business else "")


def _sides(line: Line, currency: str) -> str:
    return f"{'Dr' if line.amount > 0 else 'Cr'} {_money(line.amount, currency=currency)}"


JOURNAL = (
    (Entry, Entries, gettext_lazy("posting"), gettext_lazy("Journal")),
    (Line, Lines, gettext_lazy("line"), gettext_lazy("Lines of the journal")),
)
"""No other module of the staff's site knows the journal's rows."""
