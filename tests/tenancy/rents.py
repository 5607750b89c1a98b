"""Houses let out in a book of tests/tenancy/books.py, and the rows of their pages."""

from __future__ import annotations

import base64
import datetime
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from businesses.models import User
from core.ids import uuid7
from core.photos import read_photo
from core.scans import read_scan
from imports.models import RunSubject
from imports.operations.files import take_file
from ledger import book_map
from ledger.models import Account, AccountKind, AccountRole
from rentals.models import Lease
from rentals.operations.invoices import make_rent_invoice
from rentals.operations.kept_papers import keep_lease_paper
from rentals.operations.meters import add_meter, read_meter
from rentals.operations.payments import take_cheque
from rentals.operations.portal import claim_payment, make_link, write_word
from tests.imports.sheets import csv_file
from tests.rentals.houses import NUMBER, RentBook

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SCANNED = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
NEEDED = (
    ("8000", "Rent", AccountRole.RENT_INCOME, AccountKind.INCOME),
    ("8100", "Late fees", AccountRole.LATE_FEES, AccountKind.INCOME),
    ("8200", "Service charges", AccountRole.SERVICE_CHARGES, AccountKind.INCOME),
    ("8300", "Recovered from tenants", AccountRole.RECOVERED, AccountKind.INCOME),
    ("8400", "Deposits held", AccountRole.DEPOSITS_HELD, AccountKind.LIABILITY),
    ("8500", "Repairs", AccountRole.NONE, AccountKind.EXPENSE),
)


@dataclass
class Rents:
    """`unit` is let by `lease`, `empty` is not; `due` was asked for and stands. `claim` and `word` are
    a tenant's; `me` is the owner of the book, who rents a shop too, `my_paid` what they paid, and
    `my_taxed` a rent with GST and its tax invoice."""

    house: UUID
    unit: UUID
    empty: UUID
    lease: UUID
    due: UUID
    deposit: UUID
    cost: UUID
    repairs: UUID
    run: UUID
    claim: UUID
    word: UUID
    me: UUID
    my_paid: UUID
    my_paper: UUID
    my_taxed: UUID
    meter: UUID
    reading: UUID
    cheque: UUID
    paper: UUID


def add_accounts(shop: Shop) -> None:
    """The book is a shop: it gets the accounts of a rent book."""
    for code, name, role, kind in NEEDED:
        Account.objects.create(
            business_id=shop.id, code=code, name=name, role=role, kind=kind, currency=shop.business.currency
        )
    book_map._read.cache_clear()


def make_rents(shop: Shop) -> Rents:
    add_accounts(shop)
    book = RentBook(business=shop.business, asha=shop.asha, now=shop.now)
    today = shop.now.astimezone(_IST).date()
    house = book.house("শান্তি ভিলা")
    unit, empty = book.unit(house, "2A"), book.unit(house, "2B")
    lease = book.let(unit, book.tenant("Imran Ali"), 9000, today.replace(day=1))
    book.ask(today)
    deposit = book.deposit(lease, 5000, day=today)
    cost = book.spend(house, 700, day=today)
    repairs = Account.objects.get(business_id=shop.id, name="Repairs").id
    run = take_file(
        business=shop.business, actor=shop.asha, content=csv_file([["House", "Unit"], ["আশা ভবন", "9Z"]]),
        file_name="houses.csv", now=shop.now, subject=RunSubject.RENTS,
    )  # fmt: skip
    claim, word = _said(book, lease, today=today)
    make_link(
        business_id=book.id, actor=book.asha, party_id=Lease.objects.get(id=lease).party_id, now=book.now
    )
    return Rents(
        house, unit, empty, lease, book.dues(lease)[0].id, deposit.movement_id, cost.expense_id, repairs, run,
        claim, word, *_mine(book, today=today), *_metered(book, unit, lease, today=today),
        _kept(book, lease),
    )  # fmt: skip


def _kept(book: RentBook, lease: UUID, **fields: Any) -> UUID:
    """The agreement of a lease."""
    paper_id = uuid7()
    keep_lease_paper(
        business_id=book.id, actor=book.asha, paper_id=paper_id, lease_id=lease, scan=read_scan(PICTURE),
        name="চুক্তি", now=book.now, **fields,
    )  # fmt: skip
    return paper_id


def _said(book: RentBook, lease: UUID, *, today: datetime.date) -> tuple[UUID, UUID]:
    by = {
        "business_id": book.id,
        "actor": book.asha,
        "lease_ids": [lease],
        "lease_id": lease,
        "now": book.now,
    }
    photo = read_photo(io.BytesIO(PICTURE))
    claim = claim_payment(claim_id=uuid7(), amount=100, day=today, mode="upi", photo=photo, **by)
    return claim.pk, write_word(word_id=uuid7(), kind="problem", text="নল", photo=photo, **by).pk


def _metered(book: RentBook, unit: UUID, lease: UUID, *, today: datetime.date) -> tuple[UUID, UUID, UUID]:
    by = {"business_id": book.id, "actor": book.asha, "now": book.now}
    first = today - datetime.timedelta(days=9)
    meter = add_meter(
        meter_id=uuid7(),
        unit_id=unit,
        name="Power",
        measured_in="kWh",
        rate=7_000_000,
        value=0,
        day=first,
        **by,
    )
    read = read_meter(
        meter_id=meter.meter_id,
        reading_id=uuid7(),
        value=90_000,
        day=today - datetime.timedelta(days=1),
        **by,
    )
    cheque = take_cheque(cheque_id=uuid7(), lease_id=lease, number="1", bank="", day=today, amount=900, **by)
    return meter.meter_id, read.reading_id, cheque.cheque_id


def _mine(book: RentBook, *, today: datetime.date) -> tuple[UUID, UUID, UUID, UUID]:
    phone = f"+9198301{int(book.id.hex[-4:], 16):05d}"
    User.objects.filter(pk=book.asha.user_id).update(phone=phone, phone_verified=True)
    me = book.party("আশা নিজে", kind="tenant", phone=phone)
    shop = book.house("দোকান ঘর")
    book.register(shop, NUMBER)
    unit = book.unit(shop, "9A", use="shop")
    lease = book.let(unit, me, 100, today.replace(day=1), use="business")
    (taxed,) = book.ask(today, lease_ids=[lease]).due_ids
    make_rent_invoice(business_id=book.id, actor=book.asha, due_id=taxed, now=book.now)
    make_link(business_id=book.id, actor=book.asha, party_id=me, now=book.now)
    book.deposit(lease, 50, day=today)
    paid = book.pay(lease, 5, day=today, withheld=100, section="194I").document_id
    return me, paid, _kept(book, lease, is_for_tenant=True), taxed


def _lease(_book: Any, _role: Any) -> dict[str, Any]:
    return {
        "lease_id": uuid7(),
        "party_id": uuid7(),
        "tenant": "মিনা",
        "rent": "9000",
        "starts_on": "2026-11-01",
    }


def _received(_book: Any, _role: Any) -> dict[str, Any]:
    return {"document_id": uuid7(), "amount": "500", "mode": "cash"}


def _deposit(_book: Any, _role: Any) -> dict[str, Any]:
    return {"movement_id": uuid7(), "what": "receive", "amount": "500", "mode": "cash"}


def _bill(_book: Any, _role: Any) -> dict[str, Any]:
    return {"paper_id": uuid7(), "photo": SimpleUploadedFile("bill.pdf", SCANNED, "application/pdf")}


def _cost(book: Any, _role: Any) -> dict[str, Any]:
    return {"expense_id": uuid7(), "amount": "500", "mode": "cash", "account": book.rents.repairs}


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    empty = {"unit_id": lambda book, role: book.rents.empty}
    leave = {"last_day": "2026-11-30", "cut_amount": "100", "cut_reason": "রং"}
    mine = {
        "lease_id": lambda book, role: Lease.objects.get(party_id=book.rents.me).pk,
        "document_id": lambda book, role: book.rents.my_paid,
    }
    charge = {"kind": "utility", "label": "Water", "amount": "120"}
    return {
        "rentals:month": row(query=lambda *_: {"month": "2026-11"}),
        "rentals:raise": row("POST"),
        "rentals:houses": row(),
        "rentals:house_add": row("GET POST", body=lambda *_: {"name": "আশা ভবন"}),
        "rentals:house_edit": row("GET POST", body=lambda *_: {"name": "শান্তি", "base_rev": 1}),
        "rentals:cost": row("GET POST", body=_cost, inside={"expense_id": "expense_id", "account": "account_id",
                                                            "unit": "unit_id"}),
        "rentals:slip": row(),
        "rentals:slip_file": row(),
        "rentals:spent": row(),
        "rentals:spent_paper": row("POST", body=_bill, inside={"paper_id": "kept_id"}),
        "rentals:spent_back": row("POST"),
        "rentals:paper": row(),
        "rentals:paper_add": row("GET POST", body=lambda *_: {**_bill(None, None), "name": "পুলিশ"},
                                 inside={"paper_id": "kept_id"}),
        "rentals:paper_edit": row("GET POST", body=lambda *_: {"name": "চুক্তি ২", "base_rev": 1}),
        "rentals:paper_away": row("POST", body=lambda *_: {"base_rev": 1, "what": "away"}),
        "rentals:unit_add": row("GET POST", body=lambda *_: {"unit_id": uuid7(), "name": "3C"},
                                inside={"unit_id": "unit_id"}),
        "rentals:unit_edit": row("GET POST", body=lambda *_: {"name": "2C", "base_rev": 1}),
        "rentals:let": row("GET POST", ids=empty, body=_lease, inside={"lease_id": "lease_id", "party_id": "party_id"}),
        "rentals:lease": row(),
        "rentals:lease_edit": row("GET POST", body=lambda *_: {
            "rent": "9500", "base_rev": 1, "starts_on": "2026-11-01", "preview": "1"}),
        "rentals:receive": row("GET POST", body=_received, inside={"document_id": "document_id", "for_due": "due_id"}),
        "rentals:payment_back": row("POST", ids=mine, body=lambda *_: {"base_rev": 1}),
        "rentals:charge": row("GET POST", body=lambda *_: charge),
        "rentals:deposit": row("GET POST", body=_deposit, inside={"movement_id": "movement_id"}),
        "rentals:leave": row("GET POST", body=lambda *_: leave),
        "rentals:dues": row(),
        "rentals:fees": row("POST"),
        "rentals:due_back": row("GET POST", body=lambda *_: {"reason": "পূজা"}),
        "rentals:deposits": row(),
        "rentals:roll": row(query=lambda *_: {"year": "2026"}),
        "rentals:meters": row(),
        "rentals:meter_add": row("GET POST", body=lambda *_: {
            "meter_id": uuid7(), "name": "Water", "price": "5", "value": "10"}, inside={"meter_id": "meter_id"}),
        "rentals:meter_read": row("GET POST", body=lambda *_: {"reading_id": uuid7(), "value": "110"},
                                  inside={"reading_id": "reading_id"}),
        "rentals:meter_close": row("POST", body=lambda *_: {"base_rev": 1}),
        "rentals:house_away": row("POST", body=lambda *_: {"base_rev": 1, "what": "away"}),
        "rentals:unit_away": row("POST", body=lambda *_: {"base_rev": 1, "what": "away"}),
        "rentals:split": row("GET POST", body=lambda *_: {"label": "Lift", "amount": "300"}),
        "rentals:cheques": row(),
        "rentals:cheque_take": row("GET POST", body=lambda *_: {
            "cheque_id": uuid7(), "amount": "900", "number": "000123"}, inside={"cheque_id": "cheque_id"}),
        "rentals:cheque_end": row("POST", body=lambda *_: {"state": "bounced"}),
        "rentals:link": row("GET POST"),
        "rentals:lease_file": row(),
        "rentals:receipt_file": row(ids=mine),
        "rentals:said": row(),
        "rentals:claim_yes": row("POST"),
        "rentals:claim_no": row("GET POST", body=lambda *_: {"reason": "আসেনি"}),
        "rentals:word": row("GET POST", body=lambda *_: {"state": "done", "answer": "ঠিক হয়েছে"}),
        "rentals:tenant_photo": row(ids={"row_id": lambda book, role: book.rents.claim}),
        **_portal_rows(row), **_invoice_rows(row),
        "rentals:roll_file": row(words={"kind": "csv"}, query=lambda *_: {"year": "2026"}),
    }  # fmt: skip


def _invoice_rows(row: Any) -> dict[str, Any]:
    taxed = {"due_id": lambda book, role: book.rents.my_taxed}
    return {
        "rentals:invoices": row(query=lambda *_: {"month": "2026-11"}),
        "rentals:invoices_make": row("POST", body=lambda *_: {"month": "2026-11"}),
        "rentals:invoice_make": row("POST", ids=taxed),
        "rentals:invoice_file": row(ids=taxed),
    }


def _portal_rows(row: Any) -> dict[str, Any]:
    """The tenant's pages, by a link that is none (tests/rentals/test_portal.py has real ones) and signed in."""
    guess, me = {"token": "a-link-nobody-made"}, {"party_id": lambda book, role: book.rents.me}
    paper = {"document_id": lambda book, role: book.rents.my_paid}
    found = {"tenant:homes": row()}
    for door, ids, words in (("rented", {}, guess), ("mine", me, {})):
        found |= {
            f"tenant:{door}_home": row(ids=ids, words=words),
            f"tenant:{door}_paid": row("GET POST", ids=ids, words=words, body=lambda *_: {"amount": "5", "mode": "upi"}),
            f"tenant:{door}_write": row("GET POST", ids=ids, words=words, body=lambda *_: {"text": "জল নেই"}),
            f"tenant:{door}_lease": row(ids=ids, words=words),
            f"tenant:{door}_slip": row(ids=ids, words=words),
            f"tenant:{door}_paper": row(ids={**ids, "kept_id": lambda book, role: book.rents.my_paper}, words=words),
            f"tenant:{door}_invoice": row(ids={**ids, "due_id": lambda book, role: book.rents.my_taxed}, words=words),
            f"tenant:{door}_receipt": row(ids={**ids, **paper}, words=words),
        }  # fmt: skip
    return found
