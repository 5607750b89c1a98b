"""The accountant's pages in a browser: readable on a phone and on a desk, without scripts too."""

import datetime

import pytest
from playwright.sync_api import Browser, expect

from ledger.models import Account
from tests.ledger import desks
from tests.look.page_checks import axe_violations, horizontal_overflow, small_targets

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "en-IN"}


def cookie(pages, site) -> dict[str, str]:
    return {"name": "sessionid", "value": pages.asha.cookies["sessionid"].value, "url": site}


def desk_of(pages) -> list[str]:
    """Something of everything, and the addresses of all pages."""
    shop, today = pages.shop, pages.today
    party = pages.party("রহিম ভাই স্টোর অ্যান্ড সন্স", opening_amount=250_000, opening_direction="gave")
    pages.record(party, "got", 12_345_67, mode="cash", note="আংশিক জমা")
    pages.record(party, "gave", 98_000, day=today - datetime.timedelta(days=3))
    done = desks.record(
        shop, ("1100", 123_456_789, party), ("5900", 5_000), ("4900", -123_461_789), day=today,
        note="मार्च का ब्याज और गोल रकम",
    )  # fmt: skip
    desks.record(shop, ("1010", 400_000), ("1000", -400_000), kind="contra", day=today)
    Account.objects.create(
        business_id=shop.id,
        code="5990",
        name="चाय-नाश्ता और मेहमान",
        kind="expense",
        currency="INR",
        is_active=False,
    )
    line = shop.khata(party)[0]
    return [
        "accounts/", "accounts/add/", f"accounts/{desks.account(shop, '1000')}/", "trial-balance/", "day-book/",
        "opening-balances/", "vouchers/new/", "vouchers/contra/", f"vouchers/{done.document_id}/",
        f"vouchers/{done.document_id}/edit/", f"parties/{party}/", f"entries/{line.document_id}/",
    ]  # fmt: skip


LOOKS = {
    "phone, light": PHONE, "phone, dark": {**PHONE, "color_scheme": "dark"}, "desk, light": DESK,
    "desk, dark": {**DESK, "color_scheme": "dark"},
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_reads_well(live_pages, live_site, browser: Browser, look):
    tails = desk_of(live_pages)
    with browser.new_context(**LOOKS[look]) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        for address in [*map(live_pages.url, tails), "/books/"]:
            page.goto(live_site + address)
            faults = axe_violations(page) + horizontal_overflow(page)
            if look.startswith("phone"):
                faults += small_targets(page)
            assert (address, faults) == (address, [])


def test_the_pages_read_well_from_right_to_left(live_pages, live_site, browser: Browser):
    tails = desk_of(live_pages)
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        for tail in tails:
            page.goto(live_site + live_pages.url(tail))
            page.evaluate("document.documentElement.dir = 'rtl'")
            faults = axe_violations(page) + horizontal_overflow(page)
            assert (tail, faults) == (tail, [])


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_journal_is_written_changed_and_taken_back_without_scripts(
    live_pages, live_site, browser: Browser, screen
):
    party = live_pages.party("শর্মা স্টোর")
    with browser.new_context(**screen, java_script_enabled=False) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        page.goto(live_site + live_pages.url("accounts/"))
        page.get_by_role("link", name="Journal voucher").click()
        first, second = page.get_by_role("group", name="Line 1"), page.get_by_role("group", name="Line 2")
        first.get_by_label("Account").select_option(label="1100 Customers")
        first.get_by_label("Party").fill("শর্মা স্টোর")
        first.get_by_label("Debit").fill("500")
        second.get_by_label("Account").select_option(label="4900 Other income")
        second.get_by_label("Credit").fill("400")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Debit is ₹100 more than credit.").first).to_be_visible()
        second.get_by_label("Credit").fill("500")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved: Journal of ₹500.")).to_be_visible()
        assert live_pages.balance(party) == 50_000
        page.get_by_role("link", name="Edit").click()
        page.get_by_label("Narration").fill("ব্যাজ")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("ব্যাজ")).to_be_visible()
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Deleted: Journal of ₹500.")).to_be_visible()
        assert live_pages.balance(party) == 0
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("It is back.")).to_be_visible()
    assert live_pages.balance(party) == 50_000


def test_tally_keys_work_once_they_are_switched_on(live_pages, live_site, browser: Browser):
    with browser.new_context(**DESK) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        page.goto(live_site + live_pages.url("accounts/"))
        page.keyboard.press("F4")
        expect(page.get_by_role("heading", level=1, name="Accounts")).to_be_visible()
        page.get_by_label("Tally keys").check()
        page.keyboard.press("F4")
        expect(page.get_by_role("heading", level=1, name="Contra")).to_be_visible()
        page.keyboard.press("F2")
        expect(page.get_by_label("Date")).to_be_focused()
        page.get_by_label("From").select_option(label="1000 Cash")
        page.get_by_label("To", exact=True).select_option(label="1010 Bank")
        page.get_by_label("Amount").fill("70")
        page.keyboard.press("Control+a")
        expect(page.get_by_role("heading", level=1, name="Contra")).to_be_visible()
        page.get_by_role("heading", level=1).focus()
        page.keyboard.press("Control+a")
        expect(page.get_by_text("Saved: Contra of ₹70.")).to_be_visible()
        page.keyboard.press("F7")
        expect(page.get_by_role("heading", level=1, name="Journal voucher")).to_be_visible()
        page.goto(live_site + live_pages.url("khata/"))
        expect(page.get_by_label("Tally keys")).to_have_count(1)
        page.keyboard.press("F4")
        expect(page.get_by_role("heading", level=1, name="Contra")).to_be_visible()
        page.goto(live_site + live_pages.url("khata/"))
        page.get_by_role("link", name="Khata").first.focus()  # in a field it is a character
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys on this page").get_by_text("Search")).to_be_visible()
        expect(page.get_by_label("Tally keys")).to_be_checked()
        page.locator("[data-tally=f7]").click()
        expect(page.get_by_role("heading", level=1, name="Journal voucher")).to_be_visible()
