"""Whatever staff look at is written down: who, what, of which book, how many rows."""

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.models import AccessRow

KIND = "staff"
"""Of a row in the log of calls, where programs have the kind of their token."""


def log_read(
    request: HttpRequest,
    response: HttpResponseBase,
    *,
    business_id: UUID | None,
    visit_id: UUID | None,
    started: datetime.datetime,
    ended: datetime.datetime,
) -> None:
    """One row of the log that owners see of their book; of pages about no book, for the operators alone."""
    match = request.resolver_match
    AccessRow.objects.create(
        at=started, business_id=business_id, user_id=request.user.pk, caller_id=visit_id, kind=KIND,
        method=(request.method or "")[:8], route=(match.route if match else "")[:120], path=request.path[:200],
        status=response.status_code, records=_records(response), trace_id=getattr(request, "trace_id", "")[:32],
        milliseconds=int((ended - started).total_seconds() * 1000),
    )  # fmt: skip


def _records(response: Any) -> int:
    """How many rows of the database the page showed."""
    context = getattr(response, "context_data", None) or {}
    if "cl" in context:
        return len(context["cl"].result_list)
    return 1 if "original" in context else 0
