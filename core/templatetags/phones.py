"""Phone numbers the way people of the country write them."""

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.phones import local_form
from core.templatetags.money import digits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def phone(context: Context, e164: str) -> str:
    return in_digits(local_form(e164), digits_of(context))
