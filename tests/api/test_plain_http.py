"""A token that was sent in the open is refused, not led on by a redirect."""

import pytest
from django.test import Client

from tests.api.programs import ROOT

PEER = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    settings.TLS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def call(secret, *, path="/ledgers", peer=PEER, **headers):
    sent = {
        "Authorization": f"Bearer {secret}",
        **{name.replace("_", "-"): said for name, said in headers.items()},
    }
    return Client(REMOTE_ADDR=peer).get(ROOT + path, headers=sent)


def test_plain_http_is_refused_and_not_redirected(production, asha):
    answer = call(asha.secret)
    assert (answer.status_code, answer.json()["error"]) == (403, "https_needed")
    assert "Location" not in answer
    assert call(asha.secret, path="/nothing-here").status_code == 403
    assert Client(REMOTE_ADDR=PEER).post(ROOT + "/auth/token", {}).status_code == 403


def test_behind_the_proxy_https_is_seen(production, asha):
    assert call(asha.secret, X_Forwarded_Proto="https", X_Forwarded_For=PEER).status_code == 200
    assert call(asha.secret, X_Forwarded_Proto="http", X_Forwarded_For=PEER).status_code == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1"])
def test_a_program_on_the_same_machine_may_call_plainly(production, asha, peer):
    assert call(asha.secret, peer=peer).status_code == 200


def test_the_proxy_on_the_same_machine_does_not_make_others_local(production, asha):
    assert (
        call(asha.secret, peer="127.0.0.1", X_Forwarded_For=PEER, X_Forwarded_Proto="http").status_code == 403
    )


def test_a_site_without_tls_takes_plain_http(asha):
    assert call(asha.secret).status_code == 200
