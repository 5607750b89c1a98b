"""Advances for services: tax falls on them when they come, and counts once on the bill."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from businesses.models import Registration
from core.ids import uuid7
from core.refusals import Refusal
from invoicing.advance_refusals import AdvanceAboveRoom, AdvanceDoesNotFit, AdvanceUnknown, VoucherStands
from invoicing.models import AdvanceUse, AdvanceVoucher, Payment
from invoicing.operations import advances, cheques, payments
from invoicing.payment_refusals import PaymentRefused
from invoicing.payments import UNKNOWN_PLACE, AdvanceSaid
from invoicing.refusals import TaxPeriodLocked
from ledger.models import Allocation, Document, DocumentKind
from ledger.payment_refusals import PaymentStands
from ledger.queries.posted import posted_by_role
from ledger.queries.trial_balance import trial_balance
from ledger.verify import verify_book
from taxes.refusals import SumRefused
from tests.invoicing.counters import EIGHTEEN, FIVE, line
from tests.invoicing.tills import Till, later, open_till
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines

EARLIER = TODAY - datetime.timedelta(days=3)
SERVICE = AdvanceSaid(tax_id=EIGHTEEN, description="সাজানো")


@pytest.fixture
def till(db) -> Till:
    return open_till()


def ahead(till: Till, rupees: float = 11_800, said: AdvanceSaid = SERVICE, **fields):
    return till.takes(rupees, advance=said, **fields)


def serve(till: Till, rupees: float = 10_000, **fields):
    """A bill of a service at 18 %."""
    return till.bill(line(1, rupees, hsn="998596", name="সাজানো"), rounds=False, **fields)


def posted(till: Till, made) -> dict[str, float]:
    roles = posted_by_role(till.id, kinds=[DocumentKind.PAYMENT])[made.payment_id]
    return {role: amount / 100 for role, amount in roles.items()}


def voucher(made) -> AdvanceVoucher:
    return AdvanceVoucher.objects.get(id=made.payment_id)


def holds(till: Till) -> dict[str, float]:
    """Taxes and what waits of them, in rupees."""
    found = {one.role: one.balance / 100 for one in trial_balance(till.id, until=later(400))}
    named = ("output_", "tax_on")
    return {role: amount for role, amount in found.items() if role.startswith(named) and amount}


def adjust(till: Till, made, bill, rupees: float | None = None, **fields):
    said = {"actor": till.asha, "now": till.now, **fields}
    amount = None if rupees is None else round(rupees * 100)
    return advances.adjust_advance(
        business_id=till.id, paper_id=bill.paper_id, payment_id=made.payment_id, amount=amount, **said
    )


def off(till: Till, made, bill, **fields):
    said = {"actor": till.asha, "now": till.now, **fields}
    return advances.take_advance_off(
        business_id=till.id, paper_id=bill.paper_id, payment_id=made.payment_id, **said
    )


def back(till: Till, made, rupees: float, **fields):
    return till.takes(rupees, (made.payment_id, rupees), is_refund=True, **fields)


def test_an_advance_for_a_service_gets_a_receipt_voucher_with_the_tax_inside(till):
    made = ahead(till)
    found = voucher(made)
    assert (found.number, found.kind, found.place, found.rate) == ("RV/26-27/0001", "receipt", "19", 180_000)
    assert (found.value, found.cgst, found.sgst, found.igst) == (10_000_00, 900_00, 900_00, 0)
    assert (found.our_registration[:2], found.their_name, found.reverse_charge) == ("19", "রহিম", False)
    assert posted(till, made) == {
        "receivable": -11_800, "cash": 11_800, "tax_on_advances": 1_800, "output_cgst": -900, "output_sgst": -900,
    }  # fmt: skip
    assert (made.unused, till.balance()) == (11_800_00, -11_800)
    assert voucher(ahead(till, 590)).number == "RV/26-27/0002"
    assert verify_book(till.id) == []


def test_a_bill_uses_the_advance_and_its_tax_is_paid_once(till):
    made = ahead(till, 5_900)
    bill = serve(till)
    assert (till.left(made.payment_id), till.left(bill.paper_id), till.balance()) == (0, 5_900, 5_900)
    assert holds(till) == {"output_cgst": -900, "output_sgst": -900}
    use = AdvanceUse.objects.get()
    assert (use.amount, use.value, use.cgst, use.sgst) == (5_900_00, 5_000_00, 450_00, 450_00)
    assert Allocation.objects.get().amount == 5_900_00
    till.takes(5_900)
    assert (till.left(bill.paper_id), till.balance(), verify_book(till.id)) == (0, 0, [])


def test_several_bills_use_an_advance_to_the_last_paisa(till):
    made = ahead(till, 1_000.01)
    for rupees in (211.87, 333.33, 100):
        serve(till, rupees)
    serve(till, 5_000)
    found = voucher(made)
    uses = AdvanceUse.objects.all()
    for name in ("amount", "value", "cgst", "sgst"):
        assert sum(getattr(one, name) for one in uses) == getattr(found, name)
    assert (uses.count(), till.left(made.payment_id), verify_book(till.id)) == (4, 0, [])


def test_taken_off_it_is_open_again_and_set_against_another_by_hand(till):
    made, first = ahead(till), serve(till, 20_000)
    undone = off(till, made, first)
    assert (undone.left, till.left(first.paper_id)) == (11_800_00, 23_600)
    assert holds(till) == {
        "tax_on_advances": 1_800, "output_cgst": -2_700, "output_sgst": -2_700,
    }  # fmt: skip
    assert off(till, made, first).replayed
    with pytest.raises(AdvanceAboveRoom, match="Up to ₹11,800"):
        adjust(till, made, first, 11_800.01)
    done = adjust(till, made, first, 1_180)
    assert (done.amount, done.tax, done.left) == (1_180_00, 180_00, 10_620_00)
    assert adjust(till, made, first, 1_180).replayed
    with pytest.raises(AdvanceDoesNotFit, match="already"):
        adjust(till, made, first, 10)
    assert verify_book(till.id) == []


def test_a_bill_that_goes_or_changes_gives_the_advance_back(till):
    made = ahead(till)
    bill = serve(till)
    smaller = till.change(bill, line(1, 1_000, hsn="998596"), rounds=False)
    assert AdvanceUse.objects.get(taken_off_at=None).amount == 1_180_00
    till.void(smaller)
    assert (till.left(made.payment_id), holds(till)["tax_on_advances"]) == (11_800, 1_800)
    assert verify_book(till.id) == []


def test_what_no_supply_follows_is_paid_back_with_a_refund_voucher(till):
    made = ahead(till)
    paid = back(till, made, 1_180)
    found = voucher(paid)
    assert (found.number, found.kind, found.receipt_id) == ("FV/26-27/0001", "refund", made.payment_id)
    assert (found.value, found.cgst, found.sgst) == (1_000_00, 90_00, 90_00)
    assert posted(till, paid) == {
        "receivable": 1_180, "cash": -1_180, "tax_on_advances": -180, "output_cgst": 90, "output_sgst": 90,
    }  # fmt: skip
    with pytest.raises(SumRefused, match="left of the advance"):
        back(till, made, 10_620.01)
    with pytest.raises(PaymentStands):
        till.deletes(made)
    serve(till, 9_000)
    assert (till.left(made.payment_id), holds(till), till.balance()) == (
        0, {"output_cgst": -810, "output_sgst": -810}, 0,
    )  # fmt: skip
    assert verify_book(till.id) == []


def test_a_refund_of_an_advance_stands_by_itself(till):
    made = ahead(till)
    plain = till.takes(100, keep_advance=True, day=EARLIER)
    with pytest.raises(PaymentRefused, match="by itself"):
        till.takes(200, is_refund=True)
    with pytest.raises(PaymentRefused, match="later day"):
        back(till, made, 100, day=EARLIER)
    back(till, plain, 100)
    assert AdvanceVoucher.objects.filter(kind="refund").count() == 0
    paid = back(till, made, 11_800)
    till.deletes(paid)
    assert (voucher(paid).taken_out_at, till.left(made.payment_id)) != (None, 0)
    assert verify_book(till.id) == []


def test_a_bounced_advance_leaves_its_bills_and_keeps_its_number(till):
    made = ahead(till)
    bill = serve(till, 5_000)
    till.deletes(made)
    assert (till.left(bill.paper_id), till.balance()) == (5_900, 5_900)
    assert holds(till) == {"output_cgst": -450, "output_sgst": -450}
    assert (voucher(made).taken_out_at is not None, voucher(made).number) == (True, "RV/26-27/0001")
    assert voucher(ahead(till)).number == "RV/26-27/0002"
    with pytest.raises(AdvanceDoesNotFit, match="taken out"):
        adjust(till, made, bill)
    assert verify_book(till.id) == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (AdvanceSaid(), ("19", 900_00, 900_00, 0, False)),
        (AdvanceSaid(place=UNKNOWN_PLACE), ("", 0, 0, 1_800_00, False)),
        (AdvanceSaid(place=UNKNOWN_PLACE, tax_id=EIGHTEEN), ("", 0, 0, 1_800_00, True)),
        (AdvanceSaid(place="27", rate=180_000), ("27", 0, 0, 1_800_00, True)),
        (AdvanceSaid(hsn="0000"), ("19", 900_00, 900_00, 0, False)),
    ],
)
def test_what_nobody_knows_yet_is_taxed_between_states_and_at_eighteen(till, said, wanted):
    found = voucher(ahead(till, said=said))
    assert (found.place, found.cgst, found.sgst, found.igst, found.rate_known) == wanted
    assert (found.value, found.rate, verify_book(till.id)) == (10_000_00, 180_000, [])


def test_what_was_taxed_without_knowing_fits_on_any_taxed_bill(till):
    made = ahead(till, 2_100, AdvanceSaid(place=UNKNOWN_PLACE))
    till.bill(line(1, 1_000, tax_id=FIVE, hsn="9965"), rounds=False)
    assert (till.left(made.payment_id), till.balance()) == (1_050, -1_050)
    assert AdvanceUse.objects.get().igst == 160_17
    assert verify_book(till.id) == []


def test_the_rate_is_that_of_the_day_the_money_came(till):
    old = ahead(till, 1_280, AdvanceSaid(rate=280_000), day=datetime.date(2025, 9, 1))
    assert (voucher(old).rate, voucher(old).value) == (280_000, 1_000_00)
    with pytest.raises(Refusal, match="28"):
        ahead(till, 1_280, AdvanceSaid(rate=280_000))


def test_reverse_charge_leaves_the_tax_to_the_buyer(till):
    firm = till.party("কোম্পানি", registration_number="19AABCU9603R1ZB")
    made = ahead(till, 1_000, AdvanceSaid(tax_id=FIVE, reverse_charge=True), party=firm)
    assert (voucher(made).reverse_charge, voucher(made).tax, voucher(made).value) == (True, 0, 1_000_00)
    bill = till.bill(line(1, 1_000, tax_id=FIVE, hsn="9965"), party=firm, reverse_charge=True, rounds=False)
    assert (till.left(bill.paper_id), verify_book(till.id)) == (0, [])


@pytest.mark.parametrize("shop", [{"scheme": "composition"}, {"gstin": ""}, {"country": "BD", "gstin": ""}])
def test_who_charges_no_tax_gives_no_voucher(db, shop):
    till = open_till(**shop)
    made = ahead(till, 500, AdvanceSaid())
    assert not AdvanceVoucher.objects.exists()
    assert (made.unused, posted(till, made), verify_book(till.id)) == (
        500_00, {"receivable": -500, "cash": 500}, [],
    )  # fmt: skip


def test_goods_old_bills_and_what_is_exempt_have_no_voucher(till):
    till.takes(100, keep_advance=True)
    ahead(till, 100, AdvanceSaid(rate=0))
    goods = ahead(till)
    bill = till.bill(line(1, 1_000, hsn="0902"), rounds=False)
    assert AdvanceUse.objects.count() == 0
    assert adjust(till, goods, bill).amount == 1_180_00
    assert (AdvanceVoucher.objects.count(), verify_book(till.id)) == (1, [])


def test_an_advance_fits_only_on_what_it_was_for(till):
    made = ahead(till)
    other = serve(till, party=till.party("করিম"))
    before = serve(till, day=EARLIER)
    five = till.bill(line(1, 100, tax_id=FIVE, hsn="9965"))
    abroad = serve(till, place="27")
    estimate = till.bill(line(1, 100), kind="estimate")
    for bill, words in {
        other: "another customer", before: "earlier day", five: "rate", abroad: "another state", estimate: "invoice",
    }.items():  # fmt: skip
        with pytest.raises(AdvanceDoesNotFit, match=words):
            adjust(till, made, bill)
    with pytest.raises(AdvanceUnknown):
        adjust(till, till.takes(10, keep_advance=True), five)
    assert (AdvanceUse.objects.count(), verify_book(till.id)) == (0, [])


def test_a_payment_with_a_voucher_is_not_rewritten(till):
    made, plain = ahead(till), till.takes(10, keep_advance=True)
    for one, said in ((made, None), (plain, SERVICE)):
        content = payments.content_of(Payment.objects.get(id=one.payment_id))
        with pytest.raises(VoucherStands):
            payments.edit_payment(
                business_id=till.id, actor=till.asha, payment_id=one.payment_id, base_rev=1, now=till.now,
                content=payments.replace(content, amount=5_00, advance=said),
            )  # fmt: skip
    with pytest.raises(PaymentRefused, match="Only money from a customer"):
        ahead(till, side="vendor")


def test_sent_again_it_answers_the_first_and_draws_no_number(till):
    same = uuid7()
    first, again = ahead(till, payment_id=same), ahead(till, payment_id=same)
    assert (first.replayed, again.replayed, AdvanceVoucher.objects.count()) == (False, True, 1)


def test_a_cheque_gets_its_voucher_on_its_day(till, time_machine):
    made = ahead(till, mode="cheque", cheque_on=later(2))
    assert (made.status, AdvanceVoucher.objects.count()) == ("waiting", 0)
    now = till.now + datetime.timedelta(days=2)
    time_machine.move_to(now, tick=False)
    payments.count_cheque(business_id=till.id, actor=till.asha, payment_id=made.payment_id, now=now)
    assert (voucher(made).day, verify_book(till.id)) == (later(2), [])


def test_tax_kept_back_is_part_of_the_advance(till):
    made = ahead(till, 10_620, withheld=1_180_00, section="194J", mode="bank")
    assert (voucher(made).amount, voucher(made).value) == (11_800_00, 10_000_00)
    assert (posted(till, made)["tax_withheld"], verify_book(till.id)) == (1_180, [])


def test_a_month_that_was_told_takes_no_voucher(till):
    till.business.tax_locked_until = TODAY
    till.business.save(update_fields=["tax_locked_until"])
    with pytest.raises(TaxPeriodLocked):
        ahead(till)
    assert Payment.objects.count() == 0


def test_each_registration_has_its_own_numbers(till):
    other = Registration.objects.create(
        business_id=till.id, kind="gstin", number="27AAPFU0939F1ZV", state="27", scheme="regular"
    )
    branch = till.business.branches.create(name="মুম্বই", registration=other)
    assert voucher(ahead(till)).number == "RV/26-27/0001"
    there = ahead(till, branch_id=branch.pk)
    assert (voucher(there).number, voucher(there).our_registration) == ("RV/26-27/0001", other.number)
    with pytest.raises(AdvanceDoesNotFit, match="tax number"):
        adjust(till, there, serve(till, 500, party=till.rahim))


def test_sixteen_bills_never_use_more_of_an_advance_than_there_is(on_engine):
    till = open_till()
    bills = [serve(till, 1_000, party=till.rahim) for _ in range(16)]
    made = ahead(till, 11_800.03)
    ready = threading.Barrier(16)

    def race(bill) -> int:
        ready.wait()
        try:
            return adjust(till, made, bill).amount
        except Refusal:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as clerks:
        used = sum(clerks.map(race, bills))
    found = voucher(made)
    for name in ("amount", "value", "cgst", "sgst"):
        assert sum(getattr(one, name) for one in AdvanceUse.objects.all()) == getattr(found, name)
    assert (used, Document.objects.get(id=found.pk).open_amount) == (11_800_03, 0)
    assert verify_book(till.id) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "serve", "off", "adjust", "back", "void", "bounce"]),
        st.integers(1, 40_000_00),
        st.integers(0, 99),
    ),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_happens_the_tax_of_an_advance_adds_up(db, steps):
    till = open_till()
    taken, bills = [], []
    for what, paisa, at in steps:
        try:
            if what == "take":
                taken.append(ahead(till, paisa / 100))
            elif what == "serve":
                bills.append(serve(till, max(paisa / 118, 1) // 1))
            elif what == "back" and taken:
                back(till, taken[at % len(taken)], min(paisa, AdvanceVoucher.objects.first().amount) / 100)
            elif what == "bounce" and taken:
                till.deletes(taken[at % len(taken)])
            elif what == "void" and bills:
                till.void(bills[at % len(bills)])
            elif what in ("off", "adjust") and taken and bills:
                (off if what == "off" else adjust)(till, taken[at % len(taken)], bills[at % len(bills)])
        except Refusal:
            pass
    assert verify_book(till.id) == []


def test_waiting_cheques_of_the_night_get_their_vouchers(till, time_machine):
    made = ahead(till, mode="cheque", cheque_on=later(1))
    now = till.now + datetime.timedelta(days=1)
    time_machine.move_to(now, tick=False)
    cheques.count_due_cheques(business_id=till.id, today=later(1), now=now)
    assert voucher(made).number == "RV/26-27/0001"
