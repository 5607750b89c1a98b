"""A shopkeeper's whole day on a phone 360 px wide, with and without JavaScript, counted in taps."""

import datetime
import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from businesses.models import Business, User
from core.ids import uuid7
from ledger.models import Document, Party
from tests.journeys.doors import session_cookie
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import (
    TARGET,
    axe_violations,
    faults_in_every_dress,
    horizontal_overflow,
    small_targets,
)

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "en-IN"}
PAGE_BYTES_MAX = 60 * 1024
REQUESTS_MAX = 6


class Thumb:
    """Presses things and counts; digits and letters are typing, not taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.loads = 0
        page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        self.taps += 1

    def press_digits(self, digits: str) -> None:
        for digit in digits:
            self.page.locator(f"[data-key='{digit}']:visible").first.tap()


@pytest.fixture
def shop(live_db) -> Shop:
    shop = open_shop()
    shop.now = timezone.now()
    return shop


@pytest.fixture
def asha(browser: Browser, live_site: str, shop: Shop):
    """`asha(…)` is a page in a browser in which Asha has signed in; keyword arguments are its context's."""

    def opened(**context) -> Page:
        return signed_in(browser, live_site, User.objects.get(id=shop.asha.user_id), **{**PHONE, **context})

    return opened


def signed_in(browser: Browser, site: str, user: User, **context) -> Page:
    held = browser.new_context(**context)
    held.add_cookies([session_cookie(user, site)])
    return held.new_page()


def today(shop: Shop):
    return shop.now.date()


def faults(page: Page) -> list[str]:
    return axe_violations(page) + small_targets(page) + horizontal_overflow(page)


def last_code(capsys) -> str:
    return re.findall(r"\b(\d{6}) is your", capsys.readouterr().out)[-1]


def test_from_no_account_to_the_first_entry_in_three_screens_and_five_taps(
    browser: Browser, live_site: str, capsys
):
    page = browser.new_context(**PHONE).new_page()
    thumb = Thumb(page)
    page.goto(f"{live_site}/")
    expect(page.locator("[name=phone]")).to_be_focused()
    page.keyboard.type("9830012345")
    thumb.tap("text=Send the code")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(last_code(capsys))
    thumb.tap("text=Continue")
    page.wait_for_url("**/start/")
    thumb.tap("text=Start")
    page.wait_for_url("**/khata/")
    expect(page.locator("[name=amount]")).to_be_focused()
    thumb.press_digits("500")
    thumb.tap("[name=party_name]")
    page.keyboard.type("Sharma")
    thumb.tap(".button-gave")
    expect(page.locator(".toast")).to_contain_text("Sharma")
    assert Party.objects.get().balance == 50_000
    assert thumb.taps <= 5
    assert thumb.loads - 1 <= 3  # the last load is the list with the entry in it


def test_gave_500_to_sharma_is_two_taps_and_three_digits(asha, live_site: str, shop: Shop):
    sharma = shop.party("Sharma General Store")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    thumb = Thumb(page)
    thumb.tap(".button-plus")
    thumb.press_digits("500")
    thumb.tap("dialog .button-gave")
    expect(page.locator("#totals")).to_contain_text("₹500")
    expect(page.locator("#list")).to_contain_text("₹500")
    assert thumb.taps == 2
    assert thumb.loads == 0
    assert shop.balance(sharma) == 50_000
    page.locator("[data-undo]").tap()
    expect(page.locator("#totals")).not_to_contain_text("₹500")
    assert shop.balance(sharma) == 0
    assert thumb.loads == 0


def test_a_sum_is_worked_out_on_the_keys(asha, live_site: str, shop: Shop):
    rahim = shop.party("রহিম")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".button-plus").first.tap()
    for key in ("2", "5", "0", "+", "9", "0", "×", "2"):
        page.locator(f"dialog [data-key='{key}']").tap()
    expect(page.locator("#entry-sheet [data-sum]")).to_have_text("= 430")
    page.locator("#entry-sheet .button-got").tap()
    expect(page.locator("#list")).to_contain_text("₹430")
    assert shop.balance(rahim) == -43_000


def test_the_sheet_finds_a_name_or_adds_it(asha, live_site: str, shop: Shop):
    shop.record(shop.party("शर्मा जनरल"), "gave", 10_000, day=today(shop))
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".bar-add").tap()
    page.locator("#entry-sheet [data-key='7']").tap()
    page.locator("#entry-sheet [name=party_name]").tap()
    page.keyboard.type("shrma", delay=20)
    page.locator("[role=option]", has_text="शर्मा जनरल").tap()
    expect(page.locator("#entry-sheet [data-full-chip]")).to_contain_text("₹100")
    page.locator("#entry-sheet .button-gave").tap()
    expect(page.locator("#list")).to_contain_text("₹107")
    page.locator(".bar-add").tap()
    page.locator("#entry-sheet [data-key='9']").tap()
    page.locator("#entry-sheet [name=party_name]").tap()
    page.keyboard.type("Zubeida", delay=20)
    page.locator("#choice-new").tap()
    page.locator("#entry-sheet .button-got").tap()
    expect(page.locator("#list")).to_contain_text("Zubeida")
    assert Party.objects.get(name="Zubeida").balance == -900


def test_what_fits_best_lies_right_above_the_name_and_covers_no_button(asha, live_site: str, shop: Shop):
    for ending in ("", " Stores", " Traders", " Medical", " Textiles", " Oil"):
        shop.party(f"Sharma{ending}")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".bar-add").tap()
    name = page.locator("#entry-sheet [name=party_name]")
    name.tap()
    page.keyboard.type("sharma", delay=20)
    choices = page.locator("#entry-sheet [role=option]")
    expect(choices.first).to_be_visible()
    expect(choices.nth(2)).to_be_attached()
    best, field = choices.first.bounding_box(), name.bounding_box()
    assert best is not None
    assert field is not None
    assert 0 <= field["y"] - (best["y"] + best["height"]) < TARGET / 2
    name.press("ArrowUp")
    expect(choices.first).to_have_attribute("aria-selected", "true")


def test_an_amount_that_is_typed_over_is_the_one_that_is_saved(asha, live_site: str, shop: Shop):
    sharma = shop.party("Sharma")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/parties/{sharma}/")
    amount = page.locator("#foot [data-amount]")
    amount.fill("1,20,0")
    page.locator("#foot .button-gave").tap()
    expect(page.locator("#foot .error-summary")).to_contain_text("Did you mean 1,200?")
    amount.focus()
    assert amount.input_value() == "1,20,0"
    amount.fill("1234")
    amount.evaluate("(input) => input.blur()")
    assert amount.input_value() == "1,234"
    amount.focus()
    page.keyboard.press("End")
    page.keyboard.type("5")
    assert amount.input_value() == "12345"
    amount.evaluate("(input) => input.blur()")
    assert amount.input_value() == "12,345"
    amount.fill("7")
    page.locator("#foot .button-gave").tap()
    expect(page.locator("#khata-head")).to_contain_text("₹7")
    assert Party.objects.get(id=sharma).balance == 700


def test_a_toast_leaves_the_two_buttons_free_for_the_next_entry(asha, live_site: str, shop: Shop):
    sharma = shop.party("Sharma")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/parties/{sharma}/")
    page.locator("#foot [data-amount]").fill("5")
    page.locator("#foot .button-gave").tap()
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("Sharma")
    assert (
        toast.bounding_box()["y"] + toast.bounding_box()["height"]
        <= page.locator("#foot").bounding_box()["y"]
    )


def test_yesterday_is_yesterday_on_a_page_left_open_overnight(asha, live_site: str, shop: Shop):
    shop.party("Sharma")
    page = asha()
    page.clock.install()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    chip = page.locator("#entry-sheet [data-day]", has_text="Yesterday").first
    before = chip.get_attribute("data-day")
    page.clock.fast_forward(24 * 60 * 60 * 1000)
    page.locator(".button-plus").first.tap()
    page.locator("#entry-sheet summary").tap()
    chip.tap()
    after = page.locator("#entry-sheet [name=day]").input_value()
    assert datetime.date.fromisoformat(after) - datetime.date.fromisoformat(before) == datetime.timedelta(
        days=1
    )


def test_the_sheet_sent_back_still_says_what_changes_hands(asha, live_site: str, shop: Shop):
    shop.party("Sharma")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".button-plus").first.tap()
    page.locator("#entry-sheet label.chip", has_text="UPI").tap()
    page.locator("#entry-sheet [name=amount]").fill("0")
    page.locator("#entry-sheet .button-gave").tap()
    expect(page.locator("#entry-sheet .error-summary")).to_be_visible()
    expect(page.locator("#entry-sheet .button-gave")).to_contain_text("UPI")


def test_a_wrong_amount_keeps_the_sheet_and_what_was_typed(asha, live_site: str, shop: Shop):
    shop.party("Sharma")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".button-plus").first.tap()
    page.locator("#entry-sheet [name=amount]").fill("1,20,0")
    page.locator("#entry-sheet .button-gave").tap()
    expect(page.locator("#entry-sheet .error-summary")).to_be_focused()
    expect(page.locator("#entry-sheet .error-summary")).to_contain_text("Did you mean 1,200?")
    assert page.locator("#entry-sheet [name=amount]").input_value() == "1,20,0"
    expect(page.locator("#entry-sheet h2").first).to_contain_text("Sharma")
    expect(page.locator("#entry-sheet [name=party_name]")).to_be_hidden()
    assert faults(page) == []
    page.locator("#entry-sheet [name=amount]").focus()
    page.locator("#entry-sheet [name=amount]").fill("1,200")
    page.locator("#entry-sheet .button-gave").tap()
    expect(page.locator("#list")).to_contain_text("₹1,200")
    page.locator(".button-plus").first.tap()
    assert page.locator("#entry-sheet [name=amount]").input_value() == ""
    expect(page.locator("#entry-sheet .error-summary")).to_have_count(0)


def test_enter_moves_on_and_never_chooses_the_direction(asha, live_site: str, shop: Shop):
    sharma = shop.party("Sharma")
    for js in (True, False):
        page = asha(java_script_enabled=js)
        page.goto(f"{live_site}/b/{shop.id}/parties/{sharma}/")
        page.locator("#foot [name=amount]").fill("500")
        page.keyboard.press("Enter")
        if js:
            expect(page.locator("#foot .button-gave")).to_be_focused()
        else:
            expect(page.locator(".error-summary")).to_contain_text("Press You gave or You got.")
        assert shop.balance(sharma) == 0


def test_the_whole_job_works_without_javascript(browser: Browser, live_site: str, capsys):
    page = browser.new_context(**PHONE, java_script_enabled=False).new_page()
    page.goto(f"{live_site}/")
    page.fill("[name=phone]", "98300 12345")
    page.click("text=Send the code")
    page.fill("[name=code]", last_code(capsys))
    page.click("text=Continue")
    page.click("text=Start")
    page.fill("[name=amount]", "500")
    page.fill("[name=party_name]", "शर्मा")
    page.click(".button-gave")
    expect(page.locator("#totals")).to_contain_text("₹500")
    page.click(".button-plus")
    page.fill("#foot [name=amount]", "১২০")
    page.click("#foot .button-got")
    expect(page.locator("#khata-head")).to_contain_text("₹380")
    page.click(".toast form button")
    expect(page.locator("#khata-head")).to_contain_text("₹500")
    page.click(".entry-link")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.fill("[name=amount]", "550")
    page.click(".save-row .button-gave")
    expect(page.locator(".timeline")).to_contain_text("₹550")
    page.click("text=Bring this back")
    expect(page.locator(".entry-headline")).to_contain_text("₹500")
    page.click("main button:has-text('Delete')")
    expect(page.locator("#khata-head")).to_contain_text("Settled")
    page.click(".toast form button")
    expect(page.locator("#khata-head")).to_contain_text("₹500")
    page.click(".bar-add")
    page.fill("[name=amount]", "40")
    page.fill("[name=party_name]", "Sharma")
    page.click(".button-got")
    page.check("text=Add Sharma")
    page.click(".button-got")
    expect(page.locator("#totals")).to_contain_text("₹40")
    page.fill("[name=q]", "शर्मा")
    page.click(".search button")
    expect(page.locator(".party-row")).to_have_count(2)
    assert set(Party.objects.values_list("name", "balance")) == {("शर्मा", 50_000), ("Sharma", -4_000)}


PAGES = {
    "list": "khata/",
    "nobody": "khata/?q=zzqq",
    "khata": "parties/{party}/",
    "beside": "khata/?open={party}",
    "entry": "entries/{entry}/",
    "edit": "entries/{entry}/edit/",
    "new entry": "khata/?add=1",
    "add party": "parties/add/",
    "edit party": "parties/{party}/edit/",
}
SCREENS = {"phone": {}, "desk": {**DESK, "is_mobile": False, "has_touch": False}}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_accessible_and_fits_a_thumb(asha, live_site: str, shop: Shop, screen: str):
    party = shop.party("محمد اسلم قریشی", phone="98300 12345", credit_limit=10_000)
    shop.party("லக்ஷ்மி")
    entry = shop.record(
        party, "gave", 123_456_789_050, day=today(shop), note="چاول 20 کلو", due_on=today(shop)
    )
    page = asha(**SCREENS[screen])
    for name, tail in PAGES.items():
        address = f"{live_site}/b/{shop.id}/" + tail.format(party=party, entry=entry.document_id)
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, name
        page.evaluate(
            "document.querySelectorAll('details:not(.menu)').forEach((fold) => { fold.open = true; })"
        )
        assert faults_in_every_dress(page, least=TARGET if screen == "phone" else None) == [], name
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".button-plus").first.click()
    assert axe_violations(page) == []


def test_onboarding_and_the_first_entry_are_accessible(browser: Browser, live_site: str):
    newcomer = User.objects.create_user(phone="+8801712345678", language="bn")
    page = signed_in(browser, live_site, newcomer, **PHONE)
    page.goto(f"{live_site}/start/")
    assert faults(page) == []
    page.check("[name=rent]")
    assert faults(page) == []
    page.locator("[data-save]").tap()
    page.wait_for_url("**/khata/")
    assert faults(page) == []
    assert Business.objects.count() == 2


def test_fifty_rows_cost_little_on_a_slow_line(asha, live_site: str, shop: Shop):
    names = ["Sharma General Store", "রহিম শেখ", "लक्ष्मी किराना", "محمد اسلم", "முருகன் மளிகை"]
    for number in range(60):
        party = shop.party(f"{names[number % 5]} {number}")
        shop.record(party, "gave" if number % 3 else "got", 10_000 + number * 731, day=today(shop))
    page = asha()
    answers: list = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".party-row")).to_have_count(50)
    # By address: the icon of the tab is the sprite again, which a browser has by then.
    sizes = {urlsplit(answer.url).path: len(gzip.compress(answer.body())) for answer in answers}
    assert len(sizes) <= REQUESTS_MAX, sizes
    assert sum(sizes.values()) <= PAGE_BYTES_MAX, sizes


def test_on_a_desk_the_khata_opens_beside_the_list(asha, live_site: str, shop: Shop):
    party = shop.party("রহিম শেখ")
    shop.party("Gupta")
    page = asha(**DESK, is_mobile=False, has_touch=False)
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.click("text=রহিম শেখ")
    expect(page.locator("#pane #khata-head h1")).to_be_focused()
    assert page.url.endswith(f"/khata/?open={party}")
    page.fill("#foot [name=amount]", "250")
    page.click("#foot .button-gave")
    expect(page.locator("#feed")).to_contain_text("₹250")
    expect(page.locator("#list")).to_contain_text("₹250")
    assert page.locator("#foot [name=amount]").input_value() == ""
    page.go_back()
    page.wait_for_selector(".pane-hint")


def test_a_search_while_typing_keeps_the_place_and_the_address(asha, live_site: str, shop: Shop):
    for name in ("शर्मा जनरल", "রহিম", "Gupta"):
        shop.party(name)
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator("#search").tap()
    page.keyboard.type("shrma", delay=20)
    expect(page.locator(".party-row")).to_have_count(1)
    expect(page.locator("#search")).to_be_focused()
    assert "q=shrma" in page.url


def test_a_row_on_a_phone_opens_the_khata_as_its_own_page(asha, live_site: str, shop: Shop):
    party = shop.party("রহিম শেখ")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    page.locator(".party-link").tap()
    page.wait_for_url(f"**/parties/{party}/")
    page.locator("#foot [name=amount]").fill("75")
    page.locator("#foot .button-got").tap()
    expect(page.locator("#khata-head")).to_contain_text("₹75")
    assert Document.objects.get().amount == 7_500


def test_two_taps_in_a_row_book_once(asha, live_site: str, shop: Shop):
    party = shop.party("রহিম শেখ")
    page = asha(java_script_enabled=False)
    page.goto(f"{live_site}/b/{shop.id}/parties/{party}/")
    page.locator("#foot [name=amount]").fill("75")
    page.locator("#foot .button-got").dblclick(no_wait_after=True)
    expect(page.locator("#khata-head")).to_contain_text("₹75")
    assert Document.objects.count() == 1


def test_ids_of_forms_are_made_anew_for_each_entry(asha, live_site: str, shop: Shop):
    shop.party("রহিম শেখ")
    page = asha()
    page.goto(f"{live_site}/b/{shop.id}/khata/")
    seen = {str(uuid7())}
    for amount in ("5", "6"):
        page.locator(".button-plus").first.tap()
        seen.add(page.locator("#entry-sheet [name=document_id]").input_value())
        page.locator(f"dialog [data-key='{amount}']").tap()
        page.locator("#entry-sheet .button-gave").tap()
        expect(page.locator("#entry-sheet")).not_to_be_visible()
    expect(page.locator("#totals")).to_contain_text("₹11")
    assert len(seen) == 3
