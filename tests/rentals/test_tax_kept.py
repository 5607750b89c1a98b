"""Tax that tenants keep back of a rent: it pays dues like money, and stands on an account of its own."""

import pytest

from audit.models import Event, Revision
from core.ids import uuid7
from ledger.models import Document
from ledger.models.journal import Line
from ledger.operations import entry_changes
from ledger.refusals import (
    AlreadyTrashed,
    AmountOutOfReach,
    ChangedElsewhere,
    IdTaken,
    PeriodLocked,
    RentStands,
)
from rentals import refusals
from rentals.models import Lease, TaxKept
from rentals.queries.kept_offers import kept_offers
from rentals.queries.months import month
from rentals.queries.payment_pages import payment_of
from rentals.queries.portal import receipts
from rentals.verify import prove_rent
from rentals.withholding import section_name, sections_of
from tests.ledger.shops import TODAY
from tests.rentals.houses import day

KEPT = {"withheld": 6_000_00, "section": "194I"}


@pytest.fixture
def let(rents):
    """A shop at ₹60,000 a month, asked for once."""
    lease = rents.home(60_000, day("2026-11-01"))
    rents.ask()
    return lease


def stands_on(book, role: str) -> int:
    return sum(Line.objects.filter(business_id=book.id, account__role=role).values_list("amount", flat=True))


def test_money_and_tax_kept_back_settle_a_due_together(rents, let):
    (due,) = rents.dues(let)
    paid = rents.pay(let, 54_000, mode="bank", for_dues=[(due.id, 60_000_00)], **KEPT)
    assert (paid.amount, paid.withheld, paid.balance) == (54_000_00, 6_000_00, 0)
    assert rents.dues(let)[0].state(TODAY) == "paid"
    assert (stands_on(rents, "bank"), stands_on(rents, "tax_withheld")) == (54_000_00, 6_000_00)
    row = payment_of(rents.id, paid.document_id)
    assert (row.amount, row.withheld, row.section) == (54_000_00, 6_000_00, "194I")
    (receipt,) = receipts(rents.id, paid.party_id)
    assert (receipt.amount, receipt.came, receipt.withheld) == (60_000_00, 54_000_00, 6_000_00)
    assert month(rents.id, month=TODAY, today=TODAY).received == 60_000_00
    note = Document.objects.get(pk=paid.document_id).note
    assert all(one in note for one in ("₹54,000", "₹6,000", "194-I"))
    told = Event.objects.get(business_id=rents.id, verb="rent.paid")
    held = Revision.objects.get(business_id=rents.id, subject_id=told.subject_id).contents
    assert (held["amount"], held["withheld"], held["section"]) == (60_000_00, 6_000_00, "194I")
    assert rents.proven()


def test_sent_again_it_is_the_first_and_with_other_tax_it_is_refused(rents, let):
    said = {"document_id": uuid7(), **KEPT}
    first, again = rents.pay(let, 54_000, **said), rents.pay(let, 54_000, **said)
    assert (again.replayed, again.balance) == (True, first.balance)
    with pytest.raises(IdTaken):
        rents.pay(let, 54_000, **{**said, "section": "194IB"})
    with pytest.raises(IdTaken):
        rents.pay(let, 54_001, **{**said, "withheld": 5_999_00})
    assert TaxKept.objects.count() == 1


def test_tax_kept_back_says_its_section_and_comes_with_money(rents, let):
    with pytest.raises(refusals.SectionMissing):
        rents.pay(let, 54_000, withheld=1)
    with pytest.raises(AmountOutOfReach):
        rents.pay(let, 54_000, withheld=-5, section="194I")
    (due,) = rents.dues(let)
    with pytest.raises(refusals.ShareRefused):
        rents.pay(let, 50_000, for_dues=[(due.id, 60_000_00)], **KEPT)
    rents.pay(let, 54_000, dry_run=True, **KEPT)
    assert not TaxKept.objects.exists()
    assert rents.proven()


def test_taken_out_money_and_tax_leave_together(rents, let):
    paid = rents.pay(let, 54_000, **KEPT)
    with pytest.raises(RentStands):
        entry_changes.delete_entry(
            business_id=rents.id, actor=rents.asha, document_id=paid.document_id, mutation_id=uuid7(), base_rev=1,
            made_at=rents.now, now=rents.now,
        )  # fmt: skip
    with pytest.raises(ChangedElsewhere):
        rents.undo(paid.document_id, base_rev=7)
    assert rents.undo(paid.document_id).balance == 60_000_00
    assert (stands_on(rents, "cash"), stands_on(rents, "tax_withheld")) == (0, 0)
    assert rents.dues(let)[0].unpaid == 60_000_00
    with pytest.raises(AlreadyTrashed):
        rents.undo(paid.document_id, base_rev=2)
    assert payment_of(rents.id, paid.document_id).is_taken_out
    assert rents.proven()


def test_in_a_closed_month_nothing_is_taken_out(rents, let):
    paid = rents.pay(let, 54_000, **KEPT)
    rents.close(TODAY)
    with pytest.raises(PeriodLocked):
        rents.undo(paid.document_id)


def test_the_proof_finds_tax_that_the_journal_does_not_hold(rents, let):
    paid = rents.pay(let, 54_000)
    row = {"business_id": rents.id, "lease_id": let, "amount": 1, "section": "194I"}
    TaxKept.objects.create(document_id=paid.document_id, **row)
    assert [fault.what for fault in prove_rent(rents.id)] == [
        "tax was kept back of no rent", "the journal holds other tax kept back by tenants",
    ]  # fmt: skip


def test_the_law_s_sections_are_offered_by_day_and_rent_and_never_forced(rents, let):
    lease = Lease.objects.get(pk=let)
    offers = {one.section.name: one.amount for one in kept_offers(lease, country="IN", today=TODAY)}
    assert offers == {"194-I": 6_000_00, "194-IB": 1_200_00}
    assert kept_offers(lease, country="BD", today=TODAY) == []
    small = Lease.objects.get(pk=rents.home(50_000, day("2026-11-01")))
    rents.ask()
    assert kept_offers(small, country="IN", today=TODAY) == []
    one_day = {one.name: one.on(day("2024-09-30")).percent for one in sections_of("IN")}
    assert one_day == {"194-I": 1000, "194-IB": 500}
    assert section_name("194IB", country="IN") == "194-IB"
    assert section_name("53A", country="BD") == "53A"
