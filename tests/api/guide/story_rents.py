"""More of the day of tests/api/guide/story.py: a house is let out, in a rent book of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import UUID

from audit.jobs import run_job
from audit.models import Job, JobState
from core.ids import uuid7
from core.photos import read_photo
from rentals.operations.portal import claim_payment, write_word
from tests.api.programs import program_of
from tests.imports import sheets
from tests.ledger.shops import open_shop
from tests.rentals.houses import NUMBER, RentBook
from tests.tenancy.books import picture

if TYPE_CHECKING:
    from tests.api.guide.recorder import Recorded
    from tests.api.guide.story import Day
    from tests.ledger.shops import Shop

FEE = {"kind": "per_day", "amount": 20, "grace_days": 3, "cap": 500}
RISE = {"date": "2027-09-01", "percent": 7.5, "every_months": 12}


def rents(day: Day) -> None:
    book = open_shop(kind="rent", name="আশার বাড়ি")
    asha = day.recorder.by(program_of(book.asha, books=[book.id]))
    house, unit, spare = houses(asha)
    lease_id = let(asha, unit=unit, spare=spare)
    due = asked_for(asha, lease_id)
    received(asha, house, lease_id, due=due)
    deposit(asha, lease_id)
    metered(asha, house, unit)
    from_a_sheet(asha, day)
    costs(asha, house, unit)
    kept(asha, lease_id)
    with_tenant(asha, book, lease_id)
    for path in ("/properties", "/units", "/leases", f"/properties/{house}", f"/properties/{house}/tenants",
                 f"/units/{unit}", f"/leases/{lease_id}", "/rent-month", "/arrears", "/rent-roll?year=2026",
                 "/property-years?year=2026"):  # fmt: skip
        assert asha.get(path).status_code == 200, path
    invoiced(asha, book)
    leave(asha, lease_id)
    shop = {"property_name": "শান্তি ভিলা"}
    day.asha.post("/properties", shop)


def houses(asha: Recorded) -> tuple[str, str, str]:
    said = {"property_name": "শান্তি ভিলা", "address": "১২ কলেজ স্ট্রিট, কলকাতা", "worth": 4500000}
    house, sold = (
        asha.post("/properties", one).json()["property"]["property_id"]
        for one in (said, {"property_name": "পুরোনো বাড়ি"})
    )
    asha.patch(f"/properties/{house}", {"address": "১৪ কলেজ স্ট্রিট, কলকাতা", "state": "19"}, If_Match="1")
    asha.post("/properties", {"property_name": "ভুল", "state": "99"})
    unit, spare = (
        asha.post(f"/properties/{house}/units", one).json()["unit"]["unit_id"]
        for one in ({"unit_name": "2A", "asking_rent": 9000}, {"unit_name": "দোকান", "use": "shop"})
    )
    asha.post(f"/properties/{house}/units", {"unit_name": "2a"})
    asha.post(f"/properties/{house}/units", {"unit_name": " "})
    asha.patch(f"/units/{spare}", {"is_under_repair": True}, If_Match="1")
    asha.post(f"/properties/{sold}/archive", If_Match="1")
    asha.post(f"/properties/{sold}/restore", If_Match="2")
    asha.post(f"/units/{spare}/archive", If_Match="2")
    asha.post("/leases", lease(spare))
    asha.post(f"/units/{spare}/restore", If_Match="3")
    return house, unit, spare


def lease(unit: str, **fields: Any) -> dict[str, Any]:
    tenant = {"party_name": "Imran Ali", "phone": "98300 44444"}
    said = {"unit_id": unit, "tenant": tenant, "start_date": "2026-09-01", "rent": 9000, "due_day": 5}
    return {**said, "deposit": 18000, "late_fee": FEE, "rises": [RISE], **fields}


def let(asha: Recorded, *, unit: str, spare: str) -> str:
    made = asha.post("/leases", lease(unit))
    assert made.status_code == 201, made.content.decode()
    lease_id = made.json()["lease"]["lease_id"]
    other = {"party_name": "মিনা বেগম"}
    asha.post("/leases", lease(unit, tenant=other))
    asha.post("/leases", lease(spare, tenant=other, end_date="2026-08-01"))
    asha.patch(f"/leases/{lease_id}", {"rent": 9200, "use": "home"}, If_Match="1")
    asha.post(f"/units/{unit}/archive", If_Match="1")
    return str(lease_id)


def asked_for(asha: Recorded, lease_id: str) -> str:
    """The oldest due."""
    asha.post("/dues/raise", {"lease_ids": [lease_id]})
    asha.get("/late-fees")
    water = {"kind": "utility", "label": "Water", "amount": 320, "due_date": "2026-11-20"}
    asha.post(f"/leases/{lease_id}/charges", water)
    asha.post(f"/leases/{lease_id}/charges", water)
    fees = asha.post("/late-fees", {}).json()["raised"]["due_ids"]
    assert fees
    path = f"/dues/{fees[0]}/take-back"
    asha.post(path, {"reason": " "})
    asha.post(path, {"reason": "পুজোর মাস"})
    asha.post(path, {"reason": "পুজোর মাস"})
    oldest = asha.get(f"/dues?lease_id={lease_id}&status=open").json()["dues"][0]["due_id"]
    asha.get(f"/dues/{oldest}")
    return str(oldest)


def received(asha: Recorded, house: str, lease_id: str, *, due: str) -> None:
    path = f"/leases/{lease_id}/payments"
    part = {"due_id": due, "amount_applied": 5000}
    made = asha.post(path, {"amount": 6000, "mode": "upi", "dues": [part], "note": "সেপ্টেম্বর"}).json()
    asha.post(path, {"amount": 100, "dues": [part]})
    payment = made["payment"]["payment_id"]
    two = [{"lease_id": lease_id, "amount": 3000}, {"lease_id": lease_id, "amount": 50, "dues": [part]}]
    asha.post("/rent-payments/bulk", {"payments": two})
    kept = {"amount": 270, "mode": "bank", "tax_amount_withheld": 30, "tds_section": "194I"}
    asha.post(path, kept)
    asha.post(path, {**kept, "tds_section": ""})
    asha.get(f"/properties/{house}/payments?per_page=2")
    asha.get(f"/rent-payments/{payment}")
    asha.delete(f"/rent-payments/{payment}", If_Match="1")
    said = {"cheque_number": "004411", "bank": "SBI", "date": "2026-11-20", "amount": 9000}
    cheque = asha.post(f"/leases/{lease_id}/cheques", said).json()["cheque"]["cheque_id"]
    asha.get("/cheques?status=waiting")
    asha.get(f"/cheques/{cheque}")
    for _ in range(2):
        asha.post(f"/cheques/{cheque}/end", {"status": "cleared"})


def deposit(asha: Recorded, lease_id: str) -> None:
    path = f"/leases/{lease_id}/deposit-movements"
    asha.post(path, {"action": "receive", "amount": 18000, "mode": "bank"})
    spare = asha.post(path, {"action": "receive", "amount": 50}).json()["movement"]["movement_id"]
    asha.post(f"/deposit-movements/{spare}/take-back")
    asha.post(path, {"action": "cut", "amount": 1200, "reason": "ভাঙা জানালা"})
    asha.post(path, {"action": "return", "amount": 50000})
    asha.get(f"/leases/{lease_id}/deposit")
    asha.get("/deposits")


def metered(asha: Recorded, house: str, unit: str) -> None:
    path = f"/units/{unit}/meters"
    power = {
        "meter_name": "Electricity",
        "measured_in": "kWh",
        "rate": 8.5,
        "reading": 1200,
        "turns_at": 99999,
    }
    made = asha.post(path, {**power, "date": "2026-11-01"}).json()["meter"]
    asha.post(path, power)
    readings = f"/meters/{made['meter_id']}/readings"
    read = asha.post(readings, {"reading": 1345.5, "date": "2026-11-19"}).json()["reading"]
    asha.post(readings, {"reading": 1300, "date": "2026-11-19"})
    photo = f"/meter-readings/{read['reading_id']}/photo"
    file = io.BytesIO(picture("navy"))
    file.name = "meter.jpg"
    asha.upload(photo, photo=file)
    for path in (photo, readings, f"/meters/{made['meter_id']}", "/meters"):
        assert asha.get(path).status_code == 200, path
    asha.post(f"/meters/{made['meter_id']}/close", If_Match="1")
    bill = {"label": "Lift", "amount": 900, "way": "by_rent", "due_date": "2026-11-20"}
    for _ in range(2):
        asha.post(f"/properties/{house}/split-bills", bill)


def from_a_sheet(asha: Recorded, day: Day) -> None:
    rows = [
        ["House", "Unit", "Tenant", "Rent", "Start date", "Deposit"],
        ["গোলাপ বাড়ি", "1A", "রহিম উদ্দিন", "7000", "01/11/2026", "14000"],
        ["", "1B", "सुनीता देवी", "6500", "31/02/2026", ""],
    ]
    spare = _sent(asha, sheets.xlsx_file(rows, sheets=("Houses", "Old")), "houses.xlsx")
    asha.post(f"/property-imports/{spare}/sheet", {"sheet": "Houses"})
    asha.post(f"/property-imports/{spare}/start")
    asha.delete(f"/property-imports/{spare}")
    one = f"/property-imports/{_sent(asha, sheets.csv_file(rows), 'houses.csv')}"
    asha.post(f"{one}/check", {})
    asha.get(f"{one}/wrong-rows.csv")
    asha.post(f"{one}/check", {"fixes": {"3": {"4": "28/02/2026"}}})
    job = asha.post(f"{one}/start").json()["property_import"]["job_id"]
    Job.objects.filter(id=job).update(state=JobState.FAILED, ended_at=day.shop.now)
    run_job(
        asha.post(f"{one}/again").json()["property_import"]["job_id"],
        clock=lambda: day.shop.now,
    )
    asha.get("/property-imports")
    asha.get(one)
    asha.post(f"{one}/undo")


def _sent(asha: Recorded, content: bytes, name: str) -> str:
    file = io.BytesIO(content)
    file.name = name
    return asha.upload("/property-imports", file=file).json()["property_import"]["property_import_id"]


def costs(asha: Recorded, house: str, unit: str) -> None:
    accounts = asha.get("/accounts?per_page=200").json()["accounts"]
    account = next(one["account_id"] for one in accounts if one["account_type"] == "expense")
    said = {"account_id": account, "unit_id": unit, "amount": 640, "note": "পাইপ সারাই"}
    kept, spare = (
        asha.post(f"/properties/{house}/expenses", said).json()["expense"]["expense_id"] for _ in range(2)
    )
    asha.post(f"/property-expenses/{spare}/take-back")
    asha.get(f"/properties/{house}/expenses")
    asha.get(f"/property-expenses/{kept}")
    file = io.BytesIO(picture("navy"))
    file.name = "bill.jpg"
    asha.upload(f"/property-expenses/{kept}/papers", attachment=file)
    asha.get(f"/property-expenses/{kept}/papers")


def kept(asha: Recorded, lease_id: str) -> None:
    path = f"/leases/{lease_id}/papers"
    file = io.BytesIO(picture("tan"))
    file.name = "Agreement.jpg"
    paper = asha.upload(path, attachment=file).json()["rent_paper"]["rent_paper_id"]
    here = f"/rent-papers/{paper}"
    asha.patch(here, {"date": "2026-09-01", "for_tenant": True}, If_Match="1")
    for one in (path, here, f"{here}/file"):
        assert asha.get(one).status_code == 200, one
    asha.post(f"{here}/archive", If_Match="2")
    asha.post(f"{here}/restore", If_Match="3")


def with_tenant(asha: Recorded, book: Shop, lease_id: str) -> None:
    """The tenant tells of two payments and reports a problem on their own page."""
    asha.post(f"/leases/{lease_id}/tenant-link")
    asha.get(f"/leases/{lease_id}/tenant-link")
    lease = UUID(lease_id)
    by: dict[str, Any] = {
        "business_id": book.id, "actor": book.asha, "lease_ids": [lease], "lease_id": lease, "now": book.now,
        "photo": read_photo(io.BytesIO(picture("navy"))),
    }  # fmt: skip
    said = {"amount": 2000_00, "day": book.now.date(), "mode": "upi", "reference": "551200"}
    came, missing = (claim_payment(claim_id=uuid7(), **said, **by).pk for _ in range(2))
    word = write_word(word_id=uuid7(), kind="problem", text="রান্নাঘরের নল থেকে জল পড়ছে", **by).pk
    asha.get("/rent-claims?status=waiting")
    claim = asha.post(f"/rent-claims/{came}/confirm").json()["rent_claim"]
    asha.post(f"/rent-claims/{missing}/refuse", {"reason": " "})
    asha.post(f"/rent-claims/{missing}/refuse", {"reason": "সেদিন কিছু আসেনি"})
    asha.post(f"/rent-claims/{missing}/confirm")
    asha.post(f"/tenant-messages/{word}/answer", {"status": "under_way", "answer": "সোমবার মিস্ত্রি আসবে"})
    for path in (
        f"/rent-claims/{came}", f"/rent-claims/{came}/photo", "/tenant-messages", f"/tenant-messages/{word}",
        f"/tenant-messages/{word}/photo", f"/leases/{lease_id}/receipts", f"/leases/{lease_id}/lease.pdf",
        f"/rent-payments/{claim['payment_id']}/receipt.pdf", f"/leases/{lease_id}/deposit-slip",
        f"/leases/{lease_id}/deposit-slip.pdf",
    ):  # fmt: skip
        assert asha.get(path).status_code == 200, path
    asha.delete(f"/leases/{lease_id}/tenant-link")


def invoiced(asha: Recorded, book: Shop) -> None:
    """A shop let under GST, and the tax invoice of its rent."""
    house = asha.post("/properties", {"property_name": "বাজার ভবন"}).json()["property"]["property_id"]
    RentBook(business=book.business, asha=book.asha, now=book.now).register(UUID(house))
    unit = asha.post(f"/properties/{house}/units", {"unit_name": "1", "use": "shop"}).json()["unit"][
        "unit_id"
    ]
    trader = {"party_name": "Mehta Traders", "gstin": NUMBER}
    said = {"start_date": "2026-11-01", "rent": 20000, "use": "business", "tenant": trader}
    made = asha.post("/leases", lease(unit, **said))
    assert made.status_code == 201, made.content.decode()
    let_id = made.json()["lease"]["lease_id"]
    asha.post("/dues/raise", {"lease_ids": [let_id]})
    due = asha.get(f"/dues?lease_id={let_id}").json()["dues"][0]["due_id"]
    told = asha.post(f"/dues/{due}/tax-invoice")
    assert told.json()["tax_invoice"]["tax_invoice_number"] == "INV/26-27/0001", told.content.decode()
    for path in (f"/dues/{due}/tax-invoice", f"/dues/{due}/tax-invoice.pdf", "/rent-tax-invoices"):
        assert asha.get(path).status_code == 200, path


def leave(asha: Recorded, lease_id: str) -> None:
    cuts = [{"amount": 500, "reason": "দেয়ালের রং"}]
    done = asha.post(f"/leases/{lease_id}/end", {"date": "2026-11-21", "cuts": cuts, "mode": "upi"})
    assert done.status_code == 200, done.content.decode()
    asha.post(f"/leases/{lease_id}/end", {"date": "2026-11-21"})
