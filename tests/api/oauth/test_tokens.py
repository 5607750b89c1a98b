"""What an app's server gets for a code, and what it is refused."""

import datetime
import logging
import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from api.models import Token
from api.oauth.models import AppRefreshToken, Code, Consent
from api.oauth.operations.apps import renew_secret
from api.oauth.operations.tokens import trim
from businesses.models import Membership, User
from businesses.roles import Role
from tests.api.oauth.partners import (
    BACK,
    VERIFIER,
    call,
    code_for,
    exchange_code,
    ledgers,
    let_in,
    refreshed,
    register,
)
from tests.ledger.shops import open_shop


@pytest.fixture
def partner(shop):
    return register(open_shop(name="ঋণদাতা").asha)


@pytest.fixture
def phone_app(shop):
    """A public app."""
    return register(open_shop(name="ফোনের অ্যাপ").asha, confidential=False)


def tokens_of(made, shop, **more):
    answer = exchange_code(made, code_for(shop.asha, made, books=[shop.id], **more))
    assert answer.status_code == 200, answer.content
    return answer.json()


def error_of(response) -> tuple[int, str]:
    return response.status_code, response.json().get("error")


@pytest.mark.parametrize("which", ["partner", "phone_app"])
def test_a_code_is_exchanged_for_tokens_that_open_what_was_allowed(shop, request, which):
    made = request.getfixturevalue(which)
    response = exchange_code(made, code_for(shop.asha, made, books=[shop.id]))
    said = response.json()
    assert said["access_token"].startswith("hk_oat_")
    assert said["refresh_token"].startswith("hk_ort_")
    assert (said["token_type"], said["scope"], said["expires_in"]) == ("Bearer", "ledger.read", 3600)
    assert said["business_ids"] == [str(shop.id)]
    assert (response["Cache-Control"], response["Pragma"]) == ("no-store", "no-cache")
    assert ledgers(said["access_token"]) == 200


def test_tokens_open_the_chosen_books_alone(shop, partner):
    second = open_shop(name="দ্বিতীয়")
    Membership.objects.create(business=second.business, user_id=shop.asha.user_id, role=Role.OWNER)
    token = tokens_of(partner, shop)["access_token"]
    assert ledgers(token, **{"X-Business-Id": str(shop.id)}) == 200
    assert ledgers(token, **{"X-Business-Id": str(second.id)}) == 404


def test_tokens_do_no_more_than_their_scopes(shop, partner):
    token = tokens_of(partner, shop)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    response = Client().post(
        "/api/v1/ledgers", {"party_name": "X"}, content_type="application/json", headers=headers
    )
    assert error_of(response) == (403, "scope_missing")


def test_a_token_never_exceeds_its_persons_role_of_this_moment(shop, partner):
    token = tokens_of(partner, shop, scopes=["ledger.read", "report.read"])["access_token"]
    assert totals(token) == 200
    Membership.objects.filter(user_id=shop.asha.user_id).update(role=Role.STAFF)
    assert totals(token) == 403
    Membership.objects.filter(user_id=shop.asha.user_id).delete()
    assert ledgers(token) == 404
    User.objects.filter(pk=shop.asha.user_id).update(is_active=False)
    assert ledgers(token) == 401


def totals(token: str) -> int:
    return Client().get("/api/v1/accounts", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_partner_calls_three_thousand_times_a_minute(shop, partner):
    token = tokens_of(partner, shop)["access_token"]
    response = Client().get("/api/v1/ledgers", headers={"Authorization": f"Bearer {token}"})
    assert response["X-RateLimit-Limit"] == "3000"


def test_a_token_in_the_address_opens_nothing(shop, partner):
    token = tokens_of(partner, shop)["access_token"]
    assert Client().get("/api/v1/ledgers", {"access_token": token}).status_code == 401
    assert Client().post("/api/v1/ledgers", {"access_token": token}).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": VERIFIER[:-1]},
        {"code_verifier": ""},
        {"code_verifier": None},
        {"code_verifier": "v"},
        {"code_verifier": "é" * 64},
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": None},
        {"code": "unknown"},
        {"code": None},
        {"code": "x" * 5_000},
        {"grant_type": "password"},
        {"grant_type": "client_credentials"},
        {"grant_type": "implicit"},
        {"grant_type": None},
    ],
)
def test_a_code_with_anything_amiss_gives_nothing(shop, partner, changes):
    code = code_for(shop.asha, partner, books=[shop.id])
    response = exchange_code(partner, **{"code": code} | changes)
    assert response.status_code == 400
    assert set(response.json()) <= {"error", "error_description"}
    assert not Token.objects.filter(consent__isnull=False).exists()


def test_a_code_works_for_a_minute(shop, partner):
    code = code_for(shop.asha, partner, books=[shop.id])
    Code.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert error_of(exchange_code(partner, code)) == (400, "invalid_grant")
    late = code_for(shop.asha, partner, books=[shop.id])
    life = Code.objects.latest("pk").expires_at - timezone.now()
    assert datetime.timedelta(seconds=50) < life <= datetime.timedelta(seconds=60)
    assert exchange_code(partner, late).status_code == 200


def test_a_code_used_again_takes_back_what_it_gave(shop, partner):
    code = code_for(shop.asha, partner, books=[shop.id])
    first = exchange_code(partner, code).json()
    assert error_of(exchange_code(partner, code)) == (400, "invalid_grant")
    assert ledgers(first["access_token"]) == 401
    assert error_of(refreshed(partner, first["refresh_token"])) == (400, "invalid_grant")
    assert Consent.objects.get().ended_why == "replayed"


def test_refreshing_gives_a_new_pair_and_ends_the_old(shop, partner):
    first = tokens_of(partner, shop)
    second = refreshed(partner, first["refresh_token"]).json()
    assert ledgers(second["access_token"]) == 200
    assert ledgers(first["access_token"]) == 401
    assert second["scope"] == "ledger.read"


def test_a_refresh_token_used_again_ends_its_family(shop, partner):
    first = tokens_of(partner, shop)
    other = tokens_of(partner, shop)
    second = refreshed(partner, first["refresh_token"]).json()
    third = refreshed(partner, second["refresh_token"]).json()
    assert error_of(refreshed(partner, first["refresh_token"])) == (400, "invalid_grant")
    assert ledgers(third["access_token"]) == 401
    assert error_of(refreshed(partner, third["refresh_token"])) == (400, "invalid_grant")
    assert ledgers(other["access_token"]) == 200


def test_refreshing_never_widens_what_was_allowed(shop, partner):
    first = tokens_of(partner, shop, scopes=["ledger.read", "report.read"])
    widened = refreshed(partner, first["refresh_token"], scope="ledger.read ledger.write")
    assert error_of(widened) == (400, "invalid_scope")
    narrowed = refreshed(partner, first["refresh_token"], scope="ledger.read").json()
    assert narrowed["scope"] == "ledger.read"
    assert totals(narrowed["access_token"]) in (200, 403)
    assert refreshed(partner, narrowed["refresh_token"]).json()["scope"] == "ledger.read report.read"


def test_another_apps_code_and_tokens_are_strange_to_an_app(shop, partner, phone_app):
    code = code_for(shop.asha, partner, books=[shop.id])
    assert error_of(exchange_code(phone_app, code)) == (400, "invalid_grant")
    tokens = exchange_code(partner, code).json()
    assert error_of(exchange_code(phone_app, code)) == (400, "invalid_grant")
    assert error_of(refreshed(phone_app, tokens["refresh_token"])) == (400, "invalid_grant")
    for token in (tokens["access_token"], tokens["refresh_token"]):
        assert call("/oauth/introspect", {"token": token}, made=phone_app).json() == {"active": False}
        assert call("/oauth/revoke", {"token": token}, made=phone_app).status_code == 200
    assert ledgers(tokens["access_token"]) == 200
    assert refreshed(partner, tokens["refresh_token"]).status_code == 200


def test_an_app_with_a_secret_must_say_it(shop, partner):
    code = code_for(shop.asha, partner, books=[shop.id])
    said = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
        "client_id": partner.client_id,
    }  # fmt: skip
    for secret in (None, "", "wrong", "hk_app_secret_" + "x" * 43, "x" * 5_000):
        sent = said if secret is None else {**said, "client_secret": secret}
        response = call("/oauth/token", sent)
        assert error_of(response) == (401, "invalid_client")
        assert response["WWW-Authenticate"].startswith("Basic")
    assert call("/oauth/token", {**said, "client_secret": partner.secret}).status_code == 200


def test_a_public_app_has_no_secret_that_fits(shop, phone_app):
    code = code_for(shop.asha, phone_app, books=[shop.id])
    response = exchange_code(phone_app, code, client_secret="anything")
    assert error_of(response) == (401, "invalid_client")


def test_a_changed_secret_works_beside_the_one_before_for_a_day(shop, partner):
    owner = register(shop.asha)
    made = renew_secret(actor=shop.asha, app_id=owner.app_id, base_rev=1, now=timezone.now())
    assert made.secret != owner.secret
    copy = renew_secret(actor=shop.asha, app_id=owner.app_id, base_rev=1, now=timezone.now())
    assert copy.secret == ""
    for known in (owner, made):
        assert call("/oauth/introspect", {"token": "x"}, made=known).json() == {"active": False}
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25), tick=True):
        assert call("/oauth/introspect", {"token": "x"}, made=owner).status_code == 401
        assert call("/oauth/introspect", {"token": "x"}, made=made).status_code == 200


def test_an_app_gives_back_a_token_or_all_of_them(shop, partner):
    tokens = tokens_of(partner, shop)
    assert call("/oauth/revoke", {"token": tokens["access_token"]}, made=partner).status_code == 200
    assert ledgers(tokens["access_token"]) == 401
    again = refreshed(partner, tokens["refresh_token"]).json()
    assert ledgers(again["access_token"]) == 200
    said = {"token": again["refresh_token"], "token_type_hint": "refresh_token"}
    assert call("/oauth/revoke", said, made=partner).status_code == 200
    assert ledgers(again["access_token"]) == 401
    assert Consent.objects.get().ended_why == "app"
    assert call("/oauth/revoke", {"token": "unknown"}, made=partner).status_code == 200
    assert error_of(call("/oauth/revoke", {"token": "unknown"})) == (401, "invalid_client")


def test_an_app_looks_its_own_tokens_up(shop, partner):
    tokens = tokens_of(partner, shop)
    said = call("/oauth/introspect", {"token": tokens["access_token"]}, made=partner).json()
    assert (said["active"], said["scope"], said["client_id"]) == (True, "ledger.read", partner.client_id)
    assert said["sub"] == str(shop.asha.user_id)
    assert 0 < said["exp"] - said["iat"] <= 3600
    again = call("/oauth/introspect", {"token": tokens["refresh_token"]}, made=partner).json()
    assert (again["active"], again["token_type"]) == (True, "refresh_token")
    refreshed(partner, tokens["refresh_token"])
    for token in tokens["access_token"], tokens["refresh_token"], "hk_pat_x":
        assert call("/oauth/introspect", {"token": token}, made=partner).json() == {"active": False}


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/introspect"])
def test_an_endpoint_takes_one_plain_form(shop, partner, path):
    good = "grant_type=refresh_token&refresh_token=x&token=x"
    assert error_of(call(path, good + "&token=y", made=None)) == (400, "invalid_request")
    assert error_of(call(path, good + "&client_id=a&client_id=b")) == (400, "invalid_request")
    assert error_of(call(path, '{"grant_type":"refresh_token"}', content_type="application/json")) == (
        400, "invalid_request",
    )  # fmt: skip
    assert error_of(call(path + "?client_id=" + partner.client_id, good)) == (400, "invalid_request")
    assert error_of(call(path, good + "&state=%00")) == (400, "invalid_request")
    assert Client().get(path).status_code == 405
    assert Client().post(path, {"token": "x"}).status_code == 400


@pytest.mark.parametrize(
    "word", ["Basic", "Basic !!!", "Basic 4Q==", "Basic eDp5", "Bearer x", "Basic AAA6AAA="]
)
def test_an_unreadable_introduction_is_no_app(partner, word):
    response = call("/oauth/token", "grant_type=refresh_token&refresh_token=x", Authorization=word)
    assert error_of(response) == (401, "invalid_client")


def test_secrets_are_in_no_log(shop, partner, caplog):
    with caplog.at_level(logging.DEBUG):
        code = code_for(shop.asha, partner, books=[shop.id])
        tokens = exchange_code(partner, code).json()
        again = refreshed(partner, tokens["refresh_token"]).json()
        exchange_code(partner, code)
        refreshed(partner, tokens["refresh_token"])
    for secret in (code, partner.secret, VERIFIER, *(
        pair[name] for pair in (tokens, again) for name in ("access_token", "refresh_token")
    )):  # fmt: skip
        assert secret not in caplog.text


def test_the_server_describes_itself():
    said = Client().get("/.well-known/oauth-authorization-server").json()
    assert said["issuer"] == "http://localhost:8000"
    assert said["token_endpoint"] == "http://localhost:8000/oauth/token"
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert "token.manage" not in said["scopes_supported"]


def test_what_is_long_over_is_cleared(shop, partner):
    tokens_of(partner, shop)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert trim(now=timezone.now()) == 2
    assert AppRefreshToken.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
        assert trim(now=timezone.now()) == 1
    assert Consent.objects.count() == 1


@pytest.mark.both_engines
def test_of_many_refreshes_at_once_at_most_one_family_goes_on(live_db, scale):
    shop = open_shop()
    made = register(shop.asha)
    for _ in range(scale(1_000, part=200)):
        pair = let_in(made.app_id, shop.asha, books=[shop.id])
        answers = at_once(lambda pair=pair: refreshed(made, pair.refresh_token), copies=4)
        assert {answer.status_code for answer in answers} <= {200, 400}
        won = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(won) <= 1
        # Copies came after the winner, so its family has ended as well.
        assert [ledgers(one["access_token"]) for one in won] == [401] * len(won)
        assert Consent.objects.latest("pk").ended_why == "replayed"


@pytest.mark.both_engines
def test_a_code_that_is_raced_for_gives_tokens_once_at_most(live_db, scale):
    shop = open_shop()
    made = register(shop.asha)
    for _ in range(scale(250)):
        code = code_for(shop.asha, made, books=[shop.id])
        answers = at_once(lambda code=code: exchange_code(made, code), copies=4)
        assert sum(answer.status_code == 200 for answer in answers) <= 1
        assert not Token.objects.filter(consent=Consent.objects.latest("pk"), revoked_at=None).exists()


def at_once(work, *, copies: int) -> list:
    """The same call from several threads that start together."""
    gate, answers, faults = threading.Barrier(copies), [], []

    def run() -> None:
        gate.wait()
        try:
            answers.append(work())
        except Exception as fault:  # noqa: BLE001 - shown below
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(copies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return answers
