"""The parties of a run: each found in the book, or made, before its rows go in.

A party with no amount yet is brought too; and rows that carry their party's id cannot be led astray by a
second person of the same name.
"""

import datetime
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Q

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.names import search_key
from core.sql import batched, insert_rows
from ledger.models import Party
from ledger.operations.parties import party_contents
from ledger.operations.runs import ROWS_MAX
from ledger.refusals import RoleNotAllowed

COLUMNS = (
    "id, business_id, name, name_key, phone, kind, address, registration_number, language, credit_limit, balance,"
    " chain, last_day, last_pos, unpaid_due_on, merged_into_id, run_id, rev, changed_seq, trashed_at, closed_at,"
    " erased_at, created_at"
)
values_of = attrgetter(*COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """`party_id` is the id it gets if it has to be made, the same whenever the run is tried again;
    `standing_id` is the party a person or a match chose, if any. `phone` in E.164."""

    party_id: uuid.UUID
    name: str
    phone: str
    kind: str
    standing_id: uuid.UUID | None = None


def settle_parties(
    *, business_id: uuid.UUID, actor: Actor, run_id: uuid.UUID, parties: Sequence[PartyDraft], now: datetime.datetime
) -> list[uuid.UUID]:  # fmt: skip
    """The ids under which up to ROWS_MAX parties stand in the book, in their order; missing ones are made.

    A party is who was chosen, else who has its phone, else who has its name and no other phone. One
    transaction under the book's lock. Raises RoleNotAllowed.
    """
    if len(parties) > ROWS_MAX:
        raise ValueError(f"{len(parties)} parties, and a call takes {ROWS_MAX}")
    if not is_granted(actor.role, "book.import"):
        raise RoleNotAllowed
    with transaction.atomic():
        lock(business_id, events=0)
        keys = {draft.name: search_key(draft.name) for draft in parties}
        known = _Known(_standing(business_id, parties, keys=keys))
        made: list[Party] = []
        ids: list[uuid.UUID] = []
        for draft in parties:
            party = known.of(draft)
            if party is None:
                party = _party(draft, key=keys[draft.name], business_id=business_id, run_id=run_id, now=now)
                known.add(party)
                made.append(party)
            ids.append(party.id)
        _write(made, business_id=business_id, actor=actor, now=now)
    return ids


def same_name(name: str) -> str:
    """Two spellings of this are one name: case, spaces and Unicode forms aside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class _Known:
    def __init__(self, parties: Iterable[Party]) -> None:
        self.by_id: dict[uuid.UUID, Party] = {}
        self.by_phone: dict[str, Party] = {}
        self.by_name: dict[str, list[Party]] = {}
        for party in parties:
            self.add(party)

    def add(self, party: Party) -> None:
        self.by_id[party.id] = party
        self.by_name.setdefault(same_name(party.name), []).append(party)
        if party.phone:
            self.by_phone.setdefault(party.phone, party)

    def of(self, draft: PartyDraft) -> Party | None:
        chosen = self.by_id.get(draft.standing_id) if draft.standing_id else None
        found = chosen or self.by_id.get(draft.party_id) or self.by_phone.get(draft.phone)
        if found is not None:
            return found
        alike = self.by_name.get(same_name(draft.name), [])
        return next((party for party in alike if not (party.phone and draft.phone)), None)


def _standing(
    business_id: uuid.UUID, parties: Sequence[PartyDraft], *, keys: Mapping[str, str]
) -> list[Party]:
    live = Party.objects.filter(business_id=business_id, trashed_at=None, merged_into=None)
    found: dict[uuid.UUID, Party] = {}
    for part in batched(parties):
        ids = {draft.party_id for draft in part} | {draft.standing_id for draft in part if draft.standing_id}
        wanted = Q(id__in=ids) | Q(name_key__in={keys[draft.name] for draft in part})
        if phones := {draft.phone for draft in part if draft.phone}:
            wanted |= Q(phone__in=phones)
        found |= {party.id: party for party in live.filter(wanted).order_by("id")}
    return sorted(found.values(), key=lambda party: party.id)


def _party(
    draft: PartyDraft, *, key: str, business_id: uuid.UUID, run_id: uuid.UUID, now: datetime.datetime
) -> Party:
    return Party(
        id=draft.party_id, business_id=business_id, name=draft.name, name_key=key,
        phone=draft.phone, kind=draft.kind, run_id=run_id, created_at=now,
    )  # fmt: skip


def _write(made: list[Party], *, business_id: uuid.UUID, actor: Actor, now: datetime.datetime) -> None:
    if not made:
        return
    seq = lock(business_id, events=len(made)).first_seq
    news: list[trail.News] = []
    for number, party in enumerate(made, start=seq):
        party.changed_seq = number
        contents = party_contents(party)
        news.append(trail.News(number, "party.created", "party", party.id, 1, None, contents))
    with connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_party", columns=COLUMNS, rows=[values_of(party) for party in made])
    trail.append(business_id=business_id, at=now, actor=actor, news=news)
