"""The console works on a machine without the internet, under the site's content security policy."""

import pytest
from playwright.sync_api import expect

from tests.look.page_checks import axe_violations, horizontal_overflow

CALLS = "/api/v1/docs"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def console(site, browser, call, **device):
    """The console, opened on a call by its line in the list."""
    page = browser.new_page(**device)
    page.goto(site.url + CALLS)
    page.get_by_text("Businesses", exact=True).click()
    page.locator(f"a[href$='/{call}']").click()
    block = page.locator(f"#operations-Businesses-{call}")
    expect(block.locator(".opblock-body")).to_be_visible()
    return page, block


def test_the_console_tries_a_call_and_asks_no_other_host(site, browser):
    page, block = console(site, browser, "list_businesses")
    outside, refused = [], []
    page.on("request", lambda request: outside.append(request.url))
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.route(lambda url: not url.startswith(site.url), lambda route: route.abort())
    page.reload()
    page.get_by_role("button", name="Authorize").first.click()
    page.locator(".auth-container input").first.fill(site.token)
    page.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close", exact=True).first.click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    answer = block.locator(".live-responses-table")
    expect(answer.locator(".response-col_status").nth(1)).to_contain_text("200")
    expect(answer).to_contain_text("আশা স্টোর্স")
    assert [url for url in outside if not url.startswith((site.url, "data:", "blob:"))] == []
    assert refused == []


def test_the_console_fits_a_phone_and_is_dark_where_the_phone_is(site, browser):
    phone = {"width": 360, "height": 800}
    page, _block = console(site, browser, "open_business", viewport=phone, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(17, 21, 27)"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path", [CALLS, "/developers/", "/developers/start/", "/api/v1/errors", "/developers/zoho-books/"]
)
def test_a_page_for_developers_fits_and_reads(live_site, browser, width, path):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(live_site + path)
    expect(page.locator("h1")).to_be_visible()
    assert horizontal_overflow(page) == []
    assert axe_violations(page) == []
