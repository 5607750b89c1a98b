"""Papers of renting as PDF: a receipt for what was paid, the lease itself, and what became of its deposit."""

import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from businesses.models import Business
from core.money import format_money
from core.pdf import render_pdf
from core.words import amount_in_words
from ledger.models import Party
from rentals.models import Lease, LeaseTenant
from rentals.queries.portal import Receipt
from rentals.queries.rent_taxes import agreed_gst
from rentals.queries.slips import Slip
from rentals.receipt_words import paid_for, places, receipt_lines
from rentals.tax_words import agreed_words
from rentals.terms import content_of
from rentals.withholding import section_name
from rentals.words import lease_sentence


def receipt_pdf(found: Receipt, *, business: Business, tenant: str, lease: Lease) -> bytes:
    """One payment, in figures and words, in the language that is active."""
    language = get_language() or "en"
    return _drawn("receipt", {
        "receipt": found, "business": business, "tenant": tenant, "lease": lease,
        "said": paid_for(found.settled), "lines": receipt_lines(found.settled), "places": places(found.settled),
        "section": section_name(found.section, country=business.country),
        "words": amount_in_words(found.amount, currency=business.currency, language=language),
    })  # fmt: skip


def lease_pdf(lease: Lease, *, business: Business, tenant: Party, today: datetime.date) -> bytes:
    """What was agreed, to be signed by both."""

    def money(minor: int) -> str:
        return format_money(minor, currency=business.currency)

    content = content_of(lease, rises=sorted(lease.rises.all(), key=lambda rise: (rise.day, rise.pk)))
    others = LeaseTenant.objects.filter(business_id=business.pk, lease=lease).select_related("party")
    return _drawn("lease", {
        "lease": lease, "business": business, "tenant": tenant,
        "others": [one.party.name for one in others.order_by("id")[:20]],
        "sentence": lease_sentence(content, money=money),
        "gst": agreed_words(agreed_gst(lease, today=today), money=money),
    })  # fmt: skip


def slip_pdf(slip: Slip, *, business: Business, tenants: str, lease: Lease) -> bytes:
    """What was held of a deposit, what was cut and why, and what went back, in figures and words."""
    return _drawn("slip", {
        "slip": slip, "business": business, "tenants": tenants, "lease": lease,
        "words": slip_words(slip, currency=business.currency),
    })  # fmt: skip


def slip_words(slip: Slip, *, currency: str) -> str:
    """What went back in words, "" where nothing did."""
    language = get_language() or "en"
    return amount_in_words(slip.went, currency=currency, language=language) if slip.went else ""


def _drawn(name: str, context: dict[str, object]) -> bytes:
    business = context["business"]
    shared = {
        "language": get_language(), "direction": "rtl" if get_language_bidi() else "ltr",
        "currency": getattr(business, "currency", ""), "digits": "latn",
    }  # fmt: skip
    return render_pdf(render_to_string(f"rentals/pdf/{name}.html", {**shared, **context}))
