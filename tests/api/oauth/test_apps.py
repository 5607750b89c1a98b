"""Developers → Apps: registering one, its secret, its end; and what the staff of the site can do."""

import re
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from api.oauth.models import App, AppOrigin, Consent
from api.operations.sessions import sign_in_device
from api.urls import api
from audit.models import Event
from businesses.models import User
from core.ids import uuid7
from tests.api.oauth.partners import BACK, browser, call, ledgers, let_in, register
from tests.api.programs import Program
from tests.ledger.shops import NOW, open_shop

APPS = "/me/developer/apps/"
SECRET = re.compile(r"hk_app_secret_[A-Za-z0-9_-]{43}")


def said(**fields) -> dict:
    return {
        "id": str(uuid7()), "name": "ধার Loans", "home_page": "https://lender.example.com", "kind": "confidential",
        "redirect_uris": BACK, "scopes": ["ledger.read"], "origins": "", **fields,
    }  # fmt: skip


def test_a_new_app_shows_its_secret_once(shop):
    client, form = browser(shop.asha), said()
    page = client.post(APPS + "add/", form, follow=True)
    secret = SECRET.search(page.content.decode()).group()
    assert "no-store" in page["Cache-Control"]
    assert SECRET.search(client.post(APPS + "add/", form, follow=True).content.decode()) is None
    app = App.objects.get()
    assert SECRET.search(client.get(f"{APPS}{app.pk}/").content.decode()) is None
    assert secret not in str(App.objects.values())
    answer = call("/oauth/introspect", {"token": "x", "client_id": app.client_id, "client_secret": secret})
    assert answer.json() == {"active": False}


def test_a_public_app_gets_no_secret(shop):
    client = browser(shop.asha)
    page = client.post(APPS + "add/", said(kind="public"), follow=True)
    assert SECRET.search(page.content.decode()) is None
    assert App.objects.get().client_id in page.content.decode()
    client.post(f"{APPS}{App.objects.get().pk}/secret/", {"base_rev": 1})
    assert App.objects.get().secret_hash == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Enter the name people know the app by."),
        ({"name": "\u202e"}, "Enter the name people know the app by."),
        ({"name": "x" * 61}, "too long"),
        ({"home_page": "http://lender.example.com"}, "Enter an address like https://example.com"),
        ({"home_page": "javascript:alert(1)"}, "Enter an address like https://example.com"),
        ({"home_page": "https://u@evil.example"}, "Enter an address like https://example.com"),
        ({"redirect_uris": ""}, "Enter at least one address people come back to."),
        ({"redirect_uris": "http://lender.example.com/back"}, "cannot be used"),
        ({"redirect_uris": "http://127.0.0.1.evil.example/back"}, "cannot be used"),
        ({"redirect_uris": "https://*.example.com/back"}, "cannot be used"),
        ({"redirect_uris": BACK + "#top"}, "cannot be used"),
        ({"redirect_uris": "lender://back"}, "cannot be used"),
        ({"redirect_uris": "javascript:alert(1)"}, "cannot be used"),
        ({"redirect_uris": "data:text/html,x"}, "cannot be used"),
        ({"redirect_uris": "https://u:p@lender.example.com/"}, "cannot be used"),
        ({"redirect_uris": "https://lender.example.com; script-src *"}, "cannot be used"),
        ({"redirect_uris": "https:///back"}, "cannot be used"),
        ({"redirect_uris": "https://[::1"}, "cannot be used"),
        ({"redirect_uris": "https://x.example:99999/"}, "cannot be used"),
        ({"redirect_uris": BACK + "/" + "x" * 500}, "cannot be used"),
        ({"redirect_uris": "\n".join(f"{BACK}/{n}" for n in range(11))}, "at most 10"),
        ({"scopes": []}, "Choose at least one thing it may ask for."),
        ({"scopes": ["token.manage"]}, "Select a valid choice"),
        ({"origins": "https://app.example.com/path"}, "is not the address of a site"),
        ({"origins": "*"}, "is not the address of a site"),
    ],
)
def test_an_app_that_cannot_be_is_said_in_words(shop, fields, words):
    page = browser(shop.asha).post(APPS + "add/", said(**fields))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not App.objects.exists()


def test_addresses_on_ones_own_machine_may_be_plain(shop):
    local = "http://127.0.0.1:8400/back\nhttp://localhost/back\n\n" + BACK
    browser(shop.asha).post(APPS + "add/", said(redirect_uris=local))
    assert App.objects.get().redirect_uris == [
        "http://127.0.0.1:8400/back", "http://localhost/back", BACK,
    ]  # fmt: skip


def test_an_app_is_changed_at_the_revision_that_was_seen(shop):
    client, made = browser(shop.asha), register(shop.asha)
    client.post(
        f"{APPS}{made.app_id}/edit/", said(base_rev=1, name="নতুন নাম", origins="https://app.example.com")
    )
    app = App.objects.get()
    assert (app.name, app.rev) == ("নতুন নাম", 2)
    assert AppOrigin.objects.get().origin == "https://app.example.com"
    late = client.post(f"{APPS}{made.app_id}/edit/", said(base_rev=1, name="পুরনো"))
    assert late.status_code == 422
    assert App.objects.get().name == "নতুন নাম"


def test_an_app_is_its_owners_alone(shop):
    made, stranger = register(shop.asha), browser(open_shop(name="অচেনা").asha)
    for path in ("", "edit/", "remove/"):
        assert stranger.get(f"{APPS}{made.app_id}/{path}").status_code == 404
    for path in ("edit/", "remove/", "secret/"):
        assert stranger.post(f"{APPS}{made.app_id}/{path}", said(base_rev=1)).status_code == 404
    assert stranger.post(APPS + "add/", said(id=str(made.app_id))).status_code == 404
    assert App.objects.get().rev == 1


def test_a_person_has_so_many_apps_and_no_more(shop, monkeypatch):
    monkeypatch.setattr("api.oauth.operations.apps.APPS_MAX", 2)
    client = browser(shop.asha)
    for _ in range(2):
        client.post(APPS + "add/", said())
    assert "which is the most" in client.post(APPS + "add/", said()).content.decode()


def test_a_removed_app_and_all_it_was_allowed_end(shop):
    made = register(shop.asha)
    pair = let_in(made.app_id, shop.asha, books=[shop.id])
    assert ledgers(pair.access_token) == 200
    client = browser(shop.asha)
    assert "1 person allows it now" in client.get(f"{APPS}{made.app_id}/remove/").content.decode()
    client.post(f"{APPS}{made.app_id}/remove/")
    assert ledgers(pair.access_token) == 401
    assert client.get(f"{APPS}{made.app_id}/").status_code == 404
    assert call("/oauth/introspect", {"token": "x"}, made=made).status_code == 401
    assert not Consent.objects.filter(ended_at=None).exists()


def test_staff_list_apps_and_switch_one_off(shop):
    made, out = register(shop.asha), StringIO()
    call_command("app", made.client_id, "off", stdout=out)
    call_command("app", stdout=out)
    assert re.search(rf"{made.client_id}  off  ধার Loans", out.getvalue())
    call_command("app", made.client_id, "on", stdout=out)
    verbs = Event.objects.filter(user_id=shop.asha.user_id, subject_id=made.app_id).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "app.registered", "app.switched_off", "app.switched_on",
    ]  # fmt: skip
    for wrong in (("hk_app_unknown", "off"), (made.client_id,)):
        with pytest.raises(CommandError):
            call_command("app", *wrong, stdout=out)


def test_pages_of_the_apps_sites_may_call_with_its_tokens(shop):
    site = "https://app.example.com"
    mine, other = register(shop.asha, origins=[site]), register(shop.asha)
    own, strange = (let_in(made.app_id, shop.asha, books=[shop.id]).access_token for made in (mine, other))
    asked = {"Origin": site, "Access-Control-Request-Method": "GET"}
    assert Client().options("/api/v1/ledgers", headers=asked)["Access-Control-Allow-Origin"] == site
    assert Client().options("/oauth/token", headers=asked)["Access-Control-Allow-Origin"] == site
    for token, allowed in ((own, site), (strange, None)):
        headers = {"Authorization": f"Bearer {token}", "Origin": site}
        response = Client().get("/api/v1/ledgers", headers=headers)
        assert response.get("Access-Control-Allow-Origin") == allowed
    call_command("app", mine.client_id, "off", stdout=StringIO())
    assert Client().options("/api/v1/ledgers", headers=asked).status_code == 403


def test_the_description_of_the_api_tells_the_flow():
    flow = api.described["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    assert (flow["authorizationUrl"], flow["tokenUrl"]) == ("/oauth/authorize", "/oauth/token")
    assert "ledger.read" in flow["scopes"]
    assert "token.manage" not in flow["scopes"]
    paths = api.described["paths"]
    assert {"oauth": ["ledger.read"]} in paths["/api/v1/ledgers"]["get"]["security"]
    assert not any("oauth" in one for one in paths["/api/v1/tokens"]["get"]["security"])


def device_of(actor) -> Program:
    """A program with a token of a device of the person's."""
    user = User.objects.get(pk=actor.user_id)
    signed_in = sign_in_device(
        user=user, device_id="counter-1", label="Till", scopes=None, trace_id="test", now=timezone.now()
    )
    return Program(signed_in.access_token, Client())


def wanted(**more) -> dict:
    return {
        "name": "ধার Loans", "home_page": "https://lender.example.com", "scopes": ["ledger.read"],
        "redirect_uris": [BACK], **more,
    }  # fmt: skip


def test_a_program_of_the_person_keeps_their_apps(shop):
    device = device_of(shop.asha)
    made = device.post("/apps", wanted()).json()["app"]
    assert SECRET.fullmatch(made["client_secret"])
    own = f"/apps/{made['app_id']}"
    assert "client_secret" not in device.get(own).json()["app"]
    changed = device.patch(own, wanted(name="নতুন"), If_Match="1").json()["app"]
    assert (changed["name"], changed["rev"]) == ("নতুন", 2)
    assert device.patch(own, wanted(), If_Match="1").status_code == 412
    assert device.post(own + "/secret", If_Match="1").status_code == 412
    renewed = device.post(own + "/secret", If_Match="2").json()["app"]
    assert renewed["client_secret"] not in ("", made["client_secret"])
    assert [app["app_id"] for app in device.get("/apps").json()["apps"]] == [made["app_id"]]
    dry = device.post("/apps?dry_run=true", wanted())
    assert (dry.json()["app"]["client_secret"], App.objects.count()) == ("", 1)
    assert device.delete(own).status_code == 200
    assert device.get(own).status_code == 404


def test_apps_of_another_person_are_not_there_for_a_program(shop):
    app_id = register(shop.asha).app_id
    let_in(app_id, shop.asha, books=[shop.id])
    stranger = device_of(open_shop(name="অচেনা").asha)
    assert stranger.get("/apps").json()["apps"] == []
    assert stranger.get("/consents").json()["consents"] == []
    for answer in (
        stranger.get(f"/apps/{app_id}"), stranger.patch(f"/apps/{app_id}", wanted(), If_Match="1"),
        stranger.post(f"/apps/{app_id}/secret", If_Match="1"), stranger.delete(f"/apps/{app_id}"),
        stranger.delete(f"/consents/{app_id}"),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert Consent.objects.filter(ended_at=None).count() == 1


def test_a_personal_token_registers_no_app_and_an_app_sees_none(shop, asha):
    app_id = register(shop.asha).app_id
    assert asha.post("/apps", wanted()).status_code == 403
    assert asha.post(f"/apps/{app_id}/secret", If_Match="1").status_code == 403
    app = Program(let_in(app_id, shop.asha, books=[shop.id]).access_token, Client())
    assert app.get("/apps").status_code == 403
    assert app.get("/consents").status_code == 403


def test_a_program_lists_what_the_person_allowed_and_takes_it_back(shop, asha):
    app_id = register(shop.asha).app_id
    token = let_in(app_id, shop.asha, books=[shop.id]).access_token
    (card,) = asha.get("/consents").json()["consents"]
    assert (card["app_id"], card["consents"][0]["business_ids"]) == (str(app_id), [str(shop.id)])
    assert asha.delete(f"/consents/{app_id}").status_code == 200
    assert ledgers(token) == 401
    assert asha.delete(f"/consents/{app_id}").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_staff_set_the_limit_of_an_app_and_its_people_see_it(shop):
    made = register(open_shop(name="ঋণদাতা").asha)
    token = let_in(made.app_id, shop.asha, books=[shop.id]).access_token
    page = browser(shop.asha)
    User.objects.filter(pk=shop.asha.user_id).update(is_staff=True)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/ledgers", headers=headers)["X-RateLimit-Limit"] == "3000"
    assert "ধার Loans" in page.get("/staff/tokens/", {"who": made.client_id}).content.decode()
    assert page.post(f"/staff/tokens/{made.app_id}/", {"limit": "2"}).status_code == 303
    event = Event.objects.get(verb="app.limit_set")
    assert (event.user_id, event.subject_id) == (App.objects.get().owner_id, made.app_id)
    assert Client().get("/api/v1/ledgers", headers=headers)["X-RateLimit-Limit"] == "2"
    assert Client().get("/api/v1/ledgers", headers=headers).status_code == 429
    busy = page.get("/staff/tokens/", {"who": "ধার Loans"}).content.decode()
    assert "3 calls this month" in busy
    usage = page.get("/me/usage/").content.decode()
    assert "3 calls · up to 2 a minute" in re.sub(r"<[^>]+>|\s+", " ", usage).replace("  ", " ")
