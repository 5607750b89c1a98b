"""Where the files of papers lie, and how they go: in the folder of their paper, named by their content."""

import uuid
from collections.abc import Sequence
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction

from core.scans import Scan
from invoicing.models import PaperFile


def keep_file(business_id: uuid.UUID, paper_id: uuid.UUID, *, scan: Scan) -> str:
    """The file's name, once it is there; a crash may have left it there without its row."""
    name = f"books/{business_id}/papers/{paper_id}/{scan.digest}.{scan.ending}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(scan.bytes))


def drop_files(business_id: uuid.UUID, *, paper_ids: Sequence[uuid.UUID]) -> None:
    """All files of these papers, rows now and contents once that stands."""
    drop(PaperFile.objects.filter(business_id=business_id, paper_id__in=paper_ids))


def drop(rows: models.QuerySet[PaperFile]) -> None:
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
