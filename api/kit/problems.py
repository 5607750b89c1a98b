"""Refusals as application/problem+json (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ConfigDict

from api.kit.catalogue import number_of
from api.kit.refusals import BodyUnreadable, Broken, Busy, FieldsRefused, LimitReached, NotFound
from api.kit.texts import to_json
from core.refusals import Refusal

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
STATUSES = frozenset({400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 428, 429, 503})

API_NAMES = {"day": "date", "due_on": "due_date", "ends_on": "expires_time", "books": "business_ids"}
"""Fields of pages that the API calls otherwise."""


class Problem(Schema):
    """What went wrong, for programs (`error`, `code`) and for people (`message`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/api/v1/errors#period_locked", "title": "Unprocessable Entity", "status": 422,
                "detail": "The book is closed until 31 Mar 2026. Choose a later day, or ask the owner to open it.",
                "code": 4222, "error": "period_locked",
                "message": "The book is closed until 31 Mar 2026. Choose a later day, or ask the owner to open it.",
                "errors": {"date": ["The book is closed until 31 Mar 2026."]},
                "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
            }
        }
    )  # fmt: skip

    type: str
    title: str
    status: int
    detail: str
    code: int
    error: str
    message: str
    errors: dict[str, list[str]]
    trace_id: str


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a refusal, with its slug for the log of calls."""
    names = getattr(request, "api_names", {})
    said: dict[str, Any] = said_of(refusal, names=names) | {"trace_id": getattr(request, "trace_id", "")}
    said |= getattr(refusal, "members", {})
    response = HttpResponse(to_json(said), status=refusal.status, content_type=CONTENT_TYPE)
    response.error_slug = refusal.slug  # type: ignore[attr-defined]
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="halkhata"'
    wait = getattr(refusal, "wait", None)
    if isinstance(refusal, LimitReached):
        response["Retry-After"] = str(request.count.seconds)  # type: ignore[attr-defined]
    elif wait is not None:
        response["Retry-After"] = str(max(int(wait.total_seconds()), 1))
    return response


def said_of(refusal: Refusal, *, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A refusal's members but its trace id; also the result of one document of a bulk call.

    `names` are the resource's own besides API_NAMES.
    """
    if isinstance(refusal, FieldsRefused):
        errors = refusal.errors
    else:
        field = (names or {}).get(refusal.field) or API_NAMES.get(refusal.field, refusal.field)
        errors = {field: [refusal.message]} if field else {}
    return {
        "type": f"/api/v1/errors#{refusal.slug}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.message,
        "code": number_of(refusal.slug),
        "error": refusal.slug,
        "message": refusal.message,
        "errors": errors,
    }


def fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, refused_fields(error))


def refused_fields(error: ValidationError) -> Refusal:
    """Pydantic's complaints, one list of sentences a field."""
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        where = [
            str(part)
            for part in one["loc"]
            if part not in ("body", "query", "path", "form", "file", "header")
        ]
        name = ".".join(where[1:] if len(where) > 1 and where[0] in ("payload", "asked") else where) or "body"
        sentence = str(one["msg"]).removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            sentence = _("A call of this kind has no member of this name.")
        errors.setdefault(name[:80], []).append(sentence[:300])
    return FieldsRefused(errors)


def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The database did not answer a call of the API", exc_info=error)
    return problem(request, Busy())


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("A call of the API broke", exc_info=error)
    if settings.DEBUG_PROPAGATE_EXCEPTIONS:
        raise error
    return problem(request, Broken())


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja raises this when the parser could not read the body."""
    return problem(request, BodyUnreadable() if error.status_code == HTTPStatus.BAD_REQUEST else Broken())


def absent(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, NotFound())
