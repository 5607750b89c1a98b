"""A page's action is an operation of the API too: nothing can be done on a page alone."""

from api.urls import api
from tests.api.doors import PAGES_ALONE, PAIRS
from tests.tenancy.routes import all_routes

API = "api/v1/"
HOW_TO = "Give the page its operation in the same commit, and name it in PAIRS of tests/api/doors.py."


def pages() -> set[str]:
    return {name for name, route in all_routes().items() if not route.path.startswith(API)}


def operations() -> set[str]:
    paths = api.get_openapi_schema()["paths"].values()
    return {operation["operationId"] for path in paths for operation in path.values()}


def test_every_page_has_its_operation():
    assert sorted(pages() - set(PAIRS) - set(PAGES_ALONE)) == [], HOW_TO


def test_the_table_names_pages_and_operations_that_exist():
    named = {operation for names in PAIRS.values() for operation in names.split()}
    assert sorted(named - operations()) == []
    assert sorted((set(PAIRS) | set(PAGES_ALONE)) - pages()) == []
    assert set(PAIRS) & set(PAGES_ALONE) == set()
