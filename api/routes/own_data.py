"""A person's own data: taking it along, and taking the account away. No app of others is given the scope."""

import datetime
from typing import Annotated
from uuid import UUID

from django.http import FileResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.models import TokenKind
from api.refusals import DeviceNeeded, JobUnknown
from businesses.operations.leaving import erase_account
from core.ids import uuid7
from ledger.exports.own import KIND, ask_for_own, own_file
from ledger.made_files import KEPT
from ledger.queries.downloads import Download, downloads
from ledger.queries.pages import cursor_of
from ledger.statements.names import disposition

EXPORTS = "/me/exports"
ZIP = "application/zip"


class OwnExport(Answer):
    """All that is kept about your account, as a ZIP. `name` is empty until it is there."""

    export_id: UUID
    state: str
    name: str
    size: int
    asked_time: datetime.datetime
    kept_until: datetime.date | None


class AccountErasing(Schema):
    """The number or address you sign in with, to be sure."""

    mobile_or_email: Annotated[str, Field(min_length=1, max_length=254, examples=["+919830012345"])]


class ErasedAccount(Answer):
    """`books` is how many you were taken out of."""

    user_id: UUID
    books: int


router = Resource(
    singular="export", plural="exports", row=OwnExport, tag="Tokens and devices",
    names={"typed": "mobile_or_email"},
)  # fmt: skip


@router.rows(EXPORTS, scope="profile.manage", etag=False)
def list_my_exports(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Your own data, packed in the last 7 days or being packed, newest first."""
    before = uuid_after(paging.cursor) if paging.cursor else None
    found = [_said(one) for one in _made(request.caller.user_id) if before is None or one.job_id < before]
    rows = sorted(found, key=lambda row: row["export_id"], reverse=True)[: paging.per_page + 1]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["export_id"].hex))


@router.act(EXPORTS, scope="profile.manage")
def ask_for_my_data(request: CallerRequest) -> Row:
    """Have all that is kept about your account packed in the background."""
    user_id = request.caller.user_id
    job_id = ask_for_own(user_id=user_id, actor=request.actor, request_id=uuid7(), now=timezone.now())
    return next(_said(one) for one in _made(user_id) if one.job_id == job_id)


@router.file(EXPORTS + "/{uuid:export_id}/file", scope="profile.manage", can="", types=[ZIP])
def get_my_data_file(request: CallerRequest, export_id: UUID) -> FileResponse:
    """The file, once it is there. It is kept 7 days."""
    kept = own_file(user_id=request.caller.user_id, job_id=export_id)
    if kept is None:
        raise JobUnknown
    response = FileResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = disposition(kept.name)
    return response


@router.act("/me/erase", scope="profile.manage", row=ErasedAccount, singular="erased", keyed=False)
def erase_me(request: CallerRequest, asked: AccountErasing) -> Row:
    """Take your account away for good; what you wrote in books stays, nameless. Only a device's own token may."""
    if request.caller.kind != TokenKind.DEVICE:
        raise DeviceNeeded
    user_id = request.caller.user_id
    left = erase_account(
        user_id=user_id, actor=request.actor, typed=asked.mobile_or_email, now=timezone.now()
    )
    return {"user_id": user_id, "books": left.books}


def _made(user_id: UUID) -> list[Download]:
    return downloads(None, kinds=[KIND], person_id=user_id, since=timezone.now() - KEPT, only_own=True)


def _said(one: Download) -> Row:
    return {
        "export_id": one.job_id, "state": one.state, "name": one.name, "size": one.size,
        "asked_time": one.asked_at, "kept_until": one.kept_until,
    }  # fmt: skip
