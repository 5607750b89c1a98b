"""Where the person is signed in, with programs and browsers, and ending that."""

import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.operations.devices import sign_out_device, sign_out_others
from api.queries.devices import DeviceRow, device_row, device_rows
from api.refusals import TokenUnknown
from ledger.queries.pages import cursor_of


class Device(Answer):
    """`scopes` of a program; empty for a browser, which does all its person may do."""

    device_id: UUID
    type: Literal["program", "browser"]
    name: str
    scopes: list[str]
    is_current: bool
    created_time: datetime.datetime
    last_used_time: datetime.datetime


class OthersSignedOut(Answer):
    signed_out: int


router = Resource(singular="device", plural="devices", row=Device, tag="Tokens and devices")


@router.rows("/devices", scope="token.manage")
def list_devices(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Devices that are signed in, the latest sign-in first."""
    before = uuid_after(paging.cursor) if paging.cursor else None
    found = device_rows(
        user_id=request.caller.user_id, current=request.caller.id, before=before, limit=paging.per_page + 1,
        now=timezone.now(),
    )  # fmt: skip
    rows = [said_of(row) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["device_id"].hex))


@router.remove("/devices/{uuid:device_id}", scope="token.manage", revised=False)
def revoke_device(request: CallerRequest, device_id: UUID) -> Row:
    """Sign a device out."""
    user_id, now = request.caller.user_id, timezone.now()
    found = device_row(user_id=user_id, device_id=device_id, current=request.caller.id, now=now)
    if found is None:
        raise TokenUnknown
    sign_out_device(user_id=user_id, actor=request.actor, device_id=device_id, now=now)
    return said_of(found)


@router.act("/devices/sign-out-others", scope="token.manage", row=OthersSignedOut, singular="devices")
def sign_out_other_devices(request: CallerRequest) -> Row:
    """Sign out everywhere but here. Personal tokens stay."""
    caller = request.caller
    ended = sign_out_others(user_id=caller.user_id, actor=request.actor, keep=[caller.id], now=timezone.now())
    return {"signed_out": ended}


def said_of(row: DeviceRow) -> Row:
    return {
        "device_id": row.id,
        "type": row.kind,
        "name": row.name,
        "scopes": row.scopes,
        "is_current": row.is_current,
        "created_time": row.created_at,
        "last_used_time": row.seen_at,
    }
