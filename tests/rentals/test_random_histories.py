"""Random lives of leases: what is asked for, less what was paid, is what stands in the khata; the deposits are their
account; and no period is asked for twice, however the work ran."""

import datetime
import itertools
import random
from collections import Counter

import pytest

from core.refusals import Refusal
from ledger.models import Party
from ledger.queries.deposits import posted_deposits
from rentals.arithmetic import FeeKind, FeeRule, Rise
from rentals.models import Due, Lease, TaxKept
from rentals.queries.deposits import held_in_all
from rentals.queries.owed import Owed, due_rows, owed
from rentals.queries.portal import RECEIPTS_MAX, receipts
from tests.rentals.houses import NUMBER, RentBook, open_rent_book

pytestmark = pytest.mark.both_engines

HISTORIES, A_BOOK, ACTS = 10_000, 25, 45
FIRST = datetime.date(2025, 12, 25)


def some_terms(chance: random.Random, start: datetime.date) -> dict:
    rise = Rise(start + datetime.timedelta(days=chance.randint(1, 90)), percent=chance.choice([500, 1000]))
    return {
        "start": start, "due_day": chance.choice([1, 5, 28, 31]), "period_rule": chance.choice(["month", "lease"]),
        "part_rule": chance.choice(["days", "thirty", "full"]), "rises": (rise,) if chance.random() < 0.3 else (),
        "advance_months": chance.choice([0, 0, 0, 2]), "rent": chance.choice([0, 3333, 9000, 12500.5]),
        "ends_on": start + datetime.timedelta(days=chance.randint(20, 100)) if chance.random() < 0.3 else None,
        "fee": FeeRule(kind=FeeKind.FLAT, amount=5000, grace_days=3) if chance.random() < 0.5 else FeeRule(),
        "use": chance.choice(["", "home", "business", "business"]),
    }  # fmt: skip


def act(book: RentBook, chance: random.Random, lease, today: datetime.date) -> None:
    what = chance.choice(
        [
            "pay",
            "pay",
            "pay",
            "kept",
            "undo",
            "deposit",
            "cut",
            "return",
            "charge",
            "waive",
            "fees",
            "leave",
            "ask",
        ]
    )
    if what == "pay":
        book.pay(lease, chance.choice([500, 3333, 9000, 20000]), today)
    elif what == "kept":
        book.pay(
            lease,
            chance.choice([450, 8100]),
            today,
            withheld=chance.choice([1, 50_00, 900_00]),
            section="194I",
        )
    elif what == "undo":
        standing = list(TaxKept.objects.filter(lease_id=lease, document__state="posted"))
        if standing:
            book.undo(chance.choice(standing).document_id)
    elif what in {"cut", "return"}:
        book.deposit(lease, chance.choice([300, 2000]), what, day=today, reason="Window")
    elif what == "deposit":
        book.deposit(lease, chance.choice([1000, 5000]), day=today)
    elif what == "charge":
        book.charge(lease, chance.choice([120, 999.99]), due_on=today, period=today)
    elif what == "waive":
        standing = list(Due.objects.filter(lease_id=lease, taken_back_at=None))
        if standing:
            book.waive(chance.choice(standing).id)
    elif what == "fees":
        book.fees(today)
    elif what == "leave":
        book.leave(lease, today, cuts=[(150_00, "Paint")] if chance.random() < 0.5 else [])
    else:
        book.ask(today + datetime.timedelta(days=chance.randint(-40, 10)))


def live(chance: random.Random) -> RentBook:
    book = open_rent_book()
    house = book.house(state=chance.choice(["", "19", "10"]))
    if chance.random() < 0.8:
        book.register(house)
    leases = [
        book.let(
            book.unit(house, f"{at}", use=chance.choice(["home", "shop"])),
            book.tenant(f"Tenant {at}", gstin=chance.choice(["", NUMBER])),
            **some_terms(chance, FIRST + datetime.timedelta(days=chance.randint(0, 40))),
        )
        for at in range(A_BOOK)
    ]  # fmt: skip
    today = FIRST
    for _act in range(ACTS):
        today += datetime.timedelta(days=chance.randint(0, 5))
        try:
            act(book, chance, chance.choice(leases), today)
        except Refusal:
            continue
    book.ask(today)
    return book


def receipts_name_what_was_paid(book: RentBook, tenant: Party, standing: Owed) -> None:
    """The months that all receipts name add up to what each month was paid, and each receipt to its payment."""
    found = receipts(book.id, tenant.id)
    assert len(found) < RECEIPTS_MAX
    named: Counter = Counter()
    for one in found:
        assert sum(part.amount for part in one.settled.parts) + one.settled.ahead == one.amount
        assert all(part.is_returned or 0 < part.amount <= part.due.amount for part in one.settled.parts)
        named.update({part.due.id: part.amount for part in one.settled.parts if part.due})
    dues = Due.objects.filter(lease__party_id=tenant.id, taken_back_at=None)
    assert +named == +Counter({due.id: due.amount - standing.of(due.document_id) for due in dues})
    assert sum(one.settled.ahead for one in found) == standing.ahead


def test_dues_less_payments_are_the_balance_and_deposits_their_account(db, scale, figure):
    chance = random.Random(20261121)
    books = -(-scale(HISTORIES, part=100) // A_BOOK)
    for _book in range(books):
        book = live(chance)
        tenants = Party.objects.filter(business_id=book.id, kind="tenant")
        standing = owed(book.id, [one.id for one in tenants])
        for tenant in tenants:
            assert standing[tenant.id].balance == tenant.balance
            assert 0 in (sum(standing[tenant.id].unpaid.values()), standing[tenant.id].ahead)
            receipts_name_what_was_paid(book, tenant, standing[tenant.id])
        assert held_in_all(book.id) == posted_deposits(book.id)
        rents = Due.objects.filter(business_id=book.id, kind="rent", taken_back_at=None)
        assert all(count == 1 for count in Counter(rents.values_list("lease_id", "period")).values())
        for lease in Lease.objects.filter(business_id=book.id):
            rows = [row for row in due_rows(book.id, lease_ids=[lease.id]) if row.kind == "rent"]
            assert all(a.period_end < b.period for a, b in itertools.pairwise(rows))
        assert book.proven()
    figure("leases lived", books * A_BOOK, "dues less payments are the balance, deposits their account")
