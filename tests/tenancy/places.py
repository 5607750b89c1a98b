"""Where a call of the API may say an id outside its address, read from the description."""

from collections.abc import Iterator
from typing import Any

from api.urls import api

Place = tuple[str, str]
"""An operationId, and where: `?name` in the query, `name:` a header, else the way through the body, with [] for each of
a list, {} for each of a mapping and the name of a shape where one of many is sent."""


def places() -> set[Place]:
    described = api.get_openapi_schema()
    shapes = described["components"]["schemas"]
    return {
        (said["operationId"], place)
        for methods in described["paths"].values()
        for said in methods.values()
        for place in (*_beside(said, shapes), *_within(said, shapes))
    }


def _beside(said: dict[str, Any], shapes: dict[str, Any]) -> Iterator[str]:
    for one in said.get("parameters", ()):
        if one["in"] != "path" and list(_ids(one["schema"], "", shapes)):
            yield f"?{one['name']}" if one["in"] == "query" else f"{one['name']}:"


def _within(said: dict[str, Any], shapes: dict[str, Any]) -> Iterator[str]:
    for content in said.get("requestBody", {}).get("content", {}).values():
        yield from _ids(content["schema"], "", shapes)


def _ids(schema: dict[str, Any], place: str, shapes: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = shapes[schema["$ref"].rpartition("/")[2]]
    if schema.get("format") == "uuid":
        yield place
    choices = [one for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, ())]
    named = [one for one in choices if "$ref" in one]
    for one in choices:
        shape = one["$ref"].rpartition("/")[2] if one in named and len(named) > 1 else ""
        yield from _ids(one, _joined(place, shape), shapes)
    for name, one in schema.get("properties", {}).items():
        yield from _ids(one, _joined(place, name), shapes)
    for key, mark in (("items", "[]"), ("additionalProperties", "{}")):
        if isinstance(schema.get(key), dict):
            yield from _ids(schema[key], place + mark, shapes)


def _joined(place: str, name: str) -> str:
    return ".".join(part for part in (place, name) if part)
