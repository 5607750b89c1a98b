"""Tags of the rent pages."""

import datetime
from typing import Any

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.templatetags.money import digits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def percent(context: Context, hundredths: int) -> str:
    """1/100 of a percent as people read it: "7.25 %"."""
    return in_digits(f"{hundredths / 100:g} %", digits_of(context))


@register.filter
def from_iso(text: Any) -> Any:
    """A day kept as text in a sum."""
    return datetime.date.fromisoformat(str(text))


@register.filter
def rate_minor(rate: Any) -> int:
    """A rate in 1/1,000,000 of the currency as minor units."""
    return int(rate) // 10_000
