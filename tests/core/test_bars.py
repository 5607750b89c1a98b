"""Bars of a day each: within the chart's box, and what happened is never too low to see."""

from itertools import pairwise

import pytest

from core.templatetags.charts import HEIGHT, WIDTH, bars


@pytest.mark.parametrize("values", [[0], [5], [0, 0, 0], [1, 1_000_000, 0, 7], list(range(30)), [3] * 400])
def test_bars_stay_in_the_box_and_show_what_happened(values):
    found = bars(values)
    assert len(found) == len(values)
    for value, bar in zip(values, found, strict=True):
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert bar.y + bar.height == HEIGHT
        assert (bar.height >= 2) == (value > 0)
    highest = max(range(len(values)), key=lambda place: values[place])
    assert found[highest].height == (HEIGHT if values[highest] else 0)


def test_bars_stand_side_by_side():
    found = bars([4] * 30)
    assert all(left.x + left.width <= right.x for left, right in pairwise(found))
