"""The pages of time on a phone: readable, reachable, and working without scripts."""

import datetime

import pytest
from playwright.sync_api import Browser, expect

from ledger.models import Document
from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


def history_of(pages):
    """A khata to which something of everything happened."""
    party = pages.party("রহিম ভাই")
    old = pages.record(party, "gave", 50_000, day=pages.today - datetime.timedelta(days=500))
    kept = pages.record(party, "gave", 20_000)
    pages.shop.change("delete_entry", pages.record(party, "got", 7_000, note="চাল ৫ কেজি"))
    pages.shop.trash_party(pages.party("مینا"))
    pages.shop.edit(kept, amount=25_000, day=pages.today)
    pages.shop.close(pages.today - datetime.timedelta(days=450))
    pages.shop.correct(old, None)
    return party, old


def cookie(pages, site) -> dict[str, str]:
    return {"name": "sessionid", "value": pages.asha.cookies["sessionid"].value, "url": site}


def test_every_page_reads_well_on_a_phone(live_pages, live_site, browser: Browser):
    party, old = history_of(live_pages)
    until = live_pages.today - datetime.timedelta(days=400)
    year = live_pages.today.year - 2
    tails = [
        "trash/", "history/?since=month", f"parties/{party}/history/?since=month", "closing/",
        f"closing/?period=books&until={until}", "years/", f"years/{year}/", f"entries/{old.document_id}/",
    ]  # fmt: skip
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        for tail in tails:
            page.goto(live_site + live_pages.url(tail))
            assert (tail, faults_in_every_dress(page)) == (tail, [])


def test_closing_correcting_and_bringing_back_work_without_scripts(live_pages, live_site, browser: Browser):
    made = live_pages.record(
        live_pages.party("রহিম ভাই"), "gave", 50_000, day=live_pages.today - datetime.timedelta(days=60)
    )
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        context.add_cookies([cookie(live_pages, live_site)])
        page = context.new_page()
        page.goto(live_site + live_pages.url("closing/"))
        page.get_by_role("button", name="See what this does").click()
        expect(page.get_by_text("1 entry can no longer be changed")).to_be_visible()
        page.get_by_role("button", name="Close up to").click()
        expect(page.get_by_text("The book is closed up to")).to_be_visible()
        page.goto(live_site + live_pages.url(f"entries/{made.document_id}/"))
        expect(page.get_by_text("This will be shown as a correction dated")).to_be_visible()
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Corrected later")).to_be_visible()
        page.goto(live_site + live_pages.url(f"entries/{made.document_id}/"))
        page.get_by_role("link", name="See the correction").click()
        page.get_by_role("button", name="Take the correction back").click()
        expect(page.get_by_text("The correction is taken back.")).to_be_visible()
        live_pages.shop.change("delete_entry", live_pages.record(made.party_id, "got", 9_000))
        page.goto(live_site + live_pages.url("trash/"))
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Bring back what is ticked").click()
        expect(page.get_by_text("1 is back.")).to_be_visible()
    assert live_pages.balance(made.party_id) == 41_000
    assert Document.objects.filter(business_id=live_pages.shop.id, state="posted").count() == 2
