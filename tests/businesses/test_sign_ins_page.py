"""A person looks over who came in and who tried, and is told of a new device where the sign-in did not come from."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from audit.retention import kept
from businesses.devices import Seen
from businesses.models import AccountNote, AccountNoteKind, SignInCode, User
from businesses.operations.account_notes import FAILURES_MAX, note, trim_notes
from businesses.queries.account_notes import notes_of
from tests.businesses.conftest import NOW
from tests.businesses.test_sign_in import ask, sent

__all__ = ["sent"]
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def notes(person: User) -> list[str]:
    return list(AccountNote.objects.filter(user=person).order_by("at", "pk").values_list("kind", flat=True))


def sign_in(browser: Client, sent) -> None:
    ask(browser)
    assert browser.post("/sign-in/code/", {"code": sent()}).status_code == 303
    browser.post("/sign-out/")


@pytest.fixture
def with_mail(cast):
    User.objects.filter(pk=cast.asha.pk).update(email="asha@example.com", language="en")
    EmailAddress.objects.create(user=cast.asha, email="asha@example.com", verified=True, primary=True)


class TestNotes:
    def test_a_browser_is_new_once(self, cast, sent):
        browser = Client(headers={"User-Agent": CHROME}, REMOTE_ADDR="203.0.113.9")
        sign_in(browser, sent)
        assert notes(cast.asha) == ["new_device"]
        AccountNote.objects.all().delete()
        SignInCode.objects.all().delete()
        sign_in(browser, sent)
        assert notes(cast.asha) == ["signed_in"]
        row = notes_of(user_id=cast.asha.pk, limit=5)[0]
        assert (row.device, row.network, row.stands_out) == ("Chrome, Android", "203.0.x.x", False)

    def test_a_new_account_begins_with_its_making(self, db, sent):
        browser = Client()
        ask(browser, "9830077777")
        browser.post("/sign-in/code/", {"code": sent()})
        assert notes(User.objects.get(phone="+919830077777")) == ["joined"]

    @pytest.mark.both_engines
    def test_wrong_codes_and_passwords_stand_there(self, cast, with_mail, sent):
        browser = Client()
        ask(browser)
        browser.post("/sign-in/code/", {"code": "000000"})
        browser.post(
            "/sign-in/password/", {"email": "asha@example.com", "password": "not hers", "do": "enter"}
        )
        assert notes(cast.asha) == ["wrong_code", "wrong_password"]

    def test_nobody_fills_the_table_with_failures(self, cast):
        for number in range(FAILURES_MAX + 5):
            now = NOW + datetime.timedelta(minutes=number)
            note(user_id=cast.asha.pk, kind=AccountNoteKind.WRONG_CODE, seen=Seen(), now=now)
        assert len(notes(cast.asha)) == FAILURES_MAX
        note(user_id=cast.asha.pk, kind=AccountNoteKind.SIGNED_IN, seen=Seen(), now=NOW)
        assert len(notes(cast.asha)) == FAILURES_MAX + 1

    def test_old_notes_go(self, cast):
        note(user_id=cast.asha.pk, kind=AccountNoteKind.SIGNED_IN, seen=Seen(), now=NOW - kept("sign_ins"))
        late = NOW + datetime.timedelta(seconds=1)
        note(user_id=cast.asha.pk, kind=AccountNoteKind.NEW_DEVICE, seen=Seen(), now=late)
        assert trim_notes(now=late) == 1
        assert notes(cast.asha) == ["new_device"]


class TestNotice:
    def test_a_new_phone_by_text_is_told_by_mail_and_not_by_text(self, cast, with_mail, capsys):
        browser = Client(headers={"User-Agent": CHROME})
        ask(browser)
        text = capsys.readouterr().out
        code = text.rsplit("#", 1)[1].strip()
        browser.post("/sign-in/code/", {"code": code})
        assert notes(cast.asha) == ["new_device"]
        assert [message.to for message in mail.outbox] == [["asha@example.com"]]
        assert "new device: Chrome, Android" in mail.outbox[0].body
        assert "/me/sign-ins/" in mail.outbox[0].body
        assert "new device" not in capsys.readouterr().out

    def test_an_unproved_mailbox_hears_nothing(self, cast, sent):
        User.objects.filter(pk=cast.asha.pk).update(email="asha@example.com")
        sign_in(Client(), sent)
        assert mail.outbox == []

    def test_a_carrier_that_is_down_keeps_nobody_out(self, cast, with_mail, sent, settings):
        ask(browser := Client())
        code = sent()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert browser.post("/sign-in/code/", {"code": code}).status_code == 303
        assert browser.session["_auth_user_id"] == str(cast.asha.pk)


def test_the_page_shows_ones_own_and_nobody_elses(cast, as_person):
    note(user_id=cast.asha.pk, kind=AccountNoteKind.WRONG_PASSWORD, seen=Seen(CHROME, "203.0.x.x"), now=NOW)
    note(
        user_id=cast.dev.pk, kind=AccountNoteKind.PHONE_CHANGED, seen=Seen("Netscape", "198.51.x.x"), now=NOW
    )
    page = as_person(cast.asha).get("/me/sign-ins/").content.decode()
    assert "A wrong password was typed" in page
    assert "network 203.0.x.x" in page
    assert "198.51" not in page
    assert "The phone number was changed" not in page
