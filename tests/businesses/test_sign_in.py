"""The door: a number and a code, or e-mail and a password; known or unknown makes no difference to look at."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from businesses.models import Device, SignInCode, User

KNOWN, UNKNOWN = "9830012345", "9830077777"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sent(capsys):
    """`sent()` is the code in the last text message or mail."""

    def last() -> str:
        texts = [capsys.readouterr().out, *(message.body for message in mail.outbox)]
        return re.findall(r"(?<!\d)(\d{6})(?!\d)", "\n".join(texts))[-1]

    return last


def ask(client, phone=KNOWN, *, country="IN", headers=None, **more):
    return client.post("/sign-in/", {"phone": phone, "country": country, **more}, headers=headers)


def masked(response) -> str:
    """The page without what differs for every visitor: the number and the form's token."""
    text = response.content.decode()
    return re.sub(r'value="\w{64}"|"X-CSRFToken": "\w+"|\+?[\d ]*98300 ?\d{5}', "~", text)


class TestPhone:
    def test_the_right_code_opens_the_account(self, cast, client, sent):
        response = ask(client)
        assert (response.status_code, response["Location"]) == (303, "/sign-in/code/")
        response = client.post("/sign-in/code/", {"code": sent()})
        assert response["Location"] == "/start/"
        assert client.session["_auth_user_id"] == str(cast.asha.pk)
        assert User.objects.get(pk=cast.asha.pk).phone_verified

    def test_an_unknown_number_gets_an_account_once_its_code_comes_back(self, cast, client, sent):
        client.cookies["django_language"] = "bn"
        ask(client, UNKNOWN)
        assert not User.objects.filter(phone="+919830077777").exists()
        client.post("/sign-in/code/", {"code": sent_bengali(sent)})
        person = User.objects.get(phone="+919830077777")
        assert (person.language, person.phone_verified) == ("bn", True)
        assert not person.has_usable_password()
        assert client.session["_auth_user_id"] == str(person.pk)

    @pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
    def test_known_and_unknown_numbers_look_the_same(self, cast, headers):
        pages = []
        for phone in (KNOWN, UNKNOWN):
            client = Client(headers={"Accept-Language": "en"})
            asked = ask(client, phone, headers=headers)
            shown = client.get("/sign-in/code/")
            wrong = client.post("/sign-in/code/", {"code": "000000"}, headers=headers)
            pages.append([(r.status_code, r.get("Location"), masked(r)) for r in (asked, shown, wrong)])
        assert pages[0] == pages[1]
        assert "~" in pages[0][1][2]

    def test_asking_does_the_same_work_for_known_and_unknown(self, cast, client):
        ask(client, "9830066666")
        counts = []
        for phone in (KNOWN, UNKNOWN):
            with CaptureQueriesContext(connection) as queries:
                ask(Client(), phone)
            counts.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
        assert counts[0] == counts[1]
        assert not any("businesses_user" in sql for sql in counts[0])

    @pytest.mark.parametrize(
        ("phone", "country", "e164"),
        [
            ("98300 12345", "IN", "+919830012345"),
            ("০১৭১২৩৪৫৬৭৮", "BD", "+8801712345678"),
            ("९८३००१२३४५", "IN", "+919830012345"),
            ("+880 1712-345678", "IN", "+8801712345678"),
            ("9830012345", "XX", "+919830012345"),
        ],
    )
    def test_a_number_is_read_as_it_is_dialled(self, db, client, phone, country, e164, sent):
        ask(client, phone, country=country)
        client.post("/sign-in/code/", {"code": sent()})
        assert User.objects.get().phone == e164

    @pytest.mark.parametrize(
        ("phone", "sentence"),
        [
            ("", "Enter a phone number."),
            ("12345", "This phone number does not look right."),
            ("9" * 5000, "This phone number does not look right."),
            ("98300\x0012345", "This phone number does not look right."),
            ("<script>", "This phone number does not look right."),
            ("+33 6 12 34 56 78", "We cannot send codes to this country yet."),
            ("033 2248 1234", "This is not a mobile number"),
        ],
    )
    def test_a_number_no_code_can_reach_is_refused_in_words(self, db, client, phone, sentence):
        response = ask(client, phone)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not SignInCode.objects.exists()

    def test_a_second_tap_sends_no_second_code(self, db, client, sent):
        ask(client)
        code = sent()
        assert ask(client)["Location"] == "/sign-in/code/"
        assert SignInCode.objects.count() == 1
        assert client.post("/sign-in/code/", {"code": code})["Location"] == "/start/"

    def test_the_fourth_code_in_fifteen_minutes_is_refused_in_words(self, db):
        with time_machine.travel("2026-11-21T09:30:00Z", tick=False) as clock:
            for _ in range(3):
                assert ask(Client()).status_code == 303
                clock.shift(60)
            response = ask(Client())
        assert response.status_code == 429
        assert "You can ask again in 12 minutes." in response.content.decode()

    def test_when_no_message_can_be_sent_the_page_says_so_and_waits_for_no_code(self, db, client, settings):
        settings.HALKHATA_SMS = "http"
        settings.HALKHATA_SMS_URL = "http://127.0.0.1:9/closed"
        response = ask(client)
        assert response.status_code == 422
        assert "The message could not be sent." in response.content.decode()
        assert client.get("/sign-in/code/")["Location"] == "/"

    def test_under_htmx_every_refusal_is_swapped_in(self, db, client):
        ask(Client())
        response = ask(client, headers=HTMX)
        assert response.status_code == 422
        assert "You can ask for another in" in response.content.decode()
        assert "<html" not in response.content.decode()


def sent_bengali(sent) -> str:
    """The code of a message, typed on a Bengali keyboard."""
    return sent().translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))


class TestCode:
    def test_htmx_brings_the_step_and_its_address(self, db, client, sent):
        response = ask(client, headers=HTMX)
        assert response["HX-Push-Url"] == "/sign-in/code/"
        assert 'autocomplete="one-time-code"' in response.content.decode()
        entered = client.post("/sign-in/code/", {"code": sent()}, headers=HTMX)
        assert entered["HX-Redirect"] == "/start/"

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12\x003456", "१२३"])
    def test_what_is_no_code_costs_no_try(self, db, client, code):
        ask(client)
        response = client.post("/sign-in/code/", {"code": code})
        assert response.status_code == 422
        assert "Enter the 6-digit code from the message." in response.content.decode()
        assert SignInCode.objects.get().tries == 0

    def test_a_code_that_ran_out_is_replaced_at_once(self, db, client, sent):
        with time_machine.travel("2026-11-21T09:30:00Z", tick=False) as clock:
            ask(client)
            old = sent()
            clock.shift(timedelta(minutes=5))
            response = client.post("/sign-in/code/", {"code": old})
            assert "That code is too old. We sent a new one." in response.content.decode()
            assert client.post("/sign-in/code/", {"code": sent()})["Location"] == "/start/"

    def test_two_hundred_guesses_over_many_sessions_get_five_a_code(self, db):
        """A number gets ten codes a day, so a whole day of attack is fifty guesses."""
        with time_machine.travel("2026-11-21T00:00:00Z", tick=False) as clock:
            for number in range(200):
                client = Client()
                ask(client, UNKNOWN)
                client.post("/sign-in/code/", {"code": f"{number:06d}"})
                client.post("/sign-in/code/", {"code": f"{number:06d}"})
                clock.shift(timedelta(minutes=7))
        assert SignInCode.objects.filter(made_at__day=21).count() == 10
        assert max(SignInCode.objects.values_list("tries", flat=True)) <= 5

    def test_after_five_wrong_codes_the_right_one_opens_nothing(self, db, client, sent):
        ask(client)
        code = sent()
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        pages = [client.post("/sign-in/code/", {"code": wrong}).content.decode() for _ in range(5)]
        assert "You can try 4 more times." in pages[0]
        assert "It no longer works" in pages[4]
        response = client.post("/sign-in/code/", {"code": code})
        assert response.status_code == 422
        assert "_auth_user_id" not in client.session

    def test_another_code_may_be_asked_for_after_thirty_seconds(self, db, client, sent):
        with time_machine.travel("2026-11-21T09:30:00Z", tick=False) as clock:
            ask(client)
            early = client.post("/sign-in/code/again/")
            assert "You can ask for another in 30 seconds." in early.content.decode()
            first = sent()
            clock.shift(31)
            assert client.post("/sign-in/code/again/")["Location"] == "/sign-in/code/"
            assert client.post("/sign-in/code/", {"code": first}).status_code == 422
            assert client.post("/sign-in/code/", {"code": sent()})["Location"] == "/start/"

    def test_without_a_code_on_its_way_the_step_leads_back(self, db, client):
        for response in (
            client.get("/sign-in/code/"),
            client.post("/sign-in/code/", {"code": "123456"}),
            client.post("/sign-in/code/again/"),
        ):
            assert response["Location"] == "/"


class TestSession:
    def test_the_session_key_changes_at_sign_in(self, db, client, sent):
        ask(client)
        planted = client.cookies["sessionid"].value
        client.post("/sign-in/code/", {"code": sent()})
        assert client.cookies["sessionid"].value != planted
        assert not Session.objects.filter(session_key=planted).exists()

    def test_no_code_lies_in_the_session_or_the_log(self, db, client, sent, caplog):
        caplog.set_level("DEBUG")
        ask(client)
        code = sent()
        stored = " ".join(str(session.get_decoded()) for session in Session.objects.all())
        client.post("/sign-in/code/", {"code": code})
        assert code not in stored
        assert code not in caplog.text

    def test_a_sign_in_is_a_device_and_an_event_of_the_persons_own_trail(self, cast, sent):
        client = Client(headers={"User-Agent": "Old Android"})
        for _ in range(2):
            with time_machine.travel(timezone.now() + timedelta(minutes=SignInCode.objects.count())):
                ask(client)
                client.post("/sign-in/code/", {"code": sent()})
                client.post("/sign-out/")
        device = Device.objects.get()
        assert (device.user, device.label) == (cast.asha, "Old Android")
        events = Event.objects.filter(user=cast.asha).order_by("seq").values_list("seq", "verb", "device_id")
        assert list(events) == [
            (1, "user.signed_in", device.pk),
            (2, "user.signed_out", device.pk),
            (3, "user.signed_in", device.pk),
            (4, "user.signed_out", device.pk),
        ]

    def test_two_people_on_one_phone_are_two_devices(self, cast, client, sent):
        for phone in (KNOWN, "9830054321"):
            ask(client, phone)
            client.post("/sign-in/code/", {"code": sent()})
            client.post("/sign-out/")
        assert set(Device.objects.values_list("user__name", flat=True)) == {"Asha সেন", "Bilal"}

    def test_signing_out_clears_the_session(self, cast, as_person):
        client = as_person(cast.asha)
        assert client.post("/sign-out/")["Location"] == "/sign-in/"
        assert not Session.objects.exists()
        assert client.get("/me/")["Location"] == "/sign-in/?next=%2Fme%2F"

    def test_a_closed_account_stays_closed(self, cast, client, sent):
        User.objects.filter(pk=cast.asha.pk).update(is_active=False)
        ask(client)
        response = client.post("/sign-in/code/", {"code": sent()})
        assert response.status_code == 422
        assert "This account is closed." in response.content.decode()
        assert "_auth_user_id" not in client.session


class TestNext:
    def test_the_person_comes_back_to_the_page_asked_for(self, cast, book, client, sent):
        there = f"/b/{book.pk}/khata/?chip=get"
        client.post("/sign-in/", {"phone": KNOWN, "country": "IN", "next": there})
        assert client.post("/sign-in/code/", {"code": sent()})["Location"] == there

    @pytest.mark.parametrize(
        "away",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "\x00/",
            "evil",
            "///evil.example",
            "/\t/evil.example",
        ],
    )
    def test_no_one_is_led_to_another_site(self, cast, client, sent, away):
        assert "evil" not in client.get("/sign-in/", {"next": away}).content.decode()
        ask(client, next=away)
        assert client.post("/sign-in/code/", {"code": sent(), "next": away})["Location"] == "/start/"

    def test_without_a_place_to_go_the_last_opened_book_is_shown(self, cast, book, client, sent):
        ask(client)
        assert client.post("/sign-in/code/", {"code": sent()})["Location"] == f"/b/{book.pk}/khata/"
        assert client.get("/")["Location"] == f"/b/{book.pk}/khata/"

    def test_an_anonymous_visitor_of_a_page_is_sent_to_the_door_and_back(self, db, client):
        where = urlsplit(client.get("/me/")["Location"])
        assert where.path == "/sign-in/"
        assert parse_qs(where.query) == {"next": ["/me/"]}


class TestPassword:
    NEW = {"email": "Dida@Example.org", "password": "থালা-বাটি-৭২", "do": "new"}

    def make(self, client, sent) -> User:
        assert client.post("/sign-in/password/", self.NEW)["Location"] == "/sign-in/code/"
        assert client.post("/sign-in/code/", {"code": sent()})["Location"] == "/start/"
        client.post("/sign-out/")
        return User.objects.get(email="dida@example.org")

    def test_a_new_address_is_proved_by_a_code_before_there_is_an_account(self, db, client, sent):
        client.post("/sign-in/password/", self.NEW)
        assert not User.objects.exists()
        assert mail.outbox[-1].to == ["dida@example.org"]
        client.post("/sign-in/code/", {"code": sent()})
        person = User.objects.get()
        assert (person.email, person.check_password(self.NEW["password"])) == ("dida@example.org", True)
        assert person.emailaddress_set.get().verified

    def test_the_password_opens_the_account(self, db, client, sent):
        person = self.make(client, sent)
        response = client.post("/sign-in/password/", self.NEW | {"do": "enter"})
        assert response["Location"] == "/start/"
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_a_wrong_password_and_an_unknown_address_look_the_same(self, db, client, sent):
        self.make(client, sent)
        pages = []
        for email in ("dida@example.org", "nobody@example.org"):
            response = Client().post(
                "/sign-in/password/", {"email": email, "password": "wrong", "do": "enter"}
            )
            pages.append((response.status_code, masked(response).replace(email, "~")))
        assert pages[0] == pages[1]
        assert pages[0][0] == 422
        assert "do not belong together" in pages[0][1]

    def test_asking_for_an_account_that_exists_looks_the_same(self, db, client, sent):
        self.make(client, sent)
        pages = []
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            for email in ("dida@example.org", "nobody@example.org"):
                other = Client()
                asked = other.post("/sign-in/password/", self.NEW | {"email": email})
                shown = masked(other.get("/sign-in/code/")).replace(email, "~")
                pages.append((asked.status_code, asked["Location"], shown))
        assert pages[0] == pages[1]

    def test_a_forgotten_password_is_set_anew_and_ends_other_sessions(self, db, client, sent):
        person = self.make(client, sent)
        elsewhere = Client()
        elsewhere.post("/sign-in/password/", self.NEW | {"do": "enter"})
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            client.post("/sign-in/password/", self.NEW | {"password": "নতুন-চাবি-৯৯"})
            client.post("/sign-in/code/", {"code": sent()})
        person.refresh_from_db()
        assert person.check_password("নতুন-চাবি-৯৯")
        assert client.get("/me/").status_code == 200
        assert elsewhere.get("/me/")["Location"] == "/sign-in/?next=%2Fme%2F"

    def test_five_wrong_passwords_close_the_door_for_a_while(self, db, client, sent):
        self.make(client, sent)
        for _ in range(5):
            client.post(
                "/sign-in/password/", {"email": "dida@example.org", "password": "wrong", "do": "enter"}
            )
        response = client.post("/sign-in/password/", self.NEW | {"do": "enter"})
        assert response.status_code == 422
        assert "Too many wrong passwords." in response.content.decode()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"email": ""}, "Enter your e-mail address."),
            ({"email": "dida"}, "Write the whole e-mail address, like name@example.com."),
            ({"email": "a\x00b@example.org"}, "Write the whole e-mail address"),
            ({"password": ""}, "Enter a password."),
            ({"password": "x" * 500}, "Use 8 to 128 letters, digits and signs."),
            ({"password": "12345678"}, "This password is too common."),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, db, client, typed, sentence):
        response = client.post("/sign-in/password/", self.NEW | typed)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not SignInCode.objects.exists()


def test_the_caps_in_the_settings_are_those_promised():
    assert site_settings.CODE_CAPS["number"] == [(1, 30), (3, 900), (10, 86400)]
