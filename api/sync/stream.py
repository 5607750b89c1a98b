"""A first sync in one answer: a line of JSON a row, made a page at a time, so that no book is too long."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from api.kit.texts import to_json
from api.sync.cursors import sync_cursor
from api.sync.records import change_said
from businesses.models import Business
from ledger.queries.changes import changes, count_changes

NDJSON = "application/x-ndjson"
PAGE = 500


def wants_stream(request: HttpRequest, *, asked: bool) -> bool:
    return asked or NDJSON in request.headers.get("Accept", "")


def streamed(book: Business, *, after: int) -> StreamingHttpResponse:
    """Every change after a number. Each page ends with a line that holds a cursor; the last line says `end`."""
    response = StreamingHttpResponse(_lines(book, after=after), content_type=NDJSON)
    response.records = count_changes(book.pk, after=after)  # type: ignore[attr-defined]
    patch_vary_headers(response, ["Accept"])
    return response


def _lines(book: Business, *, after: int) -> Iterator[bytes]:
    """Up to what stood when the call came; what changes meanwhile is for the next call."""
    sent = 0
    while True:
        page = changes(book.pk, after=after, limit=PAGE)
        if str(page.epoch) != str(book.epoch):
            return
        after, sent = page.seq, sent + len(page.rows)
        is_last = not page.has_more or page.seq >= book.seq
        end: dict[str, Any] = {
            "kind": "end" if is_last else "cursor",
            "sync_cursor": sync_cursor(page.epoch, page.seq),
            "has_more": page.has_more,
            "count": sent,
        }
        yield b"".join(to_json(row) + b"\n" for row in (*map(change_said, page.rows), end))
        if is_last:
            return
