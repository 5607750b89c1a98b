"""Papers kept with a lease or with what a house cost: added, named, shown to the tenant, put away and brought back."""

import datetime
import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from core.kept_files import keep
from core.refusals import Refusal
from core.scans import Scan
from core.text import clean_line
from ledger.operations.transactions import in_transaction
from ledger.refusals import IdTaken, PersonErased
from rentals.models import KeptPaper, PropertyExpense
from rentals.operations.ground import allow, lease_in, new_row, tell
from rentals.queries.kept_papers import KEPT_MAX, PaperRow, row_of
from rentals.refusals import NameMissing, RentChanged, RentUnknown

PAPERS_MAX = 20
"""That stand, of one lease or one cost."""
NAME_MAX = 120


class TooManyPapers(Refusal):
    slug: ClassVar[str] = "too_many_photos"

    def __init__(self) -> None:
        words = _("Up to %(max)s papers are kept here. Put one away first.")
        super().__init__(words % {"max": PAPERS_MAX}, field="photo")


@dataclass(frozen=True, slots=True)
class PaperResult:
    paper: PaperRow
    seq: int = 0
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    paper_id: uuid.UUID
    scan: Scan
    name: str
    day: datetime.date | None
    is_for_tenant: bool


def keep_lease_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, lease_id: uuid.UUID, scan: Scan, name: str,
    day: datetime.date | None = None, is_for_tenant: bool = False, now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Keep a scan (checked by core.scans) with a lease, one that has ended too; the same content twice is kept once.

    Raises RoleNotAllowed, RentUnknown, PersonErased, NameMissing, TooManyPapers, IdTaken, TextError.
    """
    said = _Said(paper_id, scan, _named(name), day, is_for_tenant)

    def work() -> PaperResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        if lease_in(business_id, lease_id, running=False).party.erased_at is not None:
            raise PersonErased
        return _keep(business_id, said, lease_id=lease_id, actor=actor, now=now, is_tried=dry_run)

    return in_transaction(work, dry_run=dry_run)


def keep_expense_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, expense_id: uuid.UUID, scan: Scan, name: str,
    day: datetime.date | None = None, now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Keep the bill behind a cost, as keep_lease_paper does. Raises what that raises."""
    said = _Said(paper_id, scan, _named(name), day, is_for_tenant=False)

    def work() -> PaperResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        if not PropertyExpense.objects.filter(business_id=business_id, id=expense_id).exists():
            raise RentUnknown
        return _keep(business_id, said, expense_id=expense_id, actor=actor, now=now, is_tried=dry_run)

    return in_transaction(work, dry_run=dry_run)


def change_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, name: str,
    day: datetime.date | None, is_for_tenant: bool, now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """What it is called, the date on it, and whether the tenant sees it: nobody but the landlord's people sees the
    papers of a cost. Raises RoleNotAllowed, RentUnknown, RentChanged, NameMissing, TextError."""
    said = _named(name)

    def work() -> PaperResult:
        paper = _standing(business_id, paper_id, actor=actor)
        if paper.rev != base_rev:
            raise RentChanged
        paper.name, paper.day = said, day
        paper.is_for_tenant = is_for_tenant and paper.lease_id is not None
        return _changed(paper, verb="rent_paper.changed", actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def archive_paper(
    *, business_id: uuid.UUID, actor: Actor, paper_id: uuid.UUID, base_rev: int, is_archived: bool,
    now: datetime.datetime, dry_run: bool = False,
) -> PaperResult:  # fmt: skip
    """Put a paper away, or bring it back; what is so already is answered as it stands.

    Raises RoleNotAllowed, RentUnknown, RentChanged, TooManyPapers.
    """

    def work() -> PaperResult:
        paper = _standing(business_id, paper_id, actor=actor)
        if (paper.put_away_at is not None) == is_archived:
            return PaperResult(row_of(paper), replayed=True)
        if paper.rev != base_rev:
            raise RentChanged
        if not is_archived:
            _refuse_too_many(paper)
        paper.put_away_at = now if is_archived else None
        verb = "rent_paper.put_away" if is_archived else "rent_paper.brought_back"
        return _changed(paper, verb=verb, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _keep(
    business_id: uuid.UUID, said: _Said, *, lease_id: uuid.UUID | None = None, expense_id: uuid.UUID | None = None,
    actor: Actor, now: datetime.datetime, is_tried: bool,
) -> PaperResult:  # fmt: skip
    owner = {"lease_id": lease_id, "expense_id": expense_id}
    digest = bytes.fromhex(said.scan.digest)
    own = KeptPaper.objects.filter(business_id=business_id, **owner)
    standing = own.filter(id=said.paper_id).first() or own.filter(digest=digest, put_away_at=None).first()
    if standing is not None:
        if bytes(standing.digest) != digest:
            raise IdTaken
        return PaperResult(row_of(standing), replayed=True)
    paper = KeptPaper(
        id=said.paper_id, business_id=business_id, **owner, name=said.name, day=said.day,
        is_for_tenant=said.is_for_tenant, content_type=said.scan.content_type, size=len(said.scan.bytes),
        digest=digest, created_at=now,
        file=f"books/{business_id}/rent-papers/{lease_id or expense_id}/{said.scan.digest}.{said.scan.ending}",
    )  # fmt: skip
    _refuse_too_many(paper)
    with new_row(KeptPaper, said.paper_id):
        paper.save(force_insert=True)
    seq = _told(paper, verb="rent_paper.kept", actor=actor, now=now)
    if not is_tried:
        keep(paper.file, said.scan.bytes)
    return PaperResult(row_of(paper), seq)


def _refuse_too_many(paper: KeptPaper) -> None:
    own = KeptPaper.objects.filter(business_id=paper.business_id)
    own = (
        own.filter(lease_id=paper.lease_id)
        if paper.lease_id
        else own.filter(expense_id=paper.expense_id or paper.pk)
    )
    if own.filter(put_away_at=None).count() >= PAPERS_MAX or own.exclude(pk=paper.pk).count() >= KEPT_MAX:
        raise TooManyPapers


def _named(name: str) -> str:
    said = clean_line(name, max_length=NAME_MAX, field="name")
    if not said:
        raise NameMissing(_("Say what the paper is."))
    return said


def _standing(business_id: uuid.UUID, paper_id: uuid.UUID, *, actor: Actor) -> KeptPaper:
    lock(business_id, events=0)
    allow(actor, "rent.write")
    found = KeptPaper.objects.filter(business_id=business_id, id=paper_id).first()
    if found is None:
        raise RentUnknown
    return found


def _changed(paper: KeptPaper, *, verb: str, actor: Actor, now: datetime.datetime) -> PaperResult:
    paper.rev += 1
    paper.save(update_fields=["name", "day", "is_for_tenant", "put_away_at", "rev"])
    return PaperResult(row_of(paper), _told(paper, verb=verb, actor=actor, now=now))


def _told(paper: KeptPaper, *, verb: str, actor: Actor, now: datetime.datetime) -> int:
    contents: dict[str, object] = {
        "lease": str(paper.lease_id) if paper.lease_id else None,
        "expense": str(paper.expense_id) if paper.expense_id else None,
        "name": paper.name, "day": paper.day.isoformat() if paper.day else None,
        "is_for_tenant": paper.is_for_tenant, "is_put_away": paper.put_away_at is not None,
    }  # fmt: skip
    return tell(
        paper.business_id, actor=actor, now=now, verb=verb, subject_kind="rent_paper", subject_id=paper.pk,
        rev=paper.rev, contents=contents,
    )  # fmt: skip
