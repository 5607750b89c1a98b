import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.htmx import is_htmx, redirect, with_toast


@pytest.fixture
def requests():
    return RequestFactory()


def test_a_part_of_a_page_is_asked_for_by_htmx_alone(requests):
    assert is_htmx(requests.get("/", headers={"HX-Request": "true"}))
    assert not is_htmx(requests.get("/"))
    assert not is_htmx(
        requests.get("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    )


def test_a_plain_browser_is_sent_on_with_a_get(requests):
    response = redirect(requests.post("/"), "/b/1/khata/")
    assert (response.status_code, response["Location"]) == (303, "/b/1/khata/")


def test_htmx_is_told_to_load_the_page(requests):
    response = redirect(requests.post("/", headers={"HX-Request": "true"}), "/b/1/khata/")
    assert (response.status_code, response["HX-Redirect"]) == (200, "/b/1/khata/")
    assert "Location" not in response


def test_a_toast_travels_in_any_script_and_keeps_other_events():
    response = HttpResponse()
    response["HX-Trigger"] = json.dumps({"saved": 1})
    with_toast(response, "শর্মা ₹500\r\nX-Evil: 1", undo_url="/u/")
    assert response["HX-Trigger"].isascii()
    assert json.loads(response["HX-Trigger"]) == {
        "saved": 1,
        "toast": {"message": "শর্মা ₹500\r\nX-Evil: 1", "undo": "/u/"},
    }
