"""Signing in by hand, on a phone 360 px wide: with HTMX, without JavaScript, in light and in dark."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser

from businesses.models import SignInCode
from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


@pytest.fixture
def last_code(capsys):
    def last() -> str:
        return re.findall(r"\b(\d{6}) is your", capsys.readouterr().out)[-1]

    return last


def test_a_number_and_a_code_open_the_door(live_site: str, browser: Browser, last_code):
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{live_site}/sign-in/?next=/me/")
    assert faults_in_every_dress(page) == []
    page.fill("[name=phone]", "12")
    page.click("text=Send the code")
    page.wait_for_selector(".error-summary:focus")
    assert faults_in_every_dress(page) == []
    page.fill("[name=phone]", "98300 12345")
    page.click("text=Send the code")
    page.wait_for_selector("[name=code]:focus")
    assert page.url == f"{live_site}/sign-in/code/"
    assert faults_in_every_dress(page) == []
    page.keyboard.type(last_code())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_site}/me/")
    assert faults_in_every_dress(page) == []


def test_the_whole_way_in_and_out_works_without_javascript(live_site: str, browser: Browser, last_code):
    page = browser.new_context(**PHONE, java_script_enabled=False).new_page()
    page.goto(f"{live_site}/sign-in/?next=/me/")
    page.click("text=বাংলা")
    assert page.get_attribute("html", "lang") == "bn"
    page.click("button[value=en]")
    assert page.input_value("[name=next]") == "/me/"
    page.select_option("[name=country]", "BD")
    page.fill("[name=phone]", "০১৭১২-৩৪৫৬৭৮")
    page.click("text=Send the code")
    assert page.is_visible("[action$='/again/'] button")
    page.fill("[name=code]", "000000")
    page.click("text=Continue")
    assert page.is_visible("text=There is a problem")
    page.fill("[name=code]", last_code())
    page.click("text=Continue")
    assert page.url == f"{live_site}/me/"
    assert page.is_visible("text=+880 1712-345678")
    page.check("[name=theme][value=dark]")
    page.click("[data-save]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.click("[action='/sign-out/'] button")
    assert page.url == f"{live_site}/sign-in/"


def test_e_mail_and_password_make_an_account(live_site: str, browser: Browser, mailoutbox):
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{live_site}/sign-in/password/?next=/me/")
    assert faults_in_every_dress(page) == []
    page.fill("[name=email]", "dida@example.org")
    page.fill("[name=password]", "থালা-বাটি-৭২")
    page.click("text=New here, or forgot the password")
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", re.search(r"\d{6}", mailoutbox[-1].body)[0])
    page.click("text=Continue")
    page.wait_for_url(f"{live_site}/me/")
    assert page.is_visible("text=dida@example.org")


def test_another_code_is_offered_once_the_wait_is_over(live_site: str, browser: Browser):
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{live_site}/sign-in/")
    page.fill("[name=phone]", "98300 12345")
    page.click("text=Send the code")
    page.wait_for_selector("[name=code]")
    assert page.is_hidden("text=Send another code")
    assert page.is_visible("text=You can ask for another after 30 seconds.")
    SignInCode.objects.update(made_at=timezone.now() - timedelta(seconds=31))
    session = Session.objects.get()
    store = SessionStore(session.session_key)
    store["sign_in_pending"] |= {"sent_at": timezone.now().timestamp() - 31}
    store.save()
    page.reload()
    page.click("text=Send another code")
    page.wait_for_selector("text=You can ask for another after 30 seconds.")
    assert SignInCode.objects.count() == 2


@pytest.mark.parametrize("direction", ["rtl"])
def test_the_page_stands_right_to_left(live_site: str, browser: Browser, direction):
    page = browser.new_context(**PHONE).new_page()
    page.goto(f"{live_site}/sign-in/")
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    assert faults_in_every_dress(page) == []
