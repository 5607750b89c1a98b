"""Amounts written out: "Rupees Four Thousand Two Hundred Only", "चार हज़ार दो सौ रुपये मात्र".

The number words come from indic-numtowords, corrected where its spelling or joining is off, and only below a
crore, above which it fails. English is composed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from indic_numtowords import num2words

from core.money import currency_of

_CRORE = 10**7
_RUPEES = frozenset({"INR", "NPR", "PKR", "LKR"})


@dataclass(frozen=True, slots=True)
class _Language:
    crore: str
    rupee: str
    rupees: str
    paise: str
    taka: str
    poisha: str
    only: str


_LANGUAGES: Mapping[str, _Language] = MappingProxyType(
    {
        "hi": _Language("करोड़", "रुपया", "रुपये", "पैसे", "टका", "पोइशा", "मात्र"),
        "bn": _Language("কোটি", "টাকা", "টাকা", "পয়সা", "টাকা", "পয়সা", "মাত্র"),
        "ta": _Language("கோடி", "ரூபாய்", "ரூபாய்", "பைசா", "டாக்கா", "பைசா", "மட்டும்"),
        "te": _Language("కోట్లు", "రూపాయి", "రూపాయలు", "పైసలు", "టాకా", "పైసలు", "మాత్రమే"),
        "gu": _Language("કરોડ", "રૂપિયો", "રૂપિયા", "પૈસા", "ટાકા", "પૈસા", "પૂરા"),
        "mr": _Language("कोटी", "रुपया", "रुपये", "पैसे", "टका", "पैसे", "फक्त"),
        "kn": _Language("ಕೋಟಿ", "ರೂಪಾಯಿ", "ರೂಪಾಯಿ", "ಪೈಸೆ", "ಟಾಕಾ", "ಪೈಸೆ", "ಮಾತ್ರ"),
        "ur": _Language("کروڑ", "روپیہ", "روپے", "پیسے", "ٹکا", "پیسے", "صرف"),
        "pa": _Language("ਕਰੋੜ", "ਰੁਪਇਆ", "ਰੁਪਏ", "ਪੈਸੇ", "ਟਕਾ", "ਪੈਸੇ", "ਸਿਰਫ਼"),
        "ml": _Language("കോടി", "രൂപ", "രൂപ", "പൈസ", "ടാക്ക", "പൈസ", "മാത്രം"),
    }
)
# One, many, one hundredth (or thousandth).
_ENGLISH_UNITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "INR": ("Rupee", "Rupees", "Paise"),
        "NPR": ("Rupee", "Rupees", "Paise"),
        "PKR": ("Rupee", "Rupees", "Paise"),
        "LKR": ("Rupee", "Rupees", "Cents"),
        "BDT": ("Taka", "Taka", "Poisha"),
        "BTN": ("Ngultrum", "Ngultrum", "Chhertum"),
        "MVR": ("Rufiyaa", "Rufiyaa", "Laari"),
        "AED": ("Dirham", "Dirhams", "Fils"),
        "SAR": ("Riyal", "Riyals", "Halalas"),
        "QAR": ("Riyal", "Riyals", "Dirhams"),
        "OMR": ("Rial", "Rials", "Baisa"),
        "KWD": ("Dinar", "Dinars", "Fils"),
        "BHD": ("Dinar", "Dinars", "Fils"),
        "MYR": ("Ringgit", "Ringgit", "Sen"),
        "GBP": ("Pound", "Pounds", "Pence"),
        "EUR": ("Euro", "Euros", "Cents"),
        **dict.fromkeys(("USD", "SGD", "AUD", "CAD"), ("Dollar", "Dollars", "Cents")),
    }
)
_CORRECTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "hi": {
            "छः": "छह", "अट्ठारह": "अठारह", "चौंतालीस": "चवालीस", "तिरेपन": "तिरपन", "तिरेसठ": "तिरसठ",
            "छयासठ": "छियासठ", "सरसठ": "सड़सठ", "उन्यासी": "उनासी", "सत्तासी": "सतासी", "अठासी": "अट्ठासी",
            "सत्तानवे": "सतानवे",
        },
        "bn": {
            "ষোল": "ষোলো", "ঊনিশ": "উনিশ", "ঊনত্রিশ": "উনত্রিশ", "ঊনচল্লিশ": "উনচল্লিশ", "ঊনপঞ্চাশ": "উনপঞ্চাশ",
            "ঊনষাট": "উনষাট", "ঊনসত্তর": "উনসত্তর", "ঊনআশি": "উনআশি", "অষ্টআশি": "অষ্টাশি", "ঊননব্বই": "উননব্বই",
            "দুশো": "দুইশো", "ছশো": "ছয়শো", "নশো": "নয়শো",
        },
        "mr": {"हज़ार": "हजार"},
        "ur": {
            "پاںچ": "پانچ", "چھے": "چھ", "تےيس": "تئیس", "چھببیس": "چھبیس", "ستااس": "ستائیس",
            "اٹھااس": "اٹھائیس", "انتيس": "انتیس", "اكتيس": "اکتیس", "اٹھسٹھ": "اڑسٹھ",
        },
        "pa": {"ਤਹੇਹਰ": "ਤਿਹੱਤਰ", "ਪਚਹੱਤ": "ਪਚੱਤਰ", "ਉਨਾਹਟ": "ਉਣਾਹਠ"},
    }
)  # fmt: skip
# Before a noun these three say "a rupee" with another word than when counting.
_ONE_OF = {"ta": "ஒரு", "te": "ఒక", "ml": "ഒരു"}
_KANNADA_83 = "ಎಂಬತ್ತ್ಮೂರು"
_ONES = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
)  # fmt: skip
_TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_LAKH_SCALE = ((_CRORE, "Crore"), (10**5, "Lakh"), (10**3, "Thousand"), (100, "Hundred"))
_MILLION_SCALE = ((10**9, "Billion"), (10**6, "Million"), (10**3, "Thousand"), (100, "Hundred"))


def amount_in_words(minor: int, *, currency: str, language: str) -> str:
    """The size of `minor` units of `currency` in words of `language`; a language without words gets English.

    A currency other than rupees and taka keeps its ISO code outside English: "चार हज़ार AED 50/100 मात्र".
    """
    whole, fraction = divmod(abs(minor), 10 ** currency_of(currency).decimals)
    name = language.partition("-")[0]
    frame = _LANGUAGES.get(name)
    if frame is None:
        return _in_english(whole, fraction, currency=currency)
    if currency not in _RUPEES and currency != "BDT":
        parts = f" {fraction}/{10 ** currency_of(currency).decimals}" if fraction else ""
        return f"{_number(whole, name)} {currency}{parts} {frame.only}"
    unit = frame.taka if currency == "BDT" else frame.rupee if whole == 1 else frame.rupees
    part = frame.poisha if currency == "BDT" else frame.paise
    counted = _ONE_OF.get(name, _number(1, name)) if whole == 1 else _number(whole, name)
    written = [f"{counted} {unit}"] if whole or not fraction else []
    if fraction:
        written.append(f"{_number(fraction, name)} {part}")
    return f"{' '.join(written)} {frame.only}"


def _in_english(whole: int, fraction: int, *, currency: str) -> str:
    one, many, part = _ENGLISH_UNITS.get(currency, (currency, currency, "Hundredths"))
    lakh = currency_of(currency).grouping == "lakh"
    small = f"{_english(fraction, lakh=lakh)} {part}" if fraction else ""
    if fraction and not whole:
        return f"{small} Only"
    large = f"{one if whole == 1 else many} {_english(whole, lakh=lakh)}"
    return f"{large} and {small} Only" if small else f"{large} Only"


def _english(number: int, *, lakh: bool) -> str:
    for size, name in _LAKH_SCALE if lakh else _MILLION_SCALE:
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{_english(count, lakh=lakh)} {name}"
            return f"{head} {_english(rest, lakh=lakh)}" if rest else head
    if number < 20:
        return _ONES[number]
    ten, one = divmod(number, 10)
    return f"{_TENS[ten]}-{_ONES[one]}" if one else _TENS[ten]


@lru_cache(maxsize=4096)
def _number(number: int, language: str) -> str:
    crores, rest = divmod(number, _CRORE)
    if not crores:
        return _below_crore(rest, language)
    # Up to 99 crore the library inflects the word as its language asks.
    if crores < 100:
        return _corrected(num2words(number, lang=language), language)
    head = f"{_number(crores, language)} {_LANGUAGES[language].crore}"
    return f"{head} {_below_crore(rest, language)}" if rest else head


def _below_crore(number: int, language: str) -> str:
    if language == "kn":
        return _kannada(number)
    if language == "ur":
        return _urdu(number)
    return _corrected(num2words(number, lang=language), language)


def _corrected(words: str, language: str) -> str:
    corrections = _CORRECTIONS.get(language, {})
    return " ".join(corrections.get(word, word) for word in words.replace("\u200c", "").split())


def _urdu(number: int) -> str:
    # The library says "one and a half hundred"; a paper says one hundred fifty.
    for size, name in ((10**5, "لاکھ"), (1000, "ہزار"), (100, "سو")):
        if number >= size:
            count, rest = divmod(number, size)
            return f"{_urdu(count)} {name} {_urdu(rest)}" if rest else f"{_urdu(count)} {name}"
    return _corrected(num2words(number, lang="ur"), "ur")


def _kannada(number: int) -> str:
    # The library loses the tens after a hundred and says 82 for 83.
    for size, name in ((10**5, "ಲಕ್ಷ"), (1000, "ಸಾವಿರ")):
        if number >= size:
            count, rest = divmod(number, size)
            return f"{_kannada(count)} {name}ದ {_kannada(rest)}" if rest else f"{_kannada(count)} {name}"
    if number >= 100:
        hundreds = num2words(number - number % 100, lang="kn")
        return f"{hundreds.removesuffix('ು')} {_kannada(number % 100)}" if number % 100 else hundreds
    return _KANNADA_83 if number == 83 else num2words(number, lang="kn")
