"""Who rents together with a tenant."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from rentals.models import LeaseTenant

NAMED_MAX = 20
"""Of one lease."""


def others_of(business_id: uuid.UUID, lease_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """By lease, the names of those who rent along, in the order they were written; leases let to one are left out."""
    own = LeaseTenant.objects.filter(business_id=business_id, lease_id__in=lease_ids)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for lease_id, name in own.order_by("id").values_list("lease_id", "party__name"):
        if len(found[lease_id]) < NAMED_MAX:
            found[lease_id].append(name)
    return {lease_id: tuple(names) for lease_id, names in found.items()}


def beside_tenant(business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> tuple[str, ...]:
    """Who rents along on any lease of a tenant's, each once."""
    own = LeaseTenant.objects.filter(business_id=business_id, lease__party_id__in=party_ids).exclude(
        party_id__in=party_ids
    )
    return tuple(dict.fromkeys(own.order_by("id").values_list("party__name", flat=True)[:NAMED_MAX]))


def together(tenant: str, others: Collection[str]) -> str:
    """All who rent, in a line."""
    return ", ".join((tenant, *others))
