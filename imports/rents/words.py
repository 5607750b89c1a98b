"""The words landlords head their sheets with, and the guess that is made from them."""

from core.sheets.reading import Cell
from imports.sheet.days import order_of
from imports.sheet.layout import Rows, cell_of, find_heading
from imports.sheet.mapping import Mapping
from imports.sheet.words import fold

HOUSE, ADDRESS, UNIT, TENANT, PHONE = "house", "address", "unit", "tenant", "phone"
RENT, DUE_DAY, STARTS, ENDS = "rent", "due_day", "starts", "ends"
AGREED, HELD, BALANCE, NOTE, IGNORE = "agreed", "held", "balance", "note", ""
ROLES = (HOUSE, ADDRESS, UNIT, TENANT, PHONE, RENT, DUE_DAY, STARTS, ENDS, AGREED, HELD, BALANCE, NOTE)
NEEDED = (HOUSE, UNIT)

# Looked through in this order: "rent due day" is a day, and "house no" is the unit of a building.
HEADERS: dict[str, tuple[str, ...]] = {
    IGNORE: ("s no", "sr no", "sl no", "sl", "sr", "serial", "serial no", "क्रमांक", "क्र", "ক্রমিক", "ক্রমিক নং"),
    DUE_DAY: (
        "due day", "rent due day", "due on day", "rent due on", "due date", "rent day", "payment day",
        "किराया देने का दिन", "देय दिन", "ভাড়ার দিন", "ভাড়া দেওয়ার দিন", "পরিশোধের দিন",
    ),
    HELD: (
        "deposit held", "deposit received", "deposit paid", "security deposit", "deposit", "advance deposit",
        "security", "जमानत", "सिक्योरिटी", "डिपॉज़िट", "डिपॉजिट", "जमा राशि", "জামানত", "জামানত জমা", "সিকিউরিটি",
    ),
    AGREED: ("deposit agreed", "agreed deposit", "deposit asked", "deposit due", "तय जमानत", "ধার্য জামানত"),
    BALANCE: (
        "balance", "unpaid", "arrears", "outstanding", "opening balance", "old balance", "previous due", "owes",
        "rent due", "dues", "बकाया", "बाकी", "पिछला बकाया", "বকেয়া", "বাকি", "আগের বাকি",
    ),
    STARTS: (
        "start", "starts", "start date", "first day", "lease start", "from", "since", "move in", "moved in",
        "agreement date", "शुरू", "शुरुआत", "पहला दिन", "कब से", "শুরু", "শুরুর তারিখ", "প্রথম দিন", "কবে থেকে",
    ),
    ENDS: ("end", "ends", "end date", "last day", "lease end", "until", "till", "to", "अंतिम दिन", "कब तक",
           "শেষ দিন", "শেষের তারিখ", "কবে পর্যন্ত"),
    ADDRESS: ("address", "house address", "place", "location", "पता", "मकान का पता", "ঠিকানা", "বাড়ির ঠিকানা"),
    PHONE: (
        "phone", "phone no", "phone number", "mobile", "mobile no", "mobile number", "contact", "contact no",
        "tenant phone", "tenant mobile", "whatsapp", "फोन", "फ़ोन", "मोबाइल", "मोबाइल नंबर", "फोन नंबर",
        "ফোন", "মোবাইল", "মোবাইল নম্বর", "ফোন নম্বর",
    ),
    TENANT: (
        "tenant", "tenant name", "renter", "lessee", "occupant", "name", "name of tenant", "किरायेदार",
        "किराएदार", "किरायेदार का नाम", "नाम", "ভাড়াটিয়া", "ভাড়াটে", "ভাড়াটিয়ার নাম", "নাম",
    ),
    RENT: ("rent", "monthly rent", "rent a month", "rent per month", "rent month", "किराया", "मासिक किराया",
           "ভাড়া", "মাসিক ভাড়া"),
    UNIT: (
        "unit", "unit no", "unit name", "flat", "flat no", "room", "room no", "shop", "shop no", "door", "door no",
        "house no", "apartment", "यूनिट", "फ्लैट", "कमरा", "कमरा नंबर", "दुकान", "ইউনিট", "ফ্ল্যাট", "ঘর", "রুম",
        "রুম নম্বর", "দোকান",
    ),
    HOUSE: ("house", "property", "building", "house name", "property name", "building name", "मकान", "घर",
            "मकान का नाम", "इमारत", "বাড়ি", "বাড়ির নাম", "ভবন"),
    NOTE: ("note", "notes", "remark", "remarks", "comment", "टिप्पणी", "नोट", "विवरण", "নোট", "মন্তব্য", "বিবরণ"),
}  # fmt: skip
TOTALS = frozenset(fold(word) for word in ("total", "grand total", "sum", "कुल", "योग", "মোট", "সর্বমোট"))

_WHOLE = {fold(phrase): role for role, phrases in reversed(HEADERS.items()) for phrase in phrases}


def role_of(name: str) -> str:
    """What a heading says: as a whole, else by the longest phrase in it."""
    folded = fold(name)
    if folded in _WHOLE:
        return _WHOLE[folded]
    inside = [phrase for phrase in _WHOLE if f" {phrase} " in f" {folded} "]
    return _WHOLE[max(inside, key=len)] if inside else IGNORE


def guessed(rows: Rows, *, sheet: str) -> Mapping:
    """How a sheet of houses seems to be laid out, for a person to confirm."""
    heading = find_heading(rows, role_of=role_of)
    width = max((len(row) for row in rows), default=0)
    names = [*(name[:80] for name in heading.names), *[""] * (width - len(heading.names))]
    roles = [role_of(name) for name in names]
    for column, role in enumerate(roles):
        if role in roles[:column]:
            roles[column] = IGNORE
    days = [cell for role in (STARTS, ENDS) for cell in _column(rows[heading.end :], roles, role)]
    return Mapping(
        sheet=sheet, head=heading.end, names=tuple(names), roles=tuple(roles),
        day_first=order_of(days).day_first is not False, kind="tenant",
    )  # fmt: skip


def _column(rows: Rows, roles: list[str], role: str) -> list[Cell]:
    return [cell_of(row, roles.index(role)) for row in rows] if role in roles else []
