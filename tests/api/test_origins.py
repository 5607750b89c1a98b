"""Pages of other sites: only those a token registered, asked first or not."""

import pytest
from django.test import Client

from api.operations.origins import settled_origins
from api.operations.tokens import make_token, revoke_token
from api.refusals import OriginRefused, TooManyOrigins
from api.scopes import ALL
from core.ids import uuid7
from tests.api.programs import ROOT, Program
from tests.ledger.shops import NOW

SITE = "https://shop.example.com"
ASKS = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
pytestmark = pytest.mark.django_db


def token(shop, *, origins):
    return make_token(
        user_id=shop.asha.user_id, actor=shop.asha, name="পাতা", scopes=ALL, business_ids=None, expires_at=None,
        origins=origins, now=NOW,
    )  # fmt: skip


def ask(origin, path="/ledgers"):
    return Client().options(ROOT + path, headers={"Origin": origin, **ASKS})


def test_a_browser_that_asks_first_is_let_through_from_a_registered_site_alone(shop):
    made = token(shop, origins=[SITE])
    let = ask(SITE)
    assert (let.status_code, let["Access-Control-Allow-Origin"], let.content) == (204, SITE, b"")
    assert "Authorization" in let["Access-Control-Allow-Headers"]
    assert "PATCH" in let["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in let
    for other in (
        "https://shop.example.com.evil.example",
        "http://shop.example.com",
        "null",
        "https://shop.example.com:8443",
    ):
        refused = ask(other)
        assert (refused.status_code, refused.json()["error"]) == (403, "origin_not_allowed")
        assert "Access-Control-Allow-Origin" not in refused
    revoke_token(user_id=shop.asha.user_id, actor=shop.asha, token_id=made.token_id, now=NOW)
    assert ask(SITE).status_code == 403


def test_an_answer_names_the_site_only_of_the_token_that_was_sent(shop):
    with_site = Program(token(shop, origins=[SITE]).secret, Client())
    without = Program(token(shop, origins=[]).secret, Client())
    answer = with_site.get("/ledgers", Origin=SITE)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, SITE)
    assert "Origin" in answer["Vary"]
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in without.get("/ledgers", Origin=SITE)
    assert "Access-Control-Allow-Origin" not in with_site.get("/ledgers", Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in with_site.get("/ledgers")


def test_a_page_can_read_why_its_call_was_refused(shop):
    program = Program(token(shop, origins=[SITE]).secret, Client())
    missing = program.get(f"/ledgers/{uuid7()}", Origin=SITE)
    assert (missing.status_code, missing["Access-Control-Allow-Origin"]) == (404, SITE)
    ended = Program("hk_pat_" + "x" * 43, Client()).get("/ledgers", Origin=SITE)
    assert (ended.status_code, ended["Access-Control-Allow-Origin"]) == (401, SITE)


def test_options_without_a_browsers_question_is_no_preflight(shop):
    answer = Client().options(ROOT + "/ledgers", headers={"Origin": SITE})
    assert answer.status_code == 405


@pytest.mark.parametrize(("typed", "kept"), [
    ("https://shop.example.com", "https://shop.example.com"),
    ("https://Shop.Example.com/", "https://shop.example.com"),
    ("https://shop.example.com:443", "https://shop.example.com"),
    ("https://shop.example.com:8443", "https://shop.example.com:8443"),
    ("http://localhost:5173", "http://localhost:5173"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("http://[::1]:8080", "http://[::1]:8080"),
    ("https://দোকান.example", "https://xn--p5b7ah1gxc.example"),
])  # fmt: skip
def test_an_origin_is_kept_as_browsers_spell_it(typed, kept):
    assert settled_origins([typed, f" {typed} ", ""]) == [kept]


@pytest.mark.parametrize("typed", [
    "shop.example.com", "http://shop.example.com", "https://", "https://a.example/path", "https://a.example?x=1",
    "https://u:p@a.example", "ftp://a.example", "javascript:alert(1)", "https://a.example:99999", "https://[::1",
    "*", "null", "https://" + "a" * 300 + ".example", "https://a b.example",
])  # fmt: skip
def test_what_is_no_origin_is_refused(typed):
    with pytest.raises(OriginRefused):
        settled_origins([typed])


def test_a_token_takes_ten_sites():
    with pytest.raises(TooManyOrigins):
        settled_origins([f"https://{number}.example" for number in range(11)])
