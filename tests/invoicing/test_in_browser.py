"""The pages of bills in a browser: few taps, few strokes, light, and whole without scripts."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, Route, expect

from businesses.models import User
from invoicing.models import Paper
from tests.invoicing.counters import Counter, line, open_counter
from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "en-IN"}
PAGE_BYTES = 90 * 1024
SUMS_ARE_ASKED_FOR = 1_000
"""Milliseconds after a change, with room; a busy machine needs more of them."""
MOMENTS = 100
TYPED_WHILE_AN_ANSWER_COMES = """() => {
  const cell = document.getElementById("id_0-quantity");
  const type = (value) => { cell.value = value; cell.dispatchEvent(new Event("change", { bubbles: true })); };
  document.body.addEventListener("htmx:beforeSwap", () => type("3"), { once: true });
  type("2");
}"""
TAPS_MOST, STROKES_MOST = 8, 26


def counter_with_items() -> Counter:
    counter = open_counter(now=timezone.now())
    today = {"day": timezone.localdate()}
    rice = counter.item("बासमती चावल 5 kg", sale_price=645_00, hsn="1006", tax_rate=50_000)
    oil = counter.item("সরিষার তেল", sale_price=182_50, hsn="1514", tax_rate=50_000, tax_inclusive=True)
    counter.item("Lux soap", sale_price=48_00, hsn="3401", tax_rate=180_000)
    for item in (rice, oil):
        counter.bring(item, 500, 90_000, **today)
    sharma = counter.party("Sharma Stores")
    counter.bill(line(1, 645, item_id=rice), line(1, 182.5, item_id=oil), party=sharma, **today)
    counter.draft(line(1, 48, name="Loose tea", hsn="0902"), **today)
    return counter


def settle(page: Page) -> None:
    """What was just brought in listens 20 ms later: a press before goes to the server without scripts."""
    expect(page.locator(".htmx-settling")).to_have_count(0)


def cookie(counter: Counter, site: str) -> dict[str, str]:
    client = Client()
    client.force_login(User.objects.get(id=counter.asha.user_id))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}


class Taps:
    """Each press of a finger is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, role: str, name: str | re.Pattern) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.count += 1


def test_a_repeat_customer_and_three_items_are_a_shared_bill_in_a_few_taps(live_site, browser: Browser):
    counter = counter_with_items()
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{counter.id}/khata/")
        tap = Taps(page)
        tap("link", "Bills")
        tap("link", "New bill")
        tap("button", "Sharma Stores")
        expect(page.locator("#id_party_name")).to_have_value("Sharma Stores")
        settle(page)
        for place, name in enumerate(("बासमती चावल 5 kg", "সরিষার তেল", "Lux soap")):
            tap("button", name)
            expect(page.locator(f"#id_{place}-item")).to_have_value(name)
        expect(page.locator("#bill-totals")).to_contain_text("₹916")
        tap("button", "Save & share")
        expect(page.get_by_role("heading", level=1)).to_contain_text("INV/")
        context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
        with page.expect_popup() as opened:
            tap("button", "Share on WhatsApp")
        opened.value.wait_for_url(re.compile(r"^https://wa\.me/\?text=Sharma.*%2Fbill%2F"))
        opened.value.close()
        assert tap.count <= TAPS_MOST


def test_a_line_waits_for_no_sums(live_site, browser: Browser):
    """On a slow line the sums are on their way, and asked for again, when the next line is wanted."""
    counter = counter_with_items()
    held = []

    def answer(route: Route) -> None:
        if re.search(r'act=price|name="act"\s+price', route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    with browser.new_context(**DESK) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{counter.id}/sales/new/")
        page.get_by_role("button", name="Sharma Stores").click()
        expect(page.locator("#id_party_name")).to_have_value("Sharma Stores")
        settle(page)
        page.route("**/sales/new/**", answer)
        page.get_by_role("button", name="Lux soap").click()
        expect(page.locator("#id_0-item")).to_have_value("Lux soap")
        settle(page)
        for value in ("2", "3"):
            page.locator("#id_0-quantity").fill(value)
            page.locator("#id_0-quantity").blur()
            for _ in range(MOMENTS):
                page.wait_for_timeout(SUMS_ARE_ASKED_FOR)
                if held:
                    break
        assert held
        lines = page.locator("[data-line]").count()
        page.locator("[data-add-line]").click()
        expect(page.locator("[data-line]")).to_have_count(lines + 1)
        expect(page.locator("#id_0-quantity")).to_have_value("3")


def test_sums_are_those_of_what_was_typed_last(live_site, browser: Browser):
    """The answer for two arrives after three was typed and before it was asked for."""
    counter = counter_with_items()
    with browser.new_context(**DESK) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{counter.id}/sales/new/")
        page.get_by_role("button", name="Sharma Stores").click()
        expect(page.locator("#id_party_name")).to_have_value("Sharma Stores")
        settle(page)
        page.get_by_role("button", name="Lux soap").click()
        expect(page.locator("#id_0-item")).to_have_value("Lux soap")
        settle(page)
        page.evaluate(TYPED_WHILE_AN_ANSWER_COMES)
        expect(page.locator("#bill-totals")).to_contain_text("₹170")


def test_a_bill_of_three_lines_is_written_by_keys_alone(live_site, browser: Browser):
    counter = counter_with_items()
    strokes = 0
    with browser.new_context(**DESK) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{counter.id}/sales/")

        def press(*keys: str) -> None:
            nonlocal strokes
            for key in keys:
                page.keyboard.press(key)
                strokes += 1

        press("n", "i")
        expect(page.locator("#id_party_name")).to_be_focused()
        page.wait_for_load_state()  # the field has the focus before the scripts that answer its letters stand
        press("s", "h")
        expect(page.get_by_role("option", name=re.compile("Sharma"))).to_be_visible()
        press("Enter")
        for place, letters in enumerate(("ri", "ta", "lu")):
            expect(page.locator(f"#id_{place}-item")).to_be_focused()
            press(*({"ri": "ba", "ta": "te", "lu": "lu"}[letters]))
            expect(page.locator(f"#id_{place}-item_list [role=option]").first).to_be_visible()
            press("Enter")
            expect(page.locator(f"#id_{place}-quantity")).to_be_focused()
            press("2")
            if place < 2:
                press("Enter", "Enter")
        press("Control+Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("INV/")
    paper = Paper.objects.filter(business_id=counter.id, kind="invoice").latest("created_at")
    assert [line.quantity for line in paper.lines.all()] == [20_000] * 3
    assert strokes <= STROKES_MOST


def test_every_page_reads_well_and_is_light(live_site, browser: Browser):
    counter = counter_with_items()
    invoice = Paper.objects.get(business_id=counter.id, kind="invoice", status="approved").id
    draft = Paper.objects.get(business_id=counter.id, status="draft").id
    tails = ("", "?kind=estimate", "new/", f"{draft}/edit/", f"{invoice}/", f"{draft}/", f"{invoice}/take-out/",
             f"{invoice}/e-way-bill/")  # fmt: skip
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda one: answers.append(one))
        for tail in tails:
            answers.clear()
            page.goto(f"{live_site}/b/{counter.id}/sales/{tail}", wait_until="networkidle")
            sizes = {urlsplit(one.url).path: len(gzip.compress(one.body())) for one in answers}
            assert sum(sizes.values()) < PAGE_BYTES, sizes
            assert (tail, faults_in_every_dress(page)) == (tail, [])


def test_a_bill_is_written_without_scripts(live_site, browser: Browser):
    counter = counter_with_items()
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{counter.id}/sales/new/")
        page.locator("#id_party_name").fill("Sharma Stores")
        page.locator("#id_0-item").fill("Lux soap")
        page.locator("#id_0-quantity").fill("12")
        page.get_by_role("button", name="Line", exact=True).click()
        page.locator("#id_3-item").fill("बासमती चावल 5 kg")
        page.get_by_role("button", name="Save & share").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("INV/")
        expect(page.get_by_text("Lux soap", exact=True)).to_be_visible()
