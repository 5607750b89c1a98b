"""Quantities at the edge of the API: JSON numbers with up to four places, never a float on the way."""

import re
from decimal import Decimal
from typing import Annotated, Any

import orjson
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, WithJsonSchema

from core.quantities import ONE, PLACES

UNITS_BELOW = 10**11
TEXT = re.compile(r"-?\d{1,11}(\.\d{1,4})?")


def to_parts(value: Any) -> int:
    """Ten-thousandths of a JSON number or string with at most four places. Raises ValueError."""
    if isinstance(value, str) and TEXT.fullmatch(value) and value.isascii():
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(_("Write a quantity like 12 or 1.5."))  # noqa: TRY004 - pydantic reads ValueError
    number = Decimal(value)
    if not number.is_finite() or not -UNITS_BELOW < number < UNITS_BELOW:
        raise ValueError(_("This quantity is too large."))
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        raise ValueError(_("Use at most 4 digits after the point."))
    return int(number * ONE)


def above_zero(value: Any) -> int:
    parts = to_parts(value)
    if parts <= 0:
        raise ValueError(_("Enter a quantity above 0."))
    return parts


def from_zero(value: Any) -> int:
    parts = to_parts(value)
    if parts < 0:
        raise ValueError(_("Enter 0 or a quantity above 0."))
    return parts


def _schema(**limits: Any) -> WithJsonSchema:
    number = {"type": "number", "exclusiveMaximum": UNITS_BELOW, "multipleOf": 0.0001, **limits}
    text = {"type": "string", "pattern": r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$"}
    if limits.get("minimum") == 0 or "exclusiveMinimum" in limits:
        text["pattern"] = r"^[0-9]{1,11}(\.[0-9]{1,4})?$"
    return WithJsonSchema({"anyOf": [number, text], "examples": [12.5]}, mode="validation")


Quantity = Annotated[int, BeforeValidator(above_zero), _schema(exclusiveMinimum=0)]
"""Ten-thousandths of a quantity above 0 that a client sent."""
QuantityOrZero = Annotated[int, BeforeValidator(from_zero), _schema(minimum=0)]
QuantityEitherWay = Annotated[int, BeforeValidator(to_parts), _schema(exclusiveMinimum=-UNITS_BELOW)]
Count = Annotated[Any, WithJsonSchema({"type": "number", "examples": [12.5]})]
"""A quantity in an answer; written by `count`."""


def count(parts: int) -> orjson.Fragment:
    """Ten-thousandths as a JSON number without needless zeros."""
    whole, rest = divmod(abs(parts), ONE)
    text = f"{'-' if parts < 0 else ''}{whole}"
    return orjson.Fragment((f"{text}.{rest:04d}".rstrip("0") if rest else text).encode())
