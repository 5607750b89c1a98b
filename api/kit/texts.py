"""Bodies in: JSON without floats; answers out: bytes."""

import json
from decimal import Decimal
from typing import Any, NoReturn

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from api.kit.refusals import BodyUnreadable

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS | orjson.OPT_SERIALIZE_UUID
DEPTH_MAX = 40


def to_json(value: Any) -> bytes:
    """Answers as bytes: ids, days and instants (UTC, Z) as text, amounts by api.kit.amounts.number."""
    return orjson.dumps(value, option=OPTIONS)


def from_json(body: bytes) -> Any:
    """Numbers with a point become Decimal; NaN, infinities, NUL and deep nesting are refused.

    Raises BodyUnreadable.
    """
    try:
        text = body.decode()
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
        if "\\u" in text:
            json.dumps(value, default=str, ensure_ascii=False).encode()
    except (ValueError, ArithmeticError, RecursionError):  # text, JSON, huge exponents, deep nesting
        raise BodyUnreadable from None
    if "\\u0000" in text and _holds_nul(value):
        raise BodyUnreadable
    return value


class JsonParser(Parser):
    def parse_body(self, request: HttpRequest) -> DictStrAny:
        return from_json(request.body)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _holds_nul(value: Any, *, depth: int = 0) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if depth > DEPTH_MAX:
        return True
    if isinstance(value, dict):
        return any("\x00" in key or _holds_nul(held, depth=depth + 1) for key, held in value.items())
    return isinstance(value, list) and any(_holds_nul(held, depth=depth + 1) for held in value)
