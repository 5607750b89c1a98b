"""The OpenAPI description as a Postman collection, format 2.1."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from businesses.access import public

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
KEEP_TOKEN = (
    "const said = pm.response.json();",
    "if (said.access_token) pm.collectionVariables.set('token', said.access_token);",
    "if (said.refresh_token) pm.collectionVariables.set('refresh_token', said.refresh_token);",
    "if (said.business_id) pm.collectionVariables.set('business_id', said.business_id);",
)

Json = dict[str, Any]


@public
@require_safe
def postman_file(request: HttpRequest) -> HttpResponse:
    from api.urls import api

    site = request.build_absolute_uri("/").rstrip("/")
    content = json.dumps(collection(api.described, site=site), ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type="application/json")


def collection(schema: Json, *, site: str) -> Json:
    """The collection: a folder for each tag, a request for each operation, signed in by the variable `token`."""
    folders: dict[str, list[Json]] = {tag["name"]: [] for tag in schema["tags"]}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            folders[operation["tags"][0]].append(_item(path, method, operation))
    about = {tag["name"]: tag["description"] for tag in schema["tags"]}
    return {
        "info": {
            "_postman_id": str(uuid5(NAMESPACE_URL, settings.SITE_URL)),
            "name": schema["info"]["title"],
            "description": schema["info"]["description"],
            "schema": FORMAT,
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": "site", "value": site}]
        + [{"key": name, "value": ""} for name in ("token", "refresh_token", "business_id")],
        "item": [
            {"name": name, "description": about[name], "item": items}
            for name, items in folders.items()
            if items
        ],
    }


def _item(path: str, method: str, operation: Json) -> Json:
    request: Json = {
        "method": method.upper(),
        "header": _headers(operation),
        "url": _url(path, operation),
        "description": operation.get("description", ""),
    }
    if "security" not in operation:
        request["auth"] = {"type": "noauth"}
    body = operation.get("requestBody")
    if body:
        request["body"] = _body(body["content"])
    item: Json = {
        "id": operation["operationId"],
        "name": operation["summary"],
        "request": request,
        "response": [],
    }
    example = _answer(operation)
    if example:
        item["response"] = [{"name": "Example", "originalRequest": request, **example}]
    if example and '"access_token"' in example["body"]:
        script = {"type": "text/javascript", "exec": list(KEEP_TOKEN)}
        item["event"] = [{"listen": "test", "script": script}]
    return item


def _url(path: str, operation: Json) -> Json:
    parts = [":" + part[1:-1] if part.startswith("{") else part for part in path.strip("/").split("/")]
    # A part with letters around its name cannot be a variable of the path in this format.
    parts = [part.replace("{", "{{").replace("}", "}}") for part in parts]
    url: Json = {"raw": "{{site}}/" + "/".join(parts), "host": ["{{site}}"], "path": parts}
    query = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
    if query:
        url["query"] = [
            {"key": one["name"], "value": "", "description": one.get("description", ""), "disabled": True}
            for one in query
        ]
    named = [part[1:] for part in parts if part.startswith(":")]
    if named:
        url["variable"] = [
            {"key": name, "value": "{{business_id}}" if name == "business_id" else ""} for name in named
        ]
    return url


def _headers(operation: Json) -> list[Json]:
    values = {"X-Business-Id": "{{business_id}}", "Idempotency-Key": "{{$guid}}", "If-Match": "1"}
    sent = ("X-Business-Id", "Idempotency-Key", "If-Match")
    return [
        {
            "key": one["name"],
            "value": values.get(one["name"], ""),
            "description": one.get("description", ""),
            "disabled": one["name"] not in sent,
        }
        for one in operation.get("parameters", ())
        if one["in"] == "header"
    ]


def _body(content: Json) -> Json:
    if "application/json" in content:
        raw = json.dumps(content["application/json"].get("example", {}), ensure_ascii=False, indent=2)
        return {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    if "multipart/form-data" in content:
        fields = content["multipart/form-data"]["schema"].get("properties", {})
        return {"mode": "formdata", "formdata": [{"key": name, "type": "file", "src": []} for name in fields]}
    fields = content["application/x-www-form-urlencoded"]["schema"].get("properties", {})
    return {"mode": "urlencoded", "urlencoded": [{"key": name, "value": ""} for name in fields]}


def _answer(operation: Json) -> Json | None:
    for status, answer in operation["responses"].items():
        said = answer.get("content", {}).get("application/json", {}).get("example")
        if int(status) < 300 and said is not None:
            text = json.dumps(said, ensure_ascii=False, indent=2)
            return {
                "status": "OK",
                "code": int(status),
                "_postman_previewlanguage": "json",
                "header": [],
                "body": text,
            }
    return None
