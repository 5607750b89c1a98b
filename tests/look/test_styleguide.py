"""The style guide shows every component in every state, so what holds there holds where they are used."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, expect

from tests.look.page_checks import axe_violations, faults_in_every_dress, horizontal_overflow, small_targets

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
DRESSES = ["", "?theme=dark&lang=bn&digits=beng", "?lang=hi&digits=deva"]
"""Light and dark, both ways of writing; and the scripts whose lines are higher."""

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def phone(browser: Browser, **more) -> Page:
    return browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, **more).new_page()


def open_page(page: Page, address: str) -> None:
    """An error page would hold no faults either, so the page itself must have come."""
    response = page.goto(address)
    assert response is not None
    assert response.status == 200


@pytest.mark.parametrize("dress", DRESSES)
def test_every_component_is_without_fault_on_a_phone(browser: Browser, live_site: str, dress: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/{dress}")
    assert axe_violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert faults_in_every_dress(page) == []
    page.click("#open-sheet-party")
    assert faults_in_every_dress(page) == []


@pytest.mark.parametrize("dress", DRESSES)
def test_every_component_is_without_fault_at_a_desk(browser: Browser, live_site: str, dress: str):
    page = browser.new_context(viewport=DESK).new_page()
    open_page(page, f"{live_site}/styleguide/{dress}")
    assert faults_in_every_dress(page, least=None) == []
    page.click("#open-sheet")
    assert faults_in_every_dress(page, least=None) == []


def test_nothing_sticks_out_sideways_on_the_narrowest_phone(browser: Browser, live_site: str):
    page = browser.new_page()
    for dress in DRESSES:
        open_page(page, f"{live_site}/styleguide/{dress}")
        page.set_viewport_size({"width": 320, "height": 740})
        assert (dress, horizontal_overflow(page)) == (dress, [])


def test_the_checks_see_what_they_are_for(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.evaluate("""() => {
        const small = document.createElement('button');
        small.style.cssText = 'position: absolute; left: 350px; width: 20px; height: 20px';
        document.querySelector('main').append(small);
    }""")
    assert [fault.split()[-1] for fault in small_targets(page)] == ["20x20"]
    assert any("button" in fault for fault in horizontal_overflow(page))
    assert any(fault.startswith("button-name") for fault in axe_violations(page))


def test_the_checks_see_what_is_wrong_in_the_dark_or_mirrored_alone(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.evaluate("""() => {
        const pale = document.createElement('p');
        pale.textContent = 'chalk';
        pale.style.cssText = 'color: #333; background: var(--bg)';
        const bar = document.createElement('p');
        bar.className = 'bar';
        bar.style.cssText = 'position: absolute; inset-inline-end: 0; left: -40px; right: auto; width: 60px';
        document.querySelector('main').append(pale, bar);
        document.styleSheets[0].insertRule('html:not([dir=rtl]) .bar { display: none }');
    }""")
    assert axe_violations(page) == []
    assert horizontal_overflow(page) == []
    found = faults_in_every_dress(page)
    assert any("color-contrast" in fault and "chalk" in fault for fault in found)
    assert any("p.bar" in fault for fault in found)
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_text_twice_as_large_still_fits(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert horizontal_overflow(page) == []


def test_the_page_runs_no_code_but_its_own_files(browser: Browser, live_site: str):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_page(page, f"{live_site}/styleguide/")
    assert said == []


def test_keys_of_the_pad_write_into_the_amount_and_show_the_sum(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    sheet = page.locator("#entry-sheet")
    for key in "250+90":
        sheet.locator(f'[data-key="{key}"]').click()
    sheet.locator('[data-key="×"]').click()
    sheet.locator('[data-key="2"]').click()
    expect(sheet.locator("[data-sum]")).to_have_text("= 430")
    expect(sheet.locator("[data-amount]")).to_have_value("250+90×2")
    sheet.locator('[data-key="back"]').click()
    sheet.locator('[data-key="back"]').click()
    expect(sheet.locator("[data-sum]")).to_have_text("= 340")


def test_a_large_amount_is_grouped_when_the_field_is_left(browser: Browser, live_site: str):
    page = browser.new_page()
    open_page(page, f"{live_site}/styleguide/?digits=beng")
    page.click("#open-sheet-party")
    amount = page.locator("#entry-sheet [data-amount]")
    amount.fill("1234567.5")
    amount.blur()
    expect(amount).to_have_value("১২,৩৪,৫৬৭.৫")
    amount.focus()
    expect(amount).to_have_value("১২,৩৪,৫৬৭.৫")
    amount.fill("7")
    amount.blur()
    expect(amount).to_have_value("৭")


def test_the_whole_balance_is_one_tap_away(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    page.locator("#entry-sheet [data-full-chip]").click()
    expect(page.locator("#entry-sheet [data-amount]")).to_have_value("4,200")


def test_closing_the_sheet_gives_focus_back_to_what_opened_it(browser: Browser, live_site: str):
    page = browser.new_page()
    open_page(page, f"{live_site}/styleguide/")
    page.focus("#open-sheet")
    page.keyboard.press("Enter")
    expect(page.locator("#entry-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#entry-sheet")).to_be_hidden()
    expect(page.locator("#open-sheet")).to_be_focused()


def test_each_opening_of_the_sheet_for_another_party_makes_a_new_entry_id(browser: Browser, live_site: str):
    page = browser.new_page()
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    first = page.locator("#entry-sheet [data-new-id]").input_value()
    assert first[14] == "7"
    page.keyboard.press("Escape")
    page.click("#open-sheet")
    assert page.locator("#entry-sheet [data-new-id]").input_value() != first


def test_single_keys_work_outside_fields_only(browser: Browser, live_site: str):
    page = browser.new_context(viewport=DESK).new_page()
    open_page(page, f"{live_site}/styleguide/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("ne?")
    expect(page.locator("#search")).to_have_value("ne?")
    expect(page.locator("#entry-sheet")).to_be_hidden()
    page.locator("#search").blur()
    page.keyboard.press("n")
    page.keyboard.press("e")
    expect(page.locator("#entry-sheet")).to_be_visible()


def test_j_and_k_walk_the_rows(browser: Browser, live_site: str):
    page = browser.new_context(viewport=DESK).new_page()
    open_page(page, f"{live_site}/styleguide/")
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()


def test_today_and_yesterday_are_chips_beside_the_picker(browser: Browser, live_site: str):
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    sheet = page.locator("#entry-sheet")
    sheet.locator("summary").click()
    sheet.locator('[data-day="2026-11-20"]').click()
    expect(sheet.locator("input[name=day]")).to_have_value("2026-11-20")
    expect(sheet.locator('[data-day="2026-11-20"]')).to_have_attribute("aria-pressed", "true")
    expect(sheet.locator('[data-day="2026-11-21"]')).to_have_attribute("aria-pressed", "false")


def test_a_name_is_chosen_from_the_list_by_keys_and_the_sheet_stays(browser: Browser, live_site: str):
    page = browser.new_page()
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet")
    name = page.locator("#entry-sheet [role=combobox]")
    name.press_sequentially("sharm")
    option = page.locator("#entry-sheet [role=option]")
    expect(option).to_have_count(2)
    expect(name).to_have_attribute("aria-expanded", "true")
    name.press("ArrowDown")
    assert axe_violations(page) == []
    name.press("Enter")
    expect(name).to_have_value("Sharma General Store")
    expect(page.locator("#entry-sheet [data-party-id]")).to_have_value("00000000-0000-0000-0000-000000000001")
    expect(option).to_have_count(0)
    expect(page.locator("#entry-sheet")).to_be_visible()
    name.press_sequentially(" 2")
    expect(page.locator("#entry-sheet [data-party-id]")).to_have_value("")
    expect(option).to_have_count(1)
    name.press("Alt+c")
    expect(page.locator("#entry-sheet [data-party-id]")).to_have_value("new")


def test_the_phone_says_when_it_was_written(browser: Browser, live_site: str):
    page = browser.new_page()
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    page.evaluate(
        "document.querySelector('#entry-sheet form').addEventListener('submit', (event) => event.preventDefault())"
    )
    page.locator("#entry-sheet [data-amount]").fill("5")
    page.click("#entry-sheet .button-gave")
    assert page.locator("#entry-sheet [data-made-at]").input_value().endswith("Z")


def test_a_large_photo_is_made_small_before_it_is_sent(browser: Browser, live_site: str, tmp_path: Path):
    from PIL import Image

    photo = tmp_path / "বিল.png"
    Image.effect_noise((2400, 1800), 80).save(photo)
    assert photo.stat().st_size > 2_000_000
    page = phone(browser)
    open_page(page, f"{live_site}/styleguide/")
    page.click("#open-sheet-party")
    sheet = page.locator("#entry-sheet")
    sheet.locator("summary").click()
    sheet.locator("input[type=file]").set_input_files(photo)
    expect(sheet.locator(".photo-view")).to_be_visible()
    size, kind = page.evaluate(
        "() => { const f = document.querySelector('#entry-sheet input[type=file]').files[0]; return [f.size, f.type]; }"
    )
    assert (size <= 300 * 1024, kind) == (True, "image/jpeg")


def test_without_scripts_nothing_is_offered_that_needs_them(browser: Browser, live_site: str):
    page = phone(browser, java_script_enabled=False)
    open_page(page, f"{live_site}/styleguide/")
    assert page.locator(".js-only:visible").count() == 0
    assert page.locator("button[name=direction]:visible").count() == 2


@pytest.mark.parametrize(
    ("names", "most"),
    [(["css/halkhata.css"], 14), (["js/halkhata.js", "js/entry.js"], 10), (["halkhata.svg"], 3)],
)
def test_the_files_of_a_page_keep_their_budget(names: list[str], most: int):
    """Scripts share 10 KB: with htmx (16.5) they stay below the 28 a page may carry."""
    sizes = [len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in names]
    assert sum(sizes) <= most * 1024


def test_a_page_asks_for_six_files_at_most(browser: Browser, live_site: str):
    page = phone(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_site}/styleguide/", wait_until="networkidle")
    files = {url.split("#")[0] for url in asked}
    assert len(files) <= 6, files


def test_the_drawing_file_holds_every_icon_that_is_used():
    from core.styleguide import ICON_NAMES

    drawn = Path(finders.find("halkhata.svg")).read_text()
    used = {name for name in ICON_NAMES if f'id="{name}"' not in drawn}
    assert used == set()
    assert settings.STATIC_URL
