"""The person's devices: where programs signed in, and ending that."""

import datetime
from uuid import UUID

from django.utils import timezone
from ninja import Query

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.models import DeviceSession
from api.operations.sessions import revoke_session
from api.refusals import TokenUnknown
from ledger.queries.pages import cursor_of

FIELDS = ("pk", "device__label", "scopes", "created_at", "seen_at")


class Device(Answer):
    device_id: UUID
    name: str
    scopes: list[str]
    is_current: bool
    created_time: datetime.datetime
    last_used_time: datetime.datetime


router = Resource(singular="device", plural="devices", row=Device, tag="Tokens and devices")


@router.rows("/devices", scope="token.manage")
def list_devices(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Devices that are signed in."""
    mine = DeviceSession.objects.filter(user_id=request.caller.user_id, revoked_at=None)
    if paging.cursor:
        mine = mine.filter(pk__lt=uuid_after(paging.cursor))
    found = mine.order_by("-pk").values(*FIELDS)[: paging.per_page + 1]
    rows = [said_of(row, request=request) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["device_id"].hex))


@router.remove("/devices/{uuid:device_id}", scope="token.manage", revised=False)
def revoke_device(request: CallerRequest, device_id: UUID) -> Row:
    """Sign a device out."""
    mine = DeviceSession.objects.filter(pk=device_id, user_id=request.caller.user_id, revoked_at=None)
    found = mine.values(*FIELDS).first()
    if found is None:
        raise TokenUnknown
    revoke_session(
        user_id=request.caller.user_id, actor=request.actor, session_id=device_id, now=timezone.now()
    )
    return said_of(found, request=request)


def said_of(row: Row, *, request: CallerRequest) -> Row:
    return {
        "device_id": row["pk"],
        "name": row["device__label"],
        "scopes": row["scopes"],
        "is_current": row["pk"] == request.caller.id,
        "created_time": row["created_at"],
        "last_used_time": row["seen_at"],
    }
