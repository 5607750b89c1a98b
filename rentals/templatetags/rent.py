"""Tags of the rent pages."""

import datetime
from typing import Any

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.templatetags.money import digits_of
from rentals.models import Due
from rentals.queries.portal import waiting
from rentals.words import due_words

register = template.Library()


@register.simple_tag(takes_context=True)
def percent(context: Context, hundredths: int) -> str:
    """1/100 of a percent as people read it: "7.25 %"."""
    return in_digits(f"{hundredths / 100:g} %", digits_of(context))


@register.simple_tag(takes_context=True)
def from_tenants(context: Context) -> int:
    """How many things of tenants wait for the landlord."""
    return waiting(context["book"].pk)


@register.filter
def due_line(due: Due) -> str:
    """What a due is for: "Rent, Nov 2026"."""
    return due_words(due)


@register.filter
def from_iso(text: Any) -> Any:
    """A day kept as text in a sum."""
    return datetime.date.fromisoformat(str(text))


@register.filter
def rate_minor(rate: Any) -> int:
    """A rate in 1/1,000,000 of the currency as minor units."""
    return int(rate) // 10_000
