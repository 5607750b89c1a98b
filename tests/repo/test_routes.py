"""Who may open a page is written on every view."""

from django.urls import URLPattern, get_resolver

from businesses.access import Access
from businesses.roles import GRANTS


def routes(patterns, prefix: str = ""):
    for one in patterns:
        if isinstance(one, URLPattern):
            yield prefix + str(one.pattern), one.callback
        else:
            yield from routes(one.url_patterns, prefix + str(one.pattern))


def all_routes() -> dict:
    return dict(routes(get_resolver().url_patterns))


def test_every_route_says_who_may_open_it():
    found = all_routes()
    assert "livez" in found
    assert [
        route for route, view in found.items() if not isinstance(getattr(view, "access", None), Access)
    ] == []


def test_every_route_of_a_book_asks_for_a_grant_that_exists():
    granted = set(GRANTS)
    book_routes = {route: view.access for route, view in all_routes().items() if "business_id" in route}
    wrong = {route: access for route, access in book_routes.items() if access.can not in granted}
    assert wrong == {}


def test_only_routes_of_a_book_ask_for_a_membership():
    members = [route for route, view in all_routes().items() if view.access.kind == "member"]
    assert [route for route in members if "business_id" not in route] == []
