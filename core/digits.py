"""The digits of our scripts. Any of them may be typed; each reader chooses which to see."""

import unicodedata

# CLDR numbering systems by the code point of their zero.
ZEROS: dict[str, int] = {
    "latn": 0x0030,
    "deva": 0x0966,
    "beng": 0x09E6,
    "guru": 0x0A66,
    "gujr": 0x0AE6,
    "orya": 0x0B66,
    "taml": 0x0BE6,
    "telu": 0x0C66,
    "knda": 0x0CE6,
    "mlym": 0x0D66,
    "arab": 0x0660,
    "arabext": 0x06F0,
}
DIGIT_SETS: tuple[str, ...] = tuple(ZEROS)

_TABLES: dict[str, dict[int, int]] = {
    name: {ord("0") + n: zero + n for n in range(10)} for name, zero in ZEROS.items()
}


def to_ascii_digits(text: str) -> str:
    """`text` with every decimal digit of any script as 0-9; all else unchanged."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char for char in text
    )


def in_digits(text: str, digits: str) -> str:
    """`text` with 0-9 written in the digit set named `digits`; an unknown name leaves them as they are."""
    if digits == "latn":
        return text
    return text.translate(_TABLES.get(digits, {}))
