"""Photos and PDFs of an expense."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, UploadedFile

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.attachments import said_of
from api.routes.expenses import ONE as EXPENSE
from api.routes.expenses import READ, WRITE
from api.routes.ledgers import today_of
from api.routes.purchases import Attachment
from core.scans import PDF, read_scan
from invoicing.operations.files import attach_file, remove_file
from invoicing.queries.expenses import expense_of
from invoicing.queries.files import FILES_MAX, file_of, files_of

router = Resource(singular="document", plural="documents", row=Attachment, tag="Expenses")
ALL = EXPENSE + "/receipt"
ONE = ALL + "/{uuid:document_id}"


@router.rows(ALL, **READ)
def list_expense_receipts(request: BookCall, expense_id: UUID) -> Page:
    """The photos and PDFs of an expense."""
    expense_of(request.business.pk, expense_id, today=today_of(request))
    return Page([said_of(one) for one in files_of(request.business.pk, expense_id)], None, FILES_MAX)


@router.create(ALL, **WRITE)
def add_expense_receipt(request: BookCall, expense_id: UUID, receipt: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP) or a PDF, up to 10 MB, with an expense."""
    expense_of(request.business.pk, expense_id, today=today_of(request))
    scan, name = read_scan(receipt, field="receipt"), receipt.name or ""
    if request.dry_run:
        return {
            "document_id": None, "file_name": name[-120:], "file_type": scan.content_type, "file_size": len(scan.bytes),
        }  # fmt: skip
    kept = attach_file(
        business_id=request.business.pk, actor=request.actor, paper_id=expense_id, scan=scan, name=name,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(kept)


@router.file(ONE, types=("image/jpeg", PDF), **READ)
def get_expense_receipt(request: BookCall, expense_id: UUID, document_id: UUID) -> HttpResponse:
    """The file itself."""
    kept = file_of(request.business.pk, expense_id, document_id)
    return HttpResponse(default_storage.open(kept.file).read(), content_type=kept.content_type)


@router.remove(ONE, revised=False, **WRITE)
def delete_expense_receipt(request: BookCall, expense_id: UUID, document_id: UUID) -> Row:
    """Take a file off an expense."""
    kept = file_of(request.business.pk, expense_id, document_id)
    row = said_of(kept)
    remove_file(
        business_id=request.business.pk, actor=request.actor, paper_id=expense_id, file_id=document_id,
        now=timezone.now(),
    )  # fmt: skip
    return row
