"""A trace id for every request: on each log line, in each event of the trail, and on the answer."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from django.http import HttpRequest, HttpResponse

HEADER = "X-Trace-Id"
TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")

log = structlog.get_logger("halkhata.request")
_current: ContextVar[str] = ContextVar("trace_id", default="")


def new_trace_id() -> str:
    """32 hexadecimal digits, as in the W3C Trace Context."""
    return secrets.token_hex(16)


def current_trace_id() -> str:
    """The trace id of the request or job that runs now; empty outside both."""
    return _current.get()


@contextmanager
def trace(trace_id: str) -> Iterator[str]:
    """Run a block under `trace_id`, or under a fresh one when it is empty: a job keeps its asker's."""
    trace_id = trace_id or new_trace_id()
    before = _current.set(trace_id)
    try:
        with structlog.contextvars.bound_contextvars(trace_id=trace_id):
            yield trace_id
    finally:
        _current.reset(before)


def trace_id_of(request: HttpRequest) -> str:
    """The caller's trace id when it sent a well-formed one, a fresh one otherwise."""
    match = TRACEPARENT.match(request.headers.get("traceparent", ""))
    if match and int(match[1], 16):
        return match[1]
    return new_trace_id()


def route_of(request: HttpRequest) -> str:
    """The pattern, never the address: an address may hold a name somebody searched for."""
    match = request.resolver_match
    return match.route if match else "unknown"


class TraceMiddleware:
    """Gives `request.trace_id` and writes one line for each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        with trace(trace_id_of(request)) as trace_id:
            request.trace_id = trace_id  # type: ignore[attr-defined]
            response = self.get_response(request)
            response[HEADER] = trace_id
            _write_line(request, response, milliseconds=(time.perf_counter() - started) * 1000)
        return response


def _write_line(request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
    if request.path.startswith(("/static/", "/livez", "/readyz")) and response.status_code < 400:
        return
    facts = {"method": request.method, "route": route_of(request), "status_code": response.status_code}
    membership = getattr(request, "membership", None)
    if membership is not None:
        facts |= {"business_id": str(membership.business_id), "user_id": str(membership.user_id)}
    write = log.error if response.status_code >= 500 else log.info
    write("request", **facts, milliseconds=round(milliseconds, 1))
