"""The second proof in a browser, on a phone 360 px wide: the app, the paper, and passkeys with a real authenticator."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from businesses.models import SignInCode, User
from businesses.second_factor.models import Passkey
from businesses.second_factor.otp import code_at, step_at
from tests.businesses.second_factor.conftest import phone_of
from tests.journeys.test_khata_journey import DESK, PHONE, faults, last_code
from tests.look.page_checks import axe_violations, horizontal_overflow

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
MOBILE = "9830012345"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def page_of(browser: Browser, **context) -> Page:
    return browser.new_context(**{**PHONE, **context}).new_page()


def come(page: Page, site: str, capsys, *, onward: str) -> None:
    """The first step; the second follows, or not."""
    SignInCode.objects.all().delete()
    page.goto(f"{site}/sign-in/?next={onward}")
    page.fill("[name=phone]", MOBILE)
    page.click("text=Send the code")
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", last_code(capsys))
    page.click("text=Continue")
    # Until the next page is loaded its script does not stand, and a button that asks for a passkey asks for none.
    page.wait_for_url(lambda url: "/sign-in/code/" not in url)


def authenticator_of(page: Page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return devtools, made["authenticatorId"]


def leave(page: Page, site: str) -> None:
    page.goto(f"{site}/me/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.locator("[name=phone]")).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_an_app_is_turned_on_and_asked_for_and_the_paper_opens_once(
    browser: Browser, live_site: str, capsys, js: bool
):
    page = page_of(browser, java_script_enabled=js)
    come(page, live_site, capsys, onward="/me/second/")
    expect(page.locator("main")).to_contain_text("Off. Whoever gets hold of your number")
    page.click("main a:has-text('Turn on a code')")
    secret = page.locator("#key").input_value().replace(" ", "")
    expect(page.locator(".square svg")).to_be_visible()
    page.fill("[name=code]", code_at(secret, step=step_at(timezone.now()) - 1))
    page.click("main button:has-text('Turn on')")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    paper = page.locator(".paper-codes li").first.inner_text()
    expect(page.locator("[data-print]")).to_be_visible(visible=js)
    with page.expect_download() as saved:
        page.click("text=Save as a file")
    assert paper in saved.value.path().read_text()
    page.click("text=I have them on paper")
    expect(page.locator("main")).to_contain_text("10 codes are left on your paper")
    leave(page, live_site)

    come(page, live_site, capsys, onward="/me/second/")
    expect(page.locator("h1")).to_have_text("Second proof")
    page.fill("[name=code]", "000000")
    page.click("text=Continue")
    expect(page.locator(".error-summary")).to_contain_text("does not match")
    page.fill("[name=code]", paper)
    page.click("text=Continue")
    expect(page.locator("main")).to_contain_text("9 codes are left on your paper")
    page.click("main a:has-text('Turn off the code')")
    page.click("main button:has-text('Turn off')")
    expect(page.locator("main")).to_contain_text("Off. Whoever gets hold of your number")
    leave(page, live_site)
    come(page, live_site, capsys, onward="/me/second/")
    expect(page.locator("main")).to_contain_text("Off. Whoever gets hold of your number")


def test_a_passkey_is_made_asked_for_and_removed(browser: Browser, live_site: str, capsys):
    page = page_of(browser)
    devtools, authenticator = authenticator_of(page)
    come(page, live_site, capsys, onward="/me/second/passkeys/add/")
    page.click("text=Make a passkey")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    made = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [one["rpId"] for one in made] == ["localhost"]
    page.click("text=I have them on paper")
    expect(page.locator("main")).to_contain_text("Remove the passkey Chrome")
    leave(page, live_site)

    come(page, live_site, capsys, onward="/me/second/")
    page.click("text=Use a passkey")
    expect(page.locator("main")).to_contain_text("Used: Today")
    assert Passkey.objects.get().uses == 2

    page.goto(f"{live_site}/me/second/passkeys/add/")
    page.click("text=Make a passkey")
    expect(page.locator("[data-passkey-error]")).to_contain_text("No passkey was made")
    page.goto(f"{live_site}/me/second/")
    page.click("main a:has-text('Remove the passkey')")
    page.click("main button:has-text('Remove')")
    expect(page.locator("main")).to_contain_text("Off. Whoever gets hold of your number")
    assert not Passkey.objects.exists()


def test_a_passkey_of_another_phone_a_copy_and_a_closed_question_open_nothing(
    browser: Browser, live_site: str, capsys
):
    page = page_of(browser)
    devtools, authenticator = authenticator_of(page)
    come(page, live_site, capsys, onward="/me/second/passkeys/add/")
    page.click("text=Make a passkey")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    [key] = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    leave(page, live_site)

    come(page, live_site, capsys, onward="/me/second/")
    expect(page.locator("text=Use a passkey")).to_be_visible()
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    page.click("text=Use a passkey")
    expect(page.locator("[data-passkey-error]")).to_contain_text("did not answer")

    Passkey.objects.update(uses=key["signCount"] + 50)
    devtools.send("WebAuthn.addCredential", {"authenticatorId": authenticator, "credential": key})
    page.click("text=Use a passkey")
    expect(page.locator(".error-summary")).to_contain_text("did not answer as it should")
    Passkey.objects.update(uses=0)
    page.click("text=Use a passkey")
    expect(page.locator("main")).to_contain_text("Used: Today")


def test_without_scripts_the_passkeys_page_says_what_it_needs(browser: Browser, live_site: str, capsys):
    page = page_of(browser, java_script_enabled=False)
    come(page, live_site, capsys, onward="/me/second/passkeys/add/")
    expect(page.locator("main")).to_contain_text("A passkey needs a browser with scripts.")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()


DRESSES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "right to left": {"color_scheme": "light"},
    "desk": {"color_scheme": "light", **DESK, "is_mobile": False, "has_touch": False},
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_page_is_accessible_and_fits_a_thumb(browser: Browser, live_site: str, capsys, dress: str):
    page = page_of(browser, **DRESSES[dress])

    def checked(where: str) -> None:
        if dress == "right to left":
            page.evaluate("document.documentElement.dir = 'rtl'")
        found = axe_violations(page) + horizontal_overflow(page) if dress == "desk" else faults(page)
        assert found == [], where

    come(page, live_site, capsys, onward="/me/second/")
    expect(page.locator("main")).to_contain_text("Off. Whoever gets hold of your number")
    checked("off")
    for tail in ("app/", "passkeys/add/"):
        page.goto(f"{live_site}/me/second/{tail}")
        checked(tail)
    authenticator_of(page)
    page.click("text=Make a passkey")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    checked("paper")
    phone = phone_of(User.objects.get())
    page.goto(f"{live_site}/me/second/codes/")
    expect(page.locator("h1")).to_have_text("Is it you?")
    checked("again")
    page.fill("[name=code]", phone.code())
    page.click("text=Continue")
    expect(page.locator("h1")).to_have_text("Recovery codes")
    checked("renew")
    page.click("text=Make new codes")
    expect(page.locator(".paper-codes li")).to_have_count(10)
    checked("codes")
    page.goto(f"{live_site}/me/second/app/off/")
    checked("turning off")
    page.goto(f"{live_site}/me/second/")
    checked("on")
    page.goto(f"{live_site}/me/")
    checked("me")
    leave(page, live_site)
    come(page, live_site, capsys, onward="/me/")
    expect(page.locator("h1")).to_have_text("Second proof")
    checked("door")
    page.click("text=Continue")
    expect(page.locator(".error-summary")).to_be_visible()
    checked("nothing typed")
    assert re.search(r"/sign-in/second/$", page.url)
