"""Asha says more about her shop, gives it its GSTIN and a godown, and closes the godown again."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from businesses.models import Branch, User
from tests.journeys.test_khata_journey import DESK, faults
from tests.journeys.test_people_journey import page_of
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import axe_violations, horizontal_overflow

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
DRESSES = {
    "light": {"color_scheme": "light"},
    "dark, without scripts": {"color_scheme": "dark", "java_script_enabled": False},
    "right to left": {"color_scheme": "light"},
    "desk": {"color_scheme": "light", **DESK, "is_mobile": False, "has_touch": False},
}


@pytest.fixture
def shop(live_db) -> Shop:
    shop = open_shop()
    shop.now = timezone.now()
    return shop


@pytest.mark.parametrize("dress", DRESSES)
def test_a_number_a_godown_and_its_closing(browser: Browser, live_site: str, shop: Shop, dress: str):
    page = page_of(browser, live_site, User.objects.get(id=shop.asha.user_id), **DRESSES[dress])

    def checked(where: str) -> None:
        if "scripts" in dress:
            return
        if dress == "right to left":
            page.evaluate("document.documentElement.dir = 'rtl'")
        found = axe_violations(page) + horizontal_overflow(page) if dress == "desk" else faults(page)
        assert found == [], where

    page.goto(f"{live_site}/b/{shop.id}/settings/")
    checked("book")
    page.fill("[name=name]", "সেন ও কন্যা")
    page.fill("[name=upi_id]", "asha@okbank")
    page.click("main button:has-text('Save')")
    expect(page.locator("[name=name]")).to_have_value("সেন ও কন্যা")
    expect(page.locator("[name=upi_id]")).to_have_value("asha@okbank")
    page.click("text=Branches and registrations")
    expect(page.locator("h1")).to_have_text("Branches")
    checked("one branch")

    page.get_by_role("link", name="Add a number").click()
    page.check("text=GSTIN")
    page.fill("[name=number]", "22AAAAA0000A1Z5")
    page.click("main button:has-text('Save')")
    expect(page.locator(".error-summary")).to_contain_text("This GSTIN cannot be right")
    checked("a wrong number")
    page.fill("[name=number]", "27aapfu 0939f1zv")
    page.fill("[name=legal_name]", "Sen & Daughters")
    page.click("main button:has-text('Save')")
    expect(page.locator("main")).to_contain_text("27AAPFU0939F1ZV")
    expect(page.locator("main")).to_contain_text("27 Maharashtra")

    page.get_by_role("link", name="Add a branch").click()
    page.fill("[name=name]", "বড়বাজার গুদাম")
    page.check("text=A godown")
    page.select_option("[name=registration]", label="27AAPFU0939F1ZV")
    checked("a new branch")
    page.click("main button:has-text('Save')")
    row = page.locator("main li", has_text="বড়বাজার গুদাম")
    expect(row).to_contain_text("GSTIN 27AAPFU0939F1ZV")
    checked("two branches")
    page.locator("main li", has_text="Sen & Daughters").locator("a").click()
    checked("the number")
    page.click("text=Take it out")
    expect(page.locator("#alerts")).to_contain_text("A branch stands under this number.")
    page.goto(f"{live_site}/b/{shop.id}/settings/branches/")
    row.locator("a").click()
    checked("the branch")
    page.click("text=Close it")
    expect(row).to_contain_text("Closed")
    row.locator("a").click()
    page.click("text=Take it out")
    expect(row).to_have_count(0)
    assert Branch.objects.filter(business_id=shop.id).count() == 1
