"""The second step at the door: by pages and by programs, whichever way the first step went."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audit.models import Event
from businesses.models import AccountNote, SignInCode, User
from businesses.second_factor.queries import factors_of
from tests.api.programs import Program
from tests.businesses.second_factor.conftest import phone_of
from tests.businesses.test_sign_in import ask

DOOR = "/sign-in/second/"


def come(browser: Client, sent):
    """The first step: the code to the phone."""
    SignInCode.objects.all().delete()
    ask(browser)
    return browser.post("/sign-in/code/", {"code": sent()})


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


class TestPages:
    def test_after_the_code_to_the_phone(self, phone, client, sent):
        assert come(client, sent)["Location"] == DOOR
        assert not is_in(client)
        assert "Second proof" in client.get(DOOR).content.decode()
        assert client.post(DOOR, {"code": phone.code()}).status_code == 303
        assert client.session["_auth_user_id"] == str(phone.user.pk)
        assert Event.objects.filter(user=phone.user, verb="user.signed_in").count() == 1

    def test_after_the_password(self, phone, client):
        phone.user.email = "asha@example.com"
        phone.user.set_password("দশ-টাকার-চা")
        phone.user.save(update_fields=["email", "password"])
        said = {"email": "asha@example.com", "password": "দশ-টাকার-চা", "do": "enter", "next": "/me/"}
        assert client.post("/sign-in/password/", said)["Location"] == DOOR
        assert not is_in(client)
        assert client.post(DOOR, {"code": phone.paper[0]})["Location"] == "/me/"
        assert is_in(client)

    def test_after_a_new_password_by_mail(self, phone, client, sent):
        User.objects.filter(pk=phone.user.pk).update(email="asha@example.com")
        EmailAddress.objects.create(user=phone.user, email="asha@example.com", verified=True, primary=True)
        said = {"email": "asha@example.com", "password": "নতুন-চাবি-কাঠি", "do": "new"}
        client.post("/sign-in/password/", said)
        assert client.post("/sign-in/code/", {"code": sent()})["Location"] == DOOR
        assert not is_in(client)

    @pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}], ids=["plain", "htmx"])
    def test_no_page_opens_in_between(self, phone, client, sent, headers):
        come(client, sent)
        answer = client.get("/me/", headers=headers)
        assert "/sign-in/" in (answer.get("Location") or answer["HX-Redirect"])
        assert client.get("/").headers["Location"].startswith("/sign-in/")

    def test_a_wrong_code_keeps_out_and_is_noted(self, phone, client, sent):
        come(client, sent)
        answer = client.post(DOOR, {"code": "000000"})
        assert answer.status_code == 422
        assert "does not match" in answer.content.decode()
        assert not is_in(client)
        assert AccountNote.objects.filter(user=phone.user, kind="second_wrong").count() == 1

    @pytest.mark.parametrize(
        "said", [{}, {"code": ""}, {"code": "\0"}, {"answer": "{}"}, {"answer": "x" * 30_000}]
    )
    def test_nothing_and_nonsense_keep_out(self, phone, client, sent, said):
        come(client, sent)
        assert client.post(DOOR, said).status_code == 422
        assert not is_in(client)

    def test_a_recovery_code_is_noted_and_told(self, phone, client, sent, capsys):
        User.objects.filter(pk=phone.user.pk).update(phone_verified=True)
        come(client, sent)
        capsys.readouterr()
        client.post(DOOR, {"code": phone.paper[3]})
        assert is_in(client)
        assert AccountNote.objects.filter(user=phone.user, kind="recovery_used").count() == 1
        assert "recovery code" in capsys.readouterr().out
        assert factors_of(phone.user.pk).codes_left == 9

    def test_the_door_is_shut_to_who_did_not_take_the_first_step(self, phone, client):
        assert client.get(DOOR)["Location"] == "/"
        assert client.post(DOOR, {"code": phone.code()})["Location"] == "/"
        assert not is_in(client)

    def test_the_first_step_grows_old(self, phone, client, sent):
        come(client, sent)
        with time_machine.travel(timezone.now() + timedelta(minutes=20)):
            assert client.post(DOOR, {"code": phone.code()})["Location"] == "/"
        assert not is_in(client)

    def test_an_account_closed_meanwhile_stays_closed(self, phone, client, sent):
        come(client, sent)
        User.objects.filter(pk=phone.user.pk).update(is_active=False)
        assert client.post(DOOR, {"code": phone.code()})["Location"] == "/sign-in/"
        assert not is_in(client)

    def test_who_has_none_is_not_asked(self, cast, client, sent):
        come(client, sent)
        assert is_in(client)


class TestRecycledNumbers:
    def test_the_second_factor_is_the_proof(self, phone, client, sent):
        long = timezone.now() - timedelta(days=200)
        User.objects.filter(pk=phone.user.pk).update(joined_at=long, phone_verified=True)
        assert come(client, sent)["Location"] == DOOR
        client.post(DOOR, {"code": phone.code()})
        assert is_in(client)

    def test_a_program_too_is_asked_for_it(self, phone, client, capsys):
        User.objects.filter(pk=phone.user.pk).update(joined_at=timezone.now() - timedelta(days=200))
        assert first_step(Program("", client), phone, capsys).json()["error"] == "second_factor_needed"


def first_step(program: Program, phone, capsys, **more):
    said = {"mobile": phone.user.phone, "device_id": "counter-4711"}
    program.post("/auth/otp/request", said)
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", capsys.readouterr().out)[-1]
    return program.post("/auth/verify-otp", said | {"otp": code} | more)


class TestPrograms:
    @pytest.fixture
    def program(self, client) -> Program:
        return Program("", client)

    def test_the_second_step_gives_the_tokens(self, phone, program, capsys):
        held = first_step(program, phone, capsys, device_name="দোকানের ফোন", scope=["ledger.read"])
        assert (held.status_code, held.json()["error"]) == (403, "second_factor_needed")
        assert "access_token" not in held.json()
        token = held.json()["second_factor_token"]
        said = {"second_factor_token": token, "device_id": "counter-4711"}
        wrong = program.post("/auth/second-factor", said | {"code": "000000"})
        assert (wrong.status_code, wrong.json()["error"]) == (422, "second_factor_wrong")
        tokens = program.post("/auth/second-factor", said | {"code": phone.code()}).json()
        assert tokens["scope"] == ["ledger.read"]
        assert Program(tokens["access_token"], program.client).get("/businesses").status_code == 200
        again = program.post("/auth/second-factor", said | {"code": phone.code()})
        assert again.json()["error"] == "second_factor_wrong"

    def test_after_the_password_too(self, phone, program):
        phone.user.email = "asha@example.com"
        phone.user.set_password("দশ-টাকার-চা")
        phone.user.save(update_fields=["email", "password"])
        said = {"email": "asha@example.com", "password": "দশ-টাকার-চা", "device_id": "counter-4711"}
        held = program.post("/auth/token", said)
        assert (held.status_code, held.json()["error"]) == (403, "second_factor_needed")

    def test_the_token_is_for_its_device_and_for_ten_minutes(self, phone, program, capsys):
        token = first_step(program, phone, capsys).json()["second_factor_token"]
        said = {"second_factor_token": token, "code": phone.code()}
        other = program.post("/auth/second-factor", said | {"device_id": "another-phone"})
        assert (other.status_code, other.json()["error"]) == (401, "second_factor_expired")
        forged = program.post(
            "/auth/second-factor",
            {**said, "second_factor_token": token[:-2] + "xx", "device_id": "counter-4711"},
        )
        assert forged.json()["error"] == "second_factor_expired"
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            late = program.post("/auth/second-factor", said | {"device_id": "counter-4711"})
        assert late.json()["error"] == "second_factor_expired"

    def test_the_account_says_what_it_has(self, phone, program, capsys):
        token = first_step(program, phone, capsys).json()["second_factor_token"]
        said = {"second_factor_token": token, "code": phone.code(), "device_id": "counter-4711"}
        tokens = program.post("/auth/second-factor", said).json()
        person = Program(tokens["access_token"], program.client).get("/me").json()["person"]
        assert person["second_factor"] == ["app"]


class TestOperator:
    def test_the_operator_turns_it_off_for_who_lost_all(self, cast, capsys):
        phone = phone_of(cast.asha)
        User.objects.filter(pk=cast.asha.pk).update(email="asha@example.com")
        EmailAddress.objects.create(user=cast.asha, email="asha@example.com", verified=True, primary=True)
        call_command("end_second_factor", cast.asha.phone)
        assert not factors_of(phone.user.pk).is_on
        assert [message.to for message in mail.outbox] == [["asha@example.com"]]
        with pytest.raises(CommandError, match="no second factor"):
            call_command("end_second_factor", "asha@example.com")
        with pytest.raises(CommandError, match="no such account"):
            call_command("end_second_factor", "+919800000000")
