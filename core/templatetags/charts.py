"""Charts drawn on the server as SVG: no script, and the numbers stand beside them in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context

register = template.Library()

WIDTH, HEIGHT = 640, 132
POINTS_MOST = 400


@dataclass(frozen=True, slots=True)
class Steps:
    """Paths of a step line in the chart's box; `zero` is the height of nothing owed, None at an edge."""

    line: str
    area: str
    zero: int | None


def step_paths(points: Sequence[tuple[dt.date, int]]) -> Steps:
    """The balance holds until the next entry, so the line goes across and then up or down.

    `points` are (day, balance in minor units) in order of day, at least one.
    """
    first, last = points[0][0].toordinal(), points[-1][0].toordinal()
    high, low = max(0, *(value for _, value in points)), min(0, *(value for _, value in points))

    def across(day: dt.date) -> int:
        return round(WIDTH * (day.toordinal() - first) / (last - first)) if last > first else WIDTH

    def down(value: int) -> int:
        return round(HEIGHT * (high - value) / (high - low)) if high > low else HEIGHT // 2

    line = (
        f"M0 {down(points[0][1])}"
        + "".join(f"H{across(day)}V{down(value)}" for day, value in points[1:])
        + f"H{WIDTH}"
    )
    zero = down(0)
    return Steps(line=line, area=f"{line}V{zero}H0Z", zero=zero if low < 0 < high else None)


def thinned(points: Sequence[tuple[dt.date, int]]) -> Sequence[tuple[dt.date, int]]:
    """At most POINTS_MOST points, the last one among them."""
    step = -(-len(points) // POINTS_MOST)
    return points if step <= 1 else [*points[:-1:step], points[-1]]


@register.inclusion_tag("components/chart.html", takes_context=True)
def balance_chart(context: Context, points: Sequence[tuple[dt.date, int]], title: str) -> dict[str, Any]:
    """A step line of a balance. `points` as (day, minor units), oldest first, at least one."""
    steps = step_paths(thinned(points))
    values = [value for _, value in points]
    return {
        **{name: context.get(name) for name in ("digits", "book", "currency", "today")},
        "title": title, "line": steps.line, "area": steps.area, "zero": steps.zero,
        "top": max(0, *values), "bottom": min(0, *values), "last": values[-1],
        "start": points[0][0], "end": points[-1][0],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    height: int


def bars(values: Sequence[int]) -> list[Bar]:
    """A bar for each value from 0 on, in the chart's box; a value above 0 is never too low to see."""
    high, step = max(1, *values), WIDTH / len(values)
    found = []
    for place, value in enumerate(values):
        height = max(2, round(HEIGHT * value / high)) if value else 0
        found.append(Bar(round(place * step) + 1, HEIGHT - height, max(1, round(step) - 2), height))
    return found


@register.inclusion_tag("components/bars.html", takes_context=True)
def day_bars(context: Context, points: Sequence[tuple[dt.date, int]], title: str) -> dict[str, Any]:
    """A bar for each day. `points` as (day, count), oldest first, at least one."""
    values = [value for _, value in points]
    return {
        **{name: context.get(name) for name in ("digits", "book", "today")},
        "title": title, "bars": bars(values), "top": max(values), "start": points[0][0], "end": points[-1][0],
    }  # fmt: skip
