"""An owner invites somebody by number; they sign in by code, say yes, and work in the shop, within their role."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from businesses.models import Membership, User
from businesses.operations.invitations import invite
from businesses.roles import Role
from tests.journeys.doors import session_cookie
from tests.journeys.test_khata_journey import DESK, PHONE, last_code
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import TARGET, faults_in_every_dress

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def shop(live_db) -> Shop:
    shop = open_shop()
    shop.now = timezone.now()
    shop.record(shop.party("শর্মা জেনারেল"), "gave", 50_000, day=shop.now.date())
    return shop


def page_of(browser: Browser, site: str, user: User | None = None, **context) -> Page:
    held = browser.new_context(**{**PHONE, **context})
    if user:
        held.add_cookies([session_cookie(user, site)])
    return held.new_page()


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_asha_invites_bilal_who_says_yes_and_sees_no_totals_until_he_is_let(
    browser: Browser, live_site: str, shop: Shop, capsys, js: bool
):
    asha = page_of(browser, live_site, User.objects.get(id=shop.asha.user_id), java_script_enabled=js)
    asha.goto(f"{live_site}/b/{shop.id}/khata/")
    expect(asha.locator("#totals")).to_contain_text("₹500")
    asha.locator(".bar summary").click()
    asha.click(".menu-body a:has-text('People')")
    expect(asha.locator("main")).to_contain_text("Only you so far")
    asha.click("main a:has-text('Invite a person')")
    asha.fill("[name=contact]", "98300 54321")
    asha.check("text=Staff")
    asha.click("main button:has-text('Invite')")
    expect(asha.locator("main li", has_text="98300 54321")).to_contain_text("to say yes")

    bilal = page_of(browser, live_site, java_script_enabled=js)
    bilal.goto(f"{live_site}/")
    bilal.fill("[name=phone]", "9830054321")
    bilal.click("text=Send the code")
    expect(bilal.locator("[name=code]")).to_be_visible()
    bilal.fill("[name=code]", last_code(capsys))
    bilal.click("text=Continue")
    bilal.wait_for_url("**/me/invitations/")
    expect(bilal.locator("main")).to_contain_text("Writes entries and mends their own of today.")
    bilal.click("text=Accept")
    bilal.wait_for_url(f"**/b/{shop.id}/khata/")
    expect(bilal.locator("main")).to_contain_text("শর্মা জেনারেল")
    assert bilal.locator("#totals").inner_text().count("₹") == 0
    expect(bilal.locator(".bar a:has-text('People')")).to_have_count(0)
    refused = bilal.goto(f"{live_site}/b/{shop.id}/people/")
    assert refused is not None
    assert refused.status == 403

    asha.reload()
    row = asha.locator("main li", has_text="98300 54321")
    expect(row).to_contain_text("Last opened: Today")
    row.locator("a").click()
    asha.check("text=May see the totals")
    asha.locator("form", has_text="May see the totals").locator("button").click()
    expect(row).to_contain_text("May see the totals")
    bilal.goto(f"{live_site}/b/{shop.id}/khata/")
    expect(bilal.locator("#totals")).to_contain_text("₹500")
    row.locator("a").click()
    asha.click("text=Remove from this book")
    asha.click("main button:has-text('Remove')")
    expect(asha.locator("main")).to_contain_text("Only you so far")
    gone = bilal.goto(f"{live_site}/b/{shop.id}/khata/")
    assert gone is not None
    assert gone.status == 404


SCREENS = {"phone": {}, "desk": {**DESK, "is_mobile": False, "has_touch": False}}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_people_are_accessible_and_fit_a_thumb(
    browser: Browser, live_site: str, shop: Shop, screen: str
):
    asha = User.objects.get(id=shop.asha.user_id)
    long = "a-very-long-address-of-somebody-with-a-very-long-name@accountants.example.com"
    person = User.objects.create_user(email=long, name="محمد اسلم قریشی")
    made = Membership.objects.create(
        business_id=shop.id, user=person, role=Role.ACCOUNTANT, single="-khata.edit -totals.read", known_by="email",
        opened_at=shop.now,
    )  # fmt: skip
    invite(business_id=shop.id, actor=shop.asha, phone="+919830054321", role=Role.STAFF, now=shop.now)
    other = open_shop(name="দেবের মুদিখানা ও আরও অনেক কিছু")
    User.objects.filter(pk=asha.pk).update(phone="+919830012345", phone_verified=True)
    invite(business_id=other.id, actor=other.asha, phone="+919830012345", role=Role.STAFF, now=shop.now)
    page = page_of(browser, live_site, asha, **SCREENS[screen])

    def checked(where: str) -> None:
        assert faults_in_every_dress(page, least=TARGET if screen == "phone" else None) == [], where

    mine = Membership.objects.get(user=asha).pk
    for tail in ("", "add/", f"{made.pk}/", f"{made.pk}/remove/"):
        page.goto(f"{live_site}/b/{shop.id}/people/{tail}")
        checked(tail or "list")
    page.goto(f"{live_site}/me/invitations/")
    expect(page.locator("main")).to_contain_text("দেবের মুদিখানা")
    checked("invitations")
    page.goto(f"{live_site}/b/{shop.id}/people/add/")
    page.click("main button:has-text('Invite')")
    expect(page.locator(".error-summary")).to_contain_text("Enter a mobile number or an e-mail address.")
    checked("nothing typed")
    page.goto(f"{live_site}/b/{shop.id}/people/{mine}/remove/")
    page.click("main button:has-text('Remove')")
    expect(page.locator(".error-summary")).to_contain_text("Make another owner first.")
    checked("the last owner")
