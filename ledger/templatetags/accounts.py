"""Names of accounts and of lines of a khata on a page."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ledger import line_words as words
from ledger.charts.names import shown
from ledger.models import DocumentKind
from ledger.queries.khata import KhataRow
from ledger.queries.statements import StatementRow

register = template.Library()


@register.filter
def trade_kind(kind: str) -> str:
    """What a line that a bill or a payment made is called; "" for others."""
    return words.trade_words(kind)


@register.filter
def line_words(row: KhataRow | StatementRow) -> str:
    """What a line of a khata is called, or what changed hands; "" where neither was said."""
    return words.line_words(row.kind, mode=row.mode)


@register.simple_tag
def line_badge(kind: str, mode: str) -> SafeString:
    """The same words, set off where the line is not an ordinary one."""
    return _line_badge(kind, mode, get_language() or "")


@lru_cache(maxsize=1_000)
def _line_badge(kind: str, mode: str, _language: str) -> SafeString:
    said = words.line_words(kind, mode=mode)
    if not said:
        return SafeString("")
    classes: dict[str, str] = {DocumentKind.KHATA: "meta", DocumentKind.CORRECTION: "badge badge-warn"}
    return format_html('<span class="{}">{}</span>', classes.get(kind, "badge"), said)


@register.filter
def account_name(name: str) -> str:
    """The name in the reader's language, where it is still the one the book was opened with."""
    return shown(name)
