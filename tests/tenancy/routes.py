"""Every address of the site, read from the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from businesses.access import Access


@dataclass(frozen=True)
class Route:
    """`ids` are the keywords that name a thing by its id, `words` the other keywords of the address."""

    name: str
    path: str
    access: Access | None
    ids: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def of_book(self) -> bool:
        return "business_id" in self.ids


def all_routes() -> dict[str, Route]:
    return dict(_routes_of(get_resolver()))


@cache
def _routes_of(resolver: URLResolver) -> dict[str, Route]:
    found = {route.name: route for route in _walk(resolver.url_patterns)}
    return dict(sorted(found.items()))


def _walk(
    patterns: Any, *, path: str = "", space: str = "", converters: dict[str, Any] | None = None
) -> Iterator[Route]:
    for one in patterns:
        known = {**(converters or {}), **one.pattern.converters}
        where = path + str(one.pattern)
        if not isinstance(one, URLPattern):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, path=where, space=inner, converters=known)
            continue
        ids = tuple(name for name, kind in known.items() if isinstance(kind, UUIDConverter))
        words = tuple(name for name in known if name not in ids)
        name = f"{space}{one.name}" if one.name else where
        yield Route(name, where, getattr(one.callback, "access", None), ids, words)
