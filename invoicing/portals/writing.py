"""Files for a portal: JSON whose amounts are written as they are, without a float in between."""

from decimal import Decimal
from typing import Any

import orjson

from core.money import half_up
from core.quantities import ONE
from taxes.arithmetic.supplies import MINOR_ONE, RATE_ONE


def rupees(minor: int) -> Decimal:
    """With two places."""
    return Decimal(minor).scaleb(-2)


def thousandths(number: int, *, one: int) -> Decimal:
    """`number` parts of which `one` make a unit, half up to the three places a portal takes."""
    return Decimal(half_up(number * 1000, one)).scaleb(-3)


def quantity(parts: int) -> Decimal:
    return thousandths(parts, one=ONE)


def percent(rate: int) -> Decimal:
    """18 % as 18, 0.25 % as 0.25; at most three places."""
    found = thousandths(rate * 100, one=RATE_ONE).normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def each(minor: int, *, parts: int) -> Decimal:
    """The price of one unit when so many parts of it come to `minor`."""
    return thousandths(minor * ONE, one=MINOR_ONE * parts)


def written(body: Any) -> bytes:
    """Without what is "" or None: portals take a field or none."""
    return orjson.dumps(_bare(body), default=_number, option=orjson.OPT_INDENT_2)


def _bare(body: Any) -> Any:
    if isinstance(body, dict):
        return {key: _bare(value) for key, value in body.items() if value not in ("", None)}
    return [_bare(one) for one in body] if isinstance(body, list) else body


def _number(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f").encode())
    raise TypeError(type(value).__name__)
