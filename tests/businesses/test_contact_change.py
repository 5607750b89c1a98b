"""A number or an e-mail changes once codes came back from the old and from the new."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from audit.models import Event
from businesses.models import AccountNote, SignInCode, User

OLD, NEW = "+919830012345", "+919830066666"


@pytest.fixture
def asha(cast) -> User:
    User.objects.filter(pk=cast.asha.pk).update(phone_verified=True, language="en")
    return User.objects.get(pk=cast.asha.pk)


@pytest.fixture
def texts(capsys):
    """`texts()` are the texts sent since, as (number, code or "")."""

    def since() -> list[tuple[str, str]]:
        found = re.findall(r"SMS to (\S+): (.*)", capsys.readouterr().out)
        return [(to, "".join(re.findall(r"(?<!\d)\d{6}(?!\d)", text)[:1])) for to, text in found]

    return since


def step(browser, code: str):
    return browser.post("/me/contact/code/", {"code": code})


def now_of(person: User) -> User:
    return User.objects.get(pk=person.pk)


class TestPhone:
    @pytest.mark.both_engines
    def test_both_codes_change_the_number_and_the_old_one_is_told(self, asha, as_person, texts):
        browser = as_person(asha)
        assert (
            browser.post("/me/phone/", {"phone": "98300 66666", "country": "IN"})["Location"]
            == "/me/contact/code/"
        )
        [(to, code)] = texts()
        assert to == OLD
        assert step(browser, code)["Location"] == "/me/contact/code/"
        assert now_of(asha).phone == OLD
        [(to, code)] = texts()
        assert to == NEW
        assert step(browser, code)["Location"] == "/me/"
        assert (now_of(asha).phone, now_of(asha).phone_verified) == (NEW, True)
        assert [to for to, _code in texts()] == [OLD]
        assert AccountNote.objects.get(user=asha).kind == "phone_changed"
        assert list(Event.objects.filter(user=asha).values_list("verb", flat=True)) == ["user.phone_changed"]

    def test_without_the_old_code_nothing_changes(self, asha, as_person, texts):
        browser = as_person(asha)
        browser.post("/me/phone/", {"phone": "98300 66666", "country": "IN"})
        texts()
        assert step(browser, "000000").status_code == 422
        assert texts() == []
        assert now_of(asha).phone == OLD
        assert AccountNote.objects.get(user=asha).kind == "wrong_code"

    def test_a_number_of_another_account_is_told_only_after_its_code(self, cast, asha, as_person, texts):
        browser = as_person(asha)
        asked = browser.post("/me/phone/", {"phone": "98300 54321", "country": "IN"})
        assert asked["Location"] == "/me/contact/code/"
        step(browser, texts()[0][1])
        said = step(browser, texts()[0][1])
        assert said.status_code == 409
        assert "Another account is signed in with this already." in said.content.decode()
        assert (now_of(asha).phone, now_of(cast.bilal).phone) == (OLD, "+919830054321")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Enter a phone number."),
            ("12", "This phone number does not look right."),
            ("98300 12345", "This is what your account has already."),
        ],
    )
    def test_what_cannot_be_used_is_said(self, asha, as_person, texts, typed, sentence):
        said = as_person(asha).post("/me/phone/", {"phone": typed, "country": "IN"})
        assert said.status_code == 422
        assert sentence in said.content.decode()
        assert texts() == []

    def test_codes_are_capped_here_as_at_the_door(self, asha, as_person, texts):
        browser = as_person(asha)
        for status in (303, 429):
            said = browser.post("/me/phone/", {"phone": "98300 66666", "country": "IN"})
            assert said.status_code == status
        assert SignInCode.objects.count() == 1


class TestEmail:
    def test_the_first_mailbox_is_added_with_a_code_to_the_phone(self, asha, as_person, texts):
        browser = as_person(asha)
        browser.post("/me/email/", {"email": "Asha@Example.com"})
        [(to, code)] = texts()
        assert to == OLD
        step(browser, code)
        assert [message.to for message in mail.outbox] == [["asha@example.com"]]
        code = re.findall(r"\d{6}", mail.outbox[0].body)[0]
        assert step(browser, code)["Location"] == "/me/"
        assert now_of(asha).email == "asha@example.com"
        assert EmailAddress.objects.get(user=asha, verified=True).email == "asha@example.com"

    def test_a_changed_mailbox_leaves_the_old_one_outside(self, asha, as_person):
        User.objects.filter(pk=asha.pk).update(email="old@example.com")
        EmailAddress.objects.create(user=asha, email="old@example.com", verified=True, primary=True)
        browser = as_person(asha)
        browser.post("/me/email/", {"email": "new@example.com"})
        for number, to in enumerate(["old@example.com", "new@example.com"]):
            assert mail.outbox[number].to == [to]
            step(browser, re.findall(r"\d{6}", mail.outbox[number].body)[0])
        assert now_of(asha).email == "new@example.com"
        assert list(EmailAddress.objects.filter(user=asha).values_list("email", flat=True)) == [
            "new@example.com"
        ]
        assert mail.outbox[2].to == ["old@example.com"]


def test_without_a_change_under_way_there_is_no_code_page(asha, as_person):
    assert as_person(asha).get("/me/contact/code/")["Location"] == "/me/"
