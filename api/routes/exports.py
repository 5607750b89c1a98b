"""Files to take along: what was made, making more, and letting one go; and forgetting somebody."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.jobs import Job, job_said
from api.routes.ledgers import today_of
from businesses.roles import is_granted
from core.ids import uuid7
from ledger.exports.packs import Wanted
from ledger.made_files import KEPT, KINDS
from ledger.operations import exports as operations
from ledger.operations.erasing import erase_party
from ledger.queries.downloads import Download, downloads
from ledger.queries.pages import CursorUnknown, cursor_of
from ledger.statements.ranges import DEFAULT


class Export(Answer):
    """A file that was made, or is being made. `name` is empty until it is there; read it at /jobs/{job_id}/file."""

    job_id: UUID
    title: str
    state: str
    name: str
    size: int
    made_by: str
    asked_time: datetime.datetime
    kept_until: datetime.date | None


class StatementsWanted(Schema):
    """Whose statements: everybody's, of who owes you (get), of whom you owe (give), or overdue; and as what."""

    who: Literal["all", "get", "give", "overdue"] = "get"
    form: Literal["pdf", "zip", "xlsx"] = "pdf"


class Erasing(Schema):
    """The name of the khata as it stands, to be sure."""

    party_name: Annotated[str, Field(max_length=200)]


class Erased(Answer):
    """`party_name` is what the khata is called from now on; the job takes out all the rest."""

    ledger_id: UUID
    party_name: str
    rev: int
    job_id: UUID


class Deleted(Answer):
    job_id: UUID


router = Resource(singular="export", plural="exports", row=Export, tag="Exports")


@router.rows("/exports", scope="export.read", can="totals.read", etag=False)
def list_exports(request: BookCall, asked: Query[Paging]) -> Page:
    """Files made in the last 7 days, and those being made, newest first; up to 100."""
    kinds = [kind for kind, can in KINDS.items() if is_granted(request.actor.role, can)]
    found = downloads(
        request.business.pk, kinds=kinds, person_id=request.actor.user_id, since=timezone.now() - KEPT
    )
    if asked.cursor is not None:
        found = _after(found, job_id=uuid_after(asked.cursor))
    rows = [_row(one) for one in found[: asked.per_page + 1]]
    return page_of(rows, paging=asked, cursor=lambda row: cursor_of(row["job_id"].hex))


def _after(found: list[Download], *, job_id: UUID) -> list[Download]:
    """What follows the file a cursor names. Raises CursorUnknown when it is not in the list, or no more."""
    for place, one in enumerate(found):
        if one.job_id == job_id:
            return found[place + 1 :]
    raise CursorUnknown


@router.act("/exports/statements", scope="export.read", can="totals.read", row=Job, singular="job")
def ask_for_statements(request: BookCall, asked: StatementsWanted, span: Query[Span]) -> Row:
    """Make the statements of many in the background; without days, of the last three months."""
    span.check()
    wanted = Wanted(
        who=asked.who, form=asked.form, range=DEFAULT, start=span.start,
        end=(span.end or today_of(request)) if span.start else None, language=get_language() or "en", digits="latn",
    )  # fmt: skip
    job_id = operations.ask_for_pack(
        business_id=request.business.pk, actor=request.actor, wanted=wanted, request_id=uuid7(),
        today=today_of(request), now=timezone.now(),
    )  # fmt: skip
    return job_said(request, job_id)


@router.act("/exports/book", scope="export.read", can="book.settings", row=Job, singular="job")
def ask_for_book(request: BookCall) -> Row:
    """Pack the whole book in the background: names, entries, accounts, journal, history and photos."""
    job_id = operations.ask_for_book(
        business_id=request.business.pk, actor=request.actor, request_id=uuid7(), now=timezone.now()
    )
    return job_said(request, job_id)


@router.remove("/exports/{uuid:job_id}", scope="export.read", can="totals.read", revised=False, row=Deleted)
def delete_export(request: BookCall, job_id: UUID) -> Row:
    """Delete a file that was made: your own, or anybody's when you keep the book's settings."""
    operations.delete_download(business_id=request.business.pk, actor=request.actor, job_id=job_id)
    return {"job_id": job_id}


@router.act(
    "/ledgers/{uuid:ledger_id}/export-jobs", scope="export.read", can="totals.read", row=Job, singular="job"
)
def ask_for_ledger(request: BookCall, ledger_id: UUID) -> Row:
    """Pack all that is kept about somebody in the background: card, entries, photos, history, statement."""
    job_id = operations.ask_for_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, request_id=uuid7(),
        language=get_language() or "en", digits="latn", now=timezone.now(),
    )  # fmt: skip
    return job_said(request, job_id)


@router.act(
    "/ledgers/{uuid:ledger_id}/erase",
    scope="people.manage",
    can="book.members",
    row=Erased,
    singular="erased",
)
def erase_ledger(request: BookCall, ledger_id: UUID, asked: Erasing) -> Row:
    """Forget somebody for good: name, number, notes and photos go, amounts stay. There is no way back."""
    done = erase_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, typed=asked.party_name,
        now=timezone.now(),
    )  # fmt: skip
    return {"ledger_id": done.party_id, "party_name": done.name, "rev": done.rev, "job_id": done.job_id}


def _row(one: Download) -> Row:
    return {
        "job_id": one.job_id,
        "title": one.title,
        "state": one.state,
        "name": one.name,
        "size": one.size,
        "made_by": one.made_by,
        "asked_time": one.asked_at,
        "kept_until": one.kept_until,
    }
