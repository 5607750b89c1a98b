"""Which books a person keeps, and in which role."""

from uuid import UUID

from django.db.models import F

from businesses.models import Membership
from businesses.roles import Role

BOOKS_MAX = 50


def membership_of(*, business_id: UUID, user_id: UUID) -> Membership | None:
    """The person's membership with its book, in one query; None for a stranger or an unknown book."""
    memberships = Membership.objects.select_related("business")
    return memberships.filter(business_id=business_id, user_id=user_id).first()


def books_of(*, user_id: UUID) -> list[Membership]:
    """The person's books, last opened first, at most BOOKS_MAX."""
    memberships = Membership.objects.select_related("business").filter(user_id=user_id)
    order = F("opened_at").desc(nulls_last=True)
    return list(memberships.order_by(order, "-created_at", "-pk")[:BOOKS_MAX])


def last_book_id(*, user_id: UUID) -> UUID | None:
    """The book the person opened last, or None when there is none."""
    memberships = Membership.objects.filter(user_id=user_id)
    order = F("opened_at").desc(nulls_last=True)
    return memberships.order_by(order, "-created_at", "-pk").values_list("business_id", flat=True).first()


def owner_name(*, business_id: UUID) -> str:
    """The name of the book's first owner, as other members may see it; empty when none was given."""
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER)
    return owners.order_by("created_at", "pk").values_list("user__name", flat=True).first() or ""
