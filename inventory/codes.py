"""Codes on goods: HSN and SAC by their form, barcodes by their check digit."""

import re
from typing import Final

from core.digits import to_ascii_digits

HSN_LENGTHS: Final = (4, 6, 8)
SERVICES: Final = "99"
BARCODE_MIN, BARCODE_MAX = 3, 30
EAN_LENGTHS: Final = (8, 12, 13, 14)
"""EAN-8, UPC-A, EAN-13 and GTIN-14: digits alone, the last of them a check."""
OWN = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./_-]*")


def clean_hsn(text: str) -> str:
    """Digits alone, however they were typed and spaced."""
    return re.sub(r"[\s.]", "", to_ascii_digits(text))


def is_hsn(code: str, *, is_service: bool) -> bool:
    """4, 6 or 8 digits for goods; 6 that begin with 99 for services. Whether the code is in use is not known here."""
    if not (code.isascii() and code.isdigit()):
        return False
    if is_service:
        return len(code) == 6 and code.startswith(SERVICES)
    return len(code) in HSN_LENGTHS and not code.startswith(SERVICES)


def clean_barcode(text: str) -> str:
    return " ".join(to_ascii_digits(text).split())


def check_digit(digits: str) -> int:
    """The check digit of GS1 for the digits before it: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return -total % 10


def is_barcode(code: str) -> bool:
    """Whether a code can stand on goods: an own code of the shop, or an EAN whose check digit is right."""
    if not BARCODE_MIN <= len(code) <= BARCODE_MAX or OWN.fullmatch(code) is None:
        return False
    return not looks_like_ean(code) or check_digit(code[:-1]) == int(code[-1])


def looks_like_ean(code: str) -> bool:
    return code.isdigit() and len(code) in EAN_LENGTHS
