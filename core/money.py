"""Amounts of money as whole minor units (paisa), read from what people type and written for people.

Nothing here is a float. Only this module and the tax arithmetic round.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from core.digits import in_digits, to_ascii_digits

Grouping = Literal["lakh", "thousand"]

UNITS_LIMIT = 10**13  # amounts stay below this many rupees, so that sums of them stay far inside 64 bits
TEXT_LIMIT = 64
_LITERAL_PLACES = 6  # 1.125 kg × 40 may carry more places than money does

# U+2212 minus, en dash, full-width and Arabic forms people's keyboards and sheets produce.
_SIGNS = str.maketrans(
    {
        "×": "*", "✕": "*", "x": "*", "X": "*", "＊": "*", "÷": "/", "∕": "/", "／": "/",
        "−": "-", "–": "-", "－": "-", "＋": "+", "，": ",", "٬": ",", "،": ",", "．": ".", "٫": ".",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u200b": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None,
        "\u061c": None, "\ufeff": None,
    }
)  # fmt: skip
_CURRENCY_WORDS = (
    r"₹|৳|₨|रुपये|रुपए|रूपये|रुपया|रु\.?|रू\.?|টাকা|૱|రూ\.?|ரூ\.?|ರೂ\.?"
    r"|rupees?|rs\.?|re\.|inr|bdt|taka|tk\.?|npr|pkr|lkr"
)
_BEFORE = re.compile(rf"^(?:{_CURRENCY_WORDS}) *", re.IGNORECASE)
_AFTER = re.compile(rf"(?: *(?:/-|/=|{_CURRENCY_WORDS}|only)){{1,2}}$", re.IGNORECASE)
_TOKEN = re.compile(r" *([+\-*/]|[\d.,](?:[\d., ]*[\d.,])?)")
_PLAIN = re.compile(r"\d*(?:\.\d*)?")
_LAKH = re.compile(r"\d{1,2}(?:[, ]\d{2})*[, ]\d{3}(?:\.\d*)?")
_THOUSAND = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?")


class AmountError(ValueError):
    """An amount that cannot be read. `slug` says why; `params` fill the sentence of core.refusals."""

    def __init__(self, slug: str, **params: str | int) -> None:
        super().__init__(slug)
        self.slug = slug
        self.params: Mapping[str, str | int] = MappingProxyType(params)


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    symbol: str
    grouping: Grouping = "thousand"
    decimals: int = 2


CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {
        currency.code: currency
        for currency in (
            Currency("INR", "₹", "lakh"),
            Currency("BDT", "৳", "lakh"),
            Currency("NPR", "Rs", "lakh"),
            Currency("PKR", "Rs", "lakh"),
            Currency("LKR", "Rs"),
            Currency("BTN", "Nu.", "lakh"),
            Currency("MVR", "Rf"),
            Currency("AED", "AED"),
            Currency("SAR", "SAR"),
            Currency("QAR", "QAR"),
            Currency("OMR", "OMR", decimals=3),
            Currency("KWD", "KWD", decimals=3),
            Currency("BHD", "BHD", decimals=3),
            Currency("MYR", "RM"),
            Currency("SGD", "S$"),
            Currency("USD", "$"),
            Currency("EUR", "€"),
            Currency("GBP", "£"),
            Currency("AUD", "A$"),
            Currency("CAD", "C$"),
        )
    }
)


def currency_of(code: str) -> Currency:
    """The currency with this ISO 4217 code; one we have no table row for is written by its code."""
    return CURRENCIES.get(code) or Currency(code, code)


def parse_amount(text: str, *, decimals: int = 2, zero_allowed: bool = False) -> int:
    """Minor units of an amount as typed: "12,34,567.50", "₹ १२०", "250+90+30", "2×150".

    A sum is worked out exactly and rounded half up to the last place once, at its end. Raises AmountError for
    anything that is not one whole readable amount above 0 (or from 0 on, with `zero_allowed`).
    """
    shown = text.strip()
    if len(shown) > TEXT_LIMIT:
        raise AmountError("too_long", limit=TEXT_LIMIT)
    tokens = _tokens(_bare(shown), shown=shown)
    if len(tokens) == 1:
        _check_places(tokens[0], decimals=decimals)
    minor = round_half_up(_value(tokens, shown=shown) * 10**decimals)
    if minor < 0 or (minor == 0 and not zero_allowed):
        raise AmountError("below_zero" if zero_allowed else "not_above_zero")
    if minor >= UNITS_LIMIT * 10**decimals:
        raise AmountError(
            "too_large", limit=format_amount(UNITS_LIMIT * 10**decimals, decimals=decimals, trim=True)
        )
    return minor


def round_half_up(value: Fraction) -> int:
    """The whole number nearest to `value`; a half goes away from zero."""
    return half_up(value.numerator, value.denominator)


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to a quotient; a half goes away from zero. `denominator` is above 0."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def format_amount(
    minor: int, *, grouping: Grouping = "lakh", digits: str = "latn", decimals: int = 2, trim: bool = False
) -> str:
    """The size of `minor` units as "12,34,567.50". The sign is left to words such as "You will give".

    `trim` leaves out a fraction of zero ("4,200"); ".50" is always written in full.
    """
    whole, fraction = divmod(abs(minor), 10**decimals)
    text = group_digits(whole, grouping=grouping)
    if decimals and not (trim and fraction == 0):
        text += f".{fraction:0{decimals}d}"
    return in_digits(text, digits)


def format_money(minor: int, *, currency: str, digits: str = "latn", trim: bool = True) -> str:
    """The size of `minor` units with its currency: "₹4,200", "Rs 4,200"."""
    unit = currency_of(currency)
    amount = format_amount(minor, grouping=unit.grouping, digits=digits, decimals=unit.decimals, trim=trim)
    gap = "\u00a0" if unit.symbol[-1].isalpha() or unit.symbol[-1] == "." else ""
    return f"{unit.symbol}{gap}{amount}"


def group_digits(whole: int, *, grouping: Grouping) -> str:
    """12345678 as "1,23,45,678" (lakh) or "12,345,678" (thousand)."""
    if grouping == "thousand":
        return f"{whole:,}"
    head, tail = divmod(whole, 1000)
    if not head:
        return str(tail)
    pairs = []
    while head >= 100:
        head, pair = divmod(head, 100)
        pairs.append(f"{pair:02d}")
    return ",".join([str(head), *reversed(pairs), f"{tail:03d}"])


def _bare(text: str) -> str:
    """`text` in ASCII digits and signs, without a currency's name before or after."""
    text = to_ascii_digits(text)
    text = _AFTER.sub("", _BEFORE.sub("", text.translate(_SIGNS).strip()))
    return text.strip()


def _tokens(text: str, *, shown: str) -> list[str]:
    """Numbers and signs in turn, a number first and last; the sign of the first number is joined to it."""
    if not text:
        raise AmountError("empty" if not shown else "unreadable", text=shown)
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise AmountError("unreadable", text=shown)
        tokens.append(match.group(1))
        at = match.end()
    if tokens[0] in "+-" and len(tokens) > 1:
        tokens[:2] = [tokens[0] + tokens[1]]
    for place, token in enumerate(tokens):
        if (token in "+-*/") != (place % 2 == 1):
            raise AmountError("unreadable", text=shown)
    if len(tokens) % 2 == 0:
        raise AmountError("unfinished", text=shown)
    return [token if token in "+-*/" else _plain_number(token, shown=shown) for token in tokens]


def _plain_number(token: str, *, shown: str) -> str:
    """A number without group separators. Broken grouping is refused: 1,20,0 may be 1,200 or 120."""
    sign, body = (token[0], token[1:]) if token[0] in "+-" else ("", token)
    if not any(char.isdigit() for char in body) or body.count(".") > 1:
        raise AmountError("unreadable", text=shown)
    bare = body.replace(",", "").replace(" ", "")
    if _PLAIN.fullmatch(body) is None and not (_LAKH.fullmatch(body) or _THOUSAND.fullmatch(body)):
        whole, point, fraction = bare.partition(".")
        suggestion = group_digits(int(whole or "0"), grouping="lakh") + point + fraction
        raise AmountError("grouping", text=body, suggestion=suggestion)
    return sign + bare


def _check_places(number: str, *, decimals: int) -> None:
    if len(number.partition(".")[2]) > decimals:
        raise AmountError("decimals", decimals=decimals)


def _value(tokens: list[str], *, shown: str) -> Fraction:
    """The worth of number, sign, number … with × and ÷ before + and -."""
    total, product = Fraction(0), _fraction(tokens[0], shown=shown)
    for sign, token in zip(tokens[1::2], tokens[2::2], strict=True):
        number = _fraction(token, shown=shown)
        if sign == "*":
            product *= number
        elif sign == "/":
            if number == 0:
                raise AmountError("divided_by_zero")
            product /= number
        else:
            total, product = total + product, number if sign == "+" else -number
    return total + product


def _fraction(number: str, *, shown: str) -> Fraction:
    whole, _, fraction = number.lstrip("+-").partition(".")
    if len(fraction) > _LITERAL_PLACES:
        raise AmountError("decimals", decimals=_LITERAL_PLACES)
    value = Fraction(int((whole + fraction) or "0"), 10 ** len(fraction))
    return -value if number[0] == "-" else value
