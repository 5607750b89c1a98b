"""Photos and PDFs that go with a bill, on a draft already."""

import datetime
import uuid
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.refusals import Refusal
from core.scans import Scan
from core.text import clean_line
from invoicing.models import BOUGHT_KINDS, Paper, PaperFile, PaperStatus
from invoicing.operations import rules
from invoicing.operations.file_store import drop, keep_file
from invoicing.operations.results import tell
from invoicing.operations.writing import bump, lines_of, paper_of
from invoicing.refusals import PaperUnknown
from ledger.models import Document
from ledger.refusals import PersonErased

FILES_MAX = 10
NAME_MAX = 120


class TooManyFiles(Refusal):
    slug: ClassVar[str] = "too_many_photos"

    def __init__(self) -> None:
        words = _("A bill holds up to %(max)s photos and PDFs. Remove one first.")
        super().__init__(words % {"max": FILES_MAX}, field="photo")


def attach_file(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, scan: Scan, name: str = "", now: datetime.datetime
) -> PaperFile:  # fmt: skip
    """Keep a scan (checked by core.scans) with a bill or a credit of a supplier; the same twice is kept once.

    Raises PaperUnknown, PersonErased, RoleNotAllowed, EditNotAllowed, TooManyFiles, TextError.
    """
    words = clean_line(name[-NAME_MAX:], max_length=NAME_MAX, field="photo")

    with transaction.atomic():
        book = lock(business_id)
        paper = _paper(business_id, paper_id, actor=actor, book=book, now=now)
        kept = PaperFile.objects.filter(business_id=business_id, paper_id=paper_id)
        standing = kept.filter(digest=bytes.fromhex(scan.digest)).first()
        if standing is not None:
            return standing
        if kept.count() >= FILES_MAX:
            raise TooManyFiles
        row = PaperFile.objects.create(
            business_id=business_id, paper_id=paper_id, name=words, size=len(scan.bytes),
            file=keep_file(business_id, paper_id, scan=scan), content_type=scan.content_type,
            digest=bytes.fromhex(scan.digest), created_at=now,
        )  # fmt: skip
        _tell(paper, book=book, actor=actor, now=now)
        return row


def remove_file(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, file_id: uuid.UUID, now: datetime.datetime
) -> None:
    """Take a file off a bill, for good. Raises PaperUnknown, RoleNotAllowed, EditNotAllowed."""

    with transaction.atomic():
        book = lock(business_id)
        paper = _paper(business_id, paper_id, actor=actor, book=book, now=now)
        own = PaperFile.objects.filter(business_id=business_id, paper_id=paper_id, id=file_id)
        if not own.exists():
            raise PaperUnknown
        drop(own)
        _tell(paper, book=book, actor=actor, now=now)


def _paper(
    business_id: uuid.UUID, paper_id: uuid.UUID, *, actor: Actor, book: BookLock, now: datetime.datetime
) -> Paper:
    paper = paper_of(business_id, paper_id)
    if paper.kind not in BOUGHT_KINDS:
        raise PaperUnknown
    if paper.party is not None and paper.party.erased_at is not None:
        raise PersonErased
    if paper.status == PaperStatus.DRAFT:
        rules.check_drafter(actor)
    else:
        rules.check_own_of_today(paper.created_by_id, paper.created_at, actor=actor, book=book, now=now)
    return paper


def _tell(paper: Paper, *, book: BookLock, actor: Actor, now: datetime.datetime) -> None:
    bump(paper)
    paper.changed_seq, paper.changed_at = book.first_seq, now
    paper.save(update_fields=["rev", "changed_seq", "changed_at"])
    has_any = PaperFile.objects.filter(business_id=paper.business_id, paper_id=paper.pk).exists()
    Document.objects.filter(business_id=paper.business_id, id=paper.pk).update(
        rev=paper.rev, changed_seq=book.first_seq, has_attachment=has_any
    )
    tell(paper, what="updated", lines=lines_of(paper), actor=actor, now=now)
