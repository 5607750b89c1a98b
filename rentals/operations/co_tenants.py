"""Those who rent together with a tenant, as they are typed: a name a line."""

import datetime
import uuid

from django.db import transaction

from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business
from core.ids import uuid7
from core.names import search_key
from core.text import clean_line
from ledger.models import Party, PartyKind
from ledger.operations.parties import add_party
from ledger.operations.run_parties import same_name
from rentals.operations.ground import allow
from rentals.operations.leases import OTHERS_MAX

NAME_MAX = 120


@transaction.atomic
def co_tenants(
    *, business_id: uuid.UUID, actor: Actor, names: str, now: datetime.datetime
) -> list[uuid.UUID]:
    """The tenants of these names, one a line, in their order; who is not in the book yet is added.

    Raises RoleNotAllowed, TextError and what add_party raises.
    """
    lock(business_id, events=0)
    allow(actor, "rent.write")
    wanted = [
        name for line in names.splitlines() if (name := clean_line(line, max_length=NAME_MAX, field="others"))
    ]
    country = Business.objects.values_list("country", flat=True).get(pk=business_id)
    found: list[uuid.UUID] = []
    for name in wanted[: OTHERS_MAX + 1]:
        party_id = _standing(business_id, name)
        if party_id is None:
            party_id = uuid7()
            add_party(
                business_id=business_id, actor=actor, party_id=party_id, name=name, country=country,
                kind=PartyKind.TENANT, made_at=now, now=now,
            )  # fmt: skip
        found.append(party_id)
    return found


def _standing(business_id: uuid.UUID, name: str) -> uuid.UUID | None:
    live = Party.objects.filter(
        business_id=business_id, kind=PartyKind.TENANT, trashed_at=None, merged_into=None,
        name_key=search_key(name),
    )  # fmt: skip
    return next((one.pk for one in live.order_by("id")[:20] if same_name(one.name) == same_name(name)), None)
