"""Photos and PDFs of a vendor's bill."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, UploadedFile

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.purchases import Attachment
from core.scans import PDF, read_scan
from invoicing.models import PaperFile
from invoicing.operations.files import attach_file, remove_file
from invoicing.queries.files import FILES_MAX, file_of, files_of
from invoicing.queries.purchases import purchase_of

router = Resource(singular="document", plural="documents", row=Attachment, tag="Bills")
ALL = "/bills/{uuid:bill_id}/attachment"
ONE = ALL + "/{uuid:document_id}"


@router.rows(ALL, scope="invoice.read", can="sales.read")
def list_bill_attachments(request: BookCall, bill_id: UUID) -> Page:
    """The photos and PDFs of a bill."""
    purchase_of(request.business.pk, bill_id)
    return Page([said_of(one) for one in files_of(request.business.pk, bill_id)], None, FILES_MAX)


@router.create(ALL, scope="invoice.write", can="sales.write")
def add_bill_attachment(request: BookCall, bill_id: UUID, attachment: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP) or a PDF, up to 10 MB, with a bill, a draft too."""
    purchase_of(request.business.pk, bill_id)
    scan, name = read_scan(attachment, field="attachment"), attachment.name or ""
    if request.dry_run:
        return {
            "document_id": None, "file_name": name[-120:], "file_type": scan.content_type, "file_size": len(scan.bytes),
        }  # fmt: skip
    kept = attach_file(
        business_id=request.business.pk, actor=request.actor, paper_id=bill_id, scan=scan, name=name,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(kept)


@router.file(ONE, scope="invoice.read", can="sales.read", types=("image/jpeg", PDF))
def get_bill_attachment(request: BookCall, bill_id: UUID, document_id: UUID) -> HttpResponse:
    """The file itself."""
    kept = file_of(request.business.pk, bill_id, document_id)
    return HttpResponse(default_storage.open(kept.file).read(), content_type=kept.content_type)


@router.remove(ONE, scope="invoice.write", can="sales.write", revised=False)
def delete_bill_attachment(request: BookCall, bill_id: UUID, document_id: UUID) -> Row:
    """Take a file off a bill."""
    kept = file_of(request.business.pk, bill_id, document_id)
    row = said_of(kept)
    remove_file(
        business_id=request.business.pk,
        actor=request.actor,
        paper_id=bill_id,
        file_id=document_id,
        now=timezone.now(),
    )
    return row


def said_of(kept: PaperFile) -> Row:
    return {
        "document_id": kept.pk, "file_name": kept.name, "file_type": kept.content_type, "file_size": kept.size,
    }  # fmt: skip
