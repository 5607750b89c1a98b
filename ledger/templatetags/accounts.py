"""Names of accounts and of kinds of documents on a page."""

from django import template

from ledger.charts.names import shown
from ledger.trade_words import trade_words

register = template.Library()


@register.filter
def trade_kind(kind: str) -> str:
    """What a line that a bill or a payment made is called; "" for others."""
    return trade_words(kind)


@register.filter
def account_name(name: str) -> str:
    """The name in the reader's language, where it is still the one the book was opened with."""
    return shown(name)
