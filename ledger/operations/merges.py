"""Two khatas of one person become one, and are taken apart again.

Lines never move: the party that is joined points at the head, whose khata is read over both.
"""

import datetime
import uuid
from dataclasses import dataclass

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from ledger.models import Party
from ledger.models.parties import MERGED_MAX
from ledger.operations.allocations import part
from ledger.operations.parties import party_contents
from ledger.operations.transactions import in_transaction
from ledger.refusals import (
    ChangedElsewhere,
    NotMerged,
    PartyUnknown,
    RoleNotAllowed,
    SameParty,
    TooManyMerged,
)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """`party_id` was joined to or taken from `head_id`. `rev` and `seq` are the party's."""

    party_id: uuid.UUID
    party_name: str
    head_id: uuid.UUID
    head_name: str
    rev: int
    seq: int
    replayed: bool = False


def merge_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, into_id: uuid.UUID, base_rev: int,
    now: datetime.datetime, dry_run: bool = False,
) -> MergeResult:  # fmt: skip
    """Join a party, and those joined to it before, to the khata of another. Done before, it answers so.

    Raises PartyUnknown, SameParty, ChangedElsewhere, TooManyMerged, RoleNotAllowed.
    """

    def work() -> MergeResult:
        lock(business_id, events=0)
        _check_role(actor)
        party, head = _live(business_id, party_id), _live(business_id, into_id)
        if party.id == head.id:
            raise SameParty
        if party.merged_into_id == head.id:
            return _result(party, head, replayed=True)
        if party.merged_into_id or head.merged_into_id or party.rev != base_rev:
            raise ChangedElsewhere
        family = [*_joined_to(party), party]
        if len(family) + len(_joined_to(head)) > MERGED_MAX:
            raise TooManyMerged(most=MERGED_MAX)
        first = lock(business_id, events=len(family)).first_seq
        for number, member in enumerate(family, start=first):
            _point(member, head.id, verb="party.merged", seq=number, actor=actor, now=now)
        _touch(head, seq=first + len(family) - 1)
        return _result(party, head)

    return in_transaction(work, dry_run=dry_run)


def unmerge_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, now: datetime.datetime, dry_run: bool = False
) -> MergeResult:  # fmt: skip
    """Give a joined party its own khata back. Raises PartyUnknown, NotMerged, RoleNotAllowed."""

    def work() -> MergeResult:
        book = lock(business_id)
        _check_role(actor)
        party = _live(business_id, party_id)
        if party.merged_into_id is None:
            raise NotMerged
        head = Party.objects.get(business_id=business_id, id=party.merged_into_id)
        part(business_id, party_id)
        _point(party, None, verb="party.unmerged", seq=book.first_seq, actor=actor, now=now)
        _touch(head, seq=book.first_seq)
        return _result(party, head)

    return in_transaction(work, dry_run=dry_run)


def _check_role(actor: Actor) -> None:
    if not is_granted(actor.role, "khata.edit"):
        raise RoleNotAllowed


def _live(business_id: uuid.UUID, party_id: uuid.UUID) -> Party:
    party = Party.objects.filter(business_id=business_id, id=party_id, trashed_at=None).first()
    if party is None:
        raise PartyUnknown
    return party


def _joined_to(head: Party) -> list[Party]:
    joined = Party.objects.filter(business_id=head.business_id, merged_into=head)
    return list(joined.order_by("id")[:MERGED_MAX])


def _point(
    party: Party, head_id: uuid.UUID | None, *, verb: str, seq: int, actor: Actor, now: datetime.datetime
) -> None:
    party.merged_into_id, party.rev, party.changed_seq = head_id, party.rev + 1, seq
    party.save(update_fields=["merged_into", "rev", "changed_seq"])
    news = trail.News(seq, verb, "party", party.id, party.rev, None, party_contents(party))
    trail.append(business_id=party.business_id, at=now, actor=actor, news=[news])


def _touch(head: Party, *, seq: int) -> None:
    """Its balance is another now: phones that keep a copy must read it again."""
    head.changed_seq = seq
    head.save(update_fields=["changed_seq"])


def _result(party: Party, head: Party, *, replayed: bool = False) -> MergeResult:
    return MergeResult(
        party_id=party.id, party_name=party.name, head_id=head.id, head_name=head.name, rev=party.rev,
        seq=party.changed_seq, replayed=replayed,
    )  # fmt: skip
