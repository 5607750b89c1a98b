"""A recycled number: its code alone does not open, on a new device, an account nobody used for long."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from audit.models import Event
from businesses.models import AccountClaim, AccountNote, Device, Membership, SignInCode, User
from tests.businesses.test_sign_in import ask, sent

__all__ = ["sent"]
LONG = timedelta(days=91)


@pytest.fixture
def asha(cast) -> User:
    """Signed in last 91 days ago, with a number and nothing else."""
    User.objects.filter(pk=cast.asha.pk).update(
        joined_at=timezone.now() - LONG, phone_verified=True, language="en"
    )
    return User.objects.get(pk=cast.asha.pk)


@pytest.fixture
def mailbox(asha) -> str:
    User.objects.filter(pk=asha.pk).update(email="asha@example.com")
    EmailAddress.objects.create(user=asha, email="asha@example.com", verified=True, primary=True)
    return "asha@example.com"


def come(browser: Client, sent):
    """Ask for a code and type it; the answer to that."""
    SignInCode.objects.all().delete()
    mail.outbox.clear()
    ask(browser)
    return browser.post("/sign-in/code/", {"code": sent()})


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


class TestWhoIsHeld:
    def test_a_stranger_with_the_number_is_kept_at_the_door(self, asha, sent):
        browser = Client()
        assert come(browser, sent)["Location"] == "/sign-in/proof/"
        assert not is_in(browser)
        assert "One more proof" in browser.get("/sign-in/proof/").content.decode()

    def test_the_persons_own_browser_is_not(self, asha, sent):
        browser = Client()
        User.objects.filter(pk=asha.pk).update(joined_at=timezone.now())
        come(browser, sent)
        browser.post("/sign-out/")
        User.objects.filter(pk=asha.pk).update(joined_at=timezone.now() - LONG)
        Device.objects.update(seen_at=timezone.now() - LONG)
        come(browser, sent)
        assert is_in(browser)

    @pytest.mark.parametrize("days", [0, 89])
    def test_an_account_in_use_is_not(self, asha, sent, days):
        User.objects.filter(pk=asha.pk).update(joined_at=timezone.now() - timedelta(days=days))
        browser = Client()
        come(browser, sent)
        assert is_in(browser)

    @pytest.mark.both_engines
    def test_an_open_book_counts_as_use(self, asha, book, sent):
        Membership.objects.filter(user=asha).update(opened_at=timezone.now() - timedelta(days=3))
        browser = Client()
        come(browser, sent)
        assert is_in(browser)

    def test_a_program_is_sent_to_the_site(self, asha, client, capsys):
        said = {"mobile": asha.phone, "device_id": "counter-4711"}
        client.post("/api/v1/auth/otp/request", said, content_type="application/json")
        code = re.findall(r"(?<!\d)\d{6}(?!\d)", capsys.readouterr().out)[-1]
        answer = client.post("/api/v1/auth/verify-otp", said | {"otp": code}, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (403, "second_proof_needed")


class TestMailbox:
    def test_a_code_to_the_mailbox_opens_it(self, asha, mailbox, sent):
        browser = Client()
        come(browser, sent)
        notice, code = mail.outbox
        assert notice.to == code.to == [mailbox]
        assert "wants into your account" in notice.body
        wrong = browser.post("/sign-in/proof/", {"code": "000000"})
        assert (wrong.status_code, is_in(browser)) == (422, False)
        digits = re.findall(r"(?<!\d)\d{6}(?!\d)", code.body)[0]
        assert browser.post("/sign-in/proof/", {"code": digits}).status_code == 303
        assert browser.session["_auth_user_id"] == str(asha.pk)
        assert AccountClaim.objects.get(user=asha).closed_at is not None

    def test_the_address_itself_is_not_shown(self, asha, mailbox, sent):
        browser = Client()
        come(browser, sent)
        page = browser.get("/sign-in/proof/").content.decode()
        assert mailbox not in page
        assert "a•••@example.com" in page

    def test_waiting_opens_nothing_where_there_is_a_mailbox(self, asha, mailbox, sent):
        come(Client(), sent)
        with time_machine.travel(timezone.now() + timedelta(days=30)):
            browser = Client()
            assert come(browser, sent)["Location"] == "/sign-in/proof/"
            assert not is_in(browser)


class TestWaiting:
    def test_without_another_proof_it_opens_after_a_week(self, asha, sent):
        browser = Client()
        start = timezone.now()
        come(browser, sent)
        with time_machine.travel(start + timedelta(days=6, hours=23)):
            assert come(browser, sent)["Location"] == "/sign-in/proof/"
        with time_machine.travel(start + timedelta(days=7, minutes=1)):
            come(browser, sent)
            assert is_in(browser)
        assert AccountClaim.objects.filter(user=asha, closed_at=None).count() == 0
        assert AccountNote.objects.filter(user=asha, kind="claimed").count() == 1
        verbs = Event.objects.filter(user=asha).order_by("seq").values_list("verb", flat=True)
        assert list(verbs) == ["user.claimed", "user.signed_in"]

    def test_a_person_who_comes_back_meanwhile_stays_alone_in(self, asha, book, sent):
        Membership.objects.filter(user=asha).update(opened_at=timezone.now() - LONG)
        assert come(Client(), sent)["Location"] == "/sign-in/proof/"
        Membership.objects.filter(user=asha).update(opened_at=timezone.now() + timedelta(days=1))
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            browser = Client()
            assert come(browser, sent)["Location"] == "/sign-in/proof/"
            assert not is_in(browser)


class TestOwners:
    @pytest.mark.both_engines
    def test_an_owner_of_a_shared_book_confirms(self, cast, asha, book, as_person, sent):
        User.objects.filter(pk=cast.bilal.pk).update(joined_at=timezone.now() - LONG)
        theirs = Membership.objects.get(business=book, user=cast.bilal).pk
        page, browser = f"/b/{book.pk}/people/{theirs}/", Client()
        owner = as_person(cast.asha)
        assert "Is it really them?" not in owner.get(page).content.decode()
        ask(browser, "9830054321")
        browser.post("/sign-in/code/", {"code": sent()})
        assert not is_in(browser)
        assert "Is it really them?" in owner.get(page).content.decode()
        assert owner.post(page + "confirm/")["Location"] == page
        SignInCode.objects.all().delete()
        ask(browser, "9830054321")
        browser.post("/sign-in/code/", {"code": sent()})
        assert browser.session["_auth_user_id"] == str(cast.bilal.pk)
        assert Event.objects.filter(business=book, verb="member.confirmed").count() == 1

    def test_nobody_confirms_themselves_or_strangers(self, cast, asha, book, as_person):
        AccountClaim.objects.create(user=cast.asha, began_at=timezone.now())
        AccountClaim.objects.create(user=cast.dev, began_at=timezone.now())
        mine = Membership.objects.get(business=book, user=cast.asha).pk
        assert as_person(cast.asha).post(f"/b/{book.pk}/people/{mine}/confirm/").status_code == 404
        theirs = Membership.objects.get(business=book, user=cast.bilal).pk
        assert as_person(cast.bilal).post(f"/b/{book.pk}/people/{mine}/confirm/").status_code == 403
        assert as_person(cast.dev).post(f"/b/{book.pk}/people/{theirs}/confirm/").status_code == 404
        assert set(AccountClaim.objects.values_list("ready_at", flat=True)) == {None}


def test_without_anybody_held_there_is_no_page(client, db):
    assert client.get("/sign-in/proof/")["Location"] == "/"
