"""An old khata comes in on a phone 360 px wide and goes out again, with and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from audit.jobs import run_job
from audit.models import Job
from businesses.models import User
from ledger.models import Party
from tests.imports.sheets import csv_file
from tests.journeys.doors import session_cookie
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import axe_violations, horizontal_overflow, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True, "is_mobile": True}
ROWS = [
    ["আশা স্টোর্স"],
    ["Customer Name", "Phone", "Date", "Details", "Debit(-)", "Credit(+)", "Balance"],
    ["রহিম স্টোর", "98300 12345", "13/10/2026", "চাল ২৫ কেজি", "1,200", "", "1,200 Dr"],
    ["शर्मा किराना", "", "31/02/2026", "तेल", "500", "", "500 Dr"],
    ["Sunita Debi", "", "14/10/2026", "", "250.50", "", "900 Dr"],
    ["Total", "", "", "", "1,950.50", "", ""],
]


@pytest.fixture
def shop(live_db, settings, tmp_path, monkeypatch) -> Shop:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    shop = open_shop(now=timezone.now())
    shop.party("Sunita Devi")
    return shop


def seen(page: Page, *, js: bool, heading: str) -> None:
    """The step is here; and where a script can look at it, it holds what every page must."""
    expect(page.locator("h1")).to_have_text(heading)
    if js:
        assert axe_violations(page) == []
        assert small_targets(page) == []
        assert horizontal_overflow(page) == []


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_old_khata_comes_in_and_goes_out_again(browser: Browser, live_site: str, shop: Shop, js: bool):
    context = browser.new_context(**PHONE, java_script_enabled=js, base_url=live_site)
    context.add_cookies([session_cookie(User.objects.get(id=shop.asha.user_id), live_site)])
    page = context.new_page()
    page.goto(f"/b/{shop.id}/bring/")
    seen(page, js=js, heading="Bring the old khata")
    page.set_input_files(
        "input[type=file]", files=[{"name": "খাতা.csv", "mimeType": "text/csv", "buffer": csv_file(ROWS)}]
    )
    page.get_by_role("button", name="Read this file").tap()
    seen(page, js=js, heading="Which column is what?")
    assert page.locator("select[name=column_4]").input_value() == "gave"
    page.get_by_role("button", name="Check the rows").tap()
    seen(page, js=js, heading="Check before bringing")
    expect(page.get_by_text("Row 4: “31/02/2026” is not a date.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 balance does not agree")).to_be_visible()
    page.fill("#fix-4-2", "28/02/2026")
    page.locator("label.chip", has_text="Same as Sunita Devi").tap()
    page.get_by_role("button", name="Save these answers").tap()
    seen(page, js=js, heading="Check before bringing")
    page.get_by_role("button", name="Bring 3 rows").tap()
    seen(page, js=js, heading="খাতা.csv")
    expect(page.get_by_text("You can leave this page.")).to_be_visible()
    run_job(Job.objects.get().id)
    page.reload()
    expect(page.get_by_text("3 entries were brought.")).to_be_visible()
    seen(page, js=js, heading="খাতা.csv")
    standing = Party.objects.filter(trashed_at=None).order_by("balance")
    assert list(standing.values_list("name", "balance")) == [
        ("Sunita Devi", 25_050), ("शर्मा किराना", 50_000), ("রহিম স্টোর", 120_000),
    ]  # fmt: skip
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_text("Taking the old khata back out")).to_be_visible()
    run_job(Job.objects.get(kind="imports.undo").id)
    page.reload()
    expect(page.get_by_text("3 entries of this file left the khata.")).to_be_visible()
    seen(page, js=js, heading="খাতা.csv")
    assert list(standing.values_list("name", "balance")) == [("Sunita Devi", 0)]
    assert shop.proven()
    context.close()
