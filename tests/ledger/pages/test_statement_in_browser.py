"""The statement by hand on a phone 360 px wide: with HTMX, without JavaScript, in light, dark and right to left."""

import datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


@pytest.fixture
def khata(live_pages):
    """A khata of 230 entries in Bengali, and the address of its statement."""
    return statement_of(live_pages, entries=230)


@pytest.fixture
def short_khata(live_pages):
    """One whose rows a phone need not scroll for long: every kind of row is there."""
    return statement_of(live_pages, entries=30)


def statement_of(live_pages, *, entries: int) -> str:
    rahim = live_pages.party("রহিম ভাই (হাতিবাগান, পুরনো বাজারের উল্টোদিকে)", phone="98300 54321")
    for amount in range(1, entries + 1):
        live_pages.record(
            rahim, "got" if amount % 3 == 0 else "gave", amount * 12_345, note="চাল ৫ কেজি" * (amount % 4),
            day=datetime.date(2026, 10, 1) + datetime.timedelta(days=amount // 10),
        )  # fmt: skip
    return live_pages.url(f"parties/{rahim}/statement/")


@pytest.fixture
def as_asha(live_pages, live_site, browser: Browser):
    def enter(**options) -> BrowserContext:
        context = browser.new_context(**{**PHONE, **options}, base_url=live_site)
        session = live_pages.asha.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_site}])
        return context

    return enter


@pytest.mark.parametrize("size", [(360, 740), (320, 640), (1280, 900)])
def test_the_statement_has_no_faults(as_asha, short_khata, size):
    page = as_asha(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(short_khata)
    page.click("summary:has-text('Choose the days')")
    assert faults_in_every_dress(page) == []
    page.fill("[name=start]", "2026-10-01")
    page.fill("[name=end]", "2026-09-01")
    page.click("text=Show these days")
    expect(page.locator(".error-summary")).to_contain_text("Choose an end date after 1 Oct 2026.")
    assert faults_in_every_dress(page) == []
    page.click("main >> text=All")
    page.wait_for_selector("table")
    assert faults_in_every_dress(page) == []


def test_days_and_more_rows_come_without_a_new_page(as_asha, khata):
    page = as_asha().new_page()
    page.goto(khata)
    page.evaluate("window.stays = true")
    page.click("main >> text=All")
    page.wait_for_url("**range=all**")
    rows = page.locator(".statement tbody tr:has([data-word])")
    expect(rows).to_have_count(200)
    page.click("text=Show more")
    expect(rows).to_have_count(230)
    expect(page.locator("text=Show more")).to_have_count(0)
    assert page.evaluate("window.stays") is True


def test_the_whole_statement_works_without_javascript(as_asha, khata):
    page = as_asha(java_script_enabled=False).new_page()
    page.goto(khata)
    page.click("main >> text=All")
    page.click("text=Show more")
    expect(page.locator("text=From the start")).to_have_count(1)
    page.fill("[name=start]", "2026-10-01")
    page.fill("[name=end]", "2026-10-02")
    page.click("text=Show these days")
    expect(page.locator("h1")).to_contain_text("রহিম ভাই")
    expect(page.locator("tfoot")).to_contain_text("2 Oct 2026")
    with page.expect_download() as download:
        page.click("text=Excel")
    assert download.value.suggested_filename.endswith("2026-10-01-2026-10-02.xlsx")
    with page.expect_download() as download:
        page.click("text=PDF")
    assert download.value.suggested_filename.endswith(".pdf")
