"""Version 1 of the API: its resources, and the description of all of them."""

import re
from collections.abc import Callable
from copy import deepcopy
from functools import cached_property
from http import HTTPStatus
from importlib import import_module
from typing import Any, cast

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic.json_schema import JsonSchemaMode

from api.guide.console import Console
from api.guide.describe import ABOUT, describe
from api.kit import problems
from api.kit.door import TokenAccess, guarded
from api.kit.refusals import NotFound
from api.kit.schemas import settle
from api.kit.texts import JsonParser
from businesses.access import Access
from core.refusals import Refusal

RESOURCES = (
    "auth", "businesses", "members", "invitations", "branches", "registrations", "ledgers", "many_ledgers", "entries",
    "photos", "contacts", "accounts",
    "vouchers", "opening_balances", "journals", "statements", "transactions", "imports", "jobs", "history",
    "access", "devices", "tokens", "me", "own_data", "sign_ins", "offers",
    "sync", "trash", "since", "periods", "corrections", "taxes", "number_series", "calculations",
    "exports", "items", "item_images",
    "inventory", "estimates", "invoices", "invoice_links", "paper_mails", "recurring_invoices", "credit_notes",
    "debit_notes", "delivery_challans", "payments", "advances",
    "bills", "attachments", "vendor_credits", "expenses", "receipts", "reverse_charge",
    "properties", "units", "leases", "rent_dues", "rent_invoices", "rent_payments", "cheques", "deposits",
    "property_expenses", "rent_reports", "meters", "split_bills", "property_imports", "rent_papers",
    "rent_claims", "tenant_pages", "tenant_messages",
)  # fmt: skip
"""Modules of api.routes, each with a `router`; further apps of the API add theirs in EXTRA."""
EXTRA: tuple[str, ...] = ("api.webhooks.routes", "api.oauth.routes")
"""Full names of further modules with a `router`."""


class Description(OpenAPISchema):
    """ninja's, which would let the second of two schemas of one name take the place of the first.

    It would also work out a problem anew for each status of each operation: most of what a process does to start.
    """

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        self.worked_out: dict[Any, tuple[dict[str, Any], bool]] = {}
        super().__init__(api, path_prefix)

    def _create_schema_from_model(
        self,
        model: Any,
        by_alias: bool = True,
        remove_level: bool = True,
        mode: JsonSchemaMode = "validation",
    ) -> tuple[dict[str, Any], bool]:
        fields = getattr(model, "model_fields", {})
        answer = fields["response"].annotation if list(fields) == ["response"] else model
        asked = (answer, by_alias, remove_level, mode)
        if asked not in self.worked_out:
            self.worked_out[asked] = super()._create_schema_from_model(model, by_alias, remove_level, mode)
        schema, is_required = self.worked_out[asked]
        return deepcopy(schema), is_required

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ValueError(f"Two schemas of the API are called {name}.")


class Api(NinjaAPI):
    """ninja's, with problems described as what they are and the description made once."""

    resources: tuple[Router, ...] = ()

    def get_openapi_schema(self, **_where: Any) -> Any:
        return self.described

    @cached_property
    def described(self) -> Any:
        schema = Description(self, "api/v1/")
        for path in schema["paths"].values():
            for operation in path.values():
                _describe_answers(operation)
        said = describe(schema)
        settle(said)
        return said


def make_api() -> Api:
    api = Api(
        title="Halkhata",
        version="1",
        description=ABOUT,
        docs=Console(),
        parser=JsonParser(),
        urls_namespace="api",
    )
    modules = [f"api.routes.{name}" for name in RESOURCES] + list(EXTRA)
    api.resources = tuple(import_module(name).router for name in modules)
    for router in api.resources:
        api.add_router("", router)
    handlers: dict[type[Exception], Any] = {
        Refusal: problems.problem,
        ValidationError: problems.fields,
        HttpError: problems.unreadable,
        Http404: problems.absent,
        OperationalError: problems.busy,
        InterfaceError: problems.busy,
        Exception: problems.broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


View = Callable[..., HttpResponse]


def routes(api: Api) -> tuple[list[URLPattern], str]:
    """The addresses below /api/v1/ and their namespace: each says who may call it, the last answers for the rest."""
    found, _app, namespace = api.urls
    patterns = [pattern for pattern in found if isinstance(pattern, URLPattern)]
    views: dict[str, list[View]] = {}
    for pattern in patterns:
        at_address = views.setdefault(str(pattern.pattern), [])
        if pattern.callback not in at_address:
            at_address.append(cast("View", pattern.callback))
    asked = _asked(api)
    for pattern in patterns:
        address = str(pattern.pattern)
        access = _access(asked.get(_plain(address), {}))
        pattern.callback = guarded(_whichever(views[address]), access=access)
    rest = re_path(r"^[\s\S]*$", guarded(_nothing, access=Access(kind="public")), name="nothing")
    return [*patterns, rest], namespace


def _whichever(views: list[View]) -> View:
    """Modules share an address, each with methods of its own: the view that takes the method answers."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        taken: list[str] = []
        for one in views:
            response = one(request, *args, **kwargs)
            if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                return response
            taken.append(response.headers.get("Allow", ""))
        response.headers["Allow"] = ", ".join(taken)
        return response

    return views[0] if len(views) == 1 else view


def _asked(api: Api) -> dict[str, dict[str, dict[str, str]]]:
    """Scope and grant of each method of each address.

    Read off the operations: to describe them all is half of what a process would do to start.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for router in api.resources:
        for path, at_path in router.path_operations.items():
            methods = found.setdefault(_plain(path), {})
            for operation in at_path.operations:
                said = operation.openapi_extra or {}
                methods |= {method: said for method in operation.methods if "x-scope" in said}
    return found


def _plain(path: str) -> str:
    """An address as Django or ninja writes it, with the bare names of its ids."""
    return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", r"{\1}", path.strip("/"))


def _access(asked: dict[str, dict[str, str]]) -> Access:
    if not asked:
        return Access(kind="public")
    grants = {method: said["x-grant"] for method, said in asked.items()}
    can = next((grant for grant in grants.values() if grant), "")
    scopes = {method: said["x-scope"] for method, said in asked.items()}
    return TokenAccess(kind="token", can=can, grants=grants, scopes=scopes)


def _describe_answers(operation: dict[str, Any]) -> None:
    """Problems travel as application/problem+json, and calls that hold an ETag may answer 304."""
    for status, answer in operation["responses"].items():
        content = answer.get("content")
        if content and int(status) >= 400:
            content[problems.CONTENT_TYPE] = content.pop("application/json")
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if "If-None-Match" in names:
        operation["responses"][304] = {"description": "What you hold still stands."}


def _nothing(request: HttpRequest) -> HttpResponse:
    return problems.problem(request, NotFound())
