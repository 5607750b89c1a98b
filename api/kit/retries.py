"""One effect for many copies of a call: the Idempotency-Key and its answer stand in the write's own transaction."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from api.kit.limits import WAIT_SECONDS, wait_on_sqlite
from api.kit.refusals import KeyBusy, KeyReused, KeyUnreadable
from api.models import KeptAnswer
from core.sql import bind
from ledger.refusals import PersonErased

KEPT = datetime.timedelta(hours=24)
READABLE = re.compile("[!-~]{1,128}")
LOCK_NOT_AVAILABLE = "55P03"


def once(request: HttpRequest, *, caller_id: UUID, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer by `work`, or by what it answered to this caller's key before.

    Without a key `work` just runs. A copy on its way is waited for. Raises KeyReused, KeyBusy, KeyUnreadable,
    PersonErased, and whatever `work` raises: nothing is kept of a refusal.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not READABLE.fullmatch(key):
        raise KeyUnreadable
    asked, now = _hash(request), timezone.now()
    with _patient(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        if _claim(caller_id=caller_id, key=key, asked=asked, now=now):
            response = work()
            KeptAnswer.objects.filter(caller_id=caller_id, key=key).update(
                status=response.status_code, body=response.content
            )
            return response
        kept = KeptAnswer.objects.get(caller_id=caller_id, key=key)
    if bytes(kept.request_hash) != asked:
        raise KeyReused
    if not kept.body:
        raise PersonErased  # the person it was about was erased since
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def _claim(*, caller_id: UUID, key: str, asked: bytes, now: datetime.datetime) -> bool:
    """Take the key for this transaction; False when it is taken. An answer past its day gives way."""
    KeptAnswer.objects.filter(caller_id=caller_id, key=key, at__lt=now - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_keptanswer (caller_id, key, request_hash, status, body, at)"
            " VALUES (%s, %s, %s, 0, %s, %s) ON CONFLICT (caller_id, key) DO NOTHING",
            [bind(caller_id), key, asked, b"", bind(now)],
        )
        return cursor.rowcount == 1


@contextmanager
def _patient() -> Iterator[None]:
    """Give a copy of the call that is being worked on WAIT_SECONDS, then give up with KeyBusy."""
    before = wait_on_sqlite(WAIT_SECONDS)
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE or "locked" in str(error):
            raise KeyBusy from error
        raise
    finally:
        wait_on_sqlite(before)


def _hash(request: HttpRequest) -> bytes:
    parts = [request.method or "", request.get_full_path(), request.headers.get("X-Business-Id", "")]
    parts.append(request.headers.get("If-Match", ""))
    said = hashlib.sha256("\n".join(parts).encode() + b"\n")
    if request.content_type != "multipart/form-data":
        said.update(request.body)
        return said.digest()
    # The parser has read the body by now; the line between its parts would differ from copy to copy anyway.
    for name, values in sorted(request.POST.lists()):
        said.update(repr((name, values)).encode())
    for name, file in sorted((name, file) for name, files in request.FILES.lists() for file in files):
        said.update(repr((name, file.name, file.content_type, file.size)).encode())
        for chunk in file.chunks():
            said.update(chunk)
        file.seek(0)
    return said.digest()
