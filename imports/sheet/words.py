"""The words khatas are headed with, by program and language. Data only, folded as `fold` leaves them.

Khatabook writes "Debit(-)" and "Credit(+)" or "You Gave" and "You Got", OkCredit "Credit" and "Payment",
Vyapar "Party Name" and "Receivable balance"; people write whatever their language says.
"""

import re
import unicodedata
from functools import lru_cache

from core.digits import to_ascii_digits

PARTY, PHONE, DATE, NOTE = "party", "phone", "date", "note"
GAVE, GOT, AMOUNT, TYPE = "gave", "got", "amount", "type"
OPENING, OPENING_GIVE, BALANCE, IGNORE = "opening", "opening_give", "balance", ""
ROLES = (PARTY, PHONE, DATE, GAVE, GOT, AMOUNT, TYPE, NOTE, OPENING, OPENING_GIVE, BALANCE)

_JOINERS = str.maketrans("", "", "\u200b\u200c\u200d\ufeff")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`text` in lower case, without marks and double blanks; vowel signs of Indic letters stay."""
    text = unicodedata.normalize("NFKC", to_ascii_digits(text[:200])).translate(_JOINERS).casefold()
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return " ".join("".join(kept).split())


# Looked through in this order: what says most about a column comes first.
HEADERS: dict[str, tuple[str, ...]] = {
    IGNORE: (
        "due date", "due on", "payment type", "payment mode", "mode", "payment status", "status", "s no", "sr no",
        "sl no", "sl", "sr", "serial", "serial no", "gstin", "gst no", "email", "e mail", "address", "city", "state",
        "vehicle no", "running count", "entries", "sno", "kramank", "क्रमांक", "क्र", "क्र सं", "पता", "ক্রমিক", "ক্রমিক নং",
        "ক্রঃ নং", "ঠিকানা",
    ),
    PHONE: (
        "phone", "phone no", "phone number", "mobile", "mobile no", "mobile number", "contact", "contact no",
        "contact number", "cell", "telephone", "whatsapp", "customer phone", "customer mobile", "mob",
        "mob no", "ph", "ph no",
        "फोन", "फ़ोन", "मोबाइल", "मोबाईल", "फोन नंबर", "मोबाइल नंबर", "मोबाइल नं", "मो नं", "नंबर",
        "ফোন", "মোবাইল", "ফোন নম্বর", "মোবাইল নম্বর", "মোবাইল নং", "ফোন নং", "মোবাইল নাম্বার",
        "ফোন নাম্বার", "নম্বর", "নাম্বার",
    ),
    DATE: (
        "date", "day", "txn date", "transaction date", "entry date", "invoice date", "bill date", "voucher date",
        "dt", "tarikh", "tareekh", "dinank", "तारीख", "तारिख", "ता", "दिनांक", "तिथि", "তারিখ", "তাং", "তাঃ", "দিন",
    ),
    OPENING_GIVE: (
        "payable balance", "payable", "opening payable", "to pay", "you will give", "you ll give", "amount payable",
        "देने हैं", "आपको देने हैं", "देनदारी", "দিতে হবে", "আপনাকে দিতে হবে", "দেনা",
    ),
    OPENING: (
        "opening balance", "opening bal", "opening", "old balance", "previous balance", "previous due", "old due",
        "balance b f", "brought forward", "receivable balance", "receivable", "to receive", "you will get",
        "you ll get", "amount receivable", "purana baki", "purana bakaya", "pichla baki", "pichla bakaya", "ager baki",
        "शुरुआती बकाया", "शुरुआती बैलेंस", "पिछला बकाया", "पिछला बाकी",
        "पुराना बकाया", "पुराना बाकी", "प्रारंभिक शेष", "आपको मिलेंगे", "लेनदारी", "প্রারম্ভিক জের", "শুরুর ব্যালেন্স", "আগের বাকি",
        "পূর্বের বাকি", "পুরনো বাকি", "পুরানো বাকি", "সাবেক বাকি", "আপনি পাবেন", "পাওনা",
    ),
    BALANCE: (
        "balance", "running balance", "closing balance", "net balance", "balance due", "running due", "due amount",
        "due", "outstanding", "net due", "bal", "bakaya", "kul bakaya", "बैलेंस", "बकाया", "शेष", "बाकी", "कुल बकाया",
        "ব্যালেন্স", "জের", "অবশিষ্ট", "বাকি", "মোট বাকি",
    ),
    GAVE: (
        "you gave", "gave", "given", "credit given", "debit", "debit amount", "debit dr", "debits", "dr", "dr amount",
        "udhar", "udhaar", "udhari", "diya", "diye", "dilam", "sale amount", "sales", "sold", "baki", "paid out", "out",
        "आपने दिए", "आपने दिया", "दिया", "दिए", "दिये", "उधार", "नामे", "डेबिट",
        "আপনি দিয়েছেন", "দিয়েছেন", "দিলাম", "দিয়েছি", "দেওয়া", "খরচ", "ডেবিট", "বাকি দিলাম",
    ),
    GOT: (
        "you got", "got", "payment received", "received", "received amount", "credit", "credit amount", "credit cr",
        "credits", "cr", "cr amount", "payment", "payments", "jama", "joma", "mila", "mile", "pelam", "vasuli",
        "deposit", "receipt", "paid", "in",
        "आपको मिले", "आपको मिला", "मिला", "मिले", "जमा", "भुगतान", "प्राप्त", "क्रेडिट", "वसूली",
        "আপনি পেয়েছেন", "পেয়েছেন", "পেলাম", "পেয়েছি", "জমা", "আদায়", "পরিশোধ", "ক্রেডিট",
    ),
    TYPE: (
        "type", "dr cr", "cr dr", "entry type", "transaction type", "txn type", "gave got", "gave or got",
        "direction", "d c", "प्रकार", "लेन देन", "ধরন", "লেনদেনের ধরন",
    ),
    AMOUNT: (
        "amount", "amt", "total amount", "value", "rupees", "rs", "taka", "tk", "net amount", "transaction amount",
        "रकम", "राशि", "रुपये", "टाका", "টাকা", "পরিমাণ", "টাকার পরিমাণ", "অঙ্ক",
    ),
    NOTE: (
        "details", "detail", "note", "notes", "description", "particulars", "remark", "remarks", "narration", "memo",
        "item", "items", "invoice no", "bill no", "voucher no", "ref no", "comment", "comments",
        "vivaran", "vivran", "biboron", "saman", "maal", "विवरण", "ब्यौरा", "टिप्पणी", "नोट", "सामान", "माल",
        "বিবরণ", "বিবরণী", "বাবদ", "নোট", "মন্তব্য", "মাল", "পণ্য",
    ),
    PARTY: (
        "party", "party name", "customer", "customer name", "name", "supplier", "supplier name", "client",
        "client name", "account", "account name", "ledger", "khata", "khata name", "person", "tenant", "tenant name",
        "display name", "vendor", "contact name", "contact person", "naam", "grahak", "party ka naam", "नाम",
        "ग्राहक", "ग्राहक का नाम", "पार्टी", "पार्टी का नाम", "सप्लायर", "खाता",
        "ক্রেতা", "ক্রেতার নাম", "গ্রাহক", "গ্রাহকের নাম", "পার্টি", "নাম", "কাস্টমার", "খরিদ্দার", "খদ্দের", "খাতা", "সাপ্লায়ার",
    ),
}  # fmt: skip
WHOLE_ONLY = frozenset({"in", "out", "due", "day", "sl", "sr", "mode", "status"})
"""Words that head a column alone and say nothing inside a longer heading."""

TOTALS = (
    "total", "grand total", "sub total", "subtotal", "net total", "page total", "totals", "total amount",
    "कुल", "कुल योग", "योग", "कुल जोड़", "जोड़", "মোট", "সর্বমোট", "মোট টাকা", "যোগফল",
)  # fmt: skip
OPENINGS = (
    "opening balance", "opening", "balance b f", "brought forward", "previous balance", "old balance", "b f",
    "शुरुआती बकाया", "पिछला बकाया", "पिछला बाकी", "प्रारंभिक शेष", "पुराना बकाया",
    "প্রারম্ভিক জের", "আগের বাকি", "পূর্বের বাকি", "সাবেক বাকি", "আগের জের",
)  # fmt: skip
CLOSINGS = (
    "closing balance", "closing", "net balance", "balance c f", "carried forward", "balance due", "final balance",
    "अंतिम शेष", "कुल बकाया", "बकाया", "সমাপনী জের", "মোট বাকি", "অবশিষ্ট", "শেষ জের",
)  # fmt: skip

SAYS_GAVE = frozenset(
    (
        "gave", "you gave", "g", "given", "debit", "dr", "d", "db", "udhar", "udhaar", "credit given", "sale", "out",
        "lent", "due", "दिया", "दिए", "आपने दिए", "उधार", "नाम", "नामे", "डेबिट", "बिक्री",
        "দিয়েছেন", "আপনি দিয়েছেন", "দিলাম", "দিয়েছি", "বাকি", "ডেবিট", "বিক্রি",
    )
)  # fmt: skip
SAYS_GOT = frozenset(
    (
        "got", "you got", "received", "receipt", "payment", "payment received", "paid", "cr", "c", "in", "jama",
        "deposit", "मिला", "मिले", "आपको मिले", "जमा", "भुगतान", "प्राप्त", "क्रेडिट",
        "পেয়েছেন", "আপনি পেয়েছেন", "পেলাম", "পেয়েছি", "জমা", "আদায়", "ক্রেডিট",
    )
)  # fmt: skip
# Beside "payment" it is what was given on credit; beside "debit" it is the credit side of an account.
CREDIT = "credit"

STATEMENT_OF = re.compile(
    r"^\s*(?:account\s+|khata\s+|customer\s+)?(?:statement|ledger|khata|account|report)?\s*"
    r"(?:(?:of|for)\b|(?:customer|party|client)(?:\s+name)?\s*[:\-–]|name\s*[:\-–]|नाम\s*[:\-–]|নাম\s*[:\-–])"
    r"\s*[:\-–]?\s*(?P<name>\S.{0,118})$",
    re.IGNORECASE,
)

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "jan january जनवरी জানুয়ারি জানুয়ারী জানু",
            "feb february फरवरी फ़रवरी ফেব্রুয়ারি ফেব্রুয়ারী ফেব",
            "mar march मार्च মার্চ",
            "apr april अप्रैल এপ্রিল",
            "may मई মে",
            "jun june जून জুন",
            "jul july जुलाई জুলাই",
            "aug august अगस्त আগস্ট আগষ্ট",
            "sep sept september सितंबर सितम्बर সেপ্টেম্বর",
            "oct october अक्टूबर अक्तूबर অক্টোবর",
            "nov november नवंबर नवम्बर নভেম্বর",
            "dec december दिसंबर दिसम्बर ডিসেম্বর",
        ),
        1,
    )
    for word in (fold(word) for word in words.split())
}
