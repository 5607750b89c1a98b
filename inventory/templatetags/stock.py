"""Quantities and stock on a page: in the reader's digits, with the unit in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.quantities import format_quantity
from core.templatetags.charts import step_paths, thinned
from core.templatetags.money import digits_of
from inventory.models import StockKind
from inventory.units import unit_name

register = template.Library()


@register.simple_tag(takes_context=True)
def quantity(context: Context, value: int, unit: str = "") -> SafeString:
    """ "12.5 Kilograms"; below zero with the word for it, never a bare minus."""
    size = format_quantity(value, digits=digits_of(context))
    text = f"{size} {unit_name(unit)}" if unit else size
    if value < 0:
        text = _("%(quantity)s short") % {"quantity": text}
    return format_html('<bdi class="quantity">{}</bdi>', text)


@register.simple_tag(takes_context=True)
def size(context: Context, value: int, unit: str = "") -> SafeString:
    """The quantity alone; which way it went is said beside it."""
    return quantity(context, abs(value), unit)


@register.simple_tag
def kind_of_act(kind: str, value: int = 0) -> str:
    """What moved stock, in the words of a shop."""
    if kind == StockKind.ADJUSTMENT:
        return _("Found") if value > 0 else _("Taken out")
    if kind == StockKind.TRANSFER:
        return _("Came from another branch") if value > 0 else _("Sent to another branch")
    return {
        StockKind.OPENING.value: _("There from the start"),
        StockKind.PURCHASE.value: _("Bought"),
        StockKind.PURCHASE_RETURN.value: _("Sent back to the supplier"),
        StockKind.SALE.value: _("Sold"),
        StockKind.SALE_RETURN.value: _("Brought back by a customer"),
        StockKind.COUNT.value: _("Counted"),
        StockKind.ASSEMBLY.value: _("Made") if value > 0 else _("Used up"),
        StockKind.DISASSEMBLY.value: _("Taken apart"),
        StockKind.COST.value: _("Cost corrected"),
    }[kind]


@register.simple_tag(takes_context=True)
def expiry_words(context: Context, days_left: int | None) -> str:
    """ "in 12 days", "today", "3 days ago"."""
    if days_left is None:
        return _("no date")
    days = format_quantity(abs(days_left) * 10_000, digits=digits_of(context))
    if days_left == 0:
        return _("today")
    if days_left == 1:
        return _("tomorrow")
    return (_("in %(days)s days") if days_left > 0 else _("%(days)s days ago")) % {"days": days}


@register.inclusion_tag("inventory/_chart.html", takes_context=True)
def stock_chart(
    context: Context, points: Sequence[tuple[dt.date, int]], title: str, unit: str
) -> dict[str, Any]:
    """A step line of what there was. `points` as (day, 1/10,000), oldest first, at least one."""
    steps = step_paths(thinned(points))
    values = [value for _day, value in points]
    return {
        **{name: context.get(name) for name in ("digits", "book", "today")},
        "title": title, "line": steps.line, "area": steps.area, "zero": steps.zero, "top": max(0, *values),
        "bottom": min(0, *values), "last": values[-1], "start": points[0][0], "end": points[-1][0], "unit": unit,
    }  # fmt: skip
