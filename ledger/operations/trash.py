"""The trash: what was deleted waits some days, can be brought back, and then goes for good.

For good means that the words and photos go: note, due date, contents of revisions. The amounts stay, since
the journal is never changed, and the row stays as a tombstone for phones.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.refusals import Refusal
from ledger.models import VOUCHER_KINDS, Attachment, Document, DocumentState, KhataSettings, Party
from ledger.operations.entry_changes import restore_entry
from ledger.operations.parties import PartyResult, party_contents, refuse_phone_twice, result_of
from ledger.operations.transactions import in_transaction
from ledger.operations.vouchers import restore_voucher
from ledger.queries.trash import documents_in_trash, trash_days
from ledger.refusals import (
    ChangedElsewhere,
    GoneForGood,
    NothingToUndo,
    NotSettled,
    PartyUnknown,
    RoleNotAllowed,
    TrashDaysRefused,
)

DAYS_LEAST, DAYS_MOST = 1, 365
RESTORED_AT_ONCE_MAX = 100
CLOSED_AT_ONCE = 200
NOBODY = uuid.UUID(int=0)
"""Who empties the trash: the program itself."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many came back, and the sentence for each that did not."""

    entries: int
    parties: int
    refused: tuple[str, ...]


def delete_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> PartyResult:  # fmt: skip
    """Put a name with which nothing is open in the trash; its entries stay in the books.

    Raises PartyUnknown, ChangedElsewhere, RoleNotAllowed, NotSettled.
    """

    def work() -> PartyResult:
        book = lock(business_id)
        if not is_granted(actor.role, "khata.edit"):
            raise RoleNotAllowed
        party = Party.objects.filter(
            business_id=business_id, id=party_id, trashed_at=None, merged_into=None
        ).first()
        if party is None:
            raise PartyUnknown
        if party.rev != base_rev:
            raise ChangedElsewhere
        merged = Party.objects.filter(business_id=business_id, merged_into_id=party_id)
        if party.balance or merged.exists():
            raise NotSettled(name=party.name)
        party.trashed_at = now
        return _moved(party, verb="party.deleted", seq=book.first_seq, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def restore_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, now: datetime.datetime, dry_run: bool = False
) -> PartyResult:  # fmt: skip
    """Bring a name back out of the trash.

    Raises PartyUnknown, RoleNotAllowed, NothingToUndo, GoneForGood, and PhoneTaken when somebody else has its
    phone number by now.
    """

    def work() -> PartyResult:
        book = lock(business_id)
        if not is_granted(actor.role, "khata.edit"):
            raise RoleNotAllowed
        party = Party.objects.filter(business_id=business_id, id=party_id).first()
        if party is None:
            raise PartyUnknown
        if party.closed_at is not None:
            raise GoneForGood
        if party.trashed_at is None:
            raise NothingToUndo
        refuse_phone_twice(business_id=business_id, phone=party.phone, party_id=party_id)
        party.trashed_at = None
        return _moved(party, verb="party.restored", seq=book.first_seq, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _moved(party: Party, *, verb: str, seq: int, actor: Actor, now: datetime.datetime) -> PartyResult:
    party.rev, party.changed_seq = party.rev + 1, seq
    party.save(update_fields=["trashed_at", "rev", "changed_seq"])
    news = trail.News(seq, verb, "party", party.id, party.rev, None, party_contents(party))
    trail.append(business_id=party.business_id, at=now, actor=actor, news=[news])
    return result_of(party)


def restore_many(
    *, business_id: uuid.UUID, actor: Actor, document_ids: Sequence[uuid.UUID], party_ids: Sequence[uuid.UUID],
    now: datetime.datetime,
) -> Restored:  # fmt: skip
    """Bring back what was chosen of the trash, names first; each by itself, so that one refusal stops no
    other. At most RESTORED_AT_ONCE_MAX of both together."""
    chosen = [*party_ids, *document_ids][:RESTORED_AT_ONCE_MAX]
    people = [one for one in chosen if one in set(party_ids)]
    wanted = [one for one in chosen if one not in set(party_ids)]
    refused: list[str] = []
    back = 0
    for party_id in people:
        try:
            restore_party(business_id=business_id, actor=actor, party_id=party_id, now=now)
        except Refusal as refusal:
            refused.append(refusal.message)
        else:
            back += 1
    found = Document.objects.filter(business_id=business_id, id__in=wanted).values_list("id", "rev", "kind")
    known = {one: (rev, kind) for one, rev, kind in found}
    entries = 0
    for document_id in wanted:
        rev, kind = known.get(document_id, (0, ""))
        restore = restore_voucher if kind in VOUCHER_KINDS else restore_entry
        try:
            restore(
                business_id=business_id, actor=actor, document_id=document_id,
                mutation_id=uuid.uuid5(document_id, f"restore at {rev}"), base_rev=rev, made_at=now, now=now,
            )  # fmt: skip
        except Refusal as refusal:
            refused.append(refusal.message)
        else:
            entries += 1
    return Restored(entries=entries, parties=back, refused=tuple(dict.fromkeys(refused)))


def keep_trash_for(*, business_id: uuid.UUID, actor: Actor, days: int, now: datetime.datetime) -> int:
    """How many days this book's trash is kept. Raises RoleNotAllowed, TrashDaysRefused."""
    if not is_granted(actor.role, "book.settings"):
        raise RoleNotAllowed
    if not DAYS_LEAST <= days <= DAYS_MOST:
        raise TrashDaysRefused(least=DAYS_LEAST, most=DAYS_MOST)
    with transaction.atomic():
        seq = lock(business_id).first_seq
        before = trash_days(business_id)
        KhataSettings.objects.update_or_create(business_id=business_id, defaults={"trash_days": days})
        # The setting has no revisions of its own: the book's number tells its changes apart.
        news = trail.News(
            seq, "book.updated", "settings", uuid.uuid5(business_id, f"trash {seq}"), 1, None,
            {"trash_days": days, "before": before},
        )  # fmt: skip
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])
    return days


def close_trash(*, business_id: uuid.UUID, now: datetime.datetime, limit: int = CLOSED_AT_ONCE) -> int:
    """Let what has waited its days go for good, up to `limit` of each kind in one transaction; answers how
    many went. Call until it answers 0."""
    until = now - datetime.timedelta(days=trash_days(business_id))
    with transaction.atomic():
        lock(business_id, events=0)
        documents = list(
            documents_in_trash(business_id).filter(trashed_at__lt=until).order_by("trashed_at", "id")[:limit]
        )
        parties = list(_parties_to_close(business_id, until=until)[: limit - len(documents)])
        if not documents and not parties:
            return 0
        seq = lock(business_id, events=len(documents) + len(parties)).first_seq
        news = [_close_document(one, seq=number, now=now) for number, one in enumerate(documents, start=seq)]
        news += [
            _close_party(one, seq=number, now=now)
            for number, one in enumerate(parties, start=seq + len(documents))
        ]
        _drop_photos(business_id, [one.id for one in documents], now=now)
        trail.append(business_id=business_id, at=now, actor=Actor(NOBODY, "", None, "trash"), news=news)
    return len(documents) + len(parties)


def _parties_to_close(business_id: uuid.UUID, *, until: datetime.datetime) -> list[Party]:
    """Names whose days are over and of whom nothing else waits in the trash."""
    waiting = documents_in_trash(business_id).filter(party__isnull=False)
    return list(
        Party.objects.filter(business_id=business_id, trashed_at__lt=until, closed_at=None)
        .exclude(id__in=waiting.values("party_id"))
        .order_by("trashed_at", "id")[:CLOSED_AT_ONCE]
    )


def _close_document(document: Document, *, seq: int, now: datetime.datetime) -> trail.News:
    Revision.objects.filter(business_id=document.business_id, subject_id=document.id).update(contents=None)
    document.note, document.due_on, document.has_attachment = "", None, False
    document.closed_at, document.rev, document.changed_seq = now, document.rev + 1, seq
    document.save(update_fields=["note", "due_on", "has_attachment", "closed_at", "rev", "changed_seq"])
    return trail.News(
        seq, "entry.closed", "entry", document.id, document.rev, None, {"state": str(document.state)}
    )


def _close_party(party: Party, *, seq: int, now: datetime.datetime) -> trail.News:
    """A name whose entries stand in the books is kept with them; without any, its words go."""
    party.closed_at, party.rev, party.changed_seq = now, party.rev + 1, seq
    fields = ["closed_at", "rev", "changed_seq"]
    if not Document.objects.filter(
        business_id=party.business_id, party_id=party.id, state=DocumentState.POSTED
    ).exists():
        Revision.objects.filter(business_id=party.business_id, subject_id=party.id).update(contents=None)
        party.name = party.name_key = party.phone = party.address = party.registration_number = ""
        fields += ["name", "name_key", "phone", "address", "registration_number"]
    party.save(update_fields=fields)
    return trail.News(seq, "party.closed", "party", party.id, party.rev, None, {"state": "closed"})


def _drop_photos(business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, now: datetime.datetime) -> None:
    kept = Attachment.objects.filter(business_id=business_id, document_id__in=ids)
    files = list(kept.values_list("file", flat=True))
    kept.filter(removed_at=None).update(removed_at=now)
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
