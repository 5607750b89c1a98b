"""Photos and PDFs of bills."""

import uuid

from invoicing.models import PaperFile
from invoicing.refusals import PaperUnknown

FILES_MAX = 10


def files_of(business_id: uuid.UUID, paper_id: uuid.UUID) -> tuple[PaperFile, ...]:
    """The oldest first."""
    own = PaperFile.objects.filter(business_id=business_id, paper_id=paper_id)
    return tuple(own.order_by("created_at", "id")[:FILES_MAX])


def file_of(business_id: uuid.UUID, paper_id: uuid.UUID, file_id: uuid.UUID) -> PaperFile:
    """Raises PaperUnknown."""
    found = PaperFile.objects.filter(business_id=business_id, paper_id=paper_id, id=file_id).first()
    if found is None:
        raise PaperUnknown
    return found
