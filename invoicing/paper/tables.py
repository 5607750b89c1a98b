"""The tables of a document: its lines, its taxes, its totals. All cells are text in the active language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.money import half_up
from core.quantities import ONE
from core.templatetags.dates import date_words
from inventory.units import unit_name
from invoicing.paper.document import PaperDocument, PaperLine
from invoicing.paper.figures import Figures
from invoicing.paper.titles import is_mushak
from taxes.arithmetic import Sum, Tax, Treatment
from taxes.arithmetic.sums import Component, DocumentForm, Kind, LineSum, added


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is its class in the stylesheet."""

    key: str
    title: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    key: str
    text: str
    is_number: bool = True
    under: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Total:
    """A row below the lines; `is_main` for what is to be paid."""

    title: str
    amount: str
    is_main: bool = False


def tax_name(kind: Kind) -> str:
    return {
        Kind.CGST: _("CGST"), Kind.SGST: _("SGST"), Kind.UTGST: _("UTGST"), Kind.IGST: _("IGST"),
        Kind.CESS: _("Cess"), Kind.CESS_PER_UNIT: _("Cess per unit"), Kind.DUTY: _("Supplementary duty"),
        Kind.VAT: _("VAT"),
    }[kind]  # fmt: skip


def taxes_of(document: PaperDocument, line: LineSum) -> tuple[Component, ...]:
    """What is told of a line's tax: under reverse charge what the buyer owes the state."""
    return line.self_assessed if document.reverse_charge else line.charged


def lines_table(document: PaperDocument, *, figures: Figures) -> Table:
    columns = _mushak_columns() if is_mushak(document) else _columns(document)
    rows = [
        [_cell(one, document=document, line=line, number=number, figures=figures) for one in columns]
        for number, line in enumerate(document.lines, start=1)
    ]
    return Table(columns, rows)


def _columns(document: PaperDocument) -> list[Column]:
    is_taxed = has_taxes(document)
    has_discount = any(line.sum.discount or line.sum.share for line in document.lines)
    columns = [
        Column("no", _("No.")), Column("item", _("Item"), is_number=False),
        *([Column("hsn", _("HSN/SAC"), is_number=False)] if any(line.hsn for line in document.lines) else []),
        Column("quantity", _("Quantity")), Column("price", pgettext("of one unit", "Price")),
        *([Column("discount", _("Discount"))] if has_discount else []),
    ]  # fmt: skip
    if not is_taxed:
        return [*columns, Column("total", _("Amount"))]
    return [
        *columns,
        Column("value", _("Taxable value")),
        Column("rate", _("Tax")),
        Column("total", _("Amount")),
    ]


def _mushak_columns() -> list[Column]:
    return [
        Column("no", _("No.")), Column("item", _("Description"), is_number=False),
        Column("unit", _("Unit"), is_number=False), Column("size", _("Quantity")),
        Column("price", _("Unit price before tax")), Column("value", _("Total price")),
        Column("duty", _("Supplementary duty")), Column("rate", _("VAT rate")), Column("vat", _("VAT amount")),
        Column("total", _("Value with duty and taxes")),
    ]  # fmt: skip


def has_taxes(document: PaperDocument) -> bool:
    """A bill of supply and a plain bill have no column of tax at all."""
    return document.sum.form in {DocumentForm.TAX_INVOICE, DocumentForm.INVOICE_CUM_BILL_OF_SUPPLY}


def _cell(column: Column, *, document: PaperDocument, line: PaperLine, number: int, figures: Figures) -> Cell:
    said: dict[str, Callable[[], str]] = {
        "no": lambda: figures.count(number),
        "item": lambda: line.name,
        "hsn": lambda: line.hsn,
        "unit": lambda: unit_name(line.unit),
        "quantity": lambda: figures.quantity(line.quantity, unit=line.unit),
        "size": lambda: figures.quantity(line.quantity, unit=""),
        "price": lambda: _price(document, line=line, figures=figures),
        "discount": lambda: figures.amount(line.sum.discount + line.sum.share),
        "value": lambda: figures.amount(line.sum.value),
        "rate": lambda: rate_words(line.sum.tax, figures=figures),
        "duty": lambda: figures.amount(line.sum.of(Kind.DUTY)),
        "vat": lambda: figures.amount(line.sum.of(Kind.VAT)),
        "total": lambda: figures.amount(line.sum.total),
    }
    under = line_notes(line) if column.key == "item" else []
    return Cell(column.key, said[column.key](), column.is_number, under)


def rate_words(tax: Tax, *, figures: Figures) -> str:
    """ "18%", or why there is none."""
    said = {Treatment.NIL: _("Nil"), Treatment.EXEMPT: _("Exempt"), Treatment.NON_GST: _("Outside GST")}
    return said.get(Treatment(tax.treatment)) or figures.rate(tax.rate)


def _price(document: PaperDocument, *, line: PaperLine, figures: Figures) -> str:
    """As it was typed; form 6.3 wants it without taxes."""
    if not is_mushak(document):
        return figures.price(line.unit_price)
    return figures.amount(half_up(line.sum.value * ONE, line.quantity))


def line_notes(line: PaperLine) -> list[str]:
    """What stands in small below a line's name."""
    said = [line.note] if line.note else []
    for batch in line.batches:
        expiry = _("expires %(day)s") % {"day": date_words(batch.expires_on)} if batch.expires_on else ""
        said.append(", ".join(part for part in (_("Batch %(name)s") % {"name": batch.name}, expiry) if part))
    if line.inclusive and line.sum.charged:
        said.append(_("Price has its taxes in it"))
    return said


def tax_table(document: PaperDocument, *, figures: Figures) -> Table | None:
    """By HSN and rate, as the tax office asks; None where no tax is told."""
    if not has_taxes(document) or is_mushak(document):
        return None
    groups: dict[tuple[str, int], list[LineSum]] = {}
    for line in document.lines:
        groups.setdefault((line.hsn, line.sum.tax.rate), []).append(line.sum)
    found = {key: _taxes(document, lines) for key, lines in groups.items()}
    kinds = [kind for kind in Kind if any(one.kind == kind for taxes in found.values() for one in taxes)]
    if not kinds:
        return None
    rows = [
        _tax_row(hsn, lines=lines, taxes=found[hsn, rate], kinds=kinds, figures=figures)
        for (hsn, rate), lines in groups.items()
    ]
    every = [line.sum for line in document.lines]
    foot = _tax_row(_("Together"), lines=every, taxes=_taxes(document, every), kinds=kinds, figures=figures)
    columns = [Column("hsn", _("HSN/SAC"), is_number=False), Column("value", _("Taxable value"))]
    columns += [Column("tax", tax_name(kind)) for kind in kinds]
    return Table([*columns, Column("total", _("Tax together"))], rows, [_plain(cell) for cell in foot])


def _taxes(document: PaperDocument, lines: Iterable[LineSum]) -> tuple[Component, ...]:
    return added(one for line in lines for one in taxes_of(document, line))


def _tax_row(
    name: str,
    *,
    lines: Sequence[LineSum],
    taxes: Sequence[Component],
    kinds: Sequence[Kind],
    figures: Figures,
) -> list[Cell]:
    by_kind = {one.kind: one for one in taxes}
    cells = [
        Cell("hsn", name or "—", is_number=False),
        Cell("value", figures.amount(sum(line.value for line in lines))),
    ]
    for kind in kinds:
        one = by_kind.get(kind)
        rate = [figures.rate(one.rate)] if one and one.rate else []
        cells.append(Cell("tax", figures.amount(one.amount if one else 0), under=rate))
    return [*cells, Cell("total", figures.amount(sum(one.amount for one in taxes)))]


def _plain(cell: Cell) -> Cell:
    """Without a rate below: those of several rows differ."""
    return Cell(cell.key, cell.text, cell.is_number)


def totals(document: PaperDocument, *, figures: Figures) -> list[Total]:
    """From the value of the lines down to what is still due."""
    rows = sum_rows(document.sum, figures=figures)
    rows += [
        Total(_("Advance %(number)s") % {"number": one.number}, figures.amount(one.amount))
        for one in document.advances
    ]
    paid = document.paid - sum(one.amount for one in document.advances)
    if paid:
        rows.append(Total(_("Paid"), figures.amount(paid)))
    if document.paid:
        rows.append(Total(_("Still to pay"), figures.money(document.due)))
    return rows


def sum_rows(found: Sum, *, figures: Figures) -> list[Total]:
    """From the value of the lines down to the total."""
    rows = []
    if found.charged or found.round_off:
        name = _("Taxable value") if found.charged else _("Lines together")
        rows.append(Total(name, figures.amount(found.value)))
    rows += [Total(tax_name(one.kind), figures.amount(one.amount)) for one in found.charged]
    if found.round_off:
        title = _("Rounded up by") if found.round_off > 0 else _("Rounded down by")
        rows.append(Total(title, figures.amount(found.round_off)))
    return [*rows, Total(_("Total"), figures.money(found.total), is_main=True)]


@dataclass(frozen=True, slots=True)
class RollLine:
    """A line on a roll: its name, below it what times what."""

    name: str
    notes: Sequence[str]
    quantity: str
    price: str
    total: str
    tax: str


def roll_lines(document: PaperDocument, *, figures: Figures) -> list[RollLine]:
    return [
        RollLine(
            line.name, line_notes(line), figures.quantity(line.quantity, unit=line.unit),
            figures.price(line.unit_price), figures.amount(line.sum.total),
            _roll_tax(document, line=line, figures=figures),
        )
        for line in document.lines
    ]  # fmt: skip


def _roll_tax(document: PaperDocument, *, line: PaperLine, figures: Figures) -> str:
    said = [_("HSN/SAC %(code)s") % {"code": line.hsn}] if line.hsn else []
    if discount := line.sum.discount + line.sum.share:
        said.append(_("less %(amount)s") % {"amount": figures.amount(discount)})
    if has_taxes(document):
        said.append(_("tax %(rate)s on %(value)s") % {
            "rate": rate_words(line.sum.tax, figures=figures), "value": figures.amount(line.sum.value)
        })  # fmt: skip
    return " · ".join(said)


def roll_taxes(taxes: Table | None) -> list[Total]:
    """The tax table in one column: "CGST 9% on 1,000.00" and its amount."""
    if taxes is None:
        return []
    rows = []
    for cells in taxes.rows:
        hsn, value, *parts, _total = cells
        for column, part in zip(taxes.columns[2:], parts, strict=False):
            if part.under:
                said = {"hsn": hsn.text, "tax": column.title, "rate": part.under[0], "value": value.text}
                rows.append(Total(_("%(hsn)s: %(tax)s %(rate)s on %(value)s") % said, part.text))
    return rows
