"""The page of consent: who is sent where, and what somebody can allow."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from api.models import TokenKind
from api.oauth.models import App, Code, Consent
from api.oauth.operations.apps import switch_app
from audit.models import Event
from businesses.roles import Role
from tests.api.oauth.partners import (
    BACK,
    STATE,
    address,
    allow,
    browser,
    exchange_code,
    ledgers,
    register,
    told,
)
from tests.ledger.shops import open_shop

CHANGED = [
    BACK + "/", BACK + "/more", BACK[:-1], BACK + "?x=1", BACK + "#top", BACK.upper(), BACK.replace("back", "Back"),
    "http" + BACK[5:], "https://lender.example.com:443/back", "https://lender.example.com:8443/back",
    "https://lender.example.com.evil.example/back", "https://evil.example/back", "https://u@lender.example.com/back",
    "https://lender.example.com/back/../back", "https://lender.example.com/%62ack", "//lender.example.com/back",
    "javascript:alert(1)", "https://lender.example.com\\@evil.example/back", " " + BACK, BACK + "\n", None, "",
]  # fmt: skip


@pytest.fixture
def partner(shop):
    """An app of somebody who is not in the shop."""
    return register(open_shop(name="ঋণদাতা").asha)


def test_the_page_says_who_asks_for_what_in_which_books(shop, partner):
    page = browser(shop.asha).get(address(partner.client_id)).content.decode()
    assert "ধার Loans" in page
    assert '<bdi dir="ltr">lender.example.com</bdi>' in page
    assert "See names, entries and balances" in page
    assert "See statements and the totals" in page
    assert "Write, change and delete" not in page
    assert shop.business.name in page


def test_nobody_is_asked_before_they_signed_in_and_the_question_is_kept(shop, partner):
    response = Client().get(address(partner.client_id))
    assert response.status_code == 303
    assert response["Location"].startswith("/sign-in/?next=%2Foauth%2Fauthorize")
    page = Client().get(response["Location"]).content.decode()
    kept = re.search(r'name="next" value="([^"]*)"', page)[1].replace("&amp;", "&")
    assert kept == address(partner.client_id)


def test_allow_sends_the_person_back_with_a_code_and_the_state(shop, partner):
    said = told(allow(browser(shop.asha), partner.client_id, books=[shop.id]))
    assert set(said) == {"code", "state", "iss"}
    assert said["state"] == STATE
    assert said["iss"] == "http://localhost:8000"


def test_refuse_sends_the_person_back_with_nothing(shop, partner):
    response = browser(shop.asha).post(address(partner.client_id), {"decision": "refuse"})
    said = told(response)
    assert (said["error"], said["state"], "code" in said) == ("access_denied", STATE, False)
    assert not Consent.objects.exists()


def test_what_the_address_held_already_stays_in_it(shop):
    made = register(shop.asha, redirects=[BACK + "?shop=7"])
    said = told(
        browser(shop.asha).post(
            address(made.client_id, redirect_uri=BACK + "?shop=7"), {"decision": "refuse"}
        )
    )
    assert (said["shop"], said["error"]) == ("7", "access_denied")


@pytest.mark.parametrize("decision", ["allow", "refuse", None])
@pytest.mark.parametrize("changed", CHANGED)
def test_an_address_that_differs_in_anything_sends_nobody_anywhere(shop, partner, changed, decision):
    client, url = browser(shop.asha), address(partner.client_id, redirect_uri=changed)
    said = {"decision": decision, "books": [str(shop.id)], "scopes": ["ledger.read"], "days": 30}
    response = client.get(url) if decision is None else client.post(url, said)
    assert response.status_code == 400
    assert "Location" not in response
    assert not Code.objects.exists()


@pytest.mark.parametrize("client_id", ["hk_app_unknown", "", None, "%00", "x" * 5_000])
def test_an_unknown_app_is_told_of_on_a_page(shop, client_id):
    response = browser(shop.asha).get(address(client_id))
    assert (response.status_code, "Location" in response) == (400, False)


def test_a_query_that_cannot_be_read_is_told_of_on_a_page(shop, partner):
    for more in ("&state=%zz", "&client_id=twice", "&redirect_uri=https://evil.example/", "&scope=x&scope=y"):
        response = browser(shop.asha).get(address(partner.client_id) + more)
        assert (more, response.status_code) == (more, 400)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": "=" * 43}, "invalid_request"),
        ({"response_type": "token"}, None),
        ({"response_type": "code token"}, None),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "ledger.read token.manage"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
    ],
)
def test_what_an_app_cannot_ask_for_is_told_to_it_at_its_own_address(shop, partner, changes, error):
    response = browser(shop.asha).get(address(partner.client_id, **changes))
    assert response["Location"].startswith(BACK)
    if "response_mode" not in changes:
        said = told(response)
        assert said["error"] == (error or said["error"])
        assert said["state"] == STATE
    assert "code=" not in response["Location"]


def test_an_app_asks_only_for_what_it_registered(shop):
    made = register(shop.asha, scopes=["ledger.read"])
    said = told(browser(shop.asha).get(address(made.client_id, scope="ledger.read ledger.write")))
    assert said["error"] == "invalid_scope"


def test_a_scope_the_app_did_not_ask_for_cannot_be_slipped_in(shop, partner):
    said = told(
        allow(
            browser(shop.asha),
            partner.client_id,
            books=[shop.id],
            scopes=["ledger.read"],
            scope="ledger.read",
        )
    )
    assert Consent.objects.get().scopes == ["ledger.read"]
    response = allow(
        browser(shop.asha), partner.client_id, books=[shop.id], scopes=["ledger.write"], scope="ledger.read"
    )
    assert response.status_code == 422
    assert said["code"]


def test_what_was_unticked_is_not_given(shop, partner):
    code = told(allow(browser(shop.asha), partner.client_id, books=[shop.id], scopes=["report.read"]))["code"]
    assert exchange_code(partner, code).json()["scope"] == "report.read"


def test_somebody_passes_on_only_what_their_role_allows(shop, partner):
    staff = browser(shop.member(Role.STAFF))
    response = allow(staff, partner.client_id, books=[shop.id], scopes=["ledger.read", "report.read"])
    assert response.status_code == 422
    assert "cannot allow" in response.content.decode()
    assert not Consent.objects.exists()
    assert allow(staff, partner.client_id, books=[shop.id], scopes=["ledger.read"]).status_code == 302


@pytest.mark.parametrize(
    "said", [{"books": []}, {"scopes": []}, {"days": 3650}, {"days": 0}, {"decision": "yes"}]
)
def test_an_answer_with_a_gap_is_asked_for_again(shop, partner, said):
    whole = {"decision": "allow", "books": [str(shop.id)], "scopes": ["ledger.read"], "days": 30}
    response = browser(shop.asha).post(address(partner.client_id), {**whole, **said})
    assert response.status_code == 422
    assert not Consent.objects.exists()


def test_nobody_allows_a_book_that_is_not_theirs(shop, partner):
    other = open_shop(name="অন্য দোকান")
    response = allow(browser(shop.asha), partner.client_id, books=[shop.id, other.id])
    assert response.status_code == 422
    assert not Consent.objects.exists()


def test_consent_needs_the_guard_of_the_form(shop, partner):
    strict = browser(shop.asha, enforce_csrf_checks=True)
    assert allow(strict, partner.client_id, books=[shop.id]).status_code == 403
    assert not Consent.objects.exists()


def test_the_page_of_consent_stands_in_no_frame_and_is_kept_nowhere(shop, partner):
    response = browser(shop.asha).get(address(partner.client_id))
    policy = response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://lender.example.com;" in policy + ";"
    assert "no-store" in response["Cache-Control"]
    assert "lender.example.com" not in browser(shop.asha).get("/me/")["Content-Security-Policy"]


def test_a_stopped_app_asks_nobody_and_opens_nothing_until_it_runs_again(shop, partner):
    code = told(allow(browser(shop.asha), partner.client_id, books=[shop.id]))["code"]
    tokens = exchange_code(partner, code).json()
    assert ledgers(tokens["access_token"]) == 200
    switch_app(client_id=partner.client_id, on=False, trace_id="test", now=timezone.now())
    assert ledgers(tokens["access_token"]) == 401
    assert browser(shop.asha).get(address(partner.client_id)).status_code == 400
    switch_app(client_id=partner.client_id, on=True, trace_id="test", now=timezone.now())
    assert ledgers(tokens["access_token"]) == 200


def test_consent_given_and_taken_back_is_in_the_persons_trail(shop, partner):
    client = browser(shop.asha)
    exchange_code(partner, told(allow(client, partner.client_id, books=[shop.id]))["code"])
    client.post(f"/me/apps/{partner.app_id}/end/")
    verbs = Event.objects.filter(user_id=shop.asha.user_id).order_by("seq").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("app.")] == ["app.allowed", "app.withdrawn"]


def test_apps_with_access_are_listed_and_lose_it_at_once(shop, partner):
    client = browser(shop.asha)
    tokens = exchange_code(partner, told(allow(client, partner.client_id, books=[shop.id]))["code"]).json()
    assert ledgers(tokens["access_token"]) == 200
    page = client.get("/me/apps/").content.decode()
    for words in ("ধার Loans", shop.business.name, "See names, entries and balances", "Last used"):
        assert words in page
    client.post(f"/me/apps/{partner.app_id}/end/")
    assert ledgers(tokens["access_token"]) == 401
    client.get("/me/apps/")  # the word of the moment goes with this page
    assert "ধার Loans" not in client.get("/me/apps/").content.decode()


def test_nobody_takes_away_what_another_allowed(shop, partner):
    told(allow(browser(shop.asha), partner.client_id, books=[shop.id]))
    stranger = browser(open_shop(name="অচেনা").asha)
    assert stranger.post(f"/me/apps/{partner.app_id}/end/").status_code == 404
    assert Consent.objects.filter(ended_at=None).count() == 1


def test_a_consent_ends_on_its_day(shop, partner):
    code = told(allow(browser(shop.asha), partner.client_id, books=[shop.id]))["code"]
    tokens = exchange_code(partner, code).json()
    Consent.objects.update(ends_at=timezone.now() + datetime.timedelta(minutes=5))
    assert ledgers(tokens["access_token"]) == 200
    Consent.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))
    assert ledgers(tokens["access_token"]) == 401


def test_the_oldest_consent_to_an_app_makes_room(shop, partner, monkeypatch):
    monkeypatch.setattr("api.oauth.operations.consents.STANDING_MAX", 3)
    client = browser(shop.asha)
    for _ in range(5):
        told(allow(client, partner.client_id, books=[shop.id]))
    assert Consent.objects.filter(ended_at=None).count() == 3


def test_no_secret_is_kept_readable(shop, partner):
    code = told(allow(browser(shop.asha), partner.client_id, books=[shop.id]))["code"]
    tokens = exchange_code(partner, code).json()
    app = App.objects.get(pk=partner.app_id)
    rows = [*Code.objects.values(), *Consent.objects.values(), *App.objects.values()]
    rows += [row for token in Consent.objects.get().tokens.all() for row in [token.__dict__]]
    rows += list(Consent.objects.get().refreshes.values())
    for secret in (code, tokens["access_token"], tokens["refresh_token"], partner.secret):
        assert secret not in str(rows)
    assert app.secret_hash
    assert Consent.objects.get().tokens.get().kind == TokenKind.OAUTH
