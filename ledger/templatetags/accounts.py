"""Names of accounts on a page."""

from django import template

from ledger.charts.names import shown

register = template.Library()


@register.filter
def account_name(name: str) -> str:
    """The name in the reader's language, where it is still the one the book was opened with."""
    return shown(name)
