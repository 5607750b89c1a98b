"""A person's own page about the second proof: on, off, the paper; each only after proving who asks."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from django.utils import timezone

from audit.models import Event
from businesses.models import AccountNote, SignInCode, User
from businesses.second_factor.models import CodeApp, Passkey
from businesses.second_factor.otp import code_at, step_at
from businesses.second_factor.queries import factors_of
from tests.businesses.second_factor.conftest import phone_of
from tests.hostile.asking import as_sent
from tests.hostile.words import words_for

HOME = "/me/second/"
CHANGES = ["app/", "app/off/", "passkeys/add/", "codes/", "passkeys/019aa000-0000-7000-8000-000000000001/"]


@pytest.fixture
def asha(cast, as_person) -> Client:
    """Signed in long ago."""
    User.objects.filter(pk=cast.asha.pk).update(phone_verified=True)
    return as_person(cast.asha)


@pytest.fixture
def fresh(asha, cast) -> Client:
    """Signed in just now, by a code to the phone."""
    session = asha.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(cast.asha.pk)
    session.save()
    return asha


def key_on(page) -> str:
    return re.search(r"<textarea[^>]*>([A-Z2-7 ]+)</textarea>", page.content.decode())[1].replace(" ", "")


def now_code(secret: str) -> str:
    return code_at(secret, step=step_at(timezone.now()))


def papers(page) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4} \d{4})</li>", page.content.decode())


class TestTurningOn:
    def test_scan_type_and_keep_the_paper(self, fresh, cast, capsys):
        page = fresh.get(HOME + "app/")
        secret = key_on(page)
        assert "<svg" in page.content.decode()
        assert f"secret={secret}&amp;issuer=Halkhata" in page.content.decode()
        assert key_on(fresh.get(HOME + "app/")) == secret
        done = fresh.post(HOME + "app/", {"code": now_code(secret)})
        assert len(papers(done)) == 10
        assert factors_of(cast.asha.pk).kinds == ["app"]
        assert AccountNote.objects.filter(user=cast.asha, kind="second_on").count() == 1
        assert "turned on" in capsys.readouterr().out
        assert "On since" in fresh.get(HOME).content.decode()
        assert papers(fresh.get(HOME)) == []
        assert "On: an app" in fresh.get("/me/").content.decode()

    def test_a_wrong_code_turns_nothing_on(self, fresh, cast):
        fresh.get(HOME + "app/")
        answer = fresh.post(HOME + "app/", {"code": "000000"})
        assert answer.status_code == 422
        assert "does not match" in answer.content.decode()
        assert not CodeApp.objects.exists()

    def test_the_key_in_the_session_is_not_in_the_clear(self, fresh):
        secret = key_on(fresh.get(HOME + "app/"))
        assert secret not in repr(dict(fresh.session.items()))

    def test_a_second_app_is_not_added(self, fresh, cast):
        fresh.get(HOME + "app/")
        phone = phone_of(cast.asha)
        session = fresh.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session.save()
        assert fresh.get(HOME + "app/")["Location"] == HOME
        assert fresh.post(HOME + "app/", {"code": phone.code()})["Location"] == HOME
        assert CodeApp.objects.count() == 1

    def test_no_word_breaks_it(self, fresh):
        for path, field in (
            ("app/", "code"),
            ("passkeys/add/", "answer"),
            ("again/", "code"),
            ("again/", "next"),
        ):
            fresh.get(HOME + path)
            for word in words_for(0, whole=True, is_typed=True):
                assert fresh.post(HOME + path, {field: as_sent(word)}).status_code < 500, (path, word[:40])
        assert not CodeApp.objects.exists()
        assert not Passkey.objects.exists()


class TestProvingAgain:
    @pytest.mark.parametrize("path", CHANGES)
    def test_an_old_sign_in_is_asked_first(self, asha, path):
        answer = asha.get(HOME + path)
        assert answer["Location"].startswith(f"{HOME}again/?next=")
        assert asha.post(HOME + path)["Location"].startswith(f"{HOME}again/")

    def test_a_code_to_the_phone_where_there_is_no_second_factor(self, asha, sent):
        asha.post(HOME + "again/", {"send": "1", "next": HOME + "app/"})
        wrong = asha.post(HOME + "again/", {"code": "000000", "next": HOME + "app/"})
        assert wrong.status_code == 422
        right = asha.post(HOME + "again/", {"code": sent(), "next": HOME + "app/"})
        assert right["Location"] == HOME + "app/"
        assert asha.get(HOME + "app/").status_code == 200
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert asha.get(HOME + "app/").status_code == 303

    def test_the_second_factor_where_there_is_one(self, fresh, cast, sent):
        phone = phone_of(cast.asha)
        assert fresh.get(HOME + "app/off/").status_code == 303
        assert fresh.post(HOME + "again/", {"send": "1", "code": ""}).status_code == 422
        assert not SignInCode.objects.exists()
        assert (
            fresh.post(HOME + "again/", {"code": phone.code(), "next": HOME + "codes/"})["Location"]
            == HOME + "codes/"
        )
        made = papers(fresh.post(HOME + "codes/"))
        assert len(made) == 10
        assert set(made).isdisjoint(phone.paper)

    def test_it_leads_to_no_other_site(self, asha, sent):
        asha.post(HOME + "again/", {"send": "1"})
        answer = asha.post(HOME + "again/", {"code": sent(), "next": "https://thief.example.com/"})
        assert answer["Location"] == HOME

    def test_who_has_no_proved_number_signs_in_anew(self, as_person, cast):
        answer = as_person(cast.bilal).post(HOME + "again/", {"send": "1"})
        assert "sign out and sign in once more" in answer.content.decode()
        assert not SignInCode.objects.exists()


class TestTurningOff:
    @pytest.fixture
    def proved(self, asha, cast) -> Client:
        phone = phone_of(cast.asha)
        asha.post(HOME + "again/", {"code": phone.code()})
        return asha

    def test_the_app_goes_and_the_paper_with_it(self, proved, cast, capsys):
        assert "your only second proof" in proved.get(HOME + "app/off/").content.decode()
        assert proved.post(HOME + "app/off/")["Location"] == HOME
        assert factors_of(cast.asha.pk).codes_left == 0
        assert not factors_of(cast.asha.pk).is_on
        assert "turned off" in capsys.readouterr().out
        assert Event.objects.filter(user=cast.asha, verb="second_factor.removed").count() == 1

    def test_anothers_passkey_is_not_there(self, proved, cast):
        theirs = Passkey.objects.create(
            user=cast.bilal, name="Chrome", credential_id=b"1", credential=b"1", made_at=timezone.now()
        )
        for answer in (
            proved.get(f"{HOME}passkeys/{theirs.pk}/"),
            proved.post(f"{HOME}passkeys/{theirs.pk}/"),
        ):
            assert answer.status_code == 404
        assert Passkey.objects.count() == 1
