"""Names in all scripts stand whole in lists, whatever the language of the page."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
NAMES = ("শ্রী গুরু রেস্টুরেন্ট", "முருகன் பிள்ளை", "र्ट्रूँ", "ਗੁਰਪ੍ਰੀਤ", "جمیل اکبر خان", "తెలుగు కృష్ణ", "ಕನ್ನಡ ಶ್ರೀ", "Ågyp")
LIST = """(names) => {
  document.querySelector("main").innerHTML = '<ul class="rows">' + names.map((name) =>
    `<li class="party-row"><a class="party-link" href="#"><span class="who"><bdi class="name">${name}</bdi></span></a></li>`
  ).join("") + "</ul>";
}"""
UNCUT = "() => document.querySelectorAll('.name').forEach((one) => { one.style.overflow = 'visible'; })"


def test_no_sign_of_a_name_is_cut_off(live_site, browser: Browser):
    page = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.goto(f"{live_site}/styleguide/")
    page.evaluate(LIST, list(NAMES))
    rows = page.locator("ul.rows")
    cut = rows.screenshot()
    page.evaluate(UNCUT)
    assert rows.screenshot() == cut
