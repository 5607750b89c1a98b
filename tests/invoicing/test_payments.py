"""Payments: what they settle, what they leave, and what taking one back brings again."""

import datetime
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice

import pytest
from django.db import connections

from businesses.roles import Role
from core.ids import uuid7
from core.refusals import Refusal
from invoicing.models import Payment
from invoicing.operations import cheques, payments
from invoicing.payment_refusals import OverPaid, PaymentRefused
from invoicing.payments import PaymentContent
from invoicing.queries.papers import paper_page
from invoicing.queries.sums import tab_sums
from ledger.models import Allocation, Document
from ledger.operations.allocations import Share
from ledger.operations.merges import merge_party, unmerge_party
from ledger.payment_refusals import MoreThanLeft, PaymentStands
from ledger.queries.open_amounts import ASKED_MAX, open_amounts
from ledger.refusals import EntryUnknown, IdTaken
from ledger.verify import verify_book
from tests.invoicing.tills import Till, later, open_till
from tests.ledger.shops import TODAY

EARLIER = TODAY - datetime.timedelta(days=3)


@pytest.fixture
def till(db) -> Till:
    return open_till()


def test_money_counts_for_the_oldest_first_across_bills_and_khata(till):
    old = till.owes(500, day=EARLIER)
    khata = till.record(till.rahim, "gave", 300_00, day=EARLIER).document_id
    new = till.owes(200)
    made = till.takes(600)
    assert (made.balance, made.unused) == (400_00, 0)
    assert till.due() == {khata: 200, new: 200}
    assert till.left(old) == 0
    assert {one.document_id: one.amount for one in Allocation.objects.all()} == {old: 500_00, khata: 100_00}
    assert verify_book(till.id) == []


def test_more_than_is_due_is_asked_about_and_kept_as_an_advance(till):
    till.owes(500)
    with pytest.raises(OverPaid, match="₹600 is more than the ₹500 due. Keep ₹100 as advance?"):
        till.takes(600)
    made = till.takes(600, keep_advance=True)
    assert (made.unused, made.balance) == (100_00, -100_00)
    later_bill = till.owes(300)
    assert till.due() == {later_bill: 200}
    assert verify_book(till.id) == []


def test_an_advance_is_paid_back_and_no_more_than_it(till):
    advance = till.takes(100, keep_advance=True)
    with pytest.raises(PaymentRefused, match="There is ₹100 to pay back"):
        till.takes(150, is_refund=True)
    back = till.takes(40, is_refund=True)
    assert (back.balance, till.left(advance.payment_id)) == (-60_00, 60)
    with pytest.raises(PaymentStands):
        till.deletes(advance)
    till.deletes(back)
    assert till.left(advance.payment_id) == 100
    till.deletes(advance)
    assert (till.balance(), verify_book(till.id)) == (0, [])


def test_tax_kept_back_and_small_change_settle_a_bill_in_full(till):
    bill = till.owes(1000.50)
    made = till.takes(900, (bill, 1000.50, 100), section="194J", written_off=50, mode="bank")
    assert (made.balance, till.left(bill)) == (0, 0)
    assert till.posted(as_paper(made)) == {
        "receivable": -1000.5, "bank": 900, "tax_withheld": 100, "written_off": 0.5,
    }  # fmt: skip
    assert Allocation.objects.get().withheld == 100_00
    with pytest.raises(PaymentRefused, match="nothing left to let go"):
        till.takes(1, written_off=50, keep_advance=True)
    assert verify_book(till.id) == []


def test_a_payment_made_settles_what_we_owe_and_keeps_tax_back(till):
    seller = till.party("সরবরাহকারী", kind="supplier")
    goods = till.record(seller, "got", 1000_00).document_id
    made = till.takes(980, party=seller, side="vendor", withheld=20_00, section="194C", mode="upi")
    assert (made.balance, till.due(seller, "got")) == (0, {})
    assert till.posted(as_paper(made)) == {"payable": 1000, "upi": -980, "tax_to_pay_over": -20}
    assert Allocation.objects.get().document_id == goods
    assert verify_book(till.id) == []


def test_by_hand_never_more_than_is_left_nor_what_is_not_there(till):
    first, second = till.owes(500), till.owes(200)
    other = till.owes(50, party=till.party("করিম"))
    for shares, refusal in {
        ((second, 200.01),): MoreThanLeft, ((first, 500), (second, 200.5)): MoreThanLeft, ((other, 10),): EntryUnknown,
    }.items():  # fmt: skip
        with pytest.raises(refusal):
            till.takes(1000, *shares, keep_advance=True)
    assert till.takes(200, (second, 200)).balance == 500_00
    assert (till.left(first), till.left(second)) == (500, 0)
    with pytest.raises(MoreThanLeft, match="0.00 is left"):
        till.takes(1, (second, 1))
    assert verify_book(till.id) == []


def test_a_payment_said_anew_settles_anew_and_one_taken_out_settles_nothing(till):
    bill = till.owes(500)
    made = till.takes(500)
    said = payments.content_of(Payment.objects.get(id=made.payment_id))
    assert till.takes(500, payment_id=made.payment_id).replayed
    with pytest.raises(IdTaken):
        till.takes(400, payment_id=made.payment_id)
    changed = payments.edit_payment(
        business_id=till.id, actor=till.asha, payment_id=made.payment_id, base_rev=made.rev,
        content=replace(said, amount=200_00), now=till.now,
    )  # fmt: skip
    assert (changed.balance, till.left(bill)) == (300_00, 300)
    assert till.deletes(changed).balance == 500_00
    assert (till.left(bill), Allocation.objects.count(), verify_book(till.id)) == (500, 0, [])


def test_a_line_of_the_khata_that_changes_lets_its_money_go(till):
    sold = till.record(till.rahim, "gave", 300_00)
    made = till.takes(300)
    till.edit(sold, amount=100_00)
    assert (till.left(made.payment_id), till.balance()) == (300, -200)
    assert verify_book(till.id) == []


def test_khatas_that_part_settle_each_other_no_more(till):
    karim = till.party("করিম")
    bill = till.owes(500, party=karim)
    merge_party(
        business_id=till.id, actor=till.asha, party_id=karim, into_id=till.rahim, base_rev=1, now=till.now
    )
    made = till.takes(500)
    assert till.left(bill) == 0
    unmerge_party(business_id=till.id, actor=till.asha, party_id=karim, now=till.now)
    assert (till.left(bill), till.left(made.payment_id), verify_book(till.id)) == (500, 500, [])


def test_a_cheque_of_a_later_day_waits_beside_the_balance(till):
    bill = till.owes(500)
    made = till.takes(500, mode="cheque", cheque_on=later(2), reference="000123")
    assert (made.status, made.balance, till.due()) == ("waiting", 500_00, {bill: 500})
    assert cheques.count_due_cheques(business_id=till.id, today=TODAY, now=till.now) == 0
    then = till.now + datetime.timedelta(days=2)
    assert cheques.count_due_cheques(business_id=till.id, today=later(2), now=then) == 1
    assert (till.balance(), Document.objects.get(id=made.payment_id).day) == (0, later(2))
    assert cheques.count_due_cheques(business_id=till.id, today=later(2), now=then) == 0
    assert verify_book(till.id) == []


def test_staff_take_money_of_today_and_say_so(till):
    bilal = till.member(Role.STAFF)
    till.owes(500, day=EARLIER)
    assert till.takes(100, actor=bilal).balance == 400_00
    for said in (
        {"actor": bilal, "day": EARLIER},
        {"day": later(1)},
        {"mode": "gold"},
        {"written_off": 100_01},
    ):
        with pytest.raises(Refusal):
            till.takes(100, **said)
    with pytest.raises(Refusal):
        till.takes(100, actor=till.member(Role.READER))


def test_random_money_is_allocated_or_left_and_never_more_than_due(till, scale, figure):
    rolls = random.Random(20261121)
    parties = [till.party(f"গ্রাহক {number}") for number in range(3)]
    standing = []
    for _step in range(scale(10_000)):
        party = rolls.choice(parties)
        if rolls.random() < 0.4:
            rupees = rolls.randint(1, 900)
            if rolls.random() < 0.1:
                till.owes(rupees, party=party)
            else:
                till.record(party, "gave", rupees * 100)
        elif standing and rolls.random() < 0.15:
            made = standing.pop(rolls.randrange(len(standing)))
            with pytest.raises(PaymentStands) if _is_settled(made) else nullcontext():
                till.deletes(made)
        else:
            due = till.due(party)
            picked = rolls.sample(sorted(due), rolls.randint(0, min(2, len(due))))
            shares = [(one, rolls.uniform(0.01, due[one] * 1.1)) for one in picked]
            asked = sum(round(share[1] * 100) for share in shares) / 100 + rolls.choice((0, 0, 33.33))
            try:
                standing.append(till.takes(asked or 250, *shares, party=party, keep_advance=True))
            except MoreThanLeft:
                assert any(round(share[1] * 100) > round(due[share[0]] * 100) for share in shares)
    for made in standing:
        own = sum(Allocation.objects.filter(payment_id=made.payment_id).values_list("amount", flat=True))
        assert own + round(till.left(made.payment_id) * 100) == made.total
    for party in parties:
        due = {one: round(rupees * 100) for one, rupees in till.due(party).items()}
        assert sum(due.values()) == max(0, round(till.balance(party) * 100))
        some = dict(islice(due.items(), ASKED_MAX))
        assert {one: unpaid for one, unpaid in open_amounts(till.id, some).items() if unpaid} == some
    assert verify_book(till.id) == []
    figure(
        "random allocations", scale(10_000), "allocated and left make what was received, never more than due"
    )


@pytest.mark.both_engines
def test_sixteen_pay_one_bill_and_one_is_taken(on_engine):
    till = open_till()
    bill, party = till.owes(1000), till.rahim
    till.owes(5000)
    ready = threading.Barrier(16)

    def pay(_payer: int) -> bool:
        ready.wait()
        try:
            till.takes(1000, (bill, 1000), party=party)
        except MoreThanLeft:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(16) as payers:
        assert sum(payers.map(pay, range(16))) == 1
    assert (till.left(bill), till.balance(party), verify_book(till.id)) == (0, 5000, [])


def _is_settled(made) -> bool:
    return Allocation.objects.filter(document_id=made.payment_id).exists()


def as_paper(made):
    """As an answer about a paper, for what reads by its id."""
    return type("Made", (), {"paper_id": made.payment_id})


def test_shares_of_a_bill_named_twice_are_one(till):
    bill = till.owes(100)
    till.takes(100, (bill, 40), (bill, 60))
    assert Allocation.objects.get().amount == 100_00
    content = PaymentContent(
        side="customer", party_id=till.rahim, day=TODAY, mode="cash", amount=1, shares=(Share(bill, 0),)
    )
    with pytest.raises(PaymentRefused):
        payments.record_payment(
            business_id=till.id,
            actor=till.asha,
            payment_id=uuid7(),
            content=content,
            made_at=till.now,
            now=till.now,
        )


def test_what_is_overdue_is_only_what_is_still_owed(till):
    late = {"day": later(-10), "due_on": later(-1)}
    half, _whole = till.owes(100, **late), till.owes(50, **late)
    till.owes(30, due_on=later(1))
    till.takes(70, (half, 70))
    sums = tab_sums(till.id, kind="invoice", today=TODAY)
    assert (sums["overdue"], sums["unpaid"], sums["paid"]) == (80_00, 110_00, 70_00)
    page = paper_page(till.id, kind="invoice", today=TODAY, chip="overdue")
    assert sorted(row.balance for row in page.rows) == [30_00, 50_00]
