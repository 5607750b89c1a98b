"""What is kept of a person at the doors of the API: tokens by their names, sign-ins of programs, calls."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.models import AccessRow, DeviceSession, Token, TokenKind

ROWS_MAX = 50_000
Rows = Sequence[Mapping[str, object]]


def tokens(user_id: UUID) -> Rows:
    found = Token.objects.filter(user_id=user_id, kind=TokenKind.PERSONAL).order_by("created_at", "id")
    return list(found.values("name", "shown", "scopes", "created_at", "expires_at", "used_at", "revoked_at"))


def programs(user_id: UUID) -> Rows:
    found = DeviceSession.objects.filter(user_id=user_id).order_by("created_at", "id")
    return list(found.values("device_id", "scopes", "created_at", "seen_at", "revoked_at"))


def calls(user_id: UUID) -> Rows:
    found = AccessRow.objects.filter(user_id=user_id).order_by("-id")
    return list(
        found.values("at", "business_id", "method", "route", "scope", "status", "trace_id")[:ROWS_MAX]
    )
