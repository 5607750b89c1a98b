"""What programs ask of houses let out in a book of tests/tenancy/books.py: ids, bodies, and calls that succeed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from audit.jobs import run_job
from audit.models import Job, JobState
from core.ids import uuid7
from core.photos import read_photo
from core.scans import read_scan
from imports.models import ImportRun, RunSubject
from imports.operations.files import take_file
from rentals.arithmetic import FeeKind, FeeRule
from rentals.models import Due, Lease
from rentals.operations.kept_papers import keep_expense_paper
from rentals.operations.meter_changes import keep_reading_photo
from tests.api.programs import program_of
from tests.imports.sheets import csv_file, xlsx_file
from tests.rentals.houses import RentBook
from tests.tenancy.books import picture, today

THINGS: dict[str, Any] = {
    "property_id": lambda book: book.rents.house,
    "unit_id": lambda book: book.rents.unit,
    "lease_id": lambda book: book.rents.lease,
    "due_id": lambda book: book.rents.due,
    "rent_payment_id": lambda book: book.rents.my_paid,
    "cheque_id": lambda book: book.rents.cheque,
    "deposit_movement_id": lambda book: book.rents.deposit,
    "property_expense_id": lambda book: book.rents.cost,
    "meter_id": lambda book: book.rents.meter,
    "reading_id": lambda book: book.rents.reading,
    "rent_claim_id": lambda book: book.rents.claim,
    "tenant_message_id": lambda book: book.rents.word,
    "rent_paper_id": lambda book: book.rents.paper,
    "property_import_id": lambda book: book.rents.run,
}
"""What an id in an address of the API names."""
BODIES: dict[str, Any] = {
    "POST properties/<>/units": {"unit_name": "9Z"},
    "PATCH properties/<>": {"address": "X"},
    "PATCH units/<>": {"unit_name": "9Z"},
    "PATCH leases/<>": {"rent": 9500},
    "POST rent-claims/<>/refuse": {"reason": "X"},
    "POST tenant-messages/<>/answer": {"status": "done"},
    "PATCH rent-papers/<>": {"for_tenant": True},
    "POST leases/<>/end": {"date": "2026-11-30"},
    "POST leases/<>/charges": {"kind": "utility", "label": "X", "amount": 5},
    "POST leases/<>/payments": {"amount": 5},
    "POST leases/<>/cheques": {"cheque_number": "1", "date": "2026-12-05", "amount": 5},
    "POST leases/<>/deposit-movements": {"action": "receive", "amount": 5},
    "POST cheques/<>/end": {"status": "cleared"},
    "POST dues/<>/take-back": {"reason": "X"},
    "POST units/<>/meters": {"meter_name": "Gas", "rate": 5, "reading": 1},
    "POST meters/<>/readings": {"reading": 100},
    "POST properties/<>/split-bills": {"label": "Lift", "amount": 300},
    "POST property-imports/<>/sheet": {"sheet": ""},
    "POST properties/<>/expenses": {"account_id": "019a0000-0000-7000-8000-000000000000", "amount": 5},
}
"""Bodies that reach the book, by method and path."""


def rent_book(book: Any) -> RentBook:
    shop = book.shop
    return RentBook(business=shop.business, asha=shop.asha, now=shop.now)


def ask(book: Any, path: str, body: Any = None, **headers: str) -> None:
    answer = program_of(book.shop.asha, books=[book.id]).post(path, body, **headers)
    assert answer.status_code < 300, answer.content


def with_an_empty_house(book: Any) -> None:
    book.rents.house = rent_book(book).house("খালি বাড়ি")


def with_a_house_put_away(book: Any) -> None:
    with_an_empty_house(book)
    ask(book, f"/properties/{book.rents.house}/archive", If_Match="1")


def with_a_unit_put_away(book: Any) -> None:
    ask(book, f"/units/{book.rents.empty}/archive", If_Match="1")


def lease(book: Any, **fields: Any) -> dict[str, Any]:
    tenant = {"party_name": "মিনা বেগম", "phone": "98300 44444"}
    said = {"unit_id": str(book.rents.empty), "start_date": "2026-11-01", "rent": 8000, "deposit": 16000}
    return {**said, **({} if "ledger_id" in fields else {"tenant": tenant}), **fields}


def leaving(book: Any) -> dict[str, Any]:
    return {"date": str(today(book.shop)), "cuts": [{"amount": 150.5, "reason": "ভাঙা জানালা"}], "mode": "upi"}


def with_rent_to_ask(book: Any) -> None:
    """A lease nobody was asked for yet, of which the first month is late."""
    rents = rent_book(book)
    fee = FeeRule(kind=FeeKind.FLAT, amount=100_00)
    start = (today(book.shop).replace(day=1) - timedelta(days=1)).replace(day=1)
    rents.let(book.rents.empty, rents.tenant("মিনা"), 8000, start, fee=fee)


def with_a_late_rent(book: Any) -> None:
    with_rent_to_ask(book)
    rent_book(book).ask(today(book.shop))


def my_lease(book: Any) -> UUID:
    return Due.objects.get(id=book.rents.my_taxed).lease_id


def with_a_rent_to_invoice(book: Any) -> None:
    day = today(book.shop)
    said = {"kind": "service", "period": day, "due_on": day}
    book.rents.my_taxed = rent_book(book).charge(my_lease(book), 90, "Lift", **said).due_id


def newest_lease(book: Any) -> UUID:
    return Lease.objects.filter(business_id=book.id).latest("id").id


def late_due(book: Any) -> UUID:
    return Due.objects.filter(lease_id=newest_lease(book)).earliest("due_on").id


def received(_book: Any) -> dict[str, Any]:
    return {"amount": 1200.5, "mode": "upi", "note": "নভেম্বর"}


def expense(book: Any, **fields: Any) -> dict[str, Any]:
    return {"account_id": str(book.rents.repairs), "amount": 640, "note": "পাইপ সারাই", **fields}


HOUSES = [["House", "Unit"], ["নতুন বাড়ি", "1"]]


def sheet() -> SimpleUploadedFile:
    return SimpleUploadedFile("বাড়ি.csv", csv_file(HOUSES), "text/csv")


def brought_in(book: Any, content: bytes, name: str) -> None:
    """A sheet of this test's own: the files of the book that is shared are not here."""
    book.rents.run = take_file(
        business=book.shop.business, actor=book.shop.asha, content=content, file_name=name, now=book.shop.now,
        subject=RunSubject.RENTS,
    )  # fmt: skip


def with_a_sheet(book: Any) -> None:
    brought_in(book, csv_file(HOUSES), "h.csv")


def checked(book: Any) -> None:
    with_a_sheet(book)
    ask(book, f"/property-imports/{book.rents.run}/check", {})


def started(book: Any) -> None:
    checked(book)
    ask(book, f"/property-imports/{book.rents.run}/start")


def brought(book: Any) -> None:
    started(book)
    run_job(ImportRun.objects.get(id=book.rents.run).job_id)


def stopped(book: Any) -> None:
    started(book)
    Job.objects.filter(id=ImportRun.objects.get(id=book.rents.run).job_id).update(
        state=JobState.FAILED, ended_at=book.shop.now
    )


def with_two_sheets(book: Any) -> None:
    brought_in(book, xlsx_file(HOUSES, sheets=("Houses", "Other")), "h.xlsx")


def with_a_photo(book: Any) -> None:
    keep_reading_photo(
        business_id=book.id, actor=book.shop.asha, reading_id=book.rents.reading,
        photo=read_photo(io.BytesIO(picture("navy"))), now=book.shop.now,
    )  # fmt: skip


def with_rent_paid(book: Any) -> None:
    rent_book(book).pay(book.rents.lease, 90, day=today(book.shop))


def with_the_bill_of_a_cost(book: Any) -> None:
    keep_expense_paper(
        business_id=book.id, actor=book.shop.asha, paper_id=uuid7(), expense_id=book.rents.cost,
        scan=read_scan(picture("navy")), name="মিস্ত্রির বিল", now=book.shop.now,
    )  # fmt: skip


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("চুক্তি.jpg", picture("navy"), "image/jpeg")


def with_a_paper_put_away(book: Any) -> None:
    ask(book, f"/rent-papers/{book.rents.paper}/archive", If_Match="1")


EMPTY = {"unit_id": lambda book: book.rents.empty}


def calls(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Rows of tests/api/calls.py."""
    said = lambda **body: lambda _book: body  # noqa: E731
    return {
        "create_property": Call(said(property_name="আশা ভবন", address="১২ কলেজ স্ট্রিট", worth=4500000)),
        "change_property": Call(said(address="হাওড়া")),
        "archive_property": Call(before=with_an_empty_house),
        "restore_property": Call(rev=lambda _book: 2, before=with_a_house_put_away),
        "create_unit": Call(said(unit_name="3C", use="shop", asking_rent=7000)),
        "change_unit": Call(said(is_under_repair=True)),
        "archive_unit": Call(ids=EMPTY),
        "restore_unit": Call(ids=EMPTY, rev=lambda _book: 2, before=with_a_unit_put_away),
        "create_lease": Call(lease),
        "change_lease": Call(said(rent=9500, late_fee={"kind": "percent", "percent": 2.5})),
        "end_lease": Call(leaving),
        "raise_rents": Call(said(), before=with_rent_to_ask),
        "apply_late_fees": Call(said(), before=with_a_late_rent),
        "create_charge": Call(said(kind="utility", label="Water", amount=320)),
        "make_tax_invoice": Call(ids={"due_id": lambda book: book.rents.my_taxed}, before=with_a_rent_to_invoice),
        "take_back_due": Call(said(reason="পুজোর মাস")),
        "create_rent_payment": Call(received),
        "create_rent_payments": Call(
            lambda book: {"payments": [{**received(book), "lease_id": str(book.rents.lease)}]}
        ),
        "delete_rent_payment": Call(),
        "create_cheque": Call(said(cheque_number="004412", bank="SBI", date="2026-12-05", amount=9000)),
        "end_cheque": Call(said(status="cleared")),
        "create_meter": Call(said(meter_name="Gas", measured_in="m3", rate=42.5, reading=12.5, turns_at=99999)),
        "create_meter_reading": Call(said(reading=1234.5, rate=7.25)),
        "close_meter": Call(),
        "add_meter_photo": Call(file=lambda: SimpleUploadedFile("m.jpg", picture("navy"), "image/jpeg")),
        "create_split_bill": Call(said(label="Lift", amount=900, way="by_rent")),
        "create_property_import": Call(file=sheet),
        "choose_property_import_sheet": Call(said(sheet="Other"), before=with_two_sheets),
        "check_property_import": Call(said(dates="day_first", fixes={"2": {"1": "9Y"}}), before=with_a_sheet),
        "start_property_import": Call(before=checked),
        "undo_property_import": Call(before=brought),
        "go_on_with_property_import": Call(before=stopped),
        "drop_property_import": Call(),
        "create_deposit_movement": Call(said(action="cut", amount=250, reason="ভাঙা জানালা")),
        "take_back_deposit_movement": Call(),
        "create_property_expense": Call(expense),
        "confirm_rent_claim": Call(),
        "refuse_rent_claim": Call(said(reason="সেদিন কিছু আসেনি")),
        "create_tenant_link": Call(),
        "delete_tenant_link": Call(),
        "answer_tenant_message": Call(said(status="under_way", answer="সোমবার মিস্ত্রি আসবে")),
        "add_lease_paper": Call(file=scan),
        "add_expense_paper": Call(file=scan),
        "change_rent_paper": Call(said(paper_name="চুক্তিপত্র", date="2026-11-01", for_tenant=True)),
        "archive_rent_paper": Call(),
        "restore_rent_paper": Call(rev=lambda _book: 2, before=with_a_paper_put_away),
        "take_back_property_expense": Call(),
    }  # fmt: skip


def reads(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Reads that find something only once the book is made ready."""
    return {
        "get_tax_invoice": Call(ids={"due_id": lambda book: book.rents.my_taxed}),
        "get_tax_invoice_pdf": Call(ids={"due_id": lambda book: book.rents.my_taxed}),
        "list_late_fees": Call(before=with_a_late_rent),
        "list_rent_receipts": Call(before=with_rent_paid),
        "list_property_payments": Call(before=with_rent_paid),
        "list_expense_papers": Call(before=with_the_bill_of_a_cost),
        "get_meter_photo": Call(before=with_a_photo),
        "get_property_import_wrong_rows": Call(before=checked),
    }


def _narrowing(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Lists of what belongs to something."""
    house, unit = THINGS["property_id"], THINGS["unit_id"]

    def narrows(name: str, id_in: Callable[[Any], UUID]) -> list[Any]:
        return [Row(id_in, "200", "200", query=name)]

    return {
        ("list_units", "?property_id"): narrows("property_id", house),
        ("list_leases", "?property_id"): narrows("property_id", house),
        ("list_leases", "?unit_id"): narrows("unit_id", unit),
        ("list_leases", "?ledger_id"): narrows("ledger_id", lambda book: book.rents.me),
        ("list_dues", "?lease_id"): narrows("lease_id", THINGS["lease_id"]),
        ("list_rent_claims", "?lease_id"): narrows("lease_id", THINGS["lease_id"]),
        ("list_tenant_messages", "?lease_id"): narrows("lease_id", THINGS["lease_id"]),
        ("list_dues", "?property_id"): narrows("property_id", house),
        ("list_meters", "?unit_id"): narrows("unit_id", unit),
        ("list_meters", "?property_id"): narrows("property_id", house),
        ("list_cheques", "?lease_id"): narrows("lease_id", THINGS["lease_id"]),
        ("list_tax_invoices", "?lease_id"): narrows("lease_id", my_lease),
        ("list_arrears", "?property_id"): narrows("property_id", house),
        ("list_rent_roll", "?property_id"): narrows("property_id", house),
        ("list_property_years", "?property_id"): narrows("property_id", house),
    }


def standing(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids that name what stands, beside an address."""
    nowhere = "404 not_found"

    def in_lease(name: str, id_in: Callable[[Any], UUID], *, many: bool = False) -> list[Any]:
        body = lambda book, value: lease(book, **{name: [str(value)] if many else str(value)})  # noqa: E731
        return [Row(id_in, nowhere, "201", body)]

    def applied(book: Any, value: UUID) -> dict[str, Any]:
        return {"amount": 5, "dues": [{"due_id": str(value), "amount_applied": 5}]}

    def in_bulk(body: Callable[[Any, UUID], dict[str, Any]]) -> Callable[[Any, UUID], dict[str, Any]]:
        return lambda book, value: {"payments": [{"lease_id": str(book.rents.lease), **body(book, value)}]}

    due, refused = THINGS["due_id"], "422 share_refused"
    unit, party = THINGS["unit_id"], lambda book: book.party
    return {
        **_narrowing(Row),
        ("raise_rents", "lease_ids[]"): [
            Row(
                newest_lease, "200", "200", lambda _book, value: {"lease_ids": [str(value)]},
                before=with_rent_to_ask,
            )
        ],
        ("end_lease", "readings[].meter_id"): [
            Row(
                THINGS["meter_id"], nowhere, "200",
                lambda book, value: {
                    "date": str(today(book.shop)), "readings": [{"meter_id": str(value), "reading": 5000}],
                },
            )
        ],
        ("apply_late_fees", "due_ids[]"): [
            Row(
                late_due, "200", "200", lambda _book, value: {"due_ids": [str(value)]}, before=with_a_late_rent
            )
        ],
        ("create_rent_payment", "dues[].due_id"): [Row(due, refused, "201", applied)],
        ("create_rent_payments", "payments[].dues[].due_id"): [Row(due, refused, "201", in_bulk(applied))],
        ("create_rent_payments", "payments[].lease_id"): [
            Row(
                THINGS["lease_id"], nowhere, "201",
                in_bulk(lambda _book, value: {"amount": 5, "lease_id": str(value)}),
            )
        ],
        ("create_property_expense", "account_id"): [
            Row(
                lambda book: book.rents.repairs, nowhere, "201",
                lambda book, value: expense(book, account_id=str(value)),
            )
        ],
        ("create_property_expense", "unit_id"): [
            Row(unit, nowhere, "201", lambda book, value: expense(book, unit_id=str(value)))
        ],
        ("create_lease", "unit_id"): in_lease("unit_id", lambda book: book.rents.empty),
        ("create_lease", "ledger_id"): in_lease("ledger_id", party),
        ("create_lease", "other_ledger_ids[]"): in_lease("other_ledger_ids", party, many=True),
        ("change_lease", "other_ledger_ids[]"): [
            Row(
                party, nowhere, "200", lambda _book, value: {"other_ledger_ids": [str(value)]},
                rev=lambda _book: 1,
            )
        ],
    }  # fmt: skip


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    """Ids that name what is to be made."""
    taken = "409 id_taken"

    def paying(_book: Any, value: UUID) -> dict[str, Any]:
        return {"amount": 7, "payment_id": str(value)}

    payment, cheque = THINGS["rent_payment_id"], {"cheque_number": "9", "date": "2026-12-05", "amount": 7}
    return {
        ("create_unit", "unit_id"): Row(
            THINGS["unit_id"], taken, "201", lambda _book, value: {"unit_name": "9Z", "unit_id": str(value)}
        ),
        ("create_rent_payment", "payment_id"): Row(payment, taken, "201", paying),
        ("create_rent_payments", "payments[].payment_id"): Row(
            payment, taken, "201",
            lambda book, value: {"payments": [{**paying(book, value), "lease_id": str(book.rents.lease)}]},
        ),
        ("create_meter", "meter_id"): Row(
            THINGS["meter_id"], taken, "201",
            lambda _book, value: {"meter_name": "Gas", "rate": 5, "reading": 1, "meter_id": str(value)},
        ),
        ("create_meter_reading", "reading_id"): Row(
            THINGS["reading_id"], taken, "201", lambda _book, value: {"reading": 100, "reading_id": str(value)}
        ),
        ("create_cheque", "cheque_id"): Row(
            THINGS["cheque_id"], taken, "201", lambda _book, value: {**cheque, "cheque_id": str(value)}
        ),
        ("create_deposit_movement", "movement_id"): Row(
            THINGS["deposit_movement_id"], taken, "201",
            lambda _book, value: {"action": "receive", "amount": 7, "movement_id": str(value)},
        ),
        ("create_property_expense", "expense_id"): Row(
            THINGS["property_expense_id"], taken, "201",
            lambda book, value: expense(book, expense_id=str(value)),
        ),
        ("create_lease", "lease_id"): Row(
            THINGS["lease_id"], taken, "201", lambda book, value: lease(book, lease_id=str(value))
        ),
        ("create_lease", "tenant.ledger_id"): Row(
            lambda book: book.party, taken, "201",
            lambda book, value: lease(book, tenant={"party_name": "মিনা", "ledger_id": str(value)}),
        ),
    }  # fmt: skip
