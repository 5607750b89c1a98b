"""Town and PIN out of an address as people write one."""

import re

from core.digits import to_ascii_digits
from invoicing.paper.document import Address

ENDS = " -–,.:\n"
WORD = re.compile(r"\bPIN(?: ?code)?$", re.IGNORECASE)
PIN = re.compile(r"(?<!\d)[1-9]\d{2} ?\d{3}(?!\d)")


def address_in(text: str, *, state: str) -> Address:
    """ "12 College Street, Kolkata 700073": the last six digits are the PIN, the words before them the town."""
    found = list(PIN.finditer(to_ascii_digits(text)))
    if not found:
        return Address(text=text, state=state)
    last = found[-1]
    before = WORD.sub("", text[: last.start()].rstrip(ENDS)).rstrip(ENDS)
    town = re.split(r"[,\n]", before)[-1].strip()
    return Address(text=text, town=town, pin=last.group().replace(" ", ""), state=state)
