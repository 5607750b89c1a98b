"""The console: one subject of the API at a time, since a phone draws all of it for half a minute."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from api.guide.describe import Schema

HOW = "Press **Authorize** and paste a token; what you send here is done in its book. [All subjects](/api/v1/docs)"
REFERENCE = re.compile(r'"#/components/(\w+)/([^"/]+)"')


class Console(Swagger):
    """ninja's, opened on `?subject=`; without one, the list of every call."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        described = api.get_openapi_schema()
        subject = request.GET.get("subject", "")
        if subject not in {tag["name"] for tag in described["tags"]}:
            return _list(request, described, status=HTTPStatus.NOT_FOUND if subject else HTTPStatus.OK)
        console = self.default_settings | {
            "spec": part_of(described, subject=subject),
            "defaultModelsExpandDepth": -1,
        }
        return render(request, self.template, {"swagger_settings": console, "subject": subject, "api": api})


def part_of(described: Schema, *, subject: str) -> Schema:
    """The description of the operations of one subject, with the components they need and no others."""
    tag = next(tag for tag in described["tags"] if tag["name"] == subject)
    paths = {
        path: {method: said for method, said in methods.items() if subject in said.get("tags", ())}
        for path, methods in described["paths"].items()
    }
    kept = {path: methods for path, methods in paths.items() if methods}
    components: dict[str, Schema] = {"securitySchemes": described["components"]["securitySchemes"]}
    for kind, name in _needed(kept, described["components"]):
        components.setdefault(kind, {})[name] = described["components"][kind][name]
    return described | {
        "info": described["info"] | {"description": HOW},
        "tags": [tag],
        "paths": kept,
        "components": components,
    }


def _needed(paths: Schema, components: Schema) -> Iterator[tuple[str, str]]:
    waiting: list[Any] = [paths]
    seen: set[tuple[str, str]] = set()
    while waiting:
        for kind, name in REFERENCE.findall(json.dumps(waiting.pop())):
            if (kind, name) not in seen:
                seen.add((kind, name))
                waiting.append(components[kind][name])
                yield kind, name


def _list(request: HttpRequest, described: Schema, *, status: HTTPStatus) -> HttpResponse:
    subjects = {tag["name"]: tag | {"calls": []} for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            call = {
                "method": method.upper(),
                "path": path,
                "id": said["operationId"],
                "about": said["summary"],
            }
            for name in said["tags"]:
                subjects[name]["calls"].append(call)
    return render(request, "guide/calls.html", {"subjects": list(subjects.values())}, status=status)
