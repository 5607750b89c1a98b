"""Papers: what a draft is, what approving does, and how one is changed and taken out."""

import pytest

from core.quantities import ONE
from invoicing.models import PaperStatus
from invoicing.refusals import NotesStand, StatusStands, TooManyReturned
from ledger.models import Document
from ledger.verify import verify_book
from tests.inventory.stores import OpeningStock
from tests.invoicing.counters import line, paper, rows

pytestmark = pytest.mark.django_db


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
