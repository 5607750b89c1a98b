"""Parties that a phone added or changed without a connection.

Their words are no money, so nobody is asked: a member that one side alone changed is taken from that side, and
of two versions the last to arrive stands; history keeps the other.
"""

import datetime
import uuid
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction

from audit.models import Revision
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.refusals import Refusal
from ledger.models import Party
from ledger.operations import receipts
from ledger.operations.parties import PartyContent, PartyResult, add_party, content_of, edit_party, result_of
from ledger.operations.push import PushAnswer
from ledger.refusals import PartyUnknown, RoleNotAllowed


@dataclass(frozen=True, slots=True)
class PartyMutation:
    """What a phone did to one party. verb: create or edit. `base_rev` is the revision the person saw (0 for
    create); `content` holds all of its words, `credit_limit` in minor units."""

    mutation_id: uuid.UUID
    verb: str
    party_id: uuid.UUID
    base_rev: int
    made_at: datetime.datetime
    content: PartyContent


def apply_party_mutation(
    *, business_id: uuid.UUID, actor: Actor, mutation: PartyMutation, country: str, now: datetime.datetime
) -> PushAnswer:
    """Bring in one party. `country` reads local phone numbers. Sent again it gets the first answer; a party that
    is not here yet makes it wait; nothing here raises a Refusal."""
    said = {"base": mutation.base_rev, "content": asdict(mutation.content)}
    asked = receipts.request_hash(verb=f"party.{mutation.verb}", document_id=mutation.party_id, said=said)
    try:
        with transaction.atomic():
            lock(business_id, events=0)
            return _once(
                business_id=business_id, actor=actor, mutation=mutation, asked=asked, country=country, now=now
            )
    except PartyUnknown as refusal:
        return PushAnswer(mutation.mutation_id, "waiting", slug=refusal.slug, message=str(refusal))
    except Refusal as refusal:
        return PushAnswer(mutation.mutation_id, "rejected", slug=refusal.slug, message=str(refusal))


def _once(
    *, business_id: uuid.UUID, actor: Actor, mutation: PartyMutation, asked: bytes, country: str,
    now: datetime.datetime,
) -> PushAnswer:  # fmt: skip
    done = receipts.standing_receipt(business_id=business_id, mutation_id=mutation.mutation_id, asked=asked)
    if done is not None:
        party = Party.objects.get(business_id=business_id, id=mutation.party_id)
        return PushAnswer(mutation.mutation_id, "duplicate", party=result_of(party, replayed=True))
    write = _create if mutation.verb == "create" else _edit
    result = write(business_id=business_id, actor=actor, mutation=mutation, country=country, now=now)
    receipts.write_receipt(
        business_id=business_id, mutation_id=mutation.mutation_id, document_id=mutation.party_id, asked=asked,
        rev=result.rev, seq=result.seq, now=now,
    )  # fmt: skip
    return PushAnswer(mutation.mutation_id, "duplicate" if result.replayed else "applied", party=result)


def _create(
    *, business_id: uuid.UUID, actor: Actor, mutation: PartyMutation, country: str, now: datetime.datetime
) -> PartyResult:
    return add_party(
        business_id=business_id, actor=actor, party_id=mutation.party_id, country=country,
        made_at=mutation.made_at, now=now, **asdict(mutation.content),
    )  # fmt: skip


def _edit(
    *, business_id: uuid.UUID, actor: Actor, mutation: PartyMutation, country: str, now: datetime.datetime
) -> PartyResult:
    """The book is locked: the revision read here is the one that is changed."""
    party = Party.objects.filter(business_id=business_id, id=mutation.party_id, trashed_at=None).first()
    if party is None:
        raise PartyUnknown
    if not is_granted(actor.role, "khata.edit"):
        raise RoleNotAllowed
    content = mutation.content
    if party.rev != mutation.base_rev:
        content = merged_words(base=_base(mutation, business_id), theirs=content_of(party), mine=content)
    return edit_party(
        business_id=business_id, actor=actor, party_id=mutation.party_id, base_rev=party.rev, country=country,
        now=now, **asdict(content),
    )  # fmt: skip


def _base(mutation: PartyMutation, business_id: uuid.UUID) -> dict[str, Any]:
    """The words the phone saw; empty when that revision was erased or never was."""
    revision = Revision.objects.filter(
        business_id=business_id, subject_id=mutation.party_id, rev=mutation.base_rev
    ).first()
    return (revision.contents if revision else None) or {}


def merged_words(*, base: dict[str, Any], theirs: PartyContent, mine: PartyContent) -> PartyContent:
    """Member by member: theirs where this phone changed nothing, else mine, which came last."""
    words = {
        field.name: getattr(
            theirs if base.get(field.name, ...) == getattr(mine, field.name) else mine, field.name
        )
        for field in fields(PartyContent)
    }
    return PartyContent(**words)
