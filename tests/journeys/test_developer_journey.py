"""A token is made and ended on a phone 360 px wide, with and without JavaScript, and a practice book opened."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from businesses.models import User
from tests.api.programs import Program
from tests.journeys.doors import session_cookie
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import axe_violations, horizontal_overflow, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True, "is_mobile": True}


@pytest.fixture
def shop(live_db) -> Shop:
    return open_shop(now=timezone.now())


def seen(page: Page, *, js: bool, heading: str) -> None:
    """The page is here; and where a script can look at it, it holds what every page must."""
    expect(page.locator("h1")).to_have_text(heading)
    if js:
        assert axe_violations(page) == []
        assert small_targets(page) == []
        assert horizontal_overflow(page) == []


def follow(page: Page, name: str, *, heading: str, js: bool) -> None:
    page.locator("main").get_by_role("link", name=name, exact=False).first.tap()
    seen(page, js=js, heading=heading)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_token_is_made_used_and_ended(browser: Browser, live_site: str, shop: Shop, js: bool):
    context = browser.new_context(**PHONE, java_script_enabled=js, base_url=live_site)
    context.add_cookies([session_cookie(User.objects.get(id=shop.asha.user_id), live_site)])
    page = context.new_page()
    page.goto(f"/b/{shop.id}/khata/")
    page.locator("summary", has_text="More").tap()
    page.locator(".menu-list").get_by_role("link", name="For developers").tap()
    seen(page, js=js, heading="For developers")
    follow(page, "Tokens", heading="Tokens", js=js)
    follow(page, "Make a token", heading="Make a token", js=js)
    page.get_by_role("button", name="Make the token").tap()
    expect(page.get_by_text("Write what this token is for.").first).to_be_visible()
    page.get_by_label("What is it for?").fill("রাতের হিসাব")
    page.locator("label.chip", has_text="Look and write").tap()
    page.locator("label.chip", has_text="1 year").tap()
    if js:
        assert axe_violations(page) == []
    page.get_by_role("button", name="Make the token").tap()
    seen(page, js=js, heading="Your token")
    secret = page.locator("#secret").input_value()
    assert re.fullmatch(r"hk_pat_[A-Za-z0-9_-]{43}", secret)
    program = Program(secret, Client())
    assert program.post("/ledgers", {"party_name": "রহিম স্টোর"}).status_code == 201
    if js:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").tap()
        expect(page.get_by_text("Copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == secret
    else:
        expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    follow(page, "I have copied it", heading="রাতের হিসাব", js=js)
    expect(page.get_by_text("Write, change and delete entries and names")).to_be_visible()
    follow(page, "Usage", heading="Usage", js=js)
    expect(page.get_by_text("1 call in the last 30 days.")).to_be_visible()
    page.go_back()
    follow(page, "End this token", heading="End this token?", js=js)
    page.get_by_role("button", name="End it").tap()
    expect(page.get_by_text("The token was ended.")).to_be_visible()
    assert program.get("/ledgers").status_code == 401
    page.goto(f"/b/{shop.id}/access-log/")
    seen(page, js=js, heading="Who called")
    expect(page.locator(".timeline strong").first).to_have_text("রাতের হিসাব")
    page.goto(f"/b/{shop.id}/developer/")
    page.get_by_role("button", name="Open a practice book").tap()
    expect(page.locator(".switcher summary .badge")).to_have_text("Practice")
    if js:
        assert axe_violations(page) == []
        assert horizontal_overflow(page) == []
    context.close()
