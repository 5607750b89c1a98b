"""The log of calls: one row each, whatever came of it."""

import datetime
import logging
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse

from api.kit.limits import light_write
from api.models import AccessRow
from core.sql import bind_all

logger = logging.getLogger(__name__)

COLUMNS = (
    "at, business_id, user_id, caller_id, kind, scope, method, route, path, status, error, records, trace_id,"
    " milliseconds"
)
KEPT = datetime.timedelta(days=366)
PURGED_AT_ONCE = 2_000


def log_call(request: Any, response: HttpResponse, *, at: datetime.datetime, milliseconds: int) -> None:
    """Write one row for a call of somebody with a good token. What was done is told even when this fails."""
    caller, book = getattr(request, "caller", None), getattr(request, "business", None)
    if caller is None or response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return
    match = request.resolver_match
    values = [
        at, book.pk if book else None, caller.user_id, caller.id, caller.kind, getattr(request, "scope", ""),
        request.method[:8], (match.route if match else "")[:120], request.path[:200], response.status_code,
        getattr(response, "error_slug", ""), getattr(response, "records", 0), caller.trace_id[:32], milliseconds,
    ]  # fmt: skip
    marks = ", ".join(["%s"] * len(values))
    try:
        with light_write(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO api_accessrow ({COLUMNS}) VALUES ({marks})", bind_all(values))
    except (OperationalError, InterfaceError):
        logger.exception("A call could not be written into the log of calls", extra={"path": request.path})


def purge_log(*, now: datetime.datetime) -> int:
    """Delete rows past their year, PURGED_AT_ONCE at most."""
    old = (
        AccessRow.objects.filter(at__lt=now - KEPT)
        .order_by("id")
        .values_list("id", flat=True)[:PURGED_AT_ONCE]
    )
    deleted, _by_model = AccessRow.objects.filter(id__in=list(old)).delete()
    return deleted
