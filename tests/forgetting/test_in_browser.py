"""The pages of taking along and forgetting: read by axe, on a phone and at a desk, and used without scripts."""

import os
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from core.ids import uuid7
from ledger.models import Party
from ledger.operations import exports
from tests.forgetting.traces import NAME, NOTE, PHONE, browser_of, work
from tests.ledger.shops import Shop
from tests.look.page_checks import TARGET, faults_in_every_dress


@pytest.fixture
def shop(live_shop: Shop) -> Shop:
    party = live_shop.party(NAME, phone=PHONE)
    live_shop.record(party, "gave", 500_00, note=NOTE)
    live_shop.record(live_shop.party("शर्मा किराना"), "gave", 70_00)
    return live_shop


@pytest.fixture
def signed_in(shop: Shop, live_site: str):
    """Asha's cookie, for a page of any browser."""
    cookie = browser_of(shop).cookies["sessionid"].value
    host = urlsplit(live_site).hostname
    return [{"name": "sessionid", "value": cookie, "domain": host, "path": "/"}]


def pages_of(shop: Shop) -> dict[str, str]:
    here = [shop.id, Party.objects.get(business_id=shop.id, name=NAME).id]
    return {
        "downloads": reverse("ledger:downloads", args=here[:1]),
        "pack": reverse("ledger:pack", args=here[:1]),
        "party-data": reverse("ledger:party_data", args=here),
        "party-erase": reverse("ledger:party_erase", args=here),
        "own-data": reverse("ledger:own_data"),
        "account-erase": reverse("ledger:account_erase"),
    }


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_read(live_site: str, browser: Browser, shop: Shop, signed_in, width: int):
    exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
    work()
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies(signed_in)
    page = context.new_page()
    for name, address in pages_of(shop).items():
        assert page.goto(live_site + address).ok
        if os.environ.get("SHOTS"):
            page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}.png", full_page=True)
        assert faults_in_every_dress(page, least=TARGET if width < 500 else None) == [], name
    context.close()


def test_somebody_is_erased_without_scripts(live_site: str, browser: Browser, shop: Shop, signed_in):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(signed_in)
    page: Page = context.new_page()
    page.goto(live_site + pages_of(shop)["party-data"])
    page.get_by_role("button", name="Pack it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All about one person")
    work()
    page.reload()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download", exact=True).last.click()
    assert taken.value.suggested_filename.endswith(".zip")
    page.goto(live_site + pages_of(shop)["party-erase"])
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("Type the name as it stands here")
    page.get_by_label("Type the name to go on").fill(NAME)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erasing a person")
    work()
    page.goto(live_site + reverse("ledger:khata", args=[shop.id]))
    expect(page.locator(".name", has_text="Erased party 1")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    context.close()
