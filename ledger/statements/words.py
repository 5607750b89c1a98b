"""The sentences of a statement, in the language that is active."""

import datetime
from collections.abc import Callable
from urllib.parse import urlencode

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.digits import in_digits
from core.money import format_money
from core.templatetags.dates import date_words
from core.words import amount_in_words
from ledger.line_words import line_words
from ledger.queries.statements import Statement, StatementRow

NATIVE_DIGITS = {"hi": "deva", "bn": "beng"}


def digits_in(language: str, *, wanted: str) -> str:
    """The reader's own digits where the language is written with them, else 0-9."""
    return wanted if NATIVE_DIGITS.get(language) == wanted else "latn"


def in_language(language: str, words: Callable[[], str]) -> str:
    with override(language):
        return words()


def day_in(day: datetime.date, *, digits: str) -> str:
    return in_digits(date_words(day), digits)


def balance_sentence(statement: Statement, *, digits: str) -> SafeString:
    """ "You will get ₹4,200 from Sharma on 21 Nov 2026.", each part in its own direction of writing."""
    sentences = {
        1: _("You will get %(amount)s from %(name)s on %(day)s."),
        -1: _("You will give %(amount)s to %(name)s on %(day)s."),
        0: _("You and %(name)s are settled on %(day)s."),
    }
    if statement.is_ahead:
        sentences = {
            1: _("With what is written up to %(day)s, you will get %(amount)s from %(name)s."),
            -1: _("With what is written up to %(day)s, you will give %(amount)s to %(name)s."),
            0: _("With what is written up to %(day)s, you and %(name)s are settled."),
        }
    parts = _parts(statement, digits=digits, name=statement.head.party_name)
    isolated = {key: format_html("<bdi>{}</bdi>", value) for key, value in parts.items()}
    # Both halves are escaped: the sentence of the catalogue here, the parts above.
    return mark_safe(conditional_escape(_for_side(sentences, statement)) % isolated)  # noqa: S308


def message_to_party(statement: Statement, *, digits: str) -> str:
    """The same fact told to the party, whose "you" is the other side."""
    sentences = {
        1: _("%(name)s, you will give %(amount)s to %(book)s, as it stands on %(day)s."),
        -1: _("%(name)s, you will get %(amount)s from %(book)s, as it stands on %(day)s."),
        0: _("%(name)s, your khata with %(book)s is settled on %(day)s."),
    }
    if statement.is_ahead:
        sentences = {
            1: _("%(name)s, with what is written up to %(day)s you will give %(amount)s to %(book)s."),
            -1: _("%(name)s, with what is written up to %(day)s you will get %(amount)s from %(book)s."),
            0: _("%(name)s, with what is written up to %(day)s your khata with %(book)s is settled."),
        }
    parts = _parts(statement, digits=digits, name=statement.head.party_name)
    return _for_side(sentences, statement) % {**parts, "book": statement.head.book_name}


def whatsapp_address(statement: Statement, *, digits: str) -> str:
    """The address that opens WhatsApp with the message written; "" for a party without a phone."""
    phone = statement.head.party_phone.lstrip("+")
    if not phone:
        return ""
    return f"https://wa.me/{phone}?{urlencode({'text': message_to_party(statement, digits=digits)})}"


def closing_words(statement: Statement, *, language: str) -> str:
    return amount_in_words(statement.closing, currency=statement.head.currency, language=language)


def details(row: StatementRow) -> str:
    """What changed hands, in a word or two, and at which branch where there are several."""
    words = (line_words(row.kind, mode=row.mode), row.branch_name)
    return " · ".join(word for word in words if word)


def side(balance: int) -> str:
    """Which way a balance leans, short enough for a column."""
    if balance == 0:
        return _("Settled")
    return _("Will get") if balance > 0 else _("Will give")


def _for_side(sentences: dict[int, str], statement: Statement) -> str:
    return sentences[(statement.closing > 0) - (statement.closing < 0)]


def _parts(statement: Statement, *, digits: str, name: str) -> dict[str, str]:
    return {
        "amount": format_money(
            statement.closing, currency=statement.head.currency, digits=digits, trim=not statement.with_paise
        ),
        "name": name,
        "day": day_in(statement.end, digits=digits),
    }
