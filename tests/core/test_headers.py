import pytest
from django.conf import settings


def test_every_answer_carries_the_policies(client):
    response = client.get("/livez")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("over", [1, 10**15])
def test_a_body_over_the_limit_is_refused_before_it_is_read(client, db, over):
    length = str(settings.BODY_MAX_BYTES + over)
    response = client.generic("POST", "/livez", data=b"x", CONTENT_LENGTH=length)
    assert response.status_code == 413
    assert "The most is 12 MB. Nothing was saved." in response.content.decode()


def test_the_refusal_of_a_large_body_is_an_alert_under_htmx(client, db):
    length = str(settings.BODY_MAX_BYTES + 1)
    headers = {"HX-Request": "true"}
    response = client.generic("POST", "/livez", data=b"x", CONTENT_LENGTH=length, headers=headers)
    assert response.status_code == 413
    assert "<html" not in response.content.decode()
    assert "The most is 12 MB." in response.content.decode()


def test_a_body_at_the_limit_is_let_through(client):
    """It reaches the page, which answers for itself: this one takes no POST."""
    response = client.generic("POST", "/livez", data=b"x", CONTENT_LENGTH=str(settings.BODY_MAX_BYTES))
    assert response.status_code == 405


@pytest.mark.parametrize("length", ["-1", "many", "１２", ""])
def test_a_length_that_is_no_number_harms_nothing(client, length):
    assert client.generic("POST", "/livez", data=b"", CONTENT_LENGTH=length).status_code == 405
