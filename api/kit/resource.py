"""A resource in a few lines: the router that asks for token, scope and role, and wraps what the view gives back.

A view takes the request and its parameters and returns plain rows; docs/api/adding-a-resource.md shows one.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import HttpBearer

from api.kit.answers import Page, list_answer, list_model, single_answer, single_model
from api.kit.bodies import strict
from api.kit.caller import CallerRequest, caller_of, check_scope, enter_book, own_actor
from api.kit.endings import Ending
from api.kit.problems import STATUSES, Problem
from api.kit.refusals import FieldsRefused, RevisionNeeded
from api.kit.retries import once
from businesses.roles import GRANTS

View = Callable[..., Any]
FIELDS_LENGTH_MAX = 500
FIELDS = {
    "name": "fields", "in": "query", "required": False, "schema": {"type": "string", "maxLength": FIELDS_LENGTH_MAX},
    "description": "Members to give back, with commas between.",
}  # fmt: skip
DRY_RUN = {
    "name": "dry_run", "in": "query", "required": False, "schema": {"type": "boolean"},
    "description": "Check and answer as if, and write nothing.",
}  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "description": "The same call sent again within 24 hours is done once and answered alike.",
}  # fmt: skip
IF_MATCH = {
    "name": "If-Match", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": '^"?[0-9]{1,9}"?$'},
    "description": "The revision (`rev`) the change is made to; 412 when it is not the standing one.",
}  # fmt: skip
IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False,
    "schema": {"type": "string", "maxLength": 80, "pattern": "^[!-~]+$"},
    "description": "The ETag of the answer you hold; 304 while it stands.",
}  # fmt: skip
BOOK = {
    "name": "X-Business-Id", "in": "header", "required": False, "schema": {"type": "string", "format": "uuid"},
    "description": "The book the call is about, for a token of several books.",
}  # fmt: skip


BINARY = {"type": "string", "format": "binary"}
FILES = {"application/json": {"type": "object"}}


class _Refused(Schema):
    response: Problem


PROBLEMS = dict.fromkeys(STATUSES, _Refused)
"""As ninja keeps the models of an operation's answers. It would make one for each status of each operation."""


class Door(HttpBearer):
    """A good token with the scope; with `can`, in a book where its person's role is granted it."""

    openapi_name = "token"

    def __init__(self, *, scope: str, can: str) -> None:
        super().__init__()
        self.scope, self.can = scope, can

    def __call__(self, request: HttpRequest) -> bool:
        return self.open(request)

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        return self.open(request)

    def open(self, request: Any) -> bool:
        caller = caller_of(request)
        request.scope, request.actor = self.scope, own_actor(caller)
        check_scope(caller, self.scope)
        if self.can:
            enter_book(request, can=self.can)
        return True


class Resource(Router):
    """The operations of one kind of thing. `row` is the schema of one of them in answers.

    `names` are fields of pages that the bodies of this resource call otherwise, so that a problem names a member.
    """

    def __init__(
        self,
        *,
        singular: str,
        plural: str,
        row: type[Schema],
        tag: str,
        names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(tags=[tag])
        self.singular, self.plural, self.row, self.names = singular, plural, row, names or {}

    def rows(self, path: str, *, scope: str, can: str = "", etag: bool = True, plural: str = "",
             row: type[Schema] | None = None, extra: dict[str, Any] | None = None,
             streams: str = "") -> Callable[[View], View]:  # fmt: skip
        """GET that answers a list; the view returns a Page, or a stream of the content type `streams`."""
        name, item = plural or self.plural, row or self.row

        def wrap(request: Any, result: Page | StreamingHttpResponse) -> HttpResponseBase:
            if isinstance(result, StreamingHttpResponse):
                return result
            return list_answer(result, plural=name, fields=fields_of(request))

        def register(view: View) -> View:
            model = list_model(item, plural=name, name=model_name(view), extra=extra or {})
            read = _read(view, wrap, etag=etag and bool(can))
            streamed = {200: {"content": {streams: {"schema": {"type": "string"}}}}} if streams else None
            return self._add("GET", path, view, read, scope=scope, can=can, answers={200: model}, responses=streamed,
                             parameters=[FIELDS, *([IF_NONE_MATCH] if etag and can else [])])  # fmt: skip

        return register

    def one(self, path: str, *, scope: str, can: str = "", etag: bool = True, singular: str = "",
            row: Any = None) -> Callable[[View], View]:  # fmt: skip
        """GET that answers one; the view returns a row."""
        name, item = singular or self.singular, row or self.row

        def wrap(request: Any, result: Any) -> HttpResponse:
            return single_answer(result, singular=name, fields=fields_of(request))

        def register(view: View) -> View:
            model = single_model(item, singular=name, name=model_name(view))
            read = _read(view, wrap, etag=etag and bool(can))
            return self._add("GET", path, view, read, scope=scope, can=can, answers={200: model},
                             parameters=[FIELDS, *([IF_NONE_MATCH] if etag and can else [])])  # fmt: skip

        return register

    def file(self, path: str, *, scope: str, can: str, types: Sequence[str]) -> Callable[[View], View]:
        """GET that answers a file of one of the content types; the view returns the HttpResponse."""

        def register(view: View) -> View:
            read = _read(view, lambda _request, result: result, etag=False)
            content = {kind: {"schema": FILES.get(kind, BINARY)} for kind in types}
            extra = {200: {"description": "The file.", "content": content}}
            return self._add("GET", path, view, read, scope=scope, can=can, answers={200: None},
                             parameters=[], responses=extra)  # fmt: skip

        return register

    def create(self, path: str, *, scope: str, can: str = "", keyed: bool = True, row: Any = None,
               singular: str = "", revised: bool = False) -> Callable[[View], View]:  # fmt: skip
        """POST that makes one (201); `revised` where it is made to something at the revision of If-Match."""
        return self._write("POST", path, scope=scope, can=can, keyed=keyed, status=201, row=row,
                           singular=singular, revised=revised)  # fmt: skip

    def act(self, path: str, *, scope: str, can: str = "", row: Any = None, singular: str = "",
            revised: bool = False, keyed: bool = True) -> Callable[[View], View]:  # fmt: skip
        """POST that does something to one (200)."""
        return self._write("POST", path, scope=scope, can=can, status=200, row=row, singular=singular,
                           revised=revised, keyed=keyed)  # fmt: skip

    def change(self, path: str, *, scope: str, can: str = "", revised: bool = True,
               row: Any = None) -> Callable[[View], View]:  # fmt: skip
        """PATCH of one, at the revision of If-Match."""
        return self._write("PATCH", path, scope=scope, can=can, status=200, revised=revised, row=row)

    def remove(self, path: str, *, scope: str, can: str = "", revised: bool = True,
               row: Any = None) -> Callable[[View], View]:  # fmt: skip
        """DELETE of one; answers what it was."""
        return self._write("DELETE", path, scope=scope, can=can, status=200, revised=revised, row=row)

    def _write(self, method: str, path: str, *, scope: str, can: str, status: int, keyed: bool = True,
               revised: bool = False, row: Any = None, singular: str = "") -> Callable[[View], View]:  # fmt: skip
        name, item = singular or self.singular, row or self.row

        def wrap(request: Any, result: Any) -> HttpResponse:
            return single_answer(result, singular=name, fields=fields_of(request), status=status)

        def register(view: View) -> View:
            parameters = [DRY_RUN, FIELDS, *([KEY] if method == "POST" and keyed else [])]
            parameters += [IF_MATCH] if revised else []
            model = single_model(item, singular=name, name=model_name(view))
            write = _written(strict(view), wrap, keyed=keyed and method == "POST")
            return self._add(method, path, view, write, scope=scope, can=can, answers={status: model},
                             parameters=parameters)  # fmt: skip

        return register

    def _add(self, method: str, path: str, view: View, run: View, *, scope: str, can: str,
             answers: dict[Any, Any], parameters: list[dict[str, Any]],
             responses: dict[int, Any] | None = None) -> View:  # fmt: skip
        if can and can not in GRANTS:
            raise ValueError(f"No grant is called {can!r}.")
        run = _naming(run, self.names) if self.names else run
        ending = getattr(view, "ending", None)
        if ending is not None:
            run = _announced(run, ending)
        chosen = [BOOK] if can and "{uuid:business_id}" not in path else []
        extra: dict[str, Any] = {"parameters": [*parameters, *chosen]}
        extra |= {"x-scope": scope, "x-grant": can}
        if responses:
            extra["responses"] = responses
        self.add_api_operation(
            path, [method], run, auth=Door(scope=scope, can=can), response=answers, summary=_summary(view),
            openapi_extra=extra, operation_id=view.__name__, deprecated=ending is not None,
        )  # fmt: skip
        operations = self.path_operations[
            path.replace("{uuid:", "{uuidstr:")
        ].operations  # as ninja spells it
        operations[-1].response_models.update(PROBLEMS)
        return view


def _naming(run: View, names: Mapping[str, str]) -> View:
    @wraps(run)
    def naming(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.api_names = names
        return run(request, *args, **kwargs)

    return naming


def _announced(run: View, ending: Ending) -> View:
    @wraps(run)
    def announced(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.ending = ending
        return run(request, *args, **kwargs)

    return announced


def model_name(view: View) -> str:
    return "".join(part.title() for part in view.__name__.split("_")) + "Answer"


def _summary(view: View) -> str:
    return (view.__doc__ or view.__name__).strip().split("\n")[0].rstrip(".")


def fields_of(request: HttpRequest) -> list[str] | None:
    """The members asked for. Raises FieldsRefused."""
    asked = request.GET.get("fields")
    if asked is not None and len(asked) > FIELDS_LENGTH_MAX:
        raise FieldsRefused({"fields": [_("Name fewer members.")]})
    return [name.strip() for name in asked.split(",")] if asked else None


def dry_run_of(request: HttpRequest) -> bool:
    """Whether nothing is to be written. Raises FieldsRefused: a call meant as a trial must not write."""
    asked = request.GET.get("dry_run", "false").lower()
    if asked not in ("true", "1", "false", "0"):
        raise FieldsRefused({"dry_run": [_("Send true or false.")]})
    return asked in ("true", "1")


def revision_of(request: HttpRequest) -> int:
    """The revision in If-Match. Raises RevisionNeeded."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RevisionNeeded
    return int(text)


def _read(view: View, wrap: Callable[[Any, Any], HttpResponseBase], *, etag: bool) -> View:
    @wraps(view)
    def read(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = _tag(request) if etag else ""
        if tag and request.headers.get("If-None-Match") in (tag, "*"):
            response: HttpResponseBase = HttpResponse(status=304)
        else:
            response = wrap(request, view(request, *args, **kwargs))
        if tag:
            response["ETag"] = tag
        return response

    return read


def _tag(request: Any) -> str:
    """Names what this caller would read: the book's seq, what the person may do, the day and the address."""
    book = request.business
    day = timezone.now().astimezone(ZoneInfo(book.timezone)).date()
    language = request.headers.get("Accept-Language", "")
    said = f"{book.epoch} {book.seq} {request.membership.standing} {day} {language} {request.get_full_path()}"
    return f'W/"{book.seq}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"'


def _written(view: View, wrap: Callable[[Any, Any], HttpResponse], *, keyed: bool) -> View:
    @wraps(view)
    def write(request: CallerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.dry_run = dry_run_of(request)
        fields_of(request)

        def work() -> HttpResponse:
            return wrap(request, view(request, *args, **kwargs))

        if request.dry_run:
            with transaction.atomic():
                response = work()
                transaction.set_rollback(True)
            response["Dry-Run"] = "true"
            return response
        return once(request, caller_id=request.caller.id, work=work) if keyed else work()

    return write
