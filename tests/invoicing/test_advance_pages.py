"""Pages of advances for services: taken, told, used, paid back."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from businesses.models import User
from core.ids import uuid7
from invoicing.models import AdvanceUse, AdvanceVoucher, Payment
from ledger.verify import verify_book
from tests.invoicing.counters import EIGHTEEN, line
from tests.invoicing.test_in_browser import DESK, PHONE, cookie
from tests.invoicing.tills import Till, open_till
from tests.look.page_checks import faults_in_every_dress


@pytest.fixture
def till(db) -> Till:
    return open_till(now=timezone.now())


@pytest.fixture
def client(till) -> Client:
    found = Client()
    found.force_login(User.objects.get(id=till.asha.user_id))
    return found


def take(client, till, **said):
    address = f"/b/{till.id}/payments/from/{till.rahim}/"
    return client.post(address, {"payment_id": uuid7(), "amount": "5900", "mode": "upi", **said})


def test_an_advance_is_taken_told_used_and_paid_back(till, client):
    answer = take(client, till, advance_for="service", service="সাজানো", advance_tax=str(EIGHTEEN))
    made = AdvanceVoucher.objects.get()
    assert (answer.status_code, made.number, made.cgst) == (303, "RV/26-27/0001", 450_00)
    page = client.get(answer.url).content.decode()
    assert "RV/26-27/0001" in page
    assert "wa.me" in page
    assert "CGST" in page
    pdf = client.get(f"{answer.url}voucher.pdf")
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    bill = till.bill(line(1, 3_000, hsn="998596"), day=timezone.localdate(), rounds=False)
    shown = client.get(f"/b/{till.id}/sales/{bill.paper_id}/").content.decode()
    assert "RV/26-27/0001" in shown
    act = f"/b/{till.id}/sales/{bill.paper_id}/advance/"
    client.post(act, {"payment": made.pk, "act": "off"})
    assert not AdvanceUse.objects.filter(taken_off_at=None).exists()
    client.post(act, {"payment": made.pk, "act": "use"})
    back = client.post(f"{answer.url}pay-back/", {"payment_id": uuid7(), "amount": "1180", "mode": "cash"})
    assert AdvanceVoucher.objects.get(kind="refund").number == "FV/26-27/0001"
    assert "FV/26-27/0001" in client.get(back.url).content.decode()
    too_much = client.post(
        f"{answer.url}pay-back/", {"payment_id": uuid7(), "amount": "9000", "mode": "cash"}
    )
    assert too_much.status_code >= 400
    assert verify_book(till.id) == []


def test_ordinary_money_is_asked_nothing_more(till, client):
    assert take(client, till, keep_advance="1").status_code == 303
    assert (Payment.objects.get().advance, AdvanceVoucher.objects.count()) == (None, 0)
    till.business.branches.update(registration=None)
    assert b"advance_for" not in client.get(f"/b/{till.id}/payments/from/{till.rahim}/").content


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_advances_in_a_browser(live_site, browser: Browser, size, tmp_path):
    till = open_till(now=timezone.now())
    party = till.rahim
    with browser.new_context(**size) as context:
        context.add_cookies([cookie(till, live_site)])
        page = context.new_page()
        page.goto(f"{live_site}/b/{till.id}/payments/from/{party}/")
        page.get_by_label("Amount").fill("5900")
        service = page.get_by_label("Which service")
        expect(service).to_be_hidden()
        page.get_by_role("radio", name="A service to come").check()
        expect(service).to_be_visible()
        service.fill("Stage for a wedding")
        page.screenshot(path=tmp_path / "form.png", full_page=True)
        assert faults_in_every_dress(page) == []
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Receipt voucher")).to_be_visible()
        page.screenshot(path=tmp_path / "voucher.png", full_page=True)
        assert faults_in_every_dress(page) == []
        page.get_by_role("link", name="Pay back").click()
        page.screenshot(path=tmp_path / "back.png", full_page=True)
        assert faults_in_every_dress(page) == []
        bill = till.bill(line(1, 3_000, hsn="998596"), day=timezone.localdate(), rounds=False)
        page.goto(f"{live_site}/b/{till.id}/sales/{bill.paper_id}/")
        expect(page.get_by_role("button", name="Take off")).to_be_visible()
        page.screenshot(path=tmp_path / "bill.png", full_page=True)
        assert faults_in_every_dress(page) == []
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=tmp_path / "bill-dark.png", full_page=True)
