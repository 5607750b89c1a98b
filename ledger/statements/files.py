"""Statements too long to be drawn while somebody waits: a job draws them, and the file is kept for a week."""

import datetime
import uuid
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy

from audit.jobs import JobRun, enqueue, job_kind
from core.periods import Period
from ledger.made_files import KINDS, address_of, keep
from ledger.queries.statements import statement
from ledger.statements.names import file_name
from ledger.statements.pdf import pdf

KIND = "statement.pdf"
KINDS[KIND] = "totals.read"
INLINE_ROWS_MAX = 300
"""A longer PDF takes more than a few seconds."""


def ask_for_pdf(
    *, business_id: UUID, person_id: UUID, request_id: UUID, party_id: UUID, period: Period, language: str,
    digits: str, now: datetime.datetime,
) -> UUID:  # fmt: skip
    """The job that draws the PDF. The same `request_id` sent twice gets the same job."""
    arguments = {
        "party_id": str(party_id), "start": period.start.isoformat(), "end": period.end.isoformat(),
        "language": language, "digits": digits, "made_at": now.isoformat(),
    }  # fmt: skip
    with transaction.atomic():
        job = enqueue(
            kind=KIND, business_id=business_id, asked_by_id=person_id, arguments=arguments, now=now,
            key=f"{KIND}:{request_id}",
        )  # fmt: skip
    return job.id


@job_kind(
    KIND,
    title=gettext_lazy("Statement as PDF"),
    can=KINDS[KIND],
    result_url=address_of,
    result_link=gettext_lazy("Open the PDF"),
    result_template="ledger/_statement_file.html",
    lease_seconds=180,
)
def make_pdf(run: JobRun) -> dict[str, Any]:
    """Draw the statement and keep the file. Run twice, it leaves the same file."""
    said = run.arguments
    found = statement(
        business_id=_book_of(run),
        party_id=UUID(said["party_id"]),
        start=datetime.date.fromisoformat(said["start"]),
        end=datetime.date.fromisoformat(said["end"]),
        made_at=datetime.datetime.fromisoformat(said["made_at"]),
    )
    total = len(found.rows)

    def tell(rows: int) -> None:
        run.progress(rows, total)

    drawn = pdf(found, language=said["language"], digits=said["digits"], progress=tell)
    made = keep(run, owner_id=_book_of(run), name=file_name(found, kind="pdf"), content=ContentFile(drawn))
    run.progress(total, total)
    return made


def _book_of(run: JobRun) -> uuid.UUID:
    if run.business_id is None:
        raise ValueError("A statement belongs to a book.")
    return run.business_id
