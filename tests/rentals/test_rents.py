"""A landlord lets, asks, is paid, forgives and settles; the books say the same."""

import pytest

from businesses.roles import Role
from core.ids import uuid7
from core.periods import Period
from ledger.models import Document
from ledger.operations import entry_changes
from ledger.refusals import PeriodLocked, RentStands, RoleNotAllowed
from rentals import refusals
from rentals.arithmetic import FeeKind, FeeRule, Rise
from rentals.models import Due, TaxKept
from rentals.operations.late_fees import late_fees
from rentals.queries.houses import houses
from rentals.queries.months import house_years, month, rent_roll
from tests.ledger.shops import TODAY, open_shop
from tests.rentals.houses import RentBook, day

FLAT = FeeRule(kind=FeeKind.FLAT, amount=200_00, grace_days=5, repeats=True, cap=500_00)


def test_rents_are_asked_for_once_however_often_and_however_late(rents):
    lease = rents.home(start=day("2026-08-20"), due_day=5)
    first = rents.ask(day("2026-08-25"))
    assert (first.count, first.amount) == (1, 3484_00)  # 12 of 31 days of 9,000, to the rupee
    assert rents.ask(day("2026-08-25")).count == 0
    assert rents.ask(day("2026-11-21")).count == 3
    assert rents.ask(day("2026-09-30")).count == 0
    rows = rents.dues(lease)
    assert [row.period for row in rows] == [
        day("2026-08-20"),
        *map(day, ("2026-09-01", "2026-10-01", "2026-11-01")),
    ]
    assert rows[1].due_on == day("2026-09-05")
    assert rents.proven()


def test_money_pays_the_oldest_due_or_what_it_was_meant_for(rents):
    lease = rents.home(start=day("2026-09-01"))
    rents.ask()
    paid = rents.pay(lease, 10_000)
    assert (paid.balance, paid.ahead) == (17_000_00, 0)
    assert [row.unpaid for row in rents.dues(lease)] == [0, 8_000_00, 9_000_00]
    november = rents.dues(lease)[2]
    meant = rents.pay(lease, 9_000, for_dues=[(november.id, 9_000_00)])
    assert [row.unpaid for row in rents.dues(lease)] == [0, 8_000_00, 0]
    entry_changes.delete_entry(
        business_id=rents.id, actor=rents.asha, document_id=meant.document_id, mutation_id=uuid7(), base_rev=1,
        made_at=rents.now, now=rents.now,
    )  # fmt: skip
    assert [row.unpaid for row in rents.dues(lease)] == [0, 8_000_00, 9_000_00]
    rents.pay(lease, 20_000)
    assert rents.owes(lease).ahead == 3_000_00
    with pytest.raises(refusals.ShareRefused):
        rents.pay(lease, 100, for_dues=[(november.id, 101_00)])
    assert rents.proven()


def test_the_same_payment_sent_twice_is_one(rents):
    lease, document_id = rents.home(), uuid7()
    first = rents.pay(lease, 500, document_id=document_id)
    again = rents.pay(lease, 500, document_id=document_id)
    assert (again.replayed, again.balance) == (True, first.balance)
    assert rents.proven()


def test_late_fees_are_shown_then_added_once_then_waived(rents):
    lease = rents.home(start=day("2026-10-01"), fee=FLAT, due_day=10)
    rents.ask(day("2026-10-10"))
    assert late_fees(rents.id, today=day("2026-10-15")) == []
    (shown,) = late_fees(rents.id, today=day("2026-10-16"))
    assert shown.fee.amount == 200_00
    assert rents.fees(day("2026-10-16")).amount == 200_00
    assert rents.fees(day("2026-10-20")).fees == ()
    assert (
        rents.fees(
            day("2027-01-20"),
        ).amount
        == 300_00
    )  # three months more, but no more than 500 in all
    fee = Due.objects.filter(lease_id=lease, kind="late_fee").order_by("due_on")[0]
    with pytest.raises(refusals.WhyMissing):
        rents.waive(fee.id, " ")
    rents.waive(fee.id)
    with pytest.raises(refusals.DueTakenBack):
        rents.waive(fee.id)
    assert rents.fees(day("2027-02-20")).fees == ()
    assert rents.proven()


def test_a_deposit_is_held_apart_cut_with_a_reason_and_returned(rents):
    lease = rents.home(start=day("2026-11-01"))
    rents.deposit(lease, 20_000)
    with pytest.raises(refusals.WhyMissing):
        rents.deposit(lease, 500, "cut")
    rents.deposit(lease, 500, "cut", reason="Broken window")
    assert rents.held(lease) == 19_500_00
    assert rents.owes(lease).balance == 0
    rents.ask()
    rents.deposit(lease, 500, "cut", reason="Door")
    assert [(row.kind, row.unpaid) for row in rents.dues(lease)] == [
        ("rent", 9_000_00), ("damage", 0), ("damage", 0),
    ]  # fmt: skip
    rents.deposit(lease, 500)
    with pytest.raises(refusals.DepositShort):
        rents.deposit(lease, 19_501, "return")
    rents.deposit(lease, 19_500, "return")
    assert rents.held(lease) == 0
    assert rents.proven()


def test_moving_out_is_one_sum(rents):
    lease = rents.home(start=day("2026-09-01"))
    rents.deposit(lease, 20_000)
    rents.ask()
    rents.pay(lease, 18_000)
    out = day("2026-11-10")
    cuts = [(500_00, "Broken window"), (1_000_00, "Paint")]
    shown = rents.leave(lease, out, cuts=cuts, dry_run=True)
    found = rents.leave(lease, out, cuts=cuts).settlement
    assert shown.settlement == found
    assert (found.held, found.unpaid, found.cuts, found.to_return) == (
        20_000_00,
        3_000_00,
        1_500_00,
        15_500_00,
    )
    assert rents.held(lease) == 0
    assert rents.owes(lease).balance == 0
    assert [row.amount for row in rents.dues(lease) if row.kind == "rent"] == [9_000_00, 9_000_00, 3_000_00]
    with pytest.raises(refusals.LeaseEnded):
        rents.leave(lease, out)
    assert rents.ask(day("2027-01-01")).count == 0
    assert rents.proven()


def test_moving_out_with_money_ahead_and_cuts_beyond_the_deposit(rents):
    lease = rents.home(start=day("2026-11-01"))
    rents.deposit(lease, 1_000)
    rents.ask()
    rents.pay(lease, 12_000)
    assert rents.leave(lease, day("2026-11-30")).settlement.ahead_returned == 3_000_00
    other = rents.home(start=day("2026-11-01"))
    rents.deposit(other, 1_000)
    left = rents.leave(other, day("2026-11-30"), cuts=[(1_500_00, "Door")]).settlement
    assert left.still_owed == 9_500_00
    assert rents.owes(other).balance == 9_500_00
    assert rents.proven()


def test_rent_is_the_house_s_own_income_and_costs_its_own_costs(rents):
    one, two = rents.house("Shanti", worth=10_00_000_00), rents.house("Asha Bhavan")
    rents.let(rents.unit(one), rents.tenant("Imran"), 9000, day("2026-11-01"))
    rents.let(rents.unit(two), rents.tenant("রীনা"), 5000, day("2026-11-01"))
    rents.ask()
    rents.spend(one, 700)
    years = {row.house: row for row in house_years(rents.id, Period(day("2026-11-01"), day("2026-11-30")))}
    assert (years["Shanti"].asked, years["Shanti"].costs) == (9_000_00, 700_00)
    assert years["Asha Bhavan"].asked == 5_000_00
    assert years["Shanti"].yield_percent == 8300_00 * 365 * 10_000 // (10_00_000_00 * 30)
    assert rents.proven()


def test_the_month_puts_first_who_owes_and_the_roll_has_a_letter_for_each(rents):
    house = rents.house()
    late = rents.let(rents.unit(house, "1"), rents.tenant("Late"), 5000, day("2026-09-01"))
    fine = rents.let(rents.unit(house, "2"), rents.tenant("Fine"), 6000, day("2026-11-01"))
    rents.ask()
    rents.pay(fine, 6000)
    rents.pay(late, 7000)
    now = month(rents.id, month=TODAY, today=TODAY)
    assert [row.tenant for row in now.rows] == ["Late", "Fine"]
    assert (now.due, now.received, now.overdue) == (11_000_00, 13_000_00, 8_000_00)
    roll = rent_roll(rents.id, start=day("2026-04-01"), today=TODAY)
    letters = {row.unit: "".join(cell.letter or "-" for cell in row.cells) for row in roll.rows}
    assert letters == {"1": "-----POO----", "2": "-------P----"}
    (home,) = houses(rents.id, today=TODAY)
    assert (home.let, home.empty) == (2, 0)


def test_a_late_fee_stands_beside_the_months_and_counts_when_it_was_added(rents):
    fee = FeeRule(kind=FeeKind.FLAT, amount=200_00)
    lease = rents.let(rents.unit(rents.house(), "1"), rents.tenant(), 5000, day("2026-09-01"), fee=fee)
    rents.ask(day("2026-09-30"))
    rents.fees(day("2026-10-15"))
    rents.pay(lease, 5000, day("2026-10-16"))
    (row,) = rent_roll(rents.id, start=day("2026-04-01"), today=TODAY).rows
    assert "".join(cell.letter or "-" for cell in row.cells) == "-----P------"
    assert (row.fees, row.fees_unpaid, row.asked, row.unpaid) == (200_00, 200_00, 5_200_00, 200_00)
    asked = [month(rents.id, month=day(f"2026-{at:02}-01"), today=TODAY).due for at in (9, 10)]
    assert asked == [5_000_00, 200_00]
    (october,) = house_years(rents.id, Period(day("2026-10-01"), day("2026-10-31")))
    assert october.asked == 200_00


def test_terms_that_cannot_be_are_refused_with_a_sentence(rents):
    unit, tenant = rents.unit(rents.house()), rents.tenant()
    with pytest.raises(refusals.LeaseRefused, match="ends before"):
        rents.let(unit, tenant, ends_on=day("2025-12-31"))
    rents.let(unit, tenant, ends_on=day("2026-06-30"))
    with pytest.raises(refusals.UnitLet):
        rents.let(unit, rents.tenant("Other"), start=day("2026-06-30"))
    rents.let(
        unit, rents.tenant("Next"), start=day("2026-07-01"), rises=(Rise(day("2027-07-01"), percent=1000),)
    )
    with pytest.raises(refusals.UnitTaken):
        rents.unit(houses(rents.id, today=TODAY)[0].id, "2a")
    with pytest.raises(RoleNotAllowed):
        rents.ask(actor=rents.member(Role.STAFF))


def test_what_a_lease_wrote_is_not_an_entry_to_edit(rents):
    lease = rents.home(start=day("2026-11-01"))
    rents.ask()
    document = Document.objects.get(kind="rent_due")
    with pytest.raises(RentStands):
        entry_changes.delete_entry(
            business_id=rents.id, actor=rents.asha, document_id=document.id, mutation_id=uuid7(), base_rev=1,
            made_at=rents.now, now=rents.now,
        )  # fmt: skip
    (due,) = rents.dues(lease)
    rents.waive(due.id, "Painted the house instead")
    assert rents.ask().count == 0
    assert rents.proven()


def test_a_late_run_after_the_books_closed_asks_on_the_first_open_day(rents):
    lease = rents.home(start=day("2026-09-01"))
    rents.close(day("2026-10-31"))
    assert rents.ask().count == 3
    assert {row.day for row in Document.objects.filter(kind="rent_due")} == {day("2026-11-01")}
    assert rents.dues(lease)[0].due_on == day("2026-09-01")
    with pytest.raises(PeriodLocked):
        rents.deposit(lease, 10, day=day("2026-10-01"))
    assert rents.proven()


def test_only_a_rent_book_lets_houses(db):
    shop = open_shop()
    book = RentBook(business=shop.business, asha=shop.asha)
    with pytest.raises(refusals.NoRentHere):
        book.house()


def test_advance_months_are_asked_for_on_the_first_day(rents):
    lease = rents.home(start=day("2026-11-21"), advance_months=3, period_rule="lease")
    assert rents.ask(day("2026-11-21")).count == 3
    assert {row.due_on for row in rents.dues(lease)} == {day("2026-11-21")}
    assert rents.ask(day("2027-02-21")).count == 1


def test_a_cheque_that_clears_names_the_tax_kept_back(rents):
    from rentals.operations.payments import end_cheque, take_cheque

    lease, cheque = rents.home(rent=60_000, start=day("2026-11-01")), uuid7()
    rents.ask()
    said = {"business_id": rents.id, "actor": rents.asha, "cheque_id": cheque, "now": rents.now}
    take_cheque(lease_id=lease, number="004512", bank="SBI", day=TODAY, amount=54_000_00, **said)
    with pytest.raises(refusals.SectionMissing):
        end_cheque(state="cleared", day=TODAY, withheld=6_000_00, **said)
    done = end_cheque(state="cleared", day=TODAY, withheld=6_000_00, section="194I", **said)
    assert rents.owes(lease).balance == 0
    kept = TaxKept.objects.get()
    assert (kept.document_id, kept.amount, kept.section) == (done.document_id, 6_000_00, "194I")
    assert rents.proven()


def test_a_cheque_is_money_on_the_day_it_clears(rents):
    from rentals.operations.payments import end_cheque, take_cheque

    lease, cheque = rents.home(start=day("2026-11-01")), uuid7()
    rents.ask()
    said = {"business_id": rents.id, "actor": rents.asha, "cheque_id": cheque, "now": rents.now}
    take_cheque(lease_id=lease, number="004512", bank="SBI", day=day("2026-12-05"), amount=9_000_00, **said)
    assert rents.owes(lease).balance == 9_000_00
    end_cheque(state="bounced", day=TODAY, **said)
    end_cheque(state="cleared", day=TODAY, **said)
    assert rents.owes(lease).balance == 0
    with pytest.raises(refusals.ChequeDone):
        end_cheque(state="given_back", day=TODAY, **said)
    assert rents.proven()
