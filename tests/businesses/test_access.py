"""Who may open what, asked of views of our own on both sides of each rule."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from businesses.access import Access, member, public, signed_in
from businesses.models import Membership, User
from businesses.operations.books import create_business
from businesses.roles import GRANTS, Role
from config.urls import urlpatterns as site

seen: dict[str, HttpRequest] = {}


@member(can="khata.read")
def read(request, business_id):
    seen["request"] = request
    return HttpResponse(f"book {business_id}")


@member(can="book.members")
def members(request, business_id):
    return HttpResponse("members")


@public
def anyone(request):
    return HttpResponse("anyone")


@signed_in
def own(request):
    seen["request"] = request
    return HttpResponse("own")


urlpatterns = [
    path("b/<uuid:business_id>/read/", read),
    path("b/<uuid:business_id>/members/", members),
    path("anyone/", anyone),
    path("own/", own),
    *site,
]

pytestmark = pytest.mark.urls("tests.businesses.test_access")


class TestMember:
    def test_a_member_enters_with_book_membership_and_actor(self, cast, book, as_person):
        response = as_person(cast.bilal).get(f"/b/{book.pk}/read/")
        request = seen["request"]
        assert response.content.decode() == f"book {book.pk}"
        assert request.business == book
        assert request.membership.role == Role.STAFF
        actor = request.actor
        assert (actor.user_id, actor.role, actor.device_id) == (cast.bilal.pk, "staff", None)
        assert len(actor.trace_id) == 32

    def test_a_stranger_and_an_unknown_book_get_the_same_answer(self, cast, book, as_person):
        client = as_person(cast.dev)
        theirs, nobodys = client.get(f"/b/{book.pk}/read/"), client.get(f"/b/{uuid.uuid4()}/read/")
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content == nobodys.content
        assert str(book.pk) not in theirs.content.decode()

    @pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
    def test_the_wrong_role_is_refused_with_whom_to_ask(self, cast, book, as_person, method):
        response = getattr(as_person(cast.bilal), method)(f"/b/{book.pk}/members/")
        assert response.status_code == 403
        assert "Asha সেন" in response.content.decode()
        assert "for access." in response.content.decode()

    def test_under_htmx_a_refusal_is_a_small_alert(self, cast, book, as_person):
        response = as_person(cast.bilal).get(f"/b/{book.pk}/members/", headers={"HX-Request": "true"})
        assert (response.status_code, response["HX-Retarget"]) == (403, "#alerts")
        assert "<html" not in response.content.decode()

    def test_the_book_costs_one_query(self, cast, book, as_person, django_assert_num_queries):
        client = as_person(cast.asha)
        client.get(f"/b/{book.pk}/read/")
        with django_assert_num_queries(3):  # session, person, membership with its book
            client.get(f"/b/{book.pk}/read/")

    def test_a_grant_nobody_defined_is_refused_when_the_program_starts(self):
        with pytest.raises(ValueError, match=r"khata\.reed"):
            member(can="khata.reed")

    def test_a_person_switched_off_is_nobody(self, cast, book, as_person):
        client = as_person(cast.asha)
        User.objects.filter(pk=cast.asha.pk).update(is_active=False)
        assert client.get(f"/b/{book.pk}/read/")["Location"].startswith("/sign-in/")


class TestAnonymous:
    def test_a_page_sends_to_the_door_and_names_itself(self, book, client):
        response = client.get(f"/b/{book.pk}/read/?chip=get")
        assert response["Location"] == f"/sign-in/?next=%2Fb%2F{book.pk}%2Fread%2F%3Fchip%3Dget"

    def test_an_unknown_book_sends_to_the_door_just_the_same(self, db, client):
        assert client.get(f"/b/{uuid.uuid4()}/read/")["Location"].startswith("/sign-in/?next=")

    def test_a_form_sends_to_the_door_without_its_own_address(self, book, client):
        assert client.post(f"/b/{book.pk}/read/")["Location"] == "/sign-in/"

    def test_htmx_is_sent_with_the_page_it_stands_on(self, book, client):
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/b/{book.pk}/khata/"}
        response = client.post(f"/b/{book.pk}/read/", headers=headers)
        assert response["HX-Redirect"] == f"/sign-in/?next=%2Fb%2F{book.pk}%2Fkhata%2F"

    def test_htmx_from_elsewhere_names_no_page(self, book, client):
        headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/b/"}
        assert client.get(f"/b/{book.pk}/read/", headers=headers)["HX-Redirect"] == "/sign-in/"

    def test_public_pages_are_open_and_own_pages_are_not(self, db, client):
        assert client.get("/anyone/").content == b"anyone"
        assert client.get("/own/")["Location"] == "/sign-in/?next=%2Fown%2F"


class TestMarks:
    def test_the_mark_can_be_read_from_the_view(self):
        assert read.access == Access(kind="member", can="khata.read")
        assert own.access == Access(kind="signed_in")
        assert anyone.access == Access(kind="public")

    def test_private_pages_are_kept_by_no_cache(self, cast, book, as_person):
        client = as_person(cast.asha)
        for address in (f"/b/{book.pk}/read/", "/own/", "/me/"):
            response = client.get(address)
            assert response["Cache-Control"] == "private, no-store"
            assert "HX-Request" in response["Vary"]


@pytest.fixture
def two_books(cast, book) -> SimpleNamespace:
    home = create_business(
        kind="home", name="घर", country="IN", owner=cast.asha, now=timezone.now() - timedelta(days=3)
    )
    return SimpleNamespace(shop=book, home=home)


class TestSeveralBooks:
    def test_opening_a_book_makes_it_the_last_one(self, cast, two_books, as_person):
        client = as_person(cast.asha)
        for book in (two_books.home, two_books.shop, two_books.home):
            Membership.objects.update(opened_at=timezone.now() - timedelta(days=1))
            client.get(f"/b/{book.pk}/read/")
            assert client.get("/")["Location"] == f"/b/{book.pk}/khata/"

    def test_the_stamp_is_written_once_an_hour(self, cast, book, as_person):
        client = as_person(cast.asha)
        early = timezone.now() - timedelta(minutes=50)
        Membership.objects.filter(user=cast.asha).update(opened_at=early)
        client.get(f"/b/{book.pk}/read/")
        assert Membership.objects.get(user=cast.asha).opened_at == early
        Membership.objects.filter(user=cast.asha).update(opened_at=early - timedelta(minutes=20))
        client.get(f"/b/{book.pk}/read/")
        assert Membership.objects.get(user=cast.asha).opened_at > early

    def test_the_switcher_lists_my_books_last_opened_first_and_nobody_elses(self, cast, two_books, as_person):
        create_business(kind="shop", name="Dev Stores", country="BD", owner=cast.dev, now=timezone.now())
        client = as_person(cast.asha)
        Membership.objects.filter(business=two_books.shop).update(
            opened_at=timezone.now() - timedelta(days=9)
        )
        books = client.get("/me/").context["books"]
        assert [membership.business.name for membership in books] == ["घर", "সেন স্টোর্স"]

    def test_without_a_book_home_is_where_one_is_begun(self, cast, as_person):
        assert as_person(cast.dev).get("/")["Location"] == "/start/"


def test_what_is_sent_after_the_session_ended_is_said_to_be_unsaved(cast, book, client):
    sent = {"headers": {"HX-Request": "true", "HX-Current-URL": f"http://testserver/b/{book.pk}/khata/"}}
    answer = client.post(f"/b/{book.pk}/entries/", {"amount": "500"}, **sent)
    page = client.get(answer["HX-Redirect"]).content.decode()
    assert "You were signed out. Nothing was saved" in page
    for address in ("/sign-in/", client.get(f"/b/{book.pk}/khata/")["Location"]):
        assert "You were signed out" not in client.get(address).content.decode()


def test_every_grant_is_reachable_by_name():
    assert {member(can=can)(read).access.can for can in GRANTS} == set(GRANTS)
