"""Lines of what is not a bill yet, as a list shows them: how many at which price, less what, with which tax."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inventory.units import unit_name
from invoicing.content import LineContent
from invoicing.forms.lines import TREATMENTS
from invoicing.paper.figures import Figures
from invoicing.working import SettledLine
from taxes.arithmetic import Treatment


@dataclass(frozen=True, slots=True)
class LineWords:
    """`total` "" where it is not worked out."""

    name: str
    about: tuple[str, ...]
    total: str


def line_words(
    line: LineContent, name: str, *, figures: Figures, unit: str = "", tax: str = "", total: int | None = None
) -> LineWords:
    said = {
        "quantity": figures.quantity(line.quantity, unit=unit_name(unit) if unit else ""),
        "price": figures.price(line.price),
    }
    about = (_("%(quantity)s × %(price)s") % said, _less(line, figures=figures), tax)
    return LineWords(
        name, tuple(part for part in about if part), "" if total is None else figures.money(total)
    )


def tax_words(line: SettledLine, *, figures: Figures) -> str:
    """The name of its tax, or its rate; what is not taxed says so."""
    if line.tax.treatment != Treatment.TAXABLE:
        return str(dict(TREATMENTS).get(line.tax.treatment.value, ""))
    if line.tax_name or not line.tax.rate:
        return line.tax_name
    return _("tax %(rate)s") % {"rate": figures.rate(line.tax.rate)}


def _less(line: LineContent, *, figures: Figures) -> str:
    if line.discount_rate:
        return _("less %(what)s") % {"what": figures.rate(line.discount_rate)}
    return _("less %(what)s") % {"what": figures.amount(line.discount_amount)} if line.discount_amount else ""
