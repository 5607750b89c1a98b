"""Links and squares that ask a UPI app to pay. They tell nobody that money came. Knows no framework."""

import re
from urllib.parse import quote

ADDRESS = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z][A-Za-z0-9.-]{1,63}")
NOTE_MAX, REFERENCE_MAX, NAME_MAX = 50, 35, 80


def pay_link(*, address: str, name: str, amount: int = 0, note: str = "", reference: str = "") -> str:
    """The `upi://pay` text for `amount` paisa (0: the payer types it); "" for what is no UPI address.

    `reference` is the payee's own and loses what is neither letter nor digit.
    """
    if not ADDRESS.fullmatch(address):
        return ""
    asked = {"pn": name[:NAME_MAX], "tr": re.sub(r"[^A-Za-z0-9]", "", reference)[:REFERENCE_MAX]}
    asked["tn"] = note[:NOTE_MAX]
    asked["am"] = f"{amount // 100}.{amount % 100:02d}" if amount > 0 else ""
    # quote, not urlencode: UPI apps read a blank as %20, a plus as a plus; the @ stands as it is.
    parts = [
        f"pa={quote(address, safe='@')}",
        *(f"{key}={quote(value, safe='')}" for key, value in asked.items() if value),
    ]
    return "upi://pay?" + "&".join([*parts, "cu=INR"])
