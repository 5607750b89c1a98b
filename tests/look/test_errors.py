"""Pages for what could not be done: plain words, what is safe, one way on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from config import urls
from core import errors


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def doubt(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


urlpatterns = [
    path("refuse", refuse),
    path("doubt", doubt),
    path("crash", crash),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)

CASES = [
    ("/no-such-page", 404, "There is no such page"),
    ("/refuse", 403, "Ask for access"),
    ("/doubt", 400, "We could not read what was sent"),
    ("/crash", 500, "Something broke on our side"),
]


@pytest.fixture
def client(settings, db) -> Client:
    settings.ROOT_URLCONF = "tests.look.test_errors"
    settings.DEBUG = False
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status", "words"), CASES)
def test_a_page_that_cannot_be_given_says_so_and_shows_a_way_on(
    client: Client, address: str, status: int, words: str
):
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in page
    assert 'href="/"' in page
    assert "secret" not in page


@pytest.mark.parametrize(("address", "status", "words"), CASES)
def test_under_htmx_the_same_words_go_to_the_alerts(client: Client, address: str, status: int, words: str):
    response = client.get(address, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (status, "#alerts")
    assert words in response.content.decode()
    assert "<html" not in response.content.decode()


def test_an_old_form_says_that_nothing_was_saved(client: Client):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-out/")
    assert response.status_code == 403
    assert "Nothing was saved." in response.content.decode()


def test_the_page_of_a_crash_gives_the_number_to_quote(client: Client):
    request = RequestFactory().get("/")
    request.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    assert "4bf92f3577b34da6a3ce929d0e0e4736" in errors.broken(request).content.decode()


def test_error_pages_speak_the_language_of_the_reader(client: Client):
    page = client.get("/crash", headers={"Accept-Language": "bn"}).content.decode()
    assert '<html lang="bn"' in page
