"""The pages of stock on a phone: readable, reachable, and working without scripts."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from businesses.models import User
from core.quantities import ONE
from tests.inventory.stores import DAY, Store, open_store
from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


def shelves() -> tuple[Store, dict[str, str]]:
    """A shop with something of everything, and where it is shown."""
    store = open_store(now=timezone.now())
    today = timezone.localdate()
    assert store.branch
    store.godown()
    rice = store.item(
        "बासमती चावल 5 kg", sale_price=52_000, low_level=10 * ONE, pack_unit="BOX", pack_size=12 * ONE
    )
    store.bring(rice, 20, 9_000, day=today - 9 * DAY)
    store.sell(rice, 14, day=today - 2 * DAY, note="বিল ২১৪")
    milk = store.item("দুধ ১ লিটার", has_batches=True, unit="LTR")
    store.bring(milk, 24, 1_248, batch=("M-118", today + 6 * DAY), day=today)
    cake = store.item("کیک", sale_price=12_000)
    store.parts(cake, (rice, 0.25))
    tails = {"list": "", "rice": f"{rice}/", "milk": f"{milk}/", "cake": f"{cake}/", "add": "add/",
             "edit": f"{rice}/edit/", "in": f"{rice}/in/", "out": f"{milk}/out/", "count": "count/", "send": "send/",
             "parts": f"{cake}/parts/", "make": f"{cake}/make/", "expiring": "expiring/"}  # fmt: skip
    return store, tails


def cookie(store: Store, site: str) -> dict[str, str]:
    client = Client()
    client.force_login(User.objects.get(id=store.asha.user_id))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


def test_every_page_reads_well_on_a_phone(live_site, browser: Browser):
    store, tails = shelves()
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(store, live_site)])
        page = context.new_page()
        for name, tail in tails.items():
            page.goto(f"{live_site}/b/{store.id}/items/{tail}")
            assert (name, faults_in_every_dress(page)) == (name, [])


def test_goods_come_and_are_taken_back_without_scripts(live_site, browser: Browser):
    store, _tails = shelves()
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        context.add_cookies([cookie(store, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{store.id}/items/")
        page.get_by_role("link", name="चावल").click()
        expect(page.get_by_text("6 Pieces there")).to_be_visible()
        page.get_by_role("link", name="Stock in").click()
        page.get_by_label("How many come in").fill("4")
        page.get_by_label("What all of it cost").fill("1800")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("10 Pieces there")).to_be_visible()
        page.get_by_role("button", name="Take back").first.click()
        expect(page.get_by_text("6 Pieces there")).to_be_visible()
