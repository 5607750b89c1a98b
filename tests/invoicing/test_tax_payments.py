"""Tax on reverse charge: it waits until it is paid with money, and may be set off from then on."""

import datetime

import pytest
from django.test import Client

from businesses.models import User
from core.ids import uuid7
from invoicing.models import Paper, TaxPayment
from invoicing.operations.tax_payments import pay_reverse_tax, take_back_reverse_tax
from invoicing.payment_refusals import PaymentGone, PaymentRefused
from invoicing.queries.tax_payments import months_owed
from invoicing.refusals import MoneyStands
from ledger.models import Account
from ledger.queries.trial_balance import trial_balance
from ledger.refusals import AccountUnknown, ChangedElsewhere, IdTaken
from ledger.verify import verify_book
from tests.invoicing.counters import GSTIN, line
from tests.invoicing.test_purchases import bill, vendor
from tests.invoicing.tills import Till, open_till
from tests.ledger.shops import TODAY

MONTH = TODAY.replace(day=1)
BEFORE = MONTH - datetime.timedelta(days=3)


@pytest.fixture
def till(db, time_machine) -> Till:
    found = open_till()
    time_machine.move_to(found.now, tick=False)
    return found


def bank(till: Till):
    return Account.objects.get(business_id=till.id, role="bank").pk


def pay(till: Till, **said):
    usual = {
        "payment_id": uuid7(), "registration": GSTIN, "month": TODAY, "paid_through_id": bank(till), "day": TODAY,
        "actor": till.asha, "made_at": till.now, "now": till.now,
    }  # fmt: skip
    return pay_reverse_tax(business_id=till.id, **{**usual, **said})


def holds(till: Till) -> dict[str, float]:
    """What the accounts of taxes hold, in rupees, by role."""
    named = ("input_", "reverse_", "waiting_")
    found = {one.role: one.balance / 100 for one in trial_balance(till.id, until=TODAY)}
    return {role: amount for role, amount in found.items() if role.startswith(named) and amount}


def test_credit_waits_until_the_tax_is_paid_and_blocked_tax_is_owed_all_the_same(till):
    truck = vendor(till, "", "ট্রাক")
    bill(till, line(1, 1000), party=truck, reverse_charge=True, day=BEFORE)
    blocked = bill(till, line(1, 100, credit_clause="17(5)g"), party=truck, reverse_charge=True, number="B-2")
    back = till.made_from(blocked, "vendor_credit")
    assert [(one.month, one.total, one.set_off) for one in months_owed(till.id)] == [
        (BEFORE.replace(day=1), 180_00, 180_00), (MONTH, 18_00, 0),
    ]  # fmt: skip
    assert back.reverse_charge
    assert holds(till) == {"waiting_cgst": 90, "waiting_sgst": 90, "reverse_cgst": -99, "reverse_sgst": -99}
    done = pay(till)
    assert (done.total, done.set_off) == (198_00, 180_00)
    assert holds(till) == {"input_cgst": 90, "input_sgst": 90}
    assert months_owed(till.id) == []
    with pytest.raises(MoneyStands, match="paid to the state"):
        till.void(blocked)
    assert verify_book(till.id) == []
    assert pay(till, payment_id=done.payment_id).replayed
    with pytest.raises(IdTaken):
        pay(till, payment_id=done.payment_id, month=BEFORE)
    taken = {"business_id": till.id, "actor": till.asha, "payment_id": done.payment_id, "now": till.now}
    take_back_reverse_tax(base_rev=1, **taken)
    assert take_back_reverse_tax(base_rev=1, **taken).replayed
    with pytest.raises(ChangedElsewhere):
        take_back_reverse_tax(base_rev=7, **taken)
    with pytest.raises(PaymentGone):
        take_back_reverse_tax(base_rev=2, **taken)
    assert holds(till) == {"waiting_cgst": 90, "waiting_sgst": 90, "reverse_cgst": -99, "reverse_sgst": -99}
    till.void(blocked)
    assert pay(till, month=BEFORE).total == 180_00
    assert verify_book(till.id) == []


def test_nothing_is_paid_that_is_not_owed(till):
    bill(till, line(1, 1000), party=vendor(till, "", "ট্রাক"), reverse_charge=True)
    for wrong in (
        {"month": BEFORE}, {"registration": "27AAPFU0939F1ZV"}, {"day": TODAY + datetime.timedelta(days=1)},
        {"day": BEFORE}, {"paid_through_id": Account.objects.get(business_id=till.id, role="purchases").pk},
    ):  # fmt: skip
        with pytest.raises(PaymentRefused):
            pay(till, **wrong)
    with pytest.raises(AccountUnknown):
        pay(till, paid_through_id=uuid7())
    assert not TaxPayment.objects.exists()


def test_a_proof_finds_a_purchase_that_was_paid_behind_its_back(till):
    bill(till, line(1, 1000), party=vendor(till, "", "ট্রাক"), reverse_charge=True)
    pay(till)
    Paper.objects.update(tax_payment=None)
    assert any("comes to something else" in fault.what for fault in verify_book(till.id))


def test_the_page_says_what_is_owed_and_takes_what_was_paid(till):
    client = Client()
    client.force_login(User.objects.get(id=till.asha.user_id))
    home = f"/b/{till.id}/purchases/reverse-charge/"
    assert "Nothing waits" in client.get(home).content.decode()
    bill(till, line(1, 1000), party=vendor(till, "", "ট্রাক"), reverse_charge=True)
    assert "₹180" in client.get(home).content.decode()
    said = {
        "payment_id": uuid7(), "owed": f"{GSTIN}|{MONTH.isoformat()}", "paid_through": bank(till),
        "day": TODAY.isoformat(), "reference": "CPIN-1",
    }  # fmt: skip
    assert client.post(home, {**said, "owed": ""}).status_code == 422
    assert client.post(home, said).status_code == 303
    made = TaxPayment.objects.get()
    assert "CPIN-1" in client.get(home).content.decode()
    client.post(f"{home}{made.pk}/take-back/", {"rev": made.rev})
    assert "Taken back" in client.get(home).content.decode()
