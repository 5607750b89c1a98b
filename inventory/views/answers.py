"""What pages of stock share: who may, which day, and the way back."""

import uuid

from django.utils.translation import gettext as _

from businesses.access import BookRequest
from businesses.models import Branch
from core.quantities import format_quantity
from inventory.models import Item
from inventory.stock import StockResult
from inventory.units import unit_name
from ledger.views.contexts import may
from ledger.views.replies import named

CHOICES_MAX = 500


def branches_of(request: BookRequest) -> list[Branch]:
    return list(Branch.objects.filter(business_id=request.business.pk).order_by("pk")[:CHOICES_MAX])


def sees_worth(request: BookRequest) -> bool:
    """What things cost the shop is for those who may see totals."""
    return may(request, "totals.read")


def counted_items(request: BookRequest, *, but: uuid.UUID | None = None) -> list[Item]:
    """Items whose stock is counted, to choose from, by name."""
    items = Item.objects.filter(business_id=request.business.pk, is_active=True, is_counted=True)
    if but is not None:
        items = items.exclude(id=but)
    return list(items.order_by("name_key", "id")[:CHOICES_MAX])


def uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def moved_words(request: BookRequest, item: Item, result: StockResult, *, came: bool) -> str:
    """What the toast says; goods that ran short are said instead."""
    if result.low:
        left = format_quantity(result.low[0].left, digits=request.user.digits)
        return _("Saved. %(name)s is %(left)s short now: count it, or enter what came in.") % {
            "name": named(item.name),
            "left": left,
        }
    moved = sum(one.quantity for one in result.moved)
    words = {
        "quantity": f"{format_quantity(moved, digits=request.user.digits)} {unit_name(item.unit)}",
        "name": named(item.name),
    }
    if came:
        return _("Saved. %(quantity)s of %(name)s came in.") % words
    return _("Saved. %(quantity)s of %(name)s went out.") % words
