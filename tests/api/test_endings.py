"""An operation that will go says so, on every answer and in the description."""

import datetime

import pytest
from django.urls import include, path

from api.kit.answers import Answer
from api.kit.endings import ends
from api.kit.resource import Resource
from api.v1 import Api, routes
from config.urls import urlpatterns as site
from tests.api.programs import program_of

SINCE, SUNSET = datetime.date(2026, 11, 1), datetime.date(2027, 2, 1)


class Thing(Answer):
    name: str


router = Resource(singular="thing", plural="things", row=Thing, tag="Test")


@router.one("/old-thing", scope="ledger.read", can="khata.read")
@ends(since=SINCE, sunset=SUNSET, instead="/api/v1/new-thing")
def get_old_thing(request):
    """A thing as it was."""
    return {"name": "पुराना"}


@router.one("/new-thing", scope="ledger.read", can="khata.read")
def get_new_thing(request):
    """A thing."""
    return {"name": "नया"}


api = Api(title="Test", version="1", urls_namespace="test-endings")
api.add_router("", router)
urlpatterns = [path("api/v1/", include(routes(api)[0])), *site]


@pytest.mark.urls("tests.api.test_endings")
def test_an_operation_that_will_go_says_when_and_what_instead(shop):
    program = program_of(shop.asha)
    old = program.get("/old-thing")
    assert old.status_code == 200
    assert old["Deprecation"] == "@1793491200"
    assert old["Sunset"] == "Mon, 01 Feb 2027 00:00:00 GMT"
    assert '</api/v1/new-thing>; rel="successor-version"' in old["Link"]
    held = program.get("/old-thing", If_None_Match=old["ETag"])
    assert (held.status_code, held["Deprecation"]) == (304, "@1793491200")
    new = program.get("/new-thing")
    assert new.status_code == 200
    assert [name for name in ("Deprecation", "Sunset", "Link") if name in new] == []


def test_the_description_tells_what_will_go():
    paths = api.described["paths"]
    assert paths["/api/v1/old-thing"]["get"]["deprecated"] is True
    assert not paths["/api/v1/new-thing"]["get"].get("deprecated")


def test_less_than_thirty_days_of_notice_is_refused():
    with pytest.raises(ValueError, match="30 days"):
        ends(since=SINCE, sunset=SINCE + datetime.timedelta(days=29))
