"""Parties by the words an accountant types in a line: a name, with the phone behind it where two have one."""

import uuid
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from core.names import search_terms
from core.phones import local_form
from ledger.models import Party
from ledger.queries.parties import SEARCH_LENGTH_MAX

BETWEEN = " · "
OFFERED = 200


def parties_named(business_id: uuid.UUID, text: str) -> list[uuid.UUID]:
    """The parties these words can mean, two at most: of exactly this name, else the one it is found by."""
    name, _between, phone = text.rpartition(BETWEEN)
    live = Party.objects.filter(business_id=business_id, trashed_at=None, merged_into=None)
    if name and (found := [one for one in live.filter(name=name) if local_form(one.phone) == phone]):
        return [one.id for one in found[:2]]
    exact = list(live.filter(name__iexact=text).values_list("id", flat=True)[:2])
    if exact:
        return exact
    wanted = Q()
    for group in search_terms(text[:SEARCH_LENGTH_MAX]).groups:
        one = Q()
        for part in group:
            one |= Q(name_key__contains=part)
        wanted &= one
    return list(live.filter(wanted).values_list("id", flat=True)[:2]) if wanted else []


def labels(business_id: uuid.UUID, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What finds each of these parties again when it is typed."""
    return _labelled(list(Party.objects.filter(business_id=business_id, id__in=list(ids))))


def offered(business_id: uuid.UUID) -> list[str]:
    """The names dealt with last, to choose from while typing."""
    live = Party.objects.filter(business_id=business_id, trashed_at=None, merged_into=None)
    return sorted(_labelled(list(live.order_by("-changed_seq")[:OFFERED])).values())


def _labelled(parties: list[Party]) -> dict[uuid.UUID, str]:
    times = Counter(party.name.casefold() for party in parties)
    return {
        party.id: f"{party.name}{BETWEEN}{local_form(party.phone)}"
        if times[party.name.casefold()] > 1 and party.phone
        else party.name
        for party in parties
    }
