"""Asking the worker for files: all of one party, the whole book, the statements of many; and letting them go."""

import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import trail
from audit.jobs import enqueue
from audit.models import Job
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from ledger.exports.packs import FORMS, WHO, Wanted, people_of
from ledger.made_files import KINDS, let_go
from ledger.models import Party
from ledger.refusals import DownloadUnknown, PartyUnknown, RoleNotAllowed

PARTY, BOOK, PACK = "export.party", "export.book", "export.pack"
KINDS |= {PARTY: "totals.read", BOOK: "book.settings", PACK: "totals.read"}


def ask_for_party(
    *, business_id: UUID, actor: Actor, party_id: UUID, request_id: UUID, language: str, digits: str,
    now: datetime.datetime,
) -> UUID:  # fmt: skip
    """The job that packs all that is kept of a party. Asked twice under one `request_id`, it is one job.

    Raises RoleNotAllowed, PartyUnknown.
    """
    if not Party.objects.filter(business_id=business_id, id=party_id).exists():
        raise PartyUnknown
    said = {"party_id": str(party_id), "language": language, "digits": digits}
    return _ask(PARTY, said, business_id=business_id, actor=actor, request_id=request_id, now=now)


def ask_for_book(*, business_id: UUID, actor: Actor, request_id: UUID, now: datetime.datetime) -> UUID:
    """The job that packs the whole book. Raises RoleNotAllowed."""
    return _ask(BOOK, {}, business_id=business_id, actor=actor, request_id=request_id, now=now)


def ask_for_pack(
    *,
    business_id: UUID,
    actor: Actor,
    wanted: Wanted,
    request_id: UUID,
    today: datetime.date,
    now: datetime.datetime,
) -> UUID:
    """The job that makes the statements of many. Raises RoleNotAllowed, PackTooLarge, NobodyToShow."""
    if wanted.who not in WHO or wanted.form not in FORMS:
        raise ValueError("Nobody offers such a pack.")
    people_of(business_id, who=wanted.who, today=today)
    return _ask(PACK, wanted.to_json(), business_id=business_id, actor=actor, request_id=request_id, now=now)


def _ask(
    kind: str,
    said: dict[str, Any],
    *,
    business_id: UUID,
    actor: Actor,
    request_id: UUID,
    now: datetime.datetime,
) -> UUID:
    """Write the job, and into the book's trail that somebody takes its data along."""
    if not is_granted(actor.role, KINDS[kind]):
        raise RoleNotAllowed
    key = f"{kind}:{request_id}"
    with transaction.atomic():
        standing = Job.objects.filter(business_id=business_id, key=key).values_list("id", flat=True).first()
        if standing is not None:
            return standing
        seq = lock(business_id).first_seq
        job = enqueue(
            kind=kind, business_id=business_id, asked_by_id=actor.user_id,
            arguments=said | {"made_at": now.isoformat()}, now=now, key=key,
        )  # fmt: skip
        news = trail.News(seq, "export.asked", "export", job.id, 1, None, {"kind": kind})
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])
    return job.id


def delete_download(*, business_id: UUID, actor: Actor, job_id: UUID) -> None:
    """Let a made file go: one's own, or anybody's for who keeps the book's settings.

    Raises DownloadUnknown, RoleNotAllowed.
    """
    job = Job.objects.filter(business_id=business_id, id=job_id, kind__in=KINDS).first()
    if job is None or not is_granted(actor.role, KINDS[job.kind]):
        raise DownloadUnknown
    if job.asked_by_id != actor.user_id and not is_granted(actor.role, "book.settings"):
        raise RoleNotAllowed
    let_go(job, owner_id=business_id)
