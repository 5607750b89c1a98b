import gzip

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from core.compression import CompressionMiddleware

PAGE = "<p>হালখাতা</p>" * 200


def passed(response, *, accepts: str = "gzip, br"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return CompressionMiddleware(lambda _request: response)(request)


def test_a_page_is_compressed_for_a_browser_that_takes_it():
    response = passed(HttpResponse(PAGE))
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < len(PAGE.encode()) / 5
    assert gzip.decompress(response.content).decode() == PAGE
    assert "Accept-Encoding" in response["Vary"]


def test_the_same_page_has_another_length_each_time():
    assert len({len(passed(HttpResponse(PAGE)).content) for _ in range(40)}) > 3


def test_a_browser_that_takes_none_gets_the_page_as_it_is():
    assert passed(HttpResponse(PAGE), accepts="identity").content.decode() == PAGE


def test_what_is_compressed_in_itself_is_left_alone():
    for kind in ("image/jpeg", "application/pdf"):
        assert "Content-Encoding" not in passed(HttpResponse(b"x" * 5000, content_type=kind))
    assert "Content-Encoding" not in passed(FileResponse([b"x" * 5000], content_type="text/csv"))
