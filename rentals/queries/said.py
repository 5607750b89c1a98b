"""What tenants say, page by page: payments they tell of, messages and problems."""

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet

from rentals.models import PaymentClaim, TenantWord
from rentals.refusals import RentUnknown

M = TypeVar("M", bound=Model)


def claim_page(
    business_id: uuid.UUID, *, state: str = "", lease_id: uuid.UUID | None = None, after: uuid.UUID | None = None,
    limit: int = 50,
) -> list[PaymentClaim]:  # fmt: skip
    """In the order of their ids; those in a state, of a lease, and after an id."""
    own = PaymentClaim.objects.filter(business_id=business_id).select_related(
        "lease__party", "lease__unit__branch"
    )
    return list(_narrowed(own, state=state, lease_id=lease_id, after=after)[:limit])


def claim_of(business_id: uuid.UUID, claim_id: uuid.UUID) -> PaymentClaim:
    """Raises RentUnknown."""
    own = PaymentClaim.objects.filter(business_id=business_id).select_related(
        "lease__party", "lease__unit__branch"
    )
    return _one(own, claim_id)


def word_page(
    business_id: uuid.UUID, *, state: str = "", kind: str = "", lease_id: uuid.UUID | None = None,
    after: uuid.UUID | None = None, limit: int = 50,
) -> list[TenantWord]:  # fmt: skip
    """As claim_page; messages or problems alone where `kind` says so."""
    own = TenantWord.objects.filter(business_id=business_id).select_related(
        "lease__party", "lease__unit__branch"
    )
    if kind:
        own = own.filter(kind=kind)
    return list(_narrowed(own, state=state, lease_id=lease_id, after=after)[:limit])


def word_of(business_id: uuid.UUID, word_id: uuid.UUID) -> TenantWord:
    """Raises RentUnknown."""
    own = TenantWord.objects.filter(business_id=business_id).select_related(
        "lease__party", "lease__unit__branch"
    )
    return _one(own, word_id)


def _narrowed(
    own: QuerySet[M], *, state: str, lease_id: uuid.UUID | None, after: uuid.UUID | None
) -> QuerySet[M]:
    wanted = {"state": state, "lease_id": lease_id, "id__gt": after}
    return own.filter(**{name: value for name, value in wanted.items() if value}).order_by("id")


def _one(own: QuerySet[M], row_id: uuid.UUID) -> M:
    found = own.filter(pk=row_id).first()
    if found is None:
        raise RentUnknown
    return found
