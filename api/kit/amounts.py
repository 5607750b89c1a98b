"""Money at the edge of the API: JSON numbers with two decimals, never a float on the way."""

import re
from decimal import Decimal
from typing import Annotated, Any

import orjson
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, WithJsonSchema

UNITS_BELOW = 10**13
TEXT = re.compile(r"-?\d{1,13}(\.\d{1,2})?")


def to_minor(value: Any) -> int:
    """Minor units of a JSON number or string with at most two decimals. Raises ValueError."""
    if isinstance(value, str):
        if not TEXT.fullmatch(value) or not value.isascii():
            raise ValueError(_("Write an amount like 1200 or 1200.50."))
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(_("Write an amount like 1200 or 1200.50."))  # noqa: TRY004 - pydantic reads ValueError
    number = Decimal(value) if isinstance(value, Decimal) else value
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(_("Write an amount like 1200 or 1200.50."))
    if not -UNITS_BELOW < number < UNITS_BELOW:
        raise ValueError(_("This amount is too large."))
    if isinstance(number, int):
        return number * 100
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise ValueError(_("Use at most 2 digits after the point."))
    return int(number * 100)


def above_zero(value: Any) -> int:
    """Like to_minor, above 0."""
    minor = to_minor(value)
    if minor <= 0:
        raise ValueError(_("Enter an amount above 0."))
    return minor


def from_zero(value: Any) -> int:
    minor = to_minor(value)
    if minor < 0:
        raise ValueError(_("Enter 0 or an amount above 0."))
    return minor


def _schema(**limits: Any) -> WithJsonSchema:
    number = {"type": "number", "exclusiveMaximum": UNITS_BELOW, "multipleOf": 0.01, **limits}
    text = {"type": "string", "pattern": r"^[0-9]{1,13}(\.[0-9]{1,2})?$"}
    return WithJsonSchema({"anyOf": [number, text], "examples": [1250.5]}, mode="validation")


Amount = Annotated[int, BeforeValidator(above_zero), _schema(exclusiveMinimum=0)]
"""Minor units of an amount above 0 that a client sent."""
AmountOrZero = Annotated[int, BeforeValidator(from_zero), _schema(minimum=0)]
"""Minor units of an amount from 0 on that a client sent."""
Money = Annotated[Any, WithJsonSchema({"type": "number", "examples": [-4200.0]})]
"""An amount in an answer; written by `number`."""


def number(minor: int) -> orjson.Fragment:
    """Minor units as a JSON number with two decimals."""
    whole, rest = divmod(abs(minor), 100)
    return orjson.Fragment(b"%s%d.%02d" % (b"-" if minor < 0 else b"", whole, rest))


def balance_number(balance: int) -> orjson.Fragment:
    """A party's balance as the API tells it: credits less debits, below zero when they owe us."""
    return number(-balance)


def side(balance: int) -> str:
    """will_get, will_give or settled, of a balance that is above zero when they owe us."""
    return "will_get" if balance > 0 else "will_give" if balance < 0 else "settled"
