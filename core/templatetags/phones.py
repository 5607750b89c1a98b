"""Phone numbers the way people of the country write them."""

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.phones import local_form, world_form
from core.templatetags.money import digits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def phone(context: Context, e164: str) -> str:
    return in_digits(local_form(e164), digits_of(context))


@register.simple_tag(takes_context=True)
def own_phone(context: Context, e164: str) -> str:
    """The number somebody signs in with: from anywhere, so with its country's code."""
    return in_digits(world_form(e164), digits_of(context))
