"""Six units from a sheet to rent that is asked for and paid, on a phone: the landlord's way and the tenant's."""

import re
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from audit.jobs import run_job
from audit.models import Job
from businesses.models import User
from ledger.operations.drafts import local_day
from rentals.models import Due, Lease, PaymentClaim
from tests.imports.sheets import csv_file
from tests.journeys.doors import session_cookie
from tests.look.page_checks import faults_in_every_dress
from tests.rentals.houses import NUMBER, RentBook, open_rent_book

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True, "is_mobile": True}
ROWS = [
    ["House", "Unit", "Tenant", "Phone", "Rent", "Due day", "Deposit"],
    ["শান্তি ভিলা", "1A", "Imran Ali", "98300 12345", "9,000", "5", "18,000"],
    ["", "1B", "सुनीता देवी", "", "8,500", "5", ""],
    ["", "1C", "রহিম উদ্দিন", "", "7,500", "1", "15,000"],
    ["Rose House", "Shop", "Mohan Lal", "", "15,000", "1", "45,000"],
    ["", "2A", "Farida", "", "6,000", "1", ""],
    ["", "2B", "", "", "5,500", "", ""],
]


@dataclass
class Taps:
    """Taps, and how many they were."""

    count: int = 0

    def __call__(self, on: Locator) -> None:
        on.tap()
        self.count += 1


@pytest.fixture
def book(live_db, settings, tmp_path, monkeypatch) -> RentBook:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    found = open_rent_book(now=timezone.now())
    found.business.upi_id = "asha@okbank"
    found.business.save(update_fields=["upi_id"])
    return found


def test_six_units_come_from_a_sheet_and_a_tenant_pays(browser: Browser, live_site: str, book: RentBook):
    """Without JavaScript from end to end."""
    context = browser.new_context(**PHONE, java_script_enabled=False, base_url=live_site)
    context.add_cookies([session_cookie(User.objects.get(id=book.asha.user_id), live_site)])
    page = context.new_page()
    page.goto(f"/b/{book.id}/rent/")
    page.get_by_role("link", name="Bring them from a sheet").tap()
    page.set_input_files(
        "input[type=file]", files=[{"name": "বাড়ি.csv", "mimeType": "text/csv", "buffer": csv_file(ROWS)}]
    )
    page.get_by_role("button", name="Read this file").tap()
    page.get_by_role("button", name="Bring 6 units").tap()
    expect(page.get_by_text("You can leave this page.")).to_be_visible()
    run_job(Job.objects.get().id)
    page.reload()
    page.get_by_role("link", name="Rent this month").tap()
    taps = Taps()
    taps(page.get_by_role("button", name="Raise rents"))
    expect(page.get_by_text("5 rents were raised")).to_be_visible()
    assert taps.count == 1
    assert Due.objects.count() == 5
    page.goto(f"/b/{book.id}/rent/leases/{Lease.objects.get(party__name='Imran Ali').id}/link/")
    page.get_by_role("button", name="Make a link").tap()
    address = page.get_by_label("Link for the tenant").input_value()
    _tenant_pays(browser, address)
    page.goto(f"/b/{book.id}/rent/tenants/")
    page.get_by_role("button", name="It came").tap()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    assert PaymentClaim.objects.get().state == "confirmed"
    _rent_received(page, f"/b/{book.id}/rent/")
    assert book.proven()
    context.close()


def _rent_received(page: Page, month: str) -> None:
    """Two taps: who paid, and save."""
    page.goto(month)
    taps = Taps()
    taps(page.get_by_role("link", name="Rent received").first)
    taps(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("All is paid.")).to_be_visible()
    assert taps.count == 2


def _tenant_pays(browser: Browser, address: str) -> None:
    """Three taps at most: the link, I have paid, send."""
    context = browser.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    taps = Taps(count=1)  # the link itself, in the message it came with
    page.goto(address)
    expect(page.get_by_role("link", name="Pay by UPI")).to_have_attribute("href", re.compile("^upi://pay"))
    taps(page.get_by_role("link", name="I have paid"))
    taps(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("Your landlord has not confirmed this yet", exact=True)).to_be_visible()
    assert taps.count <= 3
    context.close()


def test_the_pages_of_renting_are_open_to_everybody(browser: Browser, live_site: str, book: RentBook):
    """axe, small targets and width, as they stand, and in the dark from right to left."""
    today = local_day(book.now, timezone=book.business.timezone)
    lease = book.home(name="রীনা সেন", start=today.replace(day=1))
    book.ask(today)
    book.deposit(lease, 500, day=today)
    context = browser.new_context(**PHONE, base_url=live_site)
    context.add_cookies([session_cookie(User.objects.get(id=book.asha.user_id), live_site)])
    page = context.new_page()
    page.goto(f"/b/{book.id}/rent/leases/{lease}/link/")
    page.get_by_role("button", name="Make a link").tap()
    tenants = page.get_by_label("Link for the tenant").input_value()
    pages = ["", "houses/", "tenants/", f"leases/{lease}/", f"leases/{lease}/link/"]
    pages += [
        f"leases/{lease}/papers/",
        f"leases/{lease}/deposit/slip/",
        f"leases/{lease}/received/",
        f"leases/{lease}/edit/",
        "roll/",
    ]
    found = {"link": faults_in_every_dress(page)}
    for at in [
        *(f"/b/{book.id}/rent/{one}" for one in pages),
        tenants,
        f"{tenants}paid/",
        f"{tenants}write/",
    ]:
        found[at] = _faults_at(page, at)
    assert {at: faults for at, faults in found.items() if faults} == {}
    page.goto(f"/b/{book.id}/rent/leases/{lease}/edit/")
    assert page.locator("input[name=use]").count() == 3, "the choice of GST was among them"
    context.close()


def test_a_months_tax_invoices_take_one_tap_and_a_rent_taken_back_keeps_its_number(
    browser: Browser, live_site: str, book: RentBook
):
    """Without JavaScript; then axe, small targets and width on every page that tells of an invoice."""
    today = local_day(book.now, timezone=book.business.timezone)
    house = book.house("বাজার ভবন")
    book.register(house)
    said = {"start": today.replace(day=1), "use": "business"}
    lease, second = (
        book.let(book.unit(house, name, use="shop"), book.tenant(tenant, gstin=NUMBER), 20_000, **said)
        for name, tenant in (("1", "Mehta Traders"), ("2", "রহিম অ্যান্ড সন্স"))
    )
    book.ask(today)
    context = browser.new_context(**PHONE, base_url=live_site, java_script_enabled=False)
    context.add_cookies([session_cookie(User.objects.get(id=book.asha.user_id), live_site)])
    page = context.new_page()
    rent = f"/b/{book.id}/rent"
    page.goto(f"{rent}/dues/")
    page.get_by_role("link", name="Tax invoices").tap()
    page.get_by_role("button", name="Make 2 tax invoices").tap()
    expect(page.get_by_text("2 tax invoices are made.")).to_be_visible()
    due = book.dues(lease)[0]
    page.goto(f"{rent}/dues/{due.id}/back/")
    page.get_by_label("Reason").fill("Flooded")
    page.get_by_role("button", name="Take back").tap()
    expect(page.get_by_text(f"Tax invoice {due.invoice} is cancelled.")).to_be_visible()
    page.goto(f"{rent}/tax-invoices/")
    expect(page.get_by_text("Flooded")).to_be_visible()
    context.close()

    third = book.let(book.unit(house, "3", use="shop"), book.tenant("Sen & Sons"), 9_000, **said)
    book.ask(today)
    context = browser.new_context(**PHONE, base_url=live_site)
    context.add_cookies([session_cookie(User.objects.get(id=book.asha.user_id), live_site)])
    page = context.new_page()
    standing = book.dues(second)[0]
    pages = ["dues/", "tax-invoices/", "tax-invoices/?month=2020-01", f"leases/{second}/", f"leases/{third}/",
             f"dues/{standing.id}/back/"]  # fmt: skip
    found = {at: _faults_at(page, f"{rent}/{at}") for at in pages}
    assert {at: faults for at, faults in found.items() if faults} == {}
    context.close()


def _faults_at(page: Page, address: str) -> list[str]:
    """With all that is folded unfolded."""
    page.goto(address)
    page.evaluate("() => document.querySelectorAll('details.fold').forEach((one) => { one.open = true; })")
    return faults_in_every_dress(page)
