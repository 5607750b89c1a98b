"""Tokens made by programs: what they open, for how long, and that one token never makes another."""

import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from api.models import DeviceSession, KeptAnswer, Token
from api.operations.limits import set_limit
from api.operations.sessions import sign_in_device
from api.queries.limits import busy_program
from api.refusals import LimitRefused, TokenUnknown
from audit.models import Event
from businesses.actors import Actor
from businesses.models import User
from businesses.roles import Role
from core.ids import uuid7
from tests.api.programs import Program, program_of
from tests.ledger.shops import open_shop

pytestmark = pytest.mark.both_engines
WANTED = {"name": "রাতের হিসাব", "scopes": ["ledger.read"]}


def device_of(actor: Actor) -> Program:
    """A program that signed in on a phone of this person."""
    signed_in = sign_in_device(
        user=User.objects.get(pk=actor.user_id), device_id="phone-" + uuid7().hex, label="ফোন", scopes=None,
        trace_id="test", now=timezone.now(),
    )  # fmt: skip
    return Program(signed_in.access_token, Client())


@pytest.fixture
def phone(shop) -> Program:
    return device_of(shop.asha)


def test_a_device_makes_a_token_that_does_what_it_was_made_for_and_no_more(shop, phone):
    made = phone.post(
        "/tokens", {**WANTED, "business_ids": [str(shop.id)], "origins": ["https://a.example/"]}
    )
    assert made.status_code == 201, made.content
    said = made.json()["token"]
    assert (said["scopes"], said["business_ids"], said["all_books"]) == (
        ["ledger.read"],
        [str(shop.id)],
        False,
    )
    assert said["origins"] == ["https://a.example"]
    program = Program(said["token"], Client())
    assert program.get("/ledgers").status_code == 200
    assert program.post("/ledgers", {"party_name": "X"}).json()["error"] == "scope_missing"
    listed = phone.get("/tokens").json()["tokens"]
    assert [row["token_id"] for row in listed] == [said["token_id"]]
    assert said["token"].encode() not in phone.get("/tokens").content
    assert phone.delete(f"/tokens/{said['token_id']}").status_code == 200
    assert program.get("/ledgers").json()["error"] == "token_refused"


def test_a_personal_token_makes_no_other(shop, asha):
    before = Token.objects.count()
    answer = asha.post("/tokens", WANTED)
    assert (answer.status_code, answer.json()["error"]) == (403, "device_needed")
    assert Token.objects.count() == before


def test_a_try_makes_nothing_and_shows_no_secret(phone):
    before = Token.objects.count()
    tried = phone.post("/tokens?dry_run=true", WANTED)
    assert (tried.status_code, tried.json()["token"]["token"]) == (201, "")
    assert Token.objects.count() == before


def test_no_secret_is_kept_for_a_retry(phone):
    first = phone.post("/tokens", WANTED, Idempotency_Key="same")
    second = phone.post("/tokens", WANTED, Idempotency_Key="same")
    assert first.json()["token"]["token"] != second.json()["token"]["token"]
    assert not KeptAnswer.objects.exists()


def day(days: int) -> str:
    return (timezone.now() + datetime.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("fields", "slug"), [
    ({"expires_time": "2020-01-01T00:00:00Z"}, "end_refused"),
    ({"expires_time": day(6 * 366)}, "end_refused"),
    ({"expires_time": "yesterday"}, "fields_refused"),
    ({"scopes": ["everything"]}, "scope_unknown"),
    ({"scopes": []}, "fields_refused"),
    ({"name": ""}, "fields_refused"),
    ({"name": "a\u202eb" * 30}, "fields_refused"),
    ({"business_ids": []}, "fields_refused"),
    ({"business_ids": [str(uuid7())]}, "not_found"),
    ({"origins": ["http://a.example"]}, "origin_refused"),
    ({"origins": ["https://a.example"] * 11}, "fields_refused"),
])  # fmt: skip
def test_what_cannot_be_is_refused(phone, fields, slug):
    before = Token.objects.count()
    answer = phone.post("/tokens", {**WANTED, **fields})
    assert (answer.json()["error"], Token.objects.count()) == (slug, before), answer.content


def test_an_end_that_is_given_is_kept_and_comes(phone):
    ends = day(30)
    made = phone.post("/tokens", {**WANTED, "expires_time": ends}).json()["token"]
    token = Token.objects.get(pk=UUID(made["token_id"]))
    assert token.expires_at.isoformat() == ends
    program = Program(made["token"], Client())
    assert program.get("/ledgers").status_code == 200
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    assert program.get("/ledgers").status_code == 401


def test_a_book_of_another_is_refused_as_an_unknown_one(phone):
    theirs = open_shop(name="देव किराना")
    answers = [phone.post("/tokens", {**WANTED, "business_ids": [str(one)]}) for one in (theirs.id, uuid7())]
    assert [answer.status_code for answer in answers] == [404, 404]
    told = [{**answer.json(), "trace_id": ""} for answer in answers]
    assert told[0] == told[1]


def test_a_token_does_no_more_than_its_person_may(shop):
    staff = shop.member(Role.STAFF)
    program = program_of(staff, scopes=["report.read", "ledger.read"])
    assert program.get(f"/businesses/{shop.id}/totals").json()["error"] == "role_not_allowed"
    assert program.get("/ledgers").status_code == 200


def test_nobody_ends_anothers_token(shop, phone):
    token_id = phone.post("/tokens", WANTED).json()["token"]["token_id"]
    other = program_of(shop.member(Role.MANAGER))
    assert other.delete(f"/tokens/{token_id}").status_code == 404
    assert Token.objects.get(pk=UUID(token_id)).revoked_at is None


def test_staff_set_the_limit_of_a_token_and_the_trail_tells(shop, asha):
    token = Token.objects.get(user_id=shop.asha.user_id)
    operator = User.objects.create_user(email="operator@example.com", is_staff=True)
    actor = Actor(operator.pk, "", None, "trace-of-staff")
    set_limit(actor=actor, program_id=token.pk, limit=2, now=timezone.now())
    assert asha.get("/ledgers")["X-RateLimit-Limit"] == "2"
    event = Event.objects.get(verb="token.limit_set")
    assert (event.user_id, event.actor_id, event.subject_id) == (shop.asha.user_id, operator.pk, token.pk)
    set_limit(actor=actor, program_id=token.pk, limit=None, now=timezone.now())
    assert asha.get("/ledgers")["X-RateLimit-Limit"] == "600"


def test_the_limit_of_a_sign_in_on_a_device_outlives_its_tokens(shop, phone):
    session = DeviceSession.objects.get(user_id=shop.asha.user_id)
    assert phone.get("/ledgers")["X-RateLimit-Limit"] == "60"
    set_limit(actor=shop.asha, program_id=session.pk, limit=7, now=timezone.now())
    assert phone.get("/ledgers")["X-RateLimit-Limit"] == "7"
    assert busy_program(program_id=session.pk, now=timezone.now()).calls == 2
    assert Event.objects.get(verb="device.limit_set").user_id == shop.asha.user_id
    assert Token.objects.get(session=session).limit is None


@pytest.mark.parametrize("limit", [0, -1, 60_001])
def test_a_limit_out_of_reach_is_refused(shop, asha, limit):
    token = Token.objects.get(user_id=shop.asha.user_id)
    with pytest.raises(LimitRefused):
        set_limit(actor=shop.asha, program_id=token.pk, limit=limit, now=timezone.now())
    with pytest.raises(TokenUnknown):
        set_limit(actor=shop.asha, program_id=uuid7(), limit=5, now=timezone.now())
