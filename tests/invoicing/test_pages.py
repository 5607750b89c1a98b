"""The pages of bills as plain forms: what a browser without scripts does."""

import io
import json
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from businesses.models import Business, Registration, User
from core.ids import uuid7
from invoicing.models import Paper
from ledger.models import Party
from tests.invoicing.counters import Counter, line, open_counter
from tests.invoicing.test_bills_from_khata import give
from tests.ledger.shops import TODAY


@pytest.fixture
def counter(db, time_machine) -> Counter:
    found = open_counter()
    assert found.branch
    time_machine.move_to(found.now, tick=False)
    return found


class Desk:
    def __init__(self, counter: Counter, user_id: UUID | None = None) -> None:
        self.client, self.base = Client(), f"/b/{counter.id}/sales/"
        self.client.force_login(User.objects.get(id=user_id or counter.asha.user_id))

    def get(self, path: str = "", status: int = 200, **headers) -> str:
        answer = self.client.get(self.base + path, headers=headers)
        assert answer.status_code == status, answer.content[:400]
        return answer.content.decode()

    def file(self, path: str) -> bytes:
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, answer.content[:400]
        return answer.content

    def post(self, path: str, status: int = 303, headers=None, **said) -> str:
        answer = self.client.post(self.base + path, said, headers=headers or {})
        assert answer.status_code == status, answer.content.decode()[:4000]
        return answer.headers.get("Location", "") or answer.content.decode()


@pytest.fixture
def desk(counter) -> Desk:
    return Desk(counter)


def bill(counter: Counter, *lines: dict[str, str], **said) -> dict[str, str]:
    rows = {f"{place}-{name}": value for place, row in enumerate(lines) for name, value in row.items()}
    usual = {
        "kind": "invoice",
        "paper_id": uuid7(),
        "party": counter.rahim,
        "day": TODAY.isoformat(),
        "act": "save",
    }
    return {**usual, **rows, **said}


RICE = {"item": "बासमती चावल", "quantity": "२"}
TEA = {"item": "চা পাতা", "quantity": "1.5", "price": "100", "discount": "10%", "hsn": "0902", "tax": "nil"}


def test_a_bill_is_written_by_names_and_shown_as_paper(counter, desk):
    rice = counter.item("बासमती चावल", sale_price=645_00, hsn="1006", tax_rate=50_000, unit="KGS")
    counter.bring(rice, 20, 9_000)
    new = desk.get("new/")
    assert "New bill" in new
    assert "बासमती चावल" in new  # what is sold stands ready to be pressed
    where = desk.post("new/", **bill(counter, RICE, TEA, {"item": ""}, note="ধন্যবাদ", discount="10"))
    paper = Paper.objects.get(kind="invoice")
    assert where.endswith(f"/sales/{paper.id}/")
    assert (paper.status, paper.lines.count(), paper.number[:3]) == ("approved", 2, "INV")
    page = desk.get(f"{paper.id}/")
    for said in (
        "Invoice-cum-bill of supply",
        paper.number,
        "बासमती चावल",
        "645.00",
        "Nil",
        "CGST",
        "ধন্যবাদ",
        "রহিম",
    ):
        assert said in page, said
    assert counter.balance() * 100 == paper.total
    listed = desk.get()
    assert paper.number in listed
    assert "Not sent yet" in listed
    desk.post(f"{paper.id}/sent/")
    assert "Sent" in desk.get("?show=unpaid")
    assert "Nothing here." in desk.get("?show=paid")
    for size in ("a4", "58mm"):
        text = PdfReader(io.BytesIO(desk.file(f"{paper.id}/bill.pdf?size={size}"))).pages[0].extract_text()
        assert paper.number in text


def test_small_buttons_show_the_sheet_again_with_what_was_typed(counter, desk):
    rice = counter.item("बासमती चावल", sale_price=645_00, hsn="1006", tax_rate=50_000)
    longer = desk.post("new/", status=200, **bill(counter, TEA, act="line"))
    assert 'name="1-item"' in longer
    assert 'value="1.5"' in longer
    assert "₹135" in longer  # 1.5 × 100, less 10 %
    taken = desk.post("new/", status=200, **bill(counter, TEA, act=f"take:{rice}"))
    again = desk.post(
        "new/", status=200, **bill(counter, TEA, {"item": "बासमती चावल", "quantity": "1"}, act=f"take:{rice}")
    )
    assert ("बासमती चावल" in taken, "₹812" in taken, "₹1,490" in again) == (True, True, True)
    chosen = desk.post("new/", status=200, **bill(counter, TEA, party="", act=f"party:{counter.rahim}"))
    assert 'value="রহিম"' in chosen
    priced = desk.post("new/", status=200, headers={"HX-Request": "true"}, **bill(counter, TEA, act="price"))
    assert "<form" not in priced
    assert 'id="sum-0"' in priced
    options = desk.get("items/?0-item=basmati", **{"HX-Request": "true"})
    assert str(rice) in options
    assert Paper.objects.count() == 0


def test_a_new_customer_is_one_press_away(counter, desk):
    said = bill(counter, TEA, party="", party_name="করিম")
    unknown = desk.post("new/", status=422, **said)
    assert "Nobody is called “করিম” yet." in unknown
    added = desk.post("new/", status=200, **{**said, "act": "add_party"})
    party = Party.objects.get(name="করিম")
    assert f'value="{party.id}"' in added
    desk.post("new/", **{**said, "party": party.id})
    assert Paper.objects.get().party_id == party.id


def test_what_is_wrong_is_said_at_its_line_and_nothing_is_written(counter, desk):
    for rows, said in [
        ([{"item": "Tea", "quantity": "0", "price": "5"}], "Enter an amount above 0."),
        ([{"item": "Tea", "quantity": "1"}], "Enter a price."),
        ([{"item": "Tea", "price": "1,20,0"}], "Did you mean 1,200?"),
        ([], "Write at least one line"),
        ([{"item": "Tea", "price": "10"}], "Line 1:"),  # no code and no tax says nothing of its rate
    ]:
        assert said in desk.post("new/", status=422, **bill(counter, *rows)).replace("&quot;", '"'), said
    assert Paper.objects.count() == 0


def test_a_draft_is_changed_approved_and_taken_out(counter, desk):
    desk.post("new/", **bill(counter, TEA, act="draft"))
    paper = Paper.objects.get()
    assert (paper.status, paper.number) == ("draft", "")
    form = desk.get(f"{paper.id}/edit/")
    assert 'value="10%"' in form
    assert 'value="1.5"' in form
    tea = {**TEA, "quantity": "3", "was": "0"}
    desk.post(f"{paper.id}/edit/", **bill(counter, tea, paper_id=paper.id, base_rev=paper.rev, act="draft"))
    desk.post(f"{paper.id}/approve/")
    paper.refresh_from_db()
    assert (paper.status, paper.total) == ("approved", 270_00)
    stale = desk.post(f"{paper.id}/edit/", status=412, **bill(counter, tea, paper_id=paper.id, base_rev=1))
    assert "changed" in stale
    assert "Take out" in desk.get(f"{paper.id}/take-out/")
    desk.post(f"{paper.id}/take-out/", status=422, base_rev=paper.rev)
    desk.post(f"{paper.id}/take-out/", base_rev=paper.rev, reason="ভুল")
    page = desk.get(f"{paper.id}/")
    assert "Cancelled" in page
    assert "ভুল" in page
    assert counter.balance() == 0
    assert paper.number in desk.get("?show=out")
    desk.post("new/", **bill(counter, TEA, act="draft"))
    other = Paper.objects.get(status="draft")
    desk.post(f"{other.id}/drop/")
    assert not Paper.objects.filter(id=other.id).exists()


def test_an_estimate_becomes_a_bill_and_a_bill_a_note(counter, desk):
    desk.post("new/", **bill(counter, TEA, kind="estimate"))
    estimate = Paper.objects.get(kind="estimate")
    desk.post(f"{estimate.id}/answer/", answer="accepted")
    form = desk.get(f"new/?kind=invoice&from={estimate.id}")
    assert 'value="1.5"' in form
    source = {**TEA, "source_line": str(estimate.lines.get().pk)}
    desk.post("new/", **bill(counter, source, source=estimate.id))
    invoice = Paper.objects.get(kind="invoice")
    assert invoice.source_id == estimate.id
    assert "Billed" in desk.get("?kind=estimate")
    note = {**TEA, "source_line": str(invoice.lines.get().pk)}
    too_many = desk.post(
        "new/", status=422, **bill(counter, {**note, "quantity": "9"}, kind="credit_note", source=invoice.id)
    )
    assert "You sold 1.5" in too_many
    desk.post(
        "new/",
        **bill(counter, {**note, "quantity": "0.5"}, kind="credit_note", source=invoice.id, reason="ছেঁড়া"),
    )
    page = desk.get(f"{Paper.objects.get(kind='credit_note').id}/")
    assert f"{invoice.number} ·" in page
    assert "ছেঁড়া" in page


def test_files_for_the_tax_office_or_what_keeps_them_back(counter, desk):
    made = counter.bill(line(2, 30_000, name="Rice", hsn="1006"))
    refused = desk.get(f"{made.paper_id}/e-invoice.json")
    assert "BuyerDtls.Gstin" in refused
    Business.objects.filter(id=counter.id).update(address="12 College Street, Kolkata 700073")
    Party.objects.filter(id=counter.rahim).update(
        registration_number="27AAPFU0939F1ZV", address="5 Marine Drive, Mumbai 400002"
    )
    Registration.objects.filter(business_id=counter.id).update(number="19AAPFU0939F1ZS")
    made = counter.bill(line(2, 30_000, name="Rice", hsn="1006"))
    found = json.loads(desk.file(f"{made.paper_id}/e-invoice.json"))
    assert (found["SellerDtls"]["Pin"], found["BuyerDtls"]["Loc"]) == (700073, "Mumbai")
    assert found["ItemList"][0]["IgstAmt"] == 10_800
    assert "Distance" in desk.get(f"{made.paper_id}/e-way-bill/")
    way = json.loads(desk.file(f"{made.paper_id}/e-way-bill/?distance=1980&vehicle=WB02AB1234"))
    assert way["billLists"][0]["totInvValue"] == 70_800


def test_goods_of_a_khata_are_ticked_and_become_a_bill(counter, desk):
    rice, other = give(counter, 118, "চাল ৫ কেজি"), give(counter, 59)
    khata = f"/b/{counter.id}/parties/{counter.rahim}/"
    assert f"from-khata/{counter.rahim}/" in desk.client.get(khata).content.decode()
    choose = f"from-khata/{counter.rahim}/"
    assert "চাল ৫ কেজি" in desk.get(choose)
    assert "Tick at least one line" in desk.get(f"{choose}?go=1", status=422)
    where = desk.client.get(f"{desk.base}{choose}?go=1&khata={rice.id}&tax=exempt").headers["Location"]
    sheet = desk.client.get(where)
    assert str(rice.id) in sheet.content.decode()
    assert str(other.id) not in sheet.content.decode()
    row = {
        name: sheet.context["rows"][0][0][name].value()
        for name in ("item", "quantity", "price", "khata", "tax")
    }
    desk.post("new/", **bill(counter, {**row, "inclusive": "yes"}))
    made = Paper.objects.get(kind="invoice")
    assert (made.total, counter.balance()) == (118_00, 177)
    assert desk.client.get(khata).content.decode().count("On a bill") == 1
    entry = desk.client.get(f"/b/{counter.id}/entries/{rice.id}/").content.decode()
    assert made.number in entry
    assert f"entries/{rice.id}/edit/" not in entry
    desk.get(f"new/?party={counter.rahim}&khata={rice.id}", status=303)
