"""Numbers in the digits the reader chose."""

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.money import group_digits
from core.templatetags.money import digits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def number(context: Context, value: int) -> str:
    """A count, grouped: "2,00,000"."""
    return in_digits(group_digits(value, grouping="lakh"), digits_of(context))


@register.simple_tag(takes_context=True)
def written(context: Context, text: object) -> str:
    """Any text (a phone number, a time) with its digits as the reader chose."""
    return in_digits(str(text), digits_of(context))
