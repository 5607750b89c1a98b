"""Fifty paper khatas, by the keys alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from businesses.models import User
from ledger.models import Party
from tests.journeys.test_khata_journey import DESK, PHONE, signed_in
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import TARGET, faults_in_every_dress

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SHEET = 50


@pytest.fixture
def shop(live_db) -> Shop:
    shop = open_shop()
    shop.now = timezone.now()
    return shop


@pytest.fixture
def asha(browser: Browser, live_site: str, shop: Shop):
    return lambda **context: signed_in(browser, live_site, User.objects.get(id=shop.asha.user_id), **context)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_fifty_khatas_are_typed_in_with_no_hand_off_the_keys(asha, live_site, shop, scripts):
    page = asha(**DESK, java_script_enabled=scripts)
    page.goto(f"{live_site}/b/{shop.id}/parties/many/?rows={SHEET}")
    page.locator("#id_0-name").focus()
    for number in range(SHEET):
        for cell in (f"नाम {number}", f"98300 {10_000 + number}", f"{number + 1}00", ""):
            page.keyboard.type(cell)
            page.keyboard.press("Tab")
        if number == 2:
            page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_site}/b/{shop.id}/khata/")
    assert Party.objects.filter(business_id=shop.id).count() == SHEET
    assert sum(Party.objects.values_list("balance", flat=True)) == 100_00 * SHEET * (SHEET + 1) // 2


@pytest.mark.parametrize("dress", [PHONE, DESK], ids=["phone", "desk"])
def test_the_sheets_are_in_order_for_everyone(asha, live_site, shop, dress):
    head = shop.party("রহিম স্টোর", phone="98300 11111")
    shop.record(head, "gave", 4_200_00)
    shop.party("Rahim Store")
    page = asha(**dress)
    for path in ("parties/many/", "parties/sheet/", f"parties/{head}/join/"):
        page.goto(f"{live_site}/b/{shop.id}/{path}")
        assert faults_in_every_dress(page, least=TARGET if dress is PHONE else None) == [], path


CONTACTS = """
Object.defineProperty(navigator, "contacts", {value: {select: async () => [{name: ["রহিম শেখ"], tel: ["98300 11111"]}]}})
"""


def test_a_name_comes_from_the_phone_s_contacts_where_the_browser_can(asha, live_site, shop):
    page = asha(**PHONE)
    page.goto(f"{live_site}/b/{shop.id}/parties/add/")
    expect(page.locator("[data-contacts]")).to_be_hidden()
    page.add_init_script(CONTACTS)
    page.reload()
    page.click("[data-contacts]")
    expect(page.locator("[name=name]")).to_have_value("রহিম শেখ")
    page.click("[data-save]")
    expect(page.locator("#khata-head")).to_contain_text("রহিম শেখ")
    assert Party.objects.get().phone == "+919830011111"
