"""GST on rents: who owes it, what is added, and that it stands on accounts of its own."""

import pytest

from audit.models import Event, Revision
from core.periods import Period
from ledger.models.journal import Line
from rentals import refusals
from rentals.arithmetic import FeeKind, FeeRule, Rise
from rentals.models import DueTax, Lease
from rentals.operations.late_fees import late_fees
from rentals.operations.properties import change_property
from rentals.queries.months import house_years, month, rent_roll
from rentals.queries.rent_taxes import agreed_gst, lease_gst
from rentals.queries.sub_ledger import rent_ledger
from rentals.tax_words import agreed_words
from rentals.verify import prove_rent
from tests.ledger.shops import TODAY
from tests.rentals.houses import NUMBER, day

FIRST = day("2026-11-01")
NOVEMBER = Period(FIRST, day("2026-11-30"))


def shop(
    book, *, gstin: str = NUMBER, registered: bool = True, state: str = "", rent: float = 20_000, **fields
):
    """A shop let for a business, in a house that stands under a GSTIN of West Bengal; its lease."""
    house = book.house(f"House {gstin} {state} {registered}", worth=10_00_000_00, state=state)
    if registered:
        book.register(house)
    unit = book.unit(house, "Shop", use="shop")
    said = {"start": FIRST, "use": "business", **fields}
    return book.let(unit, book.tenant("Mehta Traders", gstin=gstin), rent, **said)


def posted(book) -> dict[str, int]:
    roles = ("rent_income", "output_cgst", "output_sgst", "output_igst")
    return {
        role: -sum(
            Line.objects.filter(business_id=book.id, account__role=role).values_list("amount", flat=True)
        )
        for role in roles
    }


def test_forward_charge_is_added_by_head_and_the_rent_earned_without_it(rents):
    lease = shop(rents)
    assert rents.ask().amount == 23_600_00
    (due,) = rents.dues(lease)
    assert (due.gst, due.net, due.cgst, due.sgst, due.igst, due.amount) == (
        "forward", 20_000_00, 1_800_00, 1_800_00, 0, 23_600_00,
    )  # fmt: skip
    assert posted(rents) == {
        "rent_income": 20_000_00, "output_cgst": 1_800_00, "output_sgst": 1_800_00, "output_igst": 0,
    }  # fmt: skip
    assert month(rents.id, month=TODAY, today=TODAY).due == 23_600_00
    assert rent_roll(rents.id, start=day("2026-04-01"), today=TODAY).asked == 23_600_00
    (year,) = house_years(rents.id, NOVEMBER)
    assert (year.asked, year.tax) == (20_000_00, 3_600_00)
    assert year.yield_percent == 20_000_00 * 365 * 10_000 // (10_00_000_00 * 30)
    found = rent_ledger(rents.id)
    assert (found.income["rent"], found.tax) == (20_000_00, 3_600_00)
    told = Event.objects.get(business_id=rents.id, verb="rent.due")
    held = Revision.objects.get(business_id=rents.id, subject_id=told.subject_id).contents
    assert (held["gst"], held["cgst"], held["amount"]) == ("forward", 1_800_00, 23_600_00)
    rents.pay(lease, 20_000, withheld=3_600_00, section="194I")
    assert rents.dues(lease)[0].unpaid == 0
    assert rents.proven()


def test_by_the_state_the_house_stands_in_it_is_one_tax_or_two_halves(rents):
    away = shop(rents, state="10")
    rents.ask()
    (due,) = rents.dues(away)
    assert (due.cgst, due.igst, due.amount) == (0, 3_600_00, 23_600_00)
    with pytest.raises(refusals.StateUnknown):
        rents.house("Nowhere", state="25")
    house = Lease.objects.get(pk=away).unit.branch
    said = {"business_id": rents.id, "actor": rents.asha, "property_id": house.pk, "now": rents.now}
    change_property(**said, base_rev=house.rev, name=house.name, address="", worth=None, state="19")
    rents.ask(day("2026-12-01"))
    assert [row.cgst for row in rents.dues(away)] == [0, 1_800_00]
    assert rents.proven()


def test_part_of_a_month_and_a_rise_carry_their_own_tax_and_taken_back_it_all_leaves(rents):
    lease = shop(rents, start=day("2026-11-20"), round_to=1)
    rents.ask()
    (due,) = rents.dues(lease)
    assert (due.net, due.cgst, due.amount) == (7_333_33, 660_00, 8_653_33)
    rents.waive(due.id)
    assert set(posted(rents).values()) == {0}
    assert rents.proven()


def test_moving_out_shortens_the_rent_with_its_tax(rents):
    lease = shop(rents)
    rents.ask()
    left = rents.leave(lease, day("2026-11-15")).settlement
    assert left.still_owed == 11_800_00
    assert (posted(rents)["rent_income"], posted(rents)["output_cgst"]) == (10_000_00, 900_00)
    assert rents.proven()


def test_under_reverse_charge_nothing_is_added_and_the_due_says_so(rents):
    lease = shop(rents, registered=False)
    rents.ask()
    (due,) = rents.dues(lease)
    assert (due.gst, due.because, due.amount, due.tax) == ("reverse", "premises_reverse", 20_000_00, 0)
    assert posted(rents)["output_cgst"] == 0
    assert rents.proven()


def test_without_a_word_on_its_use_or_lived_in_a_rent_is_as_it_was(rents):
    rents.ask()
    for lease in (
        shop(rents, use=""),
        shop(rents, state="10", use="home"),
        shop(rents, registered=False, gstin=""),
    ):
        rents.ask()
        (due,) = rents.dues(lease)
        assert (due.gst, due.amount) == ("", 20_000_00)
    assert not DueTax.objects.exists()


def test_rent_and_service_are_taxed_and_water_and_damage_are_not(rents):
    lease = shop(rents)
    service = rents.charge(lease, 1000, "Lift", kind="service")
    water = rents.charge(lease, 1000, "Water")
    assert (service.amount, water.amount) == (1_180_00, 1_000_00)
    assert rents.proven()


def test_a_late_fee_in_percent_is_counted_on_the_rent_without_its_tax(rents):
    shop(rents, fee=FeeRule(kind=FeeKind.PERCENT, percent=1000), due_day=1)
    rents.ask()
    (late,) = late_fees(rents.id, today=TODAY)
    assert (late.base, late.fee.amount, late.due.unpaid) == (20_000_00, 2_000_00, 23_600_00)
    rents.fees()
    assert rents.proven()


def test_a_lease_tells_its_rule(rents):
    unit = Lease.objects.get(pk=shop(rents)).unit
    rule = lease_gst(unit, use="business", number="", composition=False, day=TODAY)
    assert (rule.case.value, rule.because.value, rule.percent) == ("forward", "landlord_registered", 1800)
    assert lease_gst(unit, use="castle", number="", composition=False, day=TODAY).case.value == ""
    with pytest.raises(refusals.LeaseRefused, match="rented for"):
        rents.home(use="castle")


def test_the_lease_says_how_much_is_added_by_the_rent_of_the_day(rents):
    def said(lease, today=TODAY):
        return agreed_words(
            agreed_gst(Lease.objects.get(id=lease), today=today), money=lambda minor: f"{minor / 100:.2f}"
        )

    forward = shop(rents, rises=(Rise(day("2027-01-01"), percent=1000),))
    assert said(forward) == "GST of 18 % is added to the rent: 20000.00 + 3600.00 = 23600.00 a month."
    assert "22000.00 + 3960.00 = 25960.00" in said(forward, day("2027-02-01"))
    assert agreed_gst(Lease.objects.get(id=forward), today=TODAY).whole == rents.ask().amount
    reverse = shop(rents, registered=False, rent=15_000.5)
    assert said(reverse) == (
        "GST of 18 % on the rent of 15000.50 is not added: the tenant pays it, 2700.10 a month, to the state (reverse"
        " charge)."
    )
    assert said(shop(rents, registered=False, gstin="")) == ""
    assert said(shop(rents, state="19", use="")) == ""
    assert said(shop(rents, state="10", use="home")) == ""


def test_the_proof_finds_tax_the_journal_does_not_hold(rents):
    lease = shop(rents, use="")
    rents.ask()
    (due,) = rents.dues(lease)
    DueTax.objects.create(business_id=rents.id, due_id=due.id, case="forward", because="", rate=1, igst=5)
    assert [fault.what for fault in prove_rent(rents.id)] == ["the journal holds other tax on rents"]
