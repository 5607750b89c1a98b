"""Forgetting a party: every word about the person goes, and the money stays.

The khata is kept under a name that tells nothing, with the same sums: the law wants books kept for years, and
a journal is never changed. What is asked for is done in two steps: the party's own row at once, all else by a
job, in short transactions, each of which may be done twice.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from audit import trail
from audit.erasing import WORD_LEAST, Forgotten, blank_revisions, places, write_down, written_down
from audit.jobs import enqueue
from audit.models import Job, Revision
from audit.scrubbing import ask_to_scrub
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.digits import to_ascii_digits
from core.encryption import Undecipherable, decrypt, encrypt
from core.ids import uuid7
from core.names import search_key
from core.phones import local_form
from core.trace import new_trace_id
from ledger.models import Attachment, Document, MutationReceipt, Party, Pending
from ledger.models.parties import MERGED_MAX
from ledger.operations.drafts import content_hash, revision_of, standing_content
from ledger.operations.parties import party_contents
from ledger.operations.transactions import in_transaction
from ledger.refusals import NameNotTyped, PartyUnknown, PersonErased, RoleNotAllowed

KIND = "party.erase"
DOCUMENTS_AT_ONCE = 200
NOTHING = bytes(32)
"""In the place of the hash of a change: the same change sent again is refused, and tells nothing."""
PHONE_DIGITS_LEAST = 8
NOBODY = uuid.UUID(int=0)
"""Who erases again after a restore: the program itself."""
PENDING_REV = 3
"""Kept is the first, decided the second."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ErasedResult:
    """`name` is what the khata is called from now on; `job_id` the work that takes out all the rest."""

    party_id: uuid.UUID
    name: str
    job_id: uuid.UUID
    rev: int
    seq: int
    replayed: bool = False


def erase_party(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, typed: str, now: datetime.datetime,
    dry_run: bool = False,
) -> ErasedResult:  # fmt: skip
    """Forget a party with those joined to its khata. There is no way back. `typed` is its name, to be sure.

    For owners. Raises RoleNotAllowed, PartyUnknown, PersonErased, NameNotTyped.
    """

    def work() -> ErasedResult:
        lock(business_id, events=0)
        if not is_granted(actor.role, "book.members"):
            raise RoleNotAllowed
        family = family_to_erase(business_id, party_id)
        if family[0].erased_at is not None:
            raise PersonErased
        if _plain(typed) != _plain(family[0].name):
            raise NameNotTyped(name=family[0].name)
        return forget(business_id=business_id, actor=actor, family=family, now=now)

    return in_transaction(work, dry_run=dry_run)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def family_to_erase(business_id: uuid.UUID, party_id: uuid.UUID) -> list[Party]:
    """The head of the khata, then those joined to it; also one that lies in the trash. Raises PartyUnknown."""
    party = Party.objects.filter(business_id=business_id, id=party_id).first()
    if party is None:
        raise PartyUnknown
    if party.merged_into_id is not None:
        return family_to_erase(business_id, party.merged_into_id)
    joined = Party.objects.filter(business_id=business_id, merged_into=party)
    return [party, *joined.order_by("id")[:MERGED_MAX]]


def forget(
    *, business_id: uuid.UUID, actor: Actor, family: Sequence[Party], now: datetime.datetime
) -> ErasedResult:
    """Blank the rows of these parties and write the job for the rest, in the caller's transaction."""
    words = sorted({word for party in family for word in _words(party)})
    first = lock(business_id, events=len(family)).first_seq
    number = Party.objects.filter(business_id=business_id, erased_at__isnull=False, merged_into=None).count()
    name = _("Erased party %(number)s") % {"number": number + 1}
    for seq, party in enumerate(family, start=first):
        _blank(party, name=name, seq=seq, actor=actor, now=now)
    job_id = uuid7()
    kept = encrypt("\n".join(words), about=str(family[0].id)).hex()
    job = enqueue(
        kind=KIND, business_id=business_id, asked_by_id=actor.user_id, now=now, key=f"{KIND}:{job_id}",
        arguments={"party_ids": [str(party.id) for party in family], "words": kept, "at": now.isoformat()},
    )  # fmt: skip
    head = family[0]
    return ErasedResult(head.id, head.name, job.id, head.rev, head.changed_seq)


def forget_again(*, also: Sequence[Path], now: datetime.datetime) -> int:
    """After a restore: erase all who were erased since, and stand again. How many; their jobs wait for a worker."""
    count = 0
    for said in written_down(also=also):
        if "party" not in said:
            continue
        with transaction.atomic():
            count += _forget_one(uuid.UUID(said["book"]), uuid.UUID(said["party"]), now=now)
    return count


def _forget_one(business_id: uuid.UUID, party_id: uuid.UUID, *, now: datetime.datetime) -> int:
    if not Party.objects.filter(business_id=business_id, id=party_id, erased_at=None).exists():
        return 0
    lock(business_id, events=0)
    family = family_to_erase(business_id, party_id)
    actor = Actor(user_id=NOBODY, role="system", device_id=None, trace_id=new_trace_id())
    forget(business_id=business_id, actor=actor, family=family, now=now)
    return 1


def _words(party: Party) -> Iterator[str]:
    """What to look for elsewhere. It is kept encrypted until the job is done."""
    if party.name:
        yield party.name
    if party.phone:
        digits = "".join(char for char in to_ascii_digits(local_form(party.phone)) if char.isdigit())
        yield from (party.phone, party.phone.removeprefix("+"), local_form(party.phone))
        if len(digits.lstrip("0")) >= PHONE_DIGITS_LEAST:
            yield digits.lstrip("0")
    if party.registration_number:
        yield party.registration_number


def _blank(party: Party, *, name: str, seq: int, actor: Actor, now: datetime.datetime) -> None:
    party.name, party.name_key = name, search_key(name)
    party.phone = party.address = party.registration_number = party.language = ""
    party.credit_limit, party.erased_at = None, now
    party.rev, party.changed_seq = party.rev + 1, seq
    party.save(
        update_fields=[
            "name", "name_key", "phone", "address", "registration_number", "language", "credit_limit", "erased_at",
            "rev", "changed_seq",
        ]
    )  # fmt: skip
    blank_revisions(business_id=party.business_id, subjects=[party.id])
    news = trail.News(seq, "party.erased", "party", party.id, party.rev, None, party_contents(party))
    trail.append(business_id=party.business_id, at=now, actor=actor, news=[news])


def take_out(
    *, business_id: uuid.UUID, actor: Actor, job_id: uuid.UUID, arguments: dict[str, object], progress: Progress,
    now: Callable[[], datetime.datetime],
) -> dict[str, int]:  # fmt: skip
    """The work of the job: notes, photos, former contents, and what every other app keeps of the party.

    Run again after any stop, it takes out what is left. Nobody can stop it for good half-way.
    """
    party_ids = [uuid.UUID(str(one)) for one in list(arguments["party_ids"])]  # type: ignore[call-overload]
    words = _read_words(str(arguments.get("words", "")), about=str(party_ids[0]))
    for party_id in party_ids:
        write_down(said={"at": arguments["at"], "book": str(business_id), "party": str(party_id)})
    total, done, after = _theirs(business_id, party_ids).count(), 0, None
    progress(0, total)
    while part := _next(business_id, party_ids, after=after):
        _blank_documents(business_id, part, actor=actor, now=now())
        after, done = part[-1], done + len(part)
        progress(min(done, total), total)
    _blank_waiting(business_id, party_ids, actor=actor, now=now())
    subjects = {
        *party_ids,
        *_theirs(business_id, party_ids).values_list("id", flat=True),
    }
    forgotten = Forgotten(business_id, frozenset(subjects), words)
    _strike_elsewhere(forgotten, actor=actor, now=now())
    _blank_trail(forgotten)
    for _name, place in places():
        place(forgotten)
        progress(min(done, total), total)
    with transaction.atomic():
        kept = {key: value for key, value in arguments.items() if key != "words"}
        Job.objects.filter(id=job_id).update(arguments=kept)
        ask_to_scrub(job_id=job_id, now=now())
    return {"entries": done}


def _read_words(kept: str, *, about: str) -> tuple[str, ...]:
    """No words when this is done again after they were dropped, or another key stands by now: ids find most."""
    try:
        return tuple(decrypt(bytes.fromhex(kept), about=about).split("\n")) if kept else ()
    except (Undecipherable, ValueError):
        return ()


def _theirs(business_id: uuid.UUID, party_ids: Sequence[uuid.UUID]) -> "QuerySet[Document]":
    """Their documents, and the vouchers of an accountant that are about nobody else."""
    documents = Document.objects.filter(business_id=business_id)
    of_others = documents.filter(part_of__isnull=False).exclude(party_id__in=party_ids)
    lines = documents.filter(party_id__in=party_ids, part_of__isnull=False)
    alone = lines.exclude(part_of__in=of_others.values("part_of")).values("part_of")
    return documents.filter(Q(party_id__in=party_ids) | Q(id__in=alone))


def _next(
    business_id: uuid.UUID, party_ids: Sequence[uuid.UUID], *, after: uuid.UUID | None
) -> list[uuid.UUID]:
    found = _theirs(business_id, party_ids)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.order_by("id").values_list("id", flat=True)[:DOCUMENTS_AT_ONCE])


def _blank_documents(
    business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, actor: Actor, now: datetime.datetime
) -> None:
    """Take the words and photos off some entries; one whose words change has an event for it, without them."""
    with transaction.atomic():
        lock(business_id, events=0)
        documents = list(Document.objects.filter(business_id=business_id, id__in=ids).order_by("id"))
        changed = [one for one in documents if one.note or one.has_attachment]
        _blank_words_before(business_id, ids, whole={one.id for one in changed})
        if changed:
            first = lock(business_id, events=len(changed)).first_seq
            news = [_without_words(one, seq=seq) for seq, one in enumerate(changed, start=first)]
            trail.append(business_id=business_id, at=now, actor=actor, news=news)
        receipts = MutationReceipt.objects.filter(business_id=business_id, document_id__in=ids)
        receipts.exclude(request_hash=NOTHING).update(request_hash=NOTHING)
        photos = Attachment.objects.filter(business_id=business_id, document_id__in=ids)
        photos.filter(removed_at=None).update(removed_at=now)
        photos.update(digest=NOTHING, file="")
    for document_id in ids:
        _remove_files(f"books/{business_id}/photos/{document_id}")


def _blank_words_before(business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, whole: set[uuid.UUID]) -> None:
    """Former contents that hold words; of entries that change now, all of them. Sums of others stay to be read."""
    found = Revision.objects.filter(business_id=business_id, subject_id__in=ids).filter(
        contents__isnull=False
    )
    worded = {
        row.pk for row in found if row.subject_id in whole or (row.contents or {}).get("note")
    }  # fmt: skip
    Revision.objects.filter(business_id=business_id, pk__in=worded).update(contents=None, salt=b"")


def mentions(business_id: uuid.UUID, *, words: Sequence[str], but: Sequence[uuid.UUID]) -> QuerySet[Document]:
    """Entries of others whose note, now or before, seems to have one of the words."""
    now, before = Q(pk__in=[]), Q(pk__in=[])
    for word in words:
        now |= Q(note__icontains=word)
        before |= Q(contents__note__icontains=word)
    subjects = Revision.objects.filter(before, business_id=business_id).values("subject_id")
    found = Document.objects.filter(business_id=business_id).exclude(party_id__in=but)
    return found.filter(now | Q(id__in=subjects))


def _strike_elsewhere(forgotten: Forgotten, *, actor: Actor, now: datetime.datetime) -> None:
    """The name in notes of others, as whole words alone: it is struck out, and the rest of the note stays."""
    words = [word for word in forgotten.words if len(word) >= WORD_LEAST]
    found = mentions(forgotten.business_id, words=words, but=[])
    ids = list(found.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), DOCUMENTS_AT_ONCE):
        part = ids[start : start + DOCUMENTS_AT_ONCE]
        with transaction.atomic():
            lock(forgotten.business_id, events=0)
            _strike(forgotten, part, actor=actor, now=now)


def _blank_trail(forgotten: Forgotten) -> None:
    """Whatever else in the book's trail names them; not what tells of somebody else with the same name."""
    naming = Q(pk__in=[])
    for word in forgotten.words:
        naming |= Q(said__icontains=word)
    others = Party.objects.filter(business_id=forgotten.business_id, erased_at=None).values("id")
    found = (
        Revision.objects.filter(business_id=forgotten.business_id)
        .annotate(said=Cast("contents", TextField()))
        .filter(naming)
        .exclude(subject_id__in=others)
    )
    named = [row.pk for row in found if forgotten.is_named_in(trail.canonical(row.contents or {}))]
    Revision.objects.filter(business_id=forgotten.business_id, pk__in=named).update(contents=None, salt=b"")


def _strike(forgotten: Forgotten, ids: Sequence[uuid.UUID], *, actor: Actor, now: datetime.datetime) -> None:
    book = forgotten.business_id
    revisions = Revision.objects.filter(business_id=book, subject_id__in=ids).filter(contents__isnull=False)
    naming = {row.pk for row in revisions if forgotten.is_named_in(str((row.contents or {}).get("note", "")))}
    Revision.objects.filter(business_id=book, pk__in=naming).update(contents=None, salt=b"")
    documents = Document.objects.filter(business_id=book, id__in=ids).order_by("id")
    changed = [one for one in documents if forgotten.is_named_in(one.note)]
    if changed:
        first = lock(book, events=len(changed)).first_seq
        news = [
            _rewritten(one, note=forgotten.masked(one.note), seq=seq)
            for seq, one in enumerate(changed, start=first)
        ]
        trail.append(business_id=book, at=now, actor=actor, news=news)


def _without_words(document: Document, *, seq: int) -> trail.News:
    document.has_attachment = False
    return _rewritten(document, note="", seq=seq)


def _rewritten(document: Document, *, note: str, seq: int) -> trail.News:
    document.note = note
    document.rev, document.changed_seq = document.rev + 1, seq
    content = standing_content(document)
    party_id = document.party_id or document.id
    document.content_hash = content_hash(party_id=party_id, kind=document.kind, content=content)
    document.save(update_fields=["note", "has_attachment", "rev", "changed_seq", "content_hash"])
    photos = document.attachments.filter(removed_at=None).count() if document.has_attachment else 0
    contents = revision_of(
        party_id=party_id, kind=document.kind, state=document.state, content=content, photos=photos
    )
    return trail.News(seq, "entry.erased", "entry", document.id, document.rev, None, contents)


def _blank_waiting(
    business_id: uuid.UUID, party_ids: Sequence[uuid.UUID], *, actor: Actor, now: datetime.datetime
) -> None:
    """Changes from phones that wait, or waited, for a decision: the amounts stay, the words go."""
    with transaction.atomic():
        lock(business_id, events=0)
        theirs = _theirs(business_id, party_ids).values("id")
        waiting = Pending.objects.filter(business_id=business_id).exclude(request_hash=NOTHING)
        found = waiting.filter(party_id__in=party_ids) | waiting.filter(document_id__in=theirs)
        for one in found.order_by("id"):
            blank_revisions(business_id=business_id, subjects=[one.id])
            if one.contents is not None:
                one.contents = {**one.contents, "note": ""}
            one.request_hash, one.changed_seq = NOTHING, lock(business_id).first_seq
            one.save(update_fields=["contents", "request_hash", "changed_seq"])
            news = trail.News(
                one.changed_seq, "pending.erased", "pending", one.id, PENDING_REV, None, {"contents": one.contents}
            )  # fmt: skip
            trail.append(business_id=business_id, at=now, actor=actor, news=[news])


def _remove_files(folder: str) -> None:
    """All files of a folder: also those a crash left without a row."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
