"""Papers: what a draft is, what approving does, and how one is changed and taken out."""

import datetime
from dataclasses import replace

import pytest

from businesses.models import Business
from businesses.roles import Role
from core.ids import uuid7
from core.quantities import ONE
from inventory.models import BatchStock
from invoicing.models import PaperStatus
from invoicing.operations.contacts import ContactContent, ContactRefused, set_contact
from invoicing.queries.papers import paper_page
from invoicing.refusals import NotesStand, SourceRefused, StatusStands, TaxPeriodLocked, TooManyReturned
from ledger.models import Document, Party
from ledger.operations.entry_changes import delete_entry
from ledger.refusals import BackdatingNotAllowed, PaperStands, RoleNotAllowed
from ledger.verify import verify_book
from tests.inventory.stores import OpeningStock
from tests.invoicing.counters import days, line, open_counter, paper, register, rows
from tests.ledger.shops import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_a_draft_has_sums_and_no_number_and_posts_nothing(counter):
    made = counter.draft(line(2, 100))
    assert (made.status, made.number, made.total) == ("draft", "", 236_00)
    assert counter.balance() == 0
    assert not Document.objects.filter(id=made.paper_id).exists()
    assert verify_book(counter.id) == []


def test_an_approved_invoice_has_its_number_and_one_balanced_entry(counter):
    made = counter.approve(counter.draft(line(3, 33.33)))
    assert (made.status, made.number) == (PaperStatus.APPROVED, "INV/26-27/0001")
    assert counter.posted(made) == {
        "receivable": 118, "sales": -99.99, "output_cgst": -9, "output_sgst": -9, "round_off": -0.01,
    }  # fmt: skip
    assert counter.balance() == 118
    assert verify_book(counter.id) == []


def test_goods_go_with_the_invoice_and_come_back_when_it_is_void(counter):
    item = counter.item("চাল", opening=OpeningStock(10 * ONE, 400_00), sale_price=60_00, tax_rate=50_000)
    made = counter.bill(line(4, 60, item_id=item))
    assert counter.on_hand(item) == 6
    assert counter.worth(item) == 240
    assert (made.total, rows(made)[0].cgst) == (252_00, 6_00)
    void = counter.void(made, reason="ভুল")
    assert (void.status, void.number) == ("void", made.number)
    assert (counter.on_hand(item), counter.worth(item), counter.balance()) == (10, 400, 0)
    assert counter.bill().number == "INV/26-27/0002"
    assert verify_book(counter.id) == []


def test_a_changed_invoice_keeps_its_number_and_place(counter):
    item = counter.item("ডাল", opening=OpeningStock(10 * ONE, 100_00), tax_rate=180_000)
    made = counter.bill(line(4, 100, item_id=item))
    changed = counter.change(made, line(1, 100, item_id=item))
    assert (changed.number, changed.total, changed.status) == (made.number, 118_00, "approved")
    assert (counter.balance(), counter.on_hand(item)) == (118, 9)
    assert verify_book(counter.id) == []


def test_no_more_comes_back_than_was_sold(counter):
    item = counter.item("তেল", opening=OpeningStock(10 * ONE, 100_00), tax_rate=180_000)
    sold = counter.bill(line(3, 100, item_id=item))
    note = counter.made_from(sold, "credit_note")
    too_many = [line(4, 100, item_id=item, source_line_id=note.lines[0].source_line_id)]
    with pytest.raises(TooManyReturned, match="You sold 3. Enter 3 or less."):
        counter.write(counter.said(*too_many, kind="credit_note", source_id=sold.paper_id))
    back = counter.write(note)
    assert (back.number, back.total, counter.on_hand(item), counter.balance()) == (
        "CN/26-27/0001",
        354_00,
        10,
        0,
    )
    with pytest.raises(NotesStand):
        counter.void(sold)
    with pytest.raises(TooManyReturned):
        counter.write(note)
    assert verify_book(counter.id) == []


def test_the_tax_of_a_bill_comes_back_until_the_november_after_its_year(counter):
    sold = counter.bill(line(3, 100), day=datetime.date(2025, 3, 31))
    note = counter.made_from(sold, "credit_note", day=datetime.date(2025, 12, 1))
    with pytest.raises(SourceRefused, match="30 Nov 2025"):
        counter.write(note)
    assert counter.write(replace(note, day=datetime.date(2025, 11, 30))).total == 354_00
    without_tax = counter.said(
        line(1, 10, treatment="non_gst", tax_id=None), kind="credit_note", source_id=sold.paper_id
    )
    with pytest.raises(SourceRefused, match="more than the bill"):  # in time or not, no more than was billed
        counter.write(without_tax)
    later = counter.bill(line(3, 100), day=datetime.date(2025, 3, 31))
    assert counter.write(replace(without_tax, source_id=later.paper_id)).total == 10_00


def test_an_estimate_becomes_an_invoice_once(counter):
    estimate = counter.bill(line(2, 50), kind="estimate")
    assert (estimate.number, counter.balance()) == ("EST/26-27/0001", 0)
    made = counter.write(counter.made_from(estimate, "invoice"))
    assert (paper(estimate).status, made.total) == ("invoiced", 118_00)
    with pytest.raises(StatusStands):
        counter.void(estimate, base_rev=2)
    counter.void(made)
    assert paper(estimate).status == "approved"
    assert verify_book(counter.id) == []


def test_the_law_chooses_the_taxes_and_the_paper(counter):
    mumbai = counter.party("মুম্বই ট্রেডার্স", registration_number="27AAPFU0939F1ZV")
    away = counter.bill(line(1, 100), party=mumbai)
    assert counter.posted(away) == {"receivable": 118, "sales": -100, "output_igst": -18}
    assert (paper(away).form, paper(away).place, paper(away).treatment) == (
        "tax_invoice",
        "27",
        "business_gst",
    )
    exempt = counter.bill(line(1, 100, tax_id=None, treatment="exempt"))
    assert (paper(exempt).form, exempt.total) == ("bill_of_supply", 100_00)
    mixed = counter.bill(line(1, 100), line(1, 50, tax_id=None, treatment="nil"))
    assert (paper(mixed).form, mixed.total) == ("invoice_cum_bill_of_supply", 168_00)
    reverse = counter.bill(line(1, 100), party=mumbai, reverse_charge=True)
    assert (reverse.total, rows(reverse)[0].igst) == (100_00, 18_00)
    assert verify_book(counter.id) == []


def test_who_is_not_registered_charges_no_tax(db):
    plain = open_counter(gstin="")
    made = plain.bill(line(2, 59, tax_id=None))
    assert (made.total, paper(made).form, paper(made).place) == (118_00, "plain", "")
    composition = open_counter(scheme="composition")
    made = composition.bill(line(1, 100))
    assert (made.total, paper(made).form) == (100_00, "bill_of_supply")
    dhaka = open_counter(gstin="", country="BD")
    register(dhaka, "000123456-0101", scheme="vat", kind="bin")
    made = dhaka.bill(line(1, 100, tax_id=None, rate=150_000))
    assert dhaka.posted(made) == {"receivable": 115, "sales": -100, "output_vat": -15}
    assert verify_book(dhaka.id) == []


def test_closed_days_and_other_pages_leave_a_bill_alone(counter):
    made = counter.bill(line(1, 100))
    entry = Document.objects.get(id=made.paper_id)
    with pytest.raises(PaperStands):
        delete_entry(
            business_id=counter.id, actor=counter.asha, document_id=entry.id, mutation_id=uuid7(), base_rev=entry.rev,
            made_at=counter.now, now=counter.now,
        )  # fmt: skip
    Business.objects.filter(id=counter.id).update(tax_locked_until=TODAY)
    for act in (counter.void, lambda one: counter.change(one, line(1, 50)), lambda _one: counter.bill()):
        with pytest.raises(TaxPeriodLocked):
            act(made)
    assert counter.bill(kind="estimate").number == "EST/26-27/0001"
    bilal = counter.member(Role.STAFF)
    Business.objects.filter(id=counter.id).update(tax_locked_until=None)
    with pytest.raises(BackdatingNotAllowed):
        counter.bill(actor=bilal, day=TODAY - days(1))
    with pytest.raises(RoleNotAllowed):
        counter.void(made, actor=bilal)
    assert counter.bill(actor=bilal).status == "approved"


def test_what_is_unpaid_is_read_from_the_khata(counter):
    counter.record(counter.rahim, "gave", 50_00)
    first, second = counter.bill(line(1, 100)), counter.bill(line(1, 200), due_on=TODAY)
    counter.record(counter.rahim, "got", 100_00)
    page = paper_page(counter.id, kind="invoice", today=TODAY + days(1))
    assert [(row.paper.id, row.balance, row.state) for row in page.rows] == [
        (second.paper_id, 236_00, "overdue"), (first.paper_id, 68_00, "part_paid"),
    ]  # fmt: skip
    counter.record(counter.rahim, "got", 68_00)
    page = paper_page(counter.id, kind="invoice", today=TODAY, chip="paid")
    assert [row.paper.id for row in page.rows] == [first.paper_id]
    assert [row.paper.id for row in paper_page(counter.id, kind="invoice", today=TODAY, search="রহিম").rows] == [
        second.paper_id, first.paper_id,
    ]  # fmt: skip


def test_goods_come_back_into_the_batch_they_left(counter):
    milk = counter.item("दूध", has_batches=True, tax_rate=50_000)
    for number, after in (("M1", 5), ("M2", 9)):
        counter.bring(milk, 3, 90, batch=(number, TODAY + days(after)))
    sold = counter.bill(line(4, 40, item_id=milk))
    counter.write(counter.made_from(sold, "credit_note"))
    left = BatchStock.objects.filter(batch__item_id=milk).values_list("batch__number", "on_hand")
    assert dict(left) == {"M1": 3 * ONE, "M2": 3 * ONE}
    assert verify_book(counter.id) == []


def test_a_contact_says_when_a_bill_is_due_and_how_the_law_sees_them(counter):
    said = ContactContent(treatment="business_sez", payment_terms=15, legal_name="রহিম প্রাইভেট")
    with pytest.raises(ContactRefused, match="GSTIN"):
        contact(counter, said)
    Party.objects.filter(id=counter.rahim).update(registration_number="19AAPFU0939F1ZS")
    contact(counter, said)
    made = paper(counter.bill(line(1, 100)))
    assert (made.due_on, made.total, made.is_inter_state) == (TODAY + days(15), 100_00, True)
    assert made.their_name == "রহিম প্রাইভেট"


def contact(counter, said):
    return set_contact(
        business_id=counter.id, actor=counter.asha, party_id=counter.rahim, content=said, now=counter.now
    )
