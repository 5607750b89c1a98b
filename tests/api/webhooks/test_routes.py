"""Webhooks by the API."""

import re

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from api.webhooks.events import EVENTS
from api.webhooks.models import Endpoint
from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.fan_out import endpoints_behind, fan_out
from businesses.roles import Role
from core.ids import uuid7
from tests.api.programs import new_ledger, program_of
from tests.ledger.shops import open_shop

URL = "https://hooks.example.com/halkhata"


def added(program, **said) -> dict:
    answer = program.post("/webhooks", {"url": URL, **said})
    assert answer.status_code == 201, answer.content
    return answer.json()["webhook"]


@pytest.mark.parametrize("fields", [{}, {"events": ["entry.created"], "description": "हिसाब"}], ids=str)
def test_a_webhook_is_added_read_listed_changed_and_removed(asha, fields):
    made = added(asha, **fields)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/=]{44}", made["secret"])
    path = f"/webhooks/{made['webhook_id']}"
    read = asha.get(path).json()["webhook"]
    assert read == {**made, "secret": None}
    assert asha.get("/webhooks").json()["webhooks"] == [read]
    assert asha.patch(path, {"is_enabled": False}, If_Match="7").status_code == 412
    off = asha.patch(path, {"is_enabled": False, "url": f"{URL}/2"}, If_Match=str(read["rev"]))
    assert off.status_code == 200, off.content
    assert (off.json()["webhook"]["state"], off.json()["webhook"]["stop_reason"]) == ("off", "person")
    on = asha.patch(path, {"is_enabled": True}, If_Match="2").json()["webhook"]
    assert (on["state"], on["url"], on["events"], on["rev"]) == (
        "on",
        f"{URL}/2",
        fields.get("events", []),
        3,
    )
    assert asha.delete(path, If_Match="1").status_code == 412
    assert asha.delete(path).status_code in (400, 422, 428)
    assert asha.delete(path, If_Match="3").status_code == 200
    assert asha.get(path).status_code == 404
    assert asha.get("/webhooks").json()["webhooks"] == []


def test_the_secret_is_shown_once_and_a_dry_run_makes_and_shows_none(asha):
    tried = asha.post("/webhooks?dry_run=true", {"url": URL})
    assert (tried.status_code, tried.json()["webhook"]["secret"], Endpoint.objects.count()) == (201, None, 0)
    webhook_id = str(uuid7())
    first = added(asha, webhook_id=webhook_id)
    again = added(asha, webhook_id=webhook_id)
    assert (bool(first["secret"]), again["secret"], Endpoint.objects.count()) == (True, None, 1)
    assert asha.post("/webhooks", {"url": f"{URL}/other", "webhook_id": webhook_id}).status_code == 409
    fresh = asha.post(f"/webhooks/{webhook_id}/secrets", If_Match="1")
    assert (fresh.status_code, fresh.json()["webhook"]["secret"] not in (None, first["secret"])) == (
        201,
        True,
    )
    assert fresh.json()["webhook"]["older_secret_until"]
    assert asha.post(f"/webhooks/{webhook_id}/secrets", If_Match="1").status_code == 412


@pytest.mark.parametrize(("said", "status", "error"), [
    ({"url": "http://example.com/"}, 422, "webhook_address_refused"),
    ({"url": "https://192.168.0.1:22/"}, 422, "webhook_address_refused"),
    ({"url": "https://10.0.0.7/"}, 422, "webhook_address_refused"),
    ({"url": "https://[fd12:3456::1]/"}, 422, "webhook_address_refused"),
    ({"url": "https://169.254.169.254/latest"}, 422, "webhook_address_refused"),
    ({"url": "https://LOCALHOST/"}, 422, "webhook_address_refused"),
    ({"url": "https://api.localhost:8443/"}, 422, "webhook_address_refused"),
    ({"url": URL, "events": ["entry.eaten"]}, 422, "webhook_event_unknown"),
    ({"url": ""}, 422, "fields_refused"),
    ({}, 422, "fields_refused"),
    ({"url": URL, "events": "entry.created"}, 422, "fields_refused"),
])  # fmt: skip
def test_what_cannot_be_is_a_problem_with_its_slug(asha, said, status, error):
    answer = asha.post("/webhooks", said)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert Endpoint.objects.count() == 0


def test_a_message_is_seen_on_its_way_arrived_and_sent_again(asha, shop, receiver, settings):
    settings.WEBHOOK_LOOPBACK, settings.WEBHOOK_PORTS = True, [receiver.port]
    made = added(asha, url=receiver.url)
    new_ledger(asha, "रहीम")
    assert asha.post(f"/webhooks/{made['webhook_id']}/test").json()["delivery"]["state"] == "waiting"
    send_all(receiver)
    listed = asha.get(f"/webhooks/{made['webhook_id']}/deliveries?per_page=1").json()
    assert listed["page_context"]["has_more_page"] is True
    rest = asha.get(
        f"/webhooks/{made['webhook_id']}/deliveries?cursor={listed['page_context']['next_cursor']}"
    ).json()
    found = listed["deliveries"] + rest["deliveries"]
    assert {one["event"] for one in found} == {"webhook.test", "party.created"}
    assert {one["state"] for one in found} == {"delivered"}
    path = f"/webhooks/{made['webhook_id']}/deliveries/{found[0]['delivery_id']}"
    whole = asha.get(path).json()["delivery"]
    assert whole["log"][0]["status"] == 204
    again = asha.post(f"{path}/resend", Idempotency_Key="दो बार नहीं".encode().hex())
    assert (again.status_code, again.json()["delivery"]["state"]) == (200, "waiting")
    assert asha.post(f"{path}/resend").json()["error"] == "still_on_its_way"
    send_all(receiver)
    for message in receiver.taken:
        assert Webhook(made["secret"]).verify(message.body, message.headers)["business_id"] == str(shop.id)
    assert len(receiver.taken) == 3


def send_all(receiver) -> None:
    for endpoint_id in endpoints_behind():
        fan_out(endpoint_id=endpoint_id, now=timezone.now())
    deliver(guard=receiver.guard, clock=timezone.now, seconds=30)


def test_the_kinds_of_news_are_listed(asha):
    assert [one["event"] for one in asha.get("/webhooks/events").json()["events"]] == list(EVENTS)


def test_scope_role_and_book_keep_others_out(asha, shop):
    made = added(asha)
    paths = ["/webhooks", f"/webhooks/{made['webhook_id']}", f"/webhooks/{made['webhook_id']}/deliveries"]
    narrow = program_of(shop.asha, scopes=["ledger.read", "ledger.write"])
    assert {narrow.get(path).status_code for path in paths} == {403}
    for role in (Role.STAFF, Role.ACCOUNTANT, Role.READER):
        assert {program_of(shop.member(role)).get(path).status_code for path in paths} == {403}
    stranger = program_of(open_shop(name="দেবের দোকান").asha)
    assert [stranger.get(path).status_code for path in paths] == [200, 404, 404]
    assert stranger.get("/webhooks").json()["webhooks"] == []
    assert stranger.delete(paths[1], If_Match="1").status_code == 404
    assert stranger.post(f"{paths[1]}/test").status_code == 404
    assert Endpoint.objects.get().removed_at is None
