"""Tokens, devices, usage, the log of calls, the practice book and staff's limits, by hand."""

import datetime
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from api.models import AccessRow, CallCount, DeviceSession, Token
from api.operations.sessions import sign_in_device
from audit.models import Event
from businesses.models import BrowserSession, Business, Membership, User
from businesses.roles import Role
from core.ids import uuid7
from tests.api.programs import Program
from tests.ledger.shops import open_shop

PASSWORD = "a-long-word-for-tests"
SECRET = re.compile(r"hk_pat_[A-Za-z0-9_-]{43}")


def said(**fields) -> dict:
    return {"id": str(uuid7()), "name": "রাতের হিসাব", "which": "look", "where": "all", "ends": "90", **fields}


@pytest.fixture
def asha(db):
    """Asha, who keeps a shop, in her browser."""
    shop = open_shop(now=timezone.now())
    client = Client()
    client.force_login(User.objects.get(pk=shop.asha.user_id))
    return SimpleNamespace(client=client, shop=shop, user=User.objects.get(pk=shop.asha.user_id))


def make(asha, **fields) -> str:
    page = asha.client.post("/me/tokens/add/", said(**fields), follow=True)
    assert page.status_code == 200, page.content.decode()
    return SECRET.search(page.content.decode()).group()


def test_a_token_is_shown_once_and_works(asha):
    form = said()
    sent = asha.client.post("/me/tokens/add/", form)
    assert (sent.status_code, sent.content) == (303, b"")
    page = asha.client.get(sent["Location"])
    secret = SECRET.search(page.content.decode()).group()
    assert "no-store" in page["Cache-Control"]
    assert not SECRET.search(asha.client.get(sent["Location"]).content.decode())
    again = asha.client.post("/me/tokens/add/", form, follow=True)
    assert not SECRET.search(again.content.decode())
    token = Token.objects.get()
    assert again.redirect_chain[-1][0] == f"/me/tokens/{token.pk}/"
    assert token.scopes == ["ledger.read", "report.read", "export.read"]
    program = Program(secret, Client())
    assert program.get("/ledgers").status_code == 200
    assert program.post("/ledgers", {"party_name": "X"}).json()["error"] == "scope_missing"
    listed = asha.client.get("/me/tokens/").content.decode()
    assert token.shown in listed
    assert secret not in listed
    assert (token.shown[:11], token.shown[-4:]) == (secret[:11], secret[-4:])


def test_a_token_is_ended_after_being_asked_again(asha):
    secret = make(asha)
    token = Token.objects.get()
    page = asha.client.get(f"/me/tokens/{token.pk}/end/").content.decode()
    assert "Keep it" in page
    assert Program(secret, Client()).get("/ledgers").status_code == 200
    asha.client.post(f"/me/tokens/{token.pk}/end/")
    assert Program(secret, Client()).get("/ledgers").status_code == 401
    assert asha.client.get(f"/me/tokens/{token.pk}/").status_code == 404
    assert asha.client.post(f"/me/tokens/{token.pk}/end/").status_code == 404


def test_books_scopes_sites_and_the_end_are_as_chosen(asha):
    last = (timezone.now() + datetime.timedelta(days=10)).date()
    make(
        asha, which="chosen", scopes=["ledger.write", "ledger.read"], where="chosen", books=[str(asha.shop.id)],
        ends="day", ends_on=last.isoformat(), origins="https://a.example\r\nhttps://b.example/",
    )  # fmt: skip
    token = Token.objects.get()
    assert (token.scopes, token.all_books) == (["ledger.read", "ledger.write"], False)
    assert [each.pk for each in token.books.all()] == [asha.shop.id]
    assert token.expires_at.date() == last + datetime.timedelta(days=1)
    assert {each.origin for each in token.origins.all()} == {"https://a.example", "https://b.example"}
    make(asha, ends="never")
    assert Token.objects.order_by("-pk").first().expires_at is None


@pytest.mark.parametrize(("fields", "words"), [
    ({"name": " "}, "Write what this token is for."),
    ({"name": "x" * 81}, "This name is too long."),
    ({"which": "chosen"}, "Choose at least one thing this token may do."),
    ({"which": "everything"}, "There is a problem"),
    ({"where": "chosen"}, "Choose at least one book."),
    ({"where": "chosen", "books": [str(uuid7())]}, "There is a problem"),
    ({"ends": "day"}, "Choose the last day."),
    ({"ends": "day", "ends_on": "2020-01-01"}, "There is a problem"),
    ({"ends": "day", "ends_on": "9999-12-31"}, "Choose a day between the years 2000 and 2200."),
    ({"ends": "day", "ends_on": "soon"}, "Choose a day like 31/12/2026."),
    ({"origins": "shop.example.com"}, "is not the address of a site"),
    ({"id": "not an id"}, "There is a problem"),
    ({"name": "a\0b"}, "There is a problem"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_made(asha, fields, words):
    page = asha.client.post("/me/tokens/add/", said(**fields))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Token.objects.exists()


def test_what_no_role_allows_is_grey_and_is_not_given(asha):
    staff = Client()
    person = User.objects.get(pk=asha.shop.member(Role.STAFF).user_id)
    staff.force_login(person)
    page = staff.get("/me/tokens/add/").content.decode()
    box = re.search(r"<input[^>]*value=\"report.read\"[^>]*>", page).group()
    assert "disabled" in box
    assert "Your role does not allow this in any of your books." in page
    assert "disabled" not in re.search(r"<input[^>]*value=\"ledger.write\"[^>]*>", page).group()
    staff.post("/me/tokens/add/", said())
    assert Token.objects.get(user=person).scopes == ["ledger.read"]


def test_nobody_sees_or_ends_anothers_token(asha):
    make(asha)
    token = Token.objects.get()
    stranger = Client()
    stranger.force_login(User.objects.get(pk=open_shop(name="देव किराना").asha.user_id))
    for path in (f"/me/tokens/{token.pk}/", f"/me/tokens/{token.pk}/end/", f"/me/tokens/{uuid7()}/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/me/tokens/{token.pk}/end/").status_code == 404
    assert Token.objects.get().revoked_at is None


def test_a_sign_in_by_hand_is_listed_and_ended_from_another_browser(asha):
    asha.user.set_password(PASSWORD)
    asha.user.save(update_fields=["password"])
    phone, laptop = sign_in_by_hand(asha.user), sign_in_by_hand(asha.user)
    assert phone.get("/me/").status_code == 200
    assert BrowserSession.objects.filter(user=asha.user).count() == 2
    page = laptop.get("/me/devices/").content.decode()
    assert page.count("You are here") == 1
    other = BrowserSession.objects.exclude(session_key=laptop.session.session_key).get()
    laptop.post(f"/me/devices/{other.pk}/out/")
    assert phone.get("/me/").status_code == 303
    assert laptop.get("/me/").status_code == 200
    assert laptop.post(f"/me/devices/{other.pk}/out/").status_code == 404
    before = BrowserSession.objects.get().seen_at
    laptop.get(f"/b/{asha.shop.id}/khata/")
    assert BrowserSession.objects.get().seen_at == before
    with time_machine.travel(before + datetime.timedelta(minutes=6), tick=False):
        laptop.get(f"/b/{asha.shop.id}/khata/")
        assert BrowserSession.objects.get().seen_at == timezone.now()
    laptop.post("/sign-out/")
    assert not BrowserSession.objects.filter(user=asha.user).exists()


def sign_in_by_hand(user: User) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile"})
    answer = client.post("/sign-in/password/", {"email": user.email, "password": PASSWORD})
    assert answer.status_code in (302, 303), answer.content.decode()
    return client


def test_everywhere_else_is_signed_out_at_once(asha):
    for number in range(3):
        sign_in_device(
            user=asha.user, device_id=f"phone-{number}-1234", label="App", scopes=None, trace_id="t",
            now=timezone.now(),
        )  # fmt: skip
    here = asha.client
    assert "Sign out everywhere else" in here.get("/me/devices/").content.decode()
    page = here.post("/me/devices/others/out/", follow=True).content.decode()
    assert "Signed out on 3 devices." in page
    assert "Sign out everywhere else" not in page
    assert not DeviceSession.objects.filter(revoked_at=None).exists()
    assert here.get("/me/").status_code == 200
    assert Event.objects.filter(verb="device.others_revoked", user_id=asha.user.pk).count() == 1


def test_nobody_signs_out_anothers_device(asha):
    session = sign_in_device(
        user=asha.user, device_id="phone-12345", label="App", scopes=None, trace_id="t", now=timezone.now()
    )
    stranger = Client()
    stranger.force_login(User.objects.get(pk=open_shop(name="देव किराना").asha.user_id))
    assert stranger.post(f"/me/devices/{session.session_id}/out/").status_code == 404
    assert DeviceSession.objects.get().revoked_at is None


def test_the_owner_sees_who_called_by_program_and_day_and_page(asha):
    program = Program(make(asha, name="দোকানের পাতা"), Client())
    for _ in range(55):
        program.get("/ledgers")
    path = f"/b/{asha.shop.id}/access-log/"
    page = asha.client.get(path).content.decode()
    assert page.count("<li><strong>") == 50
    more = re.search(r'href="([^"]*before=\d+[^"]*)"', page).group(1).replace("&amp;", "&")
    assert asha.client.get(more).content.decode().count("<li><strong>") == 5
    part = asha.client.get(more, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<li><strong>") == 5
    assert "<html" not in part
    assert "দোকানের পাতা" in page
    assert "See names, entries and balances" in page
    trace = AccessRow.objects.order_by("-pk").first().trace_id
    assert asha.client.get(path, {"trace": trace}).content.decode().count("<li><strong>") == 1
    AccessRow.objects.update(at="2026-01-31T18:29:59Z")
    day = {"start": "2026-01-31", "end": "2026-01-31"}
    assert "<li><strong>" in asha.client.get(path, day).content.decode()
    assert "No call fits." in asha.client.get(path, {"start": "2026-02-01"}).content.decode()
    assert "No call fits." in asha.client.get(path, {"caller": "", "trace": "none"}).content.decode()


@pytest.mark.parametrize("asked", [
    {"start": "2026-02-02", "end": "2026-02-01"}, {"caller": "nonsense"}, {"start": "soon"}, {"end": "9999-12-31"},
    {"trace": "x" * 40},
])  # fmt: skip
def test_a_question_that_cannot_be_is_said(asha, asked):
    page = asha.client.get(f"/b/{asha.shop.id}/access-log/", asked)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "১২"])
def test_a_page_that_is_none_is_the_first(asha, before):
    assert asha.client.get(f"/b/{asha.shop.id}/access-log/", {"before": before}).status_code == 200


def test_usage_counts_each_program_by_day(asha):
    program = Program(make(asha, name="দোকানের পাতা"), Client())
    for _ in range(3):
        program.get("/ledgers")
    token = Token.objects.get()
    CallCount.objects.create(
        caller_id=token.pk, minute=int(timezone.now().timestamp()) // 60 - 3 * 1440, calls=4
    )
    page = asha.client.get("/me/usage/").content.decode()
    assert "7 calls in the last 30 days." in page
    assert page.count('class="chart-bar"') == 30
    assert "দোকানের পাতা" in page
    for asked in (str(token.pk), str(uuid7()), "nonsense"):
        assert asha.client.get("/me/usage/", {"program": asked}).status_code == 200
    stranger = Client()
    stranger.force_login(User.objects.get(pk=open_shop(name="देव किराना").asha.user_id))
    assert "7 calls" not in stranger.get("/me/usage/", {"program": str(token.pk)}).content.decode()


def test_a_practice_book_opens_in_one_click_and_is_marked(asha):
    page = asha.client.post("/me/practice-book/", follow=True)
    sandbox = Business.objects.get(is_demo=True)
    assert page.redirect_chain[-1][0] == f"/b/{sandbox.pk}/khata/"
    assert re.search(r"badge[^>]*>\s*Practice", page.content.decode())
    assert Membership.objects.get(business=sandbox).role == Role.OWNER
    for _ in range(2):
        asha.client.post("/me/practice-book/")
    refused = asha.client.post("/me/practice-book/", follow=True).content.decode()
    assert "You have 3 practice books, which is the most." in refused
    assert (
        "Practice</span>"
        not in asha.client.get(f"/b/{asha.shop.id}/khata/").content.decode().split("</summary>")[0]
    )


def test_staff_find_a_program_and_set_its_limit(asha):
    make(asha)
    token = Token.objects.get()
    assert asha.client.get("/staff/tokens/").status_code == 404
    User.objects.filter(pk=asha.user.pk).update(is_staff=True)
    for who in (asha.user.email, token.shown, ""):
        assert token.shown in asha.client.get("/staff/tokens/", {"who": who}).content.decode()
    assert (
        "No program fits."
        in asha.client.get("/staff/tokens/", {"who": "nobody@example.com"}).content.decode()
    )
    path = f"/staff/tokens/{token.pk}/"
    for wrong in ("0", "60001", "-5", "many", "1" * 40):
        assert asha.client.post(path, {"limit": wrong}).status_code == 422
    asha.client.post(path, {"limit": "3000"})
    assert Token.objects.get().limit == 3000
    asha.client.post(path, {"limit": ""})
    assert Token.objects.get().limit is None
    assert Event.objects.filter(verb="token.limit_set", user_id=asha.user.pk).count() == 2
