"""Where the files of papers lie, and how they go: in the folder of their paper, named by their content."""

import uuid
from collections.abc import Sequence

from django.db import models

from core.kept_files import drop_later, keep
from core.scans import Scan
from invoicing.models import PaperFile


def keep_file(business_id: uuid.UUID, paper_id: uuid.UUID, *, scan: Scan) -> str:
    """The file's name, once it is there."""
    return keep(f"books/{business_id}/papers/{paper_id}/{scan.digest}.{scan.ending}", scan.bytes)


def drop_files(business_id: uuid.UUID, *, paper_ids: Sequence[uuid.UUID]) -> None:
    """All files of these papers, rows now and contents once that stands."""
    drop(PaperFile.objects.filter(business_id=business_id, paper_id__in=paper_ids))


def drop(rows: models.QuerySet[PaperFile]) -> None:
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    drop_later(names)
