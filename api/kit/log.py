"""The log of calls: one row each, whatever came of it."""

import atexit
import datetime
import logging
import threading
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse

from api.kit.limits import light_write
from api.models import AccessRow
from audit.retention import kept
from core import walls
from core.sql import bind_all

Row = list[Any]
logger = logging.getLogger(__name__)

COLUMNS = (
    "at, business_id, user_id, caller_id, kind, scope, method, route, path, status, error, records, trace_id,"
    " milliseconds"
)
WIDTH = COLUMNS.count(",") + 1
AT_ONCE = 200
PURGED_AT_ONCE = 2_000


def log_call(request: Any, response: HttpResponse, *, at: datetime.datetime, milliseconds: int) -> None:
    """Write one row for a call of somebody with a good token; reads wait a second for others to be written with."""
    caller, book = getattr(request, "caller", None), getattr(request, "business", None)
    if caller is None or response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return
    match = request.resolver_match
    row = [
        at, book.pk if book else None, caller.user_id, caller.id, caller.kind, getattr(request, "scope", ""),
        request.method[:8], (match.route if match else "")[:120], request.path[:200], response.status_code,
        getattr(response, "error_slug", ""), getattr(response, "records", 0), caller.trace_id[:32], milliseconds,
    ]  # fmt: skip
    is_read = request.method in ("GET", "HEAD") and response.status_code < HTTPStatus.BAD_REQUEST
    if is_read and settings.ACCESS_LOG_SECONDS:
        _waiting.put(row)
    else:
        write_rows([row])


def write_rows(rows: list[Row]) -> None:
    """What was done is told even when this fails."""
    marks = ", ".join(["(" + ", ".join(["%s"] * WIDTH) + ")"] * len(rows))
    values = bind_all([value for row in rows for value in row])
    try:
        with walls.everything(), light_write(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO api_accessrow ({COLUMNS}) VALUES {marks}", values)
    except (OperationalError, InterfaceError):
        logger.exception("Calls could not be written into the log of calls", extra={"rows": len(rows)})


class Waiting:
    """Reads of the last second, in the order they came; a thread writes them, or whoever fills the batch."""

    def __init__(self) -> None:
        self._guard, self._rows = threading.Lock(), list[Row]()

    def put(self, row: Row) -> None:
        with self._guard:
            self._rows.append(row)
            count = len(self._rows)
        if count >= AT_ONCE:
            self.write()
        elif count == 1:
            timer = threading.Timer(settings.ACCESS_LOG_SECONDS, self._write_and_close)
            timer.daemon = True
            timer.start()

    def write(self) -> None:
        with self._guard:
            rows, self._rows = self._rows, []
        if rows:
            write_rows(rows)

    def _write_and_close(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


_waiting = Waiting()
atexit.register(_waiting.write)


def purge_log(*, now: datetime.datetime) -> int:
    """Delete rows past their year, PURGED_AT_ONCE at most."""
    old = (
        AccessRow.objects.filter(at__lt=now - kept("calls"))
        .order_by("id")
        .values_list("id", flat=True)[:PURGED_AT_ONCE]
    )
    deleted, _by_model = AccessRow.objects.filter(id__in=list(old)).delete()
    return deleted
