"""A bill while it is written: its head and lines as typed, what they come to, and what is wrong with them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.digits import to_ascii_digits
from core.ids import uuid7
from core.money import format_amount, format_money
from core.refusals import Refusal
from inventory.models import Item
from inventory.queries.items import kept_apart
from inventory.units import UNITS
from invoicing import working
from invoicing.content import LineContent, PaperContent
from invoicing.forms.addresses import SHIP_FIELDS, shipping_said
from invoicing.forms.lines import LINES_MAX, LineRow, row_of, tax_choices
from invoicing.forms.papers import GOES_OUT, PaperForm
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperKind
from invoicing.operations.writing import content_of, lines_of
from invoicing.paper.figures import Figures
from invoicing.paper.tables import sum_rows
from invoicing.queries.choices import (
    Choice,
    billed_last,
    items_by_id,
    items_said,
    party_named,
    taken_often,
)
from invoicing.queries.contacts import addresses_of
from invoicing.views.delivery import goes_words
from ledger.models import PartyKind
from ledger.views.branches import open_branches, usual_branch
from ledger.views.contexts import today_of
from ledger.views.replies import show_in, uuid_or_none
from taxes.queries.rates import rates_on
from taxes.queries.series import SeriesRow, rival_series

BLANK_ROWS = 3
"""So many empty lines stand ready where no script can add one."""


class Sheet:
    """`rows` are LineRow; `sums` is what each came to, "" for one that is not worked out. `space` is the namespace of
    its addresses, `new_kind` what a name becomes that is not in the book yet."""

    space, new_kind = "invoicing", PartyKind.CUSTOMER.value
    HEAD: tuple[str, ...] = ("paper_id", "base_rev", "kind", "source", "party", "party_name", "day", "due_on",
            "reference", "place", "discount", "reason", "note", "terms", "branch", "series_id",
            *SHIP_FIELDS)  # fmt: skip
    FIELDS: tuple[str, ...] = ("item", "quantity", "price", "discount", "unit", "hsn", "tax", "inclusive", "batch",
              "serials", "source_line", "khata", "was")  # fmt: skip

    def __init__(self, request: BookRequest, *, kind: str, paper: Paper | None = None) -> None:
        self.request, self.paper, self.kind = request, paper, kind
        self.business_id = request.business.pk
        self.is_indian = request.business.country == "IN"
        self.taxes = tax_choices(rates_on(self.business_id, day=paper.day if paper else today_of(request)))
        self.apart = kept_apart(self.business_id)
        # What was approved stays in its branch.
        self.branches = open_branches(request) if paper is None or not paper.approved_at else []
        self.series = self._series()
        self.standing = content_of(paper, lines_of(paper)) if paper else None
        self.party_id: uuid.UUID | None = paper.party_id if paper else None
        self.totals: list[Any] = []
        self.total = ""
        self.goes: list[tuple[str, str]] = []
        self.sums: list[str] = []
        self.form: PaperForm
        self.rows: list[LineRow] = []

    def _series(self) -> list[SeriesRow]:
        """What its number may be drawn from, where there is a choice."""
        kind = SIDES[self.kind].numbered
        if kind is None or (self.paper is not None and self.paper.number):
            return []
        return rival_series(self.business_id, kind=kind, day=today_of(self.request))

    # As it is first shown ------------------------------------------------------------------

    def start(self, content: PaperContent | None = None, *, party: uuid.UUID | None = None) -> None:
        """An empty sheet, or one that shows what stands or what another paper says."""
        shown = content or self.standing
        self.party_id = shown.party_id if shown else party
        known = party_named(self.business_id, self.party_id) if self.party_id else None
        initial: dict[str, Any] = {
            "paper_id": self.paper.pk if self.paper else uuid7(), "kind": self.kind, "day": today_of(self.request),
            "base_rev": self.paper.rev if self.paper else "", "party": known.id if known else "",
            "party_name": known.name if known else "", "branch": usual_branch(self.request) or "",
        }  # fmt: skip
        self.party_id = known.id if known else None
        if shown:
            initial |= self._said(shown)
        self.form = self._head(initial=initial)
        if known is None:
            self.form.fields["party_name"].widget.attrs["autofocus"] = ""
        said = self._rows_of(shown) if shown else []
        self.rows = [
            self._row(place, initial=row) for place, row in enumerate([*said, *self._blank(len(said))])
        ]

    def _said(self, shown: PaperContent) -> dict[str, Any]:
        less = format_amount(shown.discount_amount, trim=True) if shown.discount_amount else ""
        return {
            "source": shown.source_id or "", "day": shown.day, "due_on": shown.due_on, "reference": shown.reference,
            "place": shown.place if self.paper is None or self.standing is None else "",
            "reverse_charge": shown.reverse_charge, "with_tax": shown.with_tax, "note": shown.note,
            "branch": shown.branch_id or usual_branch(self.request) or "", "series_id": shown.series_id or "",
            "terms": shown.terms, "reason": shown.reason, "number": shown.number if self.paper else "",
            "discount": f"{shown.discount_rate / 10_000:g}%" if shown.discount_rate else less,
            **self._shipping_said(shown),
        }  # fmt: skip

    def _shipping_said(self, shown: PaperContent) -> dict[str, str]:
        if not shown.shipping_address:
            return {}
        billing, usual = addresses_of(self.business_id, shown.party_id)
        return shipping_said(shown.shipping_address, usual=usual, billing=billing)

    def _rows_of(self, shown: PaperContent) -> list[dict[str, str]]:
        items = items_by_id(self.business_id, {line.item_id for line in shown.lines if line.item_id})
        keeps = shown is self.standing
        return [
            row_of(
                line, name=_name(line, items), item=items.get(line.item_id) if line.item_id else None,
                was=place if keeps else None,
            )
            for place, line in enumerate(shown.lines)
        ]  # fmt: skip

    def _blank(self, said: int) -> list[dict[str, str]]:
        return [{}] * (1 if said else BLANK_ROWS)

    # As it was sent ------------------------------------------------------------------------

    def read(self, said: QueryDict, *, more: int = 0, take: Item | None = None) -> None:
        """Show what was sent again, with `more` empty lines, or with one of an item."""
        rows = self._sent_rows(said)
        if take is not None:
            rows = _one_more([row for row in rows if row["item"] or row["price"]], take.name)
        rows += [{}] * more
        self.form = self._head(initial=self._sent_head(said))
        self.party_id = uuid_or_none(said.get("party", ""))
        self.rows = [self._row(place, initial=row) for place, row in enumerate(rows[:LINES_MAX])]

    def _sent_head(self, said: QueryDict) -> dict[str, Any]:
        kept = {name: said.get(name, "") for name in self.HEAD}
        return {**kept, **{name: said.get(name, "") == "on" for name in ("reverse_charge", "with_tax")}}

    def choose(self, party_id: uuid.UUID | None) -> None:
        """Put another customer on the sheet."""
        known = party_named(self.business_id, party_id) if party_id else None
        if known:
            self.party_id = known.id
            self.form.initial.update(party=known.id, party_name=known.name)

    def bind(self, said: QueryDict) -> None:
        rows = self._sent_rows(said)
        self.form = self._head(said)
        self.party_id = uuid_or_none(said.get("party", ""))
        self.rows = [self._row(place, said) for place in range(min(len(rows), LINES_MAX))]

    def content(self) -> PaperContent | None:
        """What was sent, as an operation takes it; None where something is wrong, which the forms then say."""
        written = [row for row in self.rows if not row.is_blank]
        right = [row.is_valid() for row in written]
        if not self.form.is_valid() or not all(right):
            return None
        if not written:
            self.form.add_error(None, _("Write at least one line: an item, how many, and its price."))
            return None
        lines = self._lines(written)
        if lines is None:
            return None
        self.party_id = self.form.cleaned_data["party_id"]
        content = self.form.content(lines)
        return self._with_what_stands(content) if self.standing else content

    def _with_what_stands(self, content: PaperContent) -> PaperContent:
        """What the form does not ask about stays as it is."""
        old = self.standing
        if old is None:
            return content
        return replace(
            content, branch_id=content.branch_id or old.branch_id,
            series_id=content.series_id if self.series else old.series_id, supply_on=old.supply_on,
            rounds=old.rounds, treatment=old.treatment, source_id=old.source_id,
            shipping_address=content.shipping_address if self.kind in GOES_OUT else old.shipping_address,
            place=content.place or (old.place if content.party_id == old.party_id else ""),
        )  # fmt: skip

    def _lines(self, written: Sequence[LineRow]) -> tuple[LineContent, ...] | None:
        items = items_said(
            self.business_id, {row.cleaned_data["item"] for row in written},
            guessed={row.cleaned_data["item"] for row in written if row.cleaned_data["price"] is None},
        )  # fmt: skip
        standing = self.standing.lines if self.standing else ()
        lines = []
        for row in written:
            try:
                lines.append(row.content(items, standing=standing))
            except ValidationError as error:
                row.add_error(None, error)
        return tuple(lines) if len(lines) == len(written) else None

    def refuse(self, refusal: Refusal) -> None:
        """A refusal of the operation, said at its line or field."""
        written = [row for row in self.rows if not row.is_blank]
        place = refusal.field.removeprefix("line_items.")
        if place.isdigit() and place != refusal.field and int(place) < len(written):
            written[int(place)].add_error(None, refusal.message)
        else:
            show_in(self.form, refusal)

    def _sent_rows(self, said: QueryDict) -> list[dict[str, str]]:
        """The lines of a form by their place: 0-item, 1-item …"""
        rows: list[dict[str, str]] = []
        while len(rows) < LINES_MAX and f"{len(rows)}-item" in said:
            rows.append({name: said.get(f"{len(rows)}-{name}", "") for name in self.FIELDS})
        return rows

    def keep_files(self, paper_id: uuid.UUID) -> None:
        """What came along with the form, once the paper stands. Sales have nothing of the kind."""

    # What it comes to ----------------------------------------------------------------------

    def price(self, said: QueryDict) -> None:
        """Work out the totals of what was sent, as far as they can be; nothing is written."""
        probe = type(self)(self.request, kind=self.kind, paper=self.paper)
        probe.bind(said)
        content = probe.content()
        if content is None:
            return
        try:
            worked = working.work_out(self.business_id, content)
        except Refusal:
            return
        found = worked.found
        self.goes = goes_words(worked)
        figures = Figures(currency=self.request.business.currency, digits=self.request.user.digits)
        self.totals = sum_rows(found, figures=figures)
        self.total = format_money(
            found.total, currency=self.request.business.currency, digits=self.request.user.digits
        )
        sums = iter(found.lines)
        self.sums = ["" if row.is_blank else figures.amount(next(sums).total) for row in probe.rows]

    # For the template ----------------------------------------------------------------------

    def context(self) -> dict[str, Any]:
        sums = [*self.sums, *[""] * len(self.rows)]
        return {
            "form": self.form, "rows": list(zip(self.rows, sums, strict=False)), "totals": self.totals,
            "total": self.total, "goes": self.goes, "paper": self.paper, "kind": self.kind,
            "is_posted": SIDES[self.kind].is_posted,
            "row_errors": [
                (row, number, wrong) for number, row in enumerate(self.rows, start=1) for wrong in _wrongs(row)
            ],
            "customers": [] if self.party_id or self.paper else billed_last(self.business_id, kind=self.last_kind),
            "usual": self.usual(), "space": self.space, "is_purchase": not SIDES[self.kind].is_sale,
            "units": list(UNITS.items()), "is_draft": self.paper is None or not self.paper.number,
        }  # fmt: skip

    last_kind: str = PaperKind.INVOICE.value

    def usual(self) -> list[Choice]:
        return taken_often(self.business_id, self.party_id) if self.kind in GOES_OUT else []

    def _head(self, *data: Any, **more: Any) -> PaperForm:
        return PaperForm(
            *data, business_id=self.business_id, is_indian=self.is_indian, kind=self.kind, branches=self.branches,
            series=self.series, **more,
        )  # fmt: skip

    def _row(self, place: int, *data: Any, **more: Any) -> LineRow:
        return LineRow(*data, taxes=self.taxes, apart=self.apart, prefix=str(place), **more)


def _one_more(rows: list[dict[str, str]], name: str) -> list[dict[str, str]]:
    """The lines with one more of an item: on the line it has already, else on one of its own."""
    for row in rows:
        if row["item"] == name and to_ascii_digits(row["quantity"]).isdecimal() and len(row["quantity"]) < 6:
            row["quantity"] = str(int(to_ascii_digits(row["quantity"])) + 1)
            return rows
    return [*rows, {"item": name, "quantity": "1"}]


def _wrongs(row: LineRow) -> list[str]:
    return [str(wrong) for errors in row.errors.values() for wrong in errors] if row.is_bound else []


def _name(line: LineContent, items: Mapping[uuid.UUID, Item]) -> str:
    item = items.get(line.item_id) if line.item_id else None
    return line.name or (item.name if item else "")
