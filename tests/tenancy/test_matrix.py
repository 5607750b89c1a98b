"""Every address × every role, a stranger and nobody × own, foreign and unknown ids × every method."""

import pytest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from businesses.access import member, public
from config.urls import urlpatterns as site
from ledger.models import Party
from tests.tenancy.matrix import faults
from tests.tenancy.routes import all_routes
from tests.tenancy.rows import HOW_TO, IDS, ROWS, Row

PAGES = sorted(ROWS)
API = "api/v1/"  # test_programs asks for these


def test_every_address_has_its_row():
    pages = {name: route for name, route in all_routes().items() if not route.path.startswith(API)}
    missing = [f"{name} ({route.path})" for name, route in pages.items() if name not in ROWS]
    assert missing == [], f"No row for {', '.join(missing)}. {HOW_TO}"


def test_every_row_has_its_address_and_fills_its_keywords():
    routes = all_routes()
    assert [name for name in ROWS if name not in routes] == []
    empty = {
        name: [kwarg for kwarg in routes[name].ids if kwarg not in row.ids and kwarg not in IDS]
        + [kwarg for kwarg in routes[name].words if kwarg not in row.words]
        for name, row in ROWS.items()
    }
    assert {name: kwargs for name, kwargs in empty.items() if kwargs} == {}, HOW_TO


@pytest.mark.parametrize("name", PAGES)
def test_an_address_answers_its_people_and_nobody_else(world, name):
    assert faults(all_routes()[name], ROWS[name], world) == []


# The matrix must see. Each of these views has the fault its name says.


@member(can="khata.read")
def any_party(request, business_id, party_id):
    return HttpResponse(get_object_or_404(Party, id=party_id).name)


@member(can="khata.read")
def tells_apart(request, business_id, party_id):
    if not Party.objects.filter(id=party_id).exists():
        return HttpResponse("nothing", status=404)
    get_object_or_404(Party, id=party_id, business_id=business_id)
    return HttpResponse("yours")


@member(can="khata.read")
def writes_first(request, business_id, party_id):
    Party.objects.filter(id=party_id).update(address="was here")
    get_object_or_404(Party, id=party_id, business_id=business_id)
    return HttpResponse("yours")


@public
def without_a_door(request, business_id, party_id):
    return HttpResponse("come in")


def without_a_mark(request, business_id, party_id):
    return HttpResponse("come in")


def opens_to_readers(request, business_id, party_id):
    return member(can="khata.read")(any_party)(request, business_id=business_id, party_id=party_id)


opens_to_readers.access = member(can="book.members")(any_party).access
without_a_door.access = any_party.access

FAULTY = {
    "any_party": "by owner with another's party_id was answered 200, not 404",
    "tells_apart": "was answered otherwise than with an id of nothing",
    "writes_first": "with another's party_id wrote something",
    "without_a_door": "by nobody was answered 200",
    "without_a_mark": "carries none of @member, @signed_in, @public",
    "opens_to_readers": "by reader, who lacks book.members, was answered 200, not 403",
}
book_views = [path(f"{name}/<uuid:party_id>/", globals()[name], name=name) for name in FAULTY]
urlpatterns = [path("b/<uuid:business_id>/", include((book_views, "faulty"))), *site]


@pytest.mark.urls("tests.tenancy.test_matrix")
@pytest.mark.parametrize("name", FAULTY)
def test_the_matrix_sees(world, name):
    route = all_routes()[f"faulty:{name}"]
    assert any(FAULTY[name] in fault for fault in faults(route, Row(), world))


@pytest.mark.urls("tests.tenancy.test_matrix")
def test_the_matrix_sees_an_address_without_a_row():
    with pytest.raises(AssertionError, match=r"faulty:any_party.*Add a Row"):
        test_every_address_has_its_row()
