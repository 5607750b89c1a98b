"""Tags of the rent pages."""

import datetime
from typing import Any

from django import template
from django.template.context import Context

from core.digits import in_digits
from core.templatetags.money import digits_of
from rentals.models import Due, Lease
from rentals.queries.co_tenants import together
from rentals.queries.portal import waiting
from rentals.queries.settled import Settled
from rentals.receipt_words import paid_for as paid_for_words
from rentals.words import due_words

register = template.Library()


@register.simple_tag(takes_context=True)
def percent(context: Context, hundredths: int) -> str:
    """1/100 of a percent as people read it: "7.25 %"."""
    return in_digits(f"{hundredths / 100:g} %", digits_of(context))


@register.simple_tag(takes_context=True)
def tax_percent(context: Context, rate: int, parts: int) -> str:
    """A rate of tax in 1/1,000,000, or its half, as people read it: "9 %"."""
    return in_digits(f"{rate / 10_000 / parts:g} %", digits_of(context))


@register.simple_tag(takes_context=True)
def from_tenants(context: Context) -> int:
    """How many things of tenants wait for the landlord."""
    return waiting(context["book"].pk)


@register.filter
def due_line(due: Due) -> str:
    """What a due is for: "Rent, Nov 2026"."""
    return due_words(due)


@register.filter
def paid_for(settled: Settled) -> str:
    """What a payment was for: "Rent for Apr 2026"."""
    return paid_for_words(settled)


@register.filter
def tenants(lease: Lease) -> str:
    """All who rent together, of a lease read with its `others`."""
    along = sorted(lease.others.all(), key=lambda one: one.pk)
    return together(lease.party.name, [one.party.name for one in along])


@register.filter
def from_iso(text: Any) -> Any:
    """A day kept as text in a sum."""
    return datetime.date.fromisoformat(str(text))


@register.filter
def rate_minor(rate: Any) -> int:
    """A rate in 1/1,000,000 of the currency as minor units."""
    return int(rate) // 10_000
