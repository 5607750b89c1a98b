"""Numbers with more places than money has, at the edge of the API: quantities, unit prices, percentages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

import orjson
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, WithJsonSchema

LENGTH_MAX = 24


def whole_parts(value: Any, *, places: int, most: int) -> int:
    """A JSON number or string as a whole number of its last places, from 0 to `most` units. Raises ValueError."""
    if isinstance(value, str):
        head, _point, tail = value.partition(".")
        if len(value) > LENGTH_MAX or not (
            value.isascii() and head.isdigit() and (tail.isdigit() or not _point)
        ):
            raise ValueError(_("Write a number like 12 or 12.5."))
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise ValueError(_("Write a number like 12 or 12.5."))
    if not 0 <= value <= most:
        raise ValueError(_("This number is too large or below 0."))
    exponent = Decimal(value).as_tuple().exponent
    if isinstance(exponent, int) and exponent < -places:
        raise ValueError(_("This number has too many digits after the point."))
    return int(Decimal(value).scaleb(places))


def _reader(*, places: int, most: int) -> Callable[[Any], int]:
    return lambda value: whole_parts(value, places=places, most=most)


def _schema(*, places: int, most: int, example: float) -> WithJsonSchema:
    number = {"type": "number", "minimum": 0, "maximum": most}
    text = {"type": "string", "pattern": rf"^[0-9]{{1,16}}(\.[0-9]{{1,{places}}})?$"}
    return WithJsonSchema({"anyOf": [number, text], "examples": [example]}, mode="validation")


QUANTITY_MOST, PRICE_MOST = 10**10, 10**12
Quantity = Annotated[
    int,
    BeforeValidator(_reader(places=4, most=QUANTITY_MOST)),
    _schema(places=4, most=QUANTITY_MOST, example=2.5),
]
"""1/10,000 of the unit."""
UnitPrice = Annotated[
    int,
    BeforeValidator(_reader(places=6, most=PRICE_MOST)),
    _schema(places=6, most=PRICE_MOST, example=99.5),
]
"""1/1,000,000 of the currency's unit."""
Percent = Annotated[
    int, BeforeValidator(_reader(places=4, most=100)), _schema(places=4, most=100, example=18)
]
"""1/1,000,000: 18 is 180,000."""
CessPercent = Annotated[
    int, BeforeValidator(_reader(places=4, most=1_000)), _schema(places=4, most=1_000, example=12)
]
"""Like Percent, to ten times the price."""
RentPercent = Annotated[
    int, BeforeValidator(_reader(places=2, most=1_000)), _schema(places=2, most=1_000, example=7.5)
]
"""1/100 of a percent: 7.5 is 750."""
Number = Annotated[Any, WithJsonSchema({"type": "number", "examples": [18]})]
"""A number in an answer, written by `exact`."""


def exact(parts: int, *, places: int) -> orjson.Fragment:
    """A whole number of last places as a JSON number without needless zeros: 2500 of 4 places is 0.25."""
    whole, rest = divmod(parts, 10**places)
    tail = f".{rest:0{places}d}".rstrip("0") if rest else ""
    return orjson.Fragment(f"{whole}{tail}".encode())
