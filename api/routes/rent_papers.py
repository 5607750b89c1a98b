"""Papers kept with a lease, as an agreement or an ID, and with what a house cost."""

import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import File, Query, Schema, UploadedFile
from pydantic import Field

from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.properties import READ, WRITE
from businesses.roles import is_granted
from core.ids import uuid7
from core.scans import PDF, read_scan
from rentals.operations import kept_papers as operations
from rentals.queries.expenses import expense_of
from rentals.queries.houses import lease_card
from rentals.queries.kept_papers import KEPT_MAX, PaperRow, expense_papers, lease_papers, paper_of
from rentals.refusals import RentUnknown


class RentPaper(Answer):
    """`lease_id` or `expense_id` says what it is kept with; `date` is the one on the paper. `for_tenant`: the tenant
    sees it on their own page; the papers of a cost are the landlord's alone."""

    rent_paper_id: UUID
    lease_id: UUID | None
    expense_id: UUID | None
    paper_name: str
    date: datetime.date | None
    for_tenant: bool
    file_type: str
    file_size: int
    is_archived: bool
    created_time: datetime.datetime
    rev: int


class PaperChange(Schema):
    """Members left out stay as they are; `date` null takes it off."""

    paper_name: Annotated[str | None, Field(max_length=120, examples=["Agreement"])] = None
    date: datetime.date | None = None
    for_tenant: bool | None = None


class KeptPapersWanted(Schema):
    with_archived: Annotated[bool, Field(description="Also those that were put away.")] = False


router = Resource(
    singular="rent_paper", plural="rent_papers", row=RentPaper, tag="Leases",
    names={"name": "paper_name", "photo": "attachment"},
)  # fmt: skip
ONE = "/rent-papers/{uuid:rent_paper_id}"
OF_LEASE, OF_EXPENSE = (
    "/leases/{uuid:lease_id}/papers",
    "/property-expenses/{uuid:property_expense_id}/papers",
)
COSTS_READ: dict[str, Any] = {"scope": "property.read", "can": "totals.read"}


@router.rows(OF_LEASE, **READ)
def list_lease_papers(request: BookCall, lease_id: UUID, asked: Query[KeptPapersWanted]) -> Page:
    """Photos and PDFs kept with a lease, the oldest first."""
    lease_card(request.business.pk, lease_id)
    found = lease_papers(request.business.pk, [lease_id], with_put_away=asked.with_archived)
    return Page([said_of(one) for one in found], None, KEPT_MAX)


@router.create(OF_LEASE, **WRITE)
def add_lease_paper(request: BookCall, lease_id: UUID, attachment: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP) or a PDF, up to 10 MB, with a lease; it is called as the file is."""
    lease_card(request.business.pk, lease_id)
    done = operations.keep_lease_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=uuid7(), lease_id=lease_id,
        scan=read_scan(attachment, field="attachment"), name=_name_of(attachment), now=timezone.now(),
        dry_run=request.dry_run,
    )  # fmt: skip
    return said_of(done.paper)


@router.rows(OF_EXPENSE, **COSTS_READ)
def list_expense_papers(request: BookCall, property_expense_id: UUID, asked: Query[KeptPapersWanted]) -> Page:
    """Photos and PDFs of the bill behind a cost."""
    expense_of(request.business.pk, property_expense_id)
    found = expense_papers(request.business.pk, [property_expense_id], with_put_away=asked.with_archived)
    return Page([said_of(one) for one in found.get(property_expense_id, [])], None, KEPT_MAX)


@router.create(OF_EXPENSE, **WRITE)
def add_expense_paper(request: BookCall, property_expense_id: UUID, attachment: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP) or a PDF, up to 10 MB, with a cost; it is called as the file is."""
    expense_of(request.business.pk, property_expense_id)
    done = operations.keep_expense_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=uuid7(), expense_id=property_expense_id,
        scan=read_scan(attachment, field="attachment"), name=_name_of(attachment), now=timezone.now(),
        dry_run=request.dry_run,
    )  # fmt: skip
    return said_of(done.paper)


@router.one(ONE, **READ)
def get_rent_paper(request: BookCall, rent_paper_id: UUID) -> Row:
    """What a paper is called and kept with, also when it was put away."""
    return said_of(_seen(request, rent_paper_id))


@router.file(ONE + "/file", **READ, types=("image/jpeg", PDF))
def get_rent_paper_file(request: BookCall, rent_paper_id: UUID) -> HttpResponse:
    """The photo or PDF itself."""
    found = _seen(request, rent_paper_id)
    if not default_storage.exists(found.file):
        raise Http404
    return HttpResponse(default_storage.open(found.file).read(), content_type=found.content_type)


@router.change(ONE, **WRITE)
def change_rent_paper(request: BookCall, rent_paper_id: UUID, asked: PaperChange) -> Row:
    """Call it otherwise, date it, or let the tenant see it."""
    base, found = revision_of(request), _seen(request, rent_paper_id)
    done = operations.change_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=rent_paper_id, base_rev=base,
        name=found.name if asked.paper_name is None else asked.paper_name,
        day=asked.date if "date" in asked.model_fields_set else found.day,
        is_for_tenant=found.is_for_tenant if asked.for_tenant is None else asked.for_tenant, now=timezone.now(),
    )  # fmt: skip
    return said_of(done.paper)


@router.act(ONE + "/archive", **WRITE, revised=True)
def archive_rent_paper(request: BookCall, rent_paper_id: UUID) -> Row:
    """Put a paper away; it is kept, and the tenant sees it no more."""
    return _archived(request, rent_paper_id, is_archived=True)


@router.act(ONE + "/restore", **WRITE, revised=True)
def restore_rent_paper(request: BookCall, rent_paper_id: UUID) -> Row:
    """Bring a paper back that was put away."""
    return _archived(request, rent_paper_id, is_archived=False)


def _archived(request: BookCall, paper_id: UUID, *, is_archived: bool) -> Row:
    done = operations.archive_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=paper_id, base_rev=revision_of(request),
        is_archived=is_archived, now=timezone.now(),
    )  # fmt: skip
    return said_of(done.paper)


def _seen(request: BookCall, paper_id: UUID) -> PaperRow:
    """Raises RentUnknown: what a house cost is seen by those who see totals."""
    found = paper_of(request.business.pk, paper_id)
    if found.expense_id is not None and not is_granted(request.membership.standing, "totals.read"):
        raise RentUnknown
    return found


def _name_of(upload: UploadedFile) -> str:
    """What the file is called, without its ending."""
    name = (upload.name or "").rpartition(".")[0] or upload.name or ""
    return name[:120].strip() or "Paper"


def said_of(one: PaperRow) -> Row:
    return {
        "rent_paper_id": one.id, "lease_id": one.lease_id, "expense_id": one.expense_id, "paper_name": one.name,
        "date": one.day, "for_tenant": one.is_for_tenant, "file_type": one.content_type, "file_size": one.size,
        "is_archived": one.is_put_away, "created_time": one.kept_at, "rev": one.rev,
    }  # fmt: skip
