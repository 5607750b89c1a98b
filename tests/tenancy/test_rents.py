"""Every function of renting that takes a book, called with the ids of another book."""

import importlib
import inspect
import pkgutil
from functools import partial

import pytest

import rentals.operations
import rentals.queries
from core.ids import uuid7
from core.periods import Period
from core.refusals import Refusal
from core.scans import read_scan
from ledger.models import Account
from rentals.models import Cheque, DepositMovement, Due, MeterReading, PaymentClaim, PropertyExpense
from rentals.operations.invoices import make_rent_invoice
from rentals.operations.kept_papers import keep_expense_paper, keep_lease_paper
from rentals.operations.meters import add_meter
from rentals.operations.payments import take_cheque
from rentals.operations.portal import claim_payment, make_link, write_word
from rentals.terms import LeaseContent
from tests.ledger.shops import TODAY
from tests.rentals.houses import day, open_rent_book
from tests.tenancy.rents import PICTURE

NOVEMBER = Period(day("2026-11-01"), day("2026-11-30"))
SCAN = read_scan(PICTURE)
CONTENT = LeaseContent(starts_on=TODAY, rent=900)
ACT = {"actor": lambda own: own.asha, "now": lambda own: own.now}
DO, READ = "rentals.operations.", "rentals.queries."
LEASE = {"lease_id": "lease"}
MONEY = {"amount": 100, "day": TODAY}

REFUSES = {
    "archiving.archive_property": {"property_id": "house", "base_rev": 1, "is_archived": True},
    "archiving.archive_unit": {"unit_id": "unit", "base_rev": 1, "is_archived": True},
    "deposits.receive_deposit": {"movement_id": None, **LEASE, **MONEY, "mode": "cash"},
    "deposits.return_deposit": {"movement_id": None, **LEASE, **MONEY, "mode": "cash"},
    "deposits.cut_deposit": {"movement_id": None, **LEASE, **MONEY, "reason": "X"},
    "deposits.use_deposit": {"movement_id": None, **LEASE, **MONEY},
    "deposits.take_back_deposit": {"movement_id": "deposit"},
    "dues.add_charge": {**LEASE, "kind": "other", "label": "X", "amount": 100, "period": TODAY, "due_on": TODAY},
    "dues.take_back_due": {"due_id": "due", "reason": "X"},
    "invoices.make_rent_invoice": {"due_id": "due"},
    "expenses.add_expense": {"expense_id": None, "property_id": "house", "account_id": "account", **MONEY, "mode": "cash"},
    "expenses.take_back_expense": {"expense_id": "cost"},
    "kept_papers.keep_lease_paper": {**LEASE, "paper_id": None, "scan": SCAN, "name": "X"},
    "kept_papers.keep_expense_paper": {"expense_id": "cost", "paper_id": None, "scan": SCAN, "name": "X"},
    "kept_papers.change_paper": {"paper_id": "paper", "base_rev": 1, "name": "X", "day": None, "is_for_tenant": True},
    "kept_papers.archive_paper": {"paper_id": "paper", "base_rev": 1, "is_archived": True},
    "leases.add_lease": {"lease_id": None, "unit_id": "empty", "party_id": "tenant", "content": CONTENT},
    "leases.change_lease": {**LEASE, "base_rev": 1, "content": CONTENT},
    "meters.add_meter": {
        "meter_id": None, "unit_id": "unit", "name": "X", "measured_in": "", "rate": 10**6, "value": 1, "day": TODAY,
    },
    "meters.read_meter": {"meter_id": "meter", "reading_id": None, "value": 10**6, "day": TODAY},
    "meters.meter_in": {"meter_id": "meter"},
    "meter_changes.close_meter": {"meter_id": "meter", "base_rev": 1},
    "meter_changes.keep_reading_photo": {"reading_id": "reading", "photo": None},
    "splitting.split_bill": {
        "property_id": "house", "label": "X", "amount": 100, "way": "equally", "due_on": TODAY,
    },
    "moving.move_out": {**LEASE, "day": TODAY},
    "payments.receive_rent": {"document_id": None, **LEASE, **MONEY, "mode": "cash", "made_at": TODAY},
    "payments.take_cheque": {"cheque_id": None, **LEASE, **MONEY, "number": "1", "bank": ""},
    "payments.end_cheque": {"cheque_id": "cheque", "state": "cleared", "day": TODAY},
    "tax_kept.take_back_kept_back": {"document_id": "payment", "base_rev": 1},
    "portal.make_link": {"party_id": "tenant"},
    "portal.withdraw_link": {"party_id": "tenant"},
    "portal.claim_payment": {
        **LEASE, "lease_ids": ["lease"], "claim_id": None, "amount": 100, "day": TODAY, "mode": "upi",
    },
    "portal.confirm_claim": {"claim_id": "claim"},
    "portal.refuse_claim": {"claim_id": "claim", "answer": "X"},
    "portal.write_word": {**LEASE, "lease_ids": ["lease"], "word_id": None, "kind": "message", "text": "X"},
    "portal.answer_word": {"word_id": "word", "state": "done", "answer": "X"},
    "properties.change_property": {"property_id": "house", "base_rev": 1, "name": "X", "address": "", "worth": None},
    "properties.add_unit": {"unit_id": None, "property_id": "house", "name": "X"},
    "properties.change_unit": {
        "unit_id": "unit", "base_rev": 1, "name": "X", "use": "home", "asking_rent": None, "is_under_repair": False,
    },
    "unwinding.take_back_lease": {"row_id": "lease", "run_id": None},
    "unwinding.take_back_unit": {"row_id": "unit", "run_id": None},
    "unwinding.take_back_house": {"row_id": "house", "run_id": None},
    "ground.lease_in": LEASE,
    "ground.unit_in": {"unit_id": "unit"},
    "ground.payer": {"party_id": "tenant"},
}  # fmt: skip
"""Operations of which every id is another book's; None is an id of nothing."""
REFUSES_QUERY = {
    "cheques.cheque_of": {"cheque_id": "cheque"},
    "deposits.movement_of": {"movement_id": "deposit"},
    "due_pages.due_of": {"due_id": "due"},
    "invoices.invoice_of": {"due_id": "due"},
    "expenses.expense_of": {"expense_id": "cost"},
    "kept_papers.paper_of": {"paper_id": "paper"},
    "payment_pages.payment_of": {"payment_id": "payment"},
    "houses.house": {"property_id": "house", "today": TODAY},
    "meters.meter_of": {"meter_id": "meter"},
    "meters.reading_of": {"reading_id": "reading"},
    "houses.lease_card": LEASE,
    "slips.deposit_slip": LEASE,
    "said.claim_of": {"claim_id": "claim"},
    "said.word_of": {"word_id": "word"},
    "portal.receipt_of": {"document_id": "payment"},
}
EMPTY = {
    "cheques.cheque_page": LEASE, "due_pages.due_page": {**LEASE, "today": TODAY},
    "expenses.expense_page": {"property_id": "house"}, "payment_pages.payment_page": {"property_id": "house"},
    "payment_pages.leases_of": {"party_ids": ["tenant"]}, "payment_pages.kept_of": {"payment_ids": ["payment"]},
    "kept_papers.lease_papers": {"lease_ids": ["lease"]}, "kept_papers.expense_papers": {"expense_ids": ["cost"]},
    "said.claim_page": LEASE, "said.word_page": LEASE,
    "co_tenants.beside_tenant": {"party_ids": ["tenant"]},
    "co_tenants.others_of": {"lease_ids": ["lease"]}, "slips.slip_of": LEASE,
    "deposits.movements": LEASE, "houses.lease_rows": {"property_id": "house"},
    "meters.reading_photos": LEASE, "meters.reading_page": {"meter_id": "meter"},
    "meters.meter_page": {"unit_id": "unit"},
    "months.payments": {"span": NOVEMBER, "property_id": "house"},
    "months.received_between": {"span": NOVEMBER, "property_id": "house"},
    "invoices.invoice_page": LEASE, "invoices.not_invoiced": LEASE,
    "owed.due_rows": {"lease_ids": ["lease"]}, "owed.open_dues": {"lease_ids": ["lease"]},
    "owed.owed": {"party_ids": ["tenant"]}, "owed.paid_by": {"party_ids": ["tenant"]},
    "settled.settled_by": {"party_id": "tenant", "payment_ids": ["payment"]},
    "portal.receipts": {"party_id": "tenant"},
    "portal.receipt": {"party_id": "tenant", "document_id": "payment"},
    "portal.claims": {"lease_ids": ["lease"]}, "portal.tenant_words": {"lease_ids": ["lease"]},
    "portal.standing_link": {"party_id": "tenant"}, "portal.photo_name": {"row_id": "claim"},
}  # fmt: skip
OWN_ALONE = {
    "portal.waiting", "invoices.has_gst", "meters.meter_rows", "meters.cheque_rows",
    "deposits.held_in_all", "deposits.deposit_rows", "houses.houses", "houses.unit_rows", "months.month",
    "months.rent_roll", "months.house_years", "occupancy.occupancies", "sub_ledger.rent_ledger",
}  # fmt: skip
SEEN_ELSEWHERE = {
    DO + "co_tenants.co_tenants": "names nothing but the book",
    DO + "properties.add_property": "names nothing but the book",
    DO + "dues.raise_dues": "below",
    DO + "late_fees.late_fees": "below",
    DO + "late_fees.apply_late_fees": "below",
    DO + "rent_paid.house_of": "below",
    DO + "rent_paid.tell_paid": "called by record_entry, with the party it looked up",
    DO + "ground.refuse_without_rent": "names nothing but the book",
    DO + "ground.next_rev": "called by the operations alone, for what they looked up",
    DO + "ground.tell": "called by the operations alone",
    DO + "meters.kept_photo": "keeps a file under the id of a row the operation looked up",
    READ + "deposits.held": "below: nothing lies here for another book's lease",
}


@pytest.fixture
def books(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_filled("আশার বাড়ি"), open_filled("देव के घर")


def open_filled(name):
    book = open_rent_book()
    book.house_id = book.house(name)
    book.register(book.house_id)
    book.unit_id, book.empty_id = book.unit(book.house_id, "1", use="shop"), book.unit(book.house_id, "2")
    book.tenant_id = book.tenant(name)
    book.lease_id = book.let(
        book.unit_id, book.tenant_id, start=day("2026-09-01"), others=[book.tenant(f"{name} 2")],
        use="business",
    )  # fmt: skip
    book.ask()
    make_rent_invoice(
        business_id=book.id,
        actor=book.asha,
        due_id=Due.objects.filter(business_id=book.id).first().id,
        now=book.now,
    )
    book.deposit(book.lease_id, 5000)
    book.spend(book.house_id, 700)
    book.cheque_id = uuid7()
    take_cheque(
        business_id=book.id, actor=book.asha, cheque_id=book.cheque_id, lease_id=book.lease_id, number="1", bank="",
        day=TODAY, amount=100, now=book.now,
    )  # fmt: skip
    by = {"business_id": book.id, "actor": book.asha, "lease_ids": [book.lease_id], "lease_id": book.lease_id,
          "now": book.now}  # fmt: skip
    book.claim_id = claim_payment(claim_id=uuid7(), amount=7, day=TODAY, mode="upi", **by).pk
    PaymentClaim.objects.filter(pk=book.claim_id).update(photo="p.jpg")
    book.word_id = write_word(word_id=uuid7(), kind="message", text=name, **by).pk
    make_link(business_id=book.id, actor=book.asha, party_id=book.tenant_id, now=book.now)
    book.meter_id = add_meter(
        business_id=book.id, actor=book.asha, meter_id=uuid7(), unit_id=book.unit_id, name=name, measured_in="",
        rate=10**6, value=1, day=day("2026-09-02"), now=book.now,
    ).meter_id  # fmt: skip
    asked = Due.objects.filter(business_id=book.id).first()
    MeterReading.objects.filter(meter_id=book.meter_id).update(photo="m.jpg", due=asked)
    book.paper_id = uuid7()
    for keep in (
        partial(keep_lease_paper, paper_id=book.paper_id, lease_id=book.lease_id),
        partial(
            keep_expense_paper,
            paper_id=uuid7(),
            expense_id=PropertyExpense.objects.get(business_id=book.id).id,
        ),
    ):
        keep(business_id=book.id, actor=book.asha, scan=SCAN, name=name, now=book.now)
    book.payment_id = book.pay(book.lease_id, 3, withheld=100, section="194I").document_id
    return book


def ids_of(book) -> dict:
    return {
        "lease": book.lease_id, "unit": book.unit_id, "empty": book.empty_id, "house": book.house_id,
        "tenant": book.tenant_id, "due": Due.objects.filter(business_id=book.id).first().id,
        "deposit": DepositMovement.objects.get(business_id=book.id).id,
        "cost": PropertyExpense.objects.get(business_id=book.id).id, "cheque": book.cheque_id,
        "claim": book.claim_id, "meter": book.meter_id, "reading": MeterReading.objects.get(meter_id=book.meter_id).id, "word": book.word_id, "paper": book.paper_id, "payment": book.payment_id,
        "account": Account.objects.get(business_id=book.id, name="Repairs").id,
    }  # fmt: skip


def digest(book) -> list:
    book.business.refresh_from_db()
    return [
        book.business.seq,
        *(model.objects.filter(business_id=book.id).count() for model in (Due, DepositMovement, Cheque)),
    ]


def call(name: str, own, foreign, said: dict):
    module, _dot, function = name.rpartition(".")
    found = getattr(importlib.import_module(module), function)
    theirs = ids_of(foreign)

    def real(value):
        if isinstance(value, list):
            return [real(one) for one in value]
        return uuid7() if value is None else theirs.get(value, value) if isinstance(value, str) else value

    given = {key: value if key in {"worth", "asking_rent"} else real(value) for key, value in said.items()}
    takes = inspect.signature(found).parameters
    given |= {key: read(own) for key, read in ACT.items() if key in takes}
    return (
        found(own.id, given.pop("lease_id"))
        if name.endswith(".movements")
        else found(business_id=own.id, **given)
    )


def test_every_function_of_renting_is_in_a_table():
    found = set()
    for package in (rentals.operations, rentals.queries):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for name, one in inspect.getmembers(importlib.import_module(info.name), inspect.isfunction):
                is_own = one.__module__ == info.name and not name.startswith("_")
                if is_own and "business_id" in inspect.signature(one).parameters:
                    found.add(f"{info.name}.{name}")
    known = {DO + name for name in REFUSES} | {READ + name for name in {*REFUSES_QUERY, *EMPTY, *OWN_ALONE}}
    assert found == known | set(SEEN_ELSEWHERE)


def test_ids_of_another_book_are_refused_and_nothing_is_written(books):
    own, foreign = books
    before, faults = (digest(own), digest(foreign)), []
    for name, said in [(DO + key, said) for key, said in REFUSES.items()] + [
        (READ + key, said) for key, said in REFUSES_QUERY.items()
    ]:
        try:
            faults.append((name, call(name, own, foreign, said)))
        except Refusal as refusal:
            if refusal.slug != "not_found":
                faults.append((name, refusal.slug))
    assert faults == []
    assert (digest(own), digest(foreign)) == before


def test_ids_of_another_book_find_nothing(books):
    own, foreign = books
    for name, said in EMPTY.items():
        assert not call(READ + name, own, foreign, said), name
        assert call(READ + name, own, own, said) or name in {"months.payments", "months.received_between"}, (
            name
        )


def test_what_a_book_is_told_and_does_is_its_own_alone(books):
    own, foreign = books
    before, told = digest(foreign), {}
    said = {
        "months.month": {"month": TODAY, "today": TODAY}, "months.rent_roll": {"start": day("2026-04-01"), "today": TODAY},
        "months.house_years": {"span": NOVEMBER}, "occupancy.occupancies": {"span": NOVEMBER, "today": TODAY},
        "houses.houses": {"today": TODAY}, "houses.unit_rows": {"today": TODAY},
    }  # fmt: skip
    for name in OWN_ALONE:
        told[name] = call(READ + name, own, foreign, said.get(name, {}))
        assert "देव" not in repr(told[name]), name
    whose = importlib.import_module(DO + "rent_paid").house_of
    assert whose(business_id=own.id, party_id=foreign.tenant_id, day=TODAY) is None
    assert whose(business_id=own.id, party_id=own.tenant_id, day=TODAY) == own.house_id
    late = importlib.import_module(DO + "late_fees").late_fees
    assert late(own.id, today=TODAY) == []
    assert importlib.import_module(READ + "deposits").held(own.id, [foreign.lease_id]) == {
        foreign.lease_id: 0
    }
    assert own.ask(day("2027-02-01"), lease_ids=[foreign.lease_id]).count == 0
    assert own.ask(day("2027-02-01")).count == 3
    assert own.fees(day("2027-02-01"), due_ids=[ids_of(foreign)["due"]]).fees == ()
    assert digest(foreign) == before
