"""Goods given on khata become a bill: sales and taxes are told, and what the party owes stays as it was."""

import random
from dataclasses import replace
from itertools import cycle

import pytest

from core.ids import uuid7
from invoicing.operations.khata_lines import content_from_khata
from invoicing.operations.payments import record_payment
from invoicing.payments import PaymentContent
from invoicing.queries.papers import paper_card, paper_page
from invoicing.refusals import KhataLineRefused, KhataLinesRefused, NothingToBill
from ledger.models import Document
from ledger.operations.allocations import Share
from ledger.operations.entries import record_entry
from ledger.operations.entry_changes import delete_entry, edit_entry
from ledger.payment_refusals import MoreThanLeft
from ledger.queries.khata import khata_page
from ledger.queries.open_amounts import open_amounts
from ledger.queries.unbilled import unbilled_page
from ledger.refusals import EntryBilled
from ledger.verify import verify_book
from tests.invoicing.counters import EIGHTEEN, FIVE, Counter, days, line, open_counter, rows
from tests.ledger.shops import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def give(counter: Counter, rupees: float, note: str = "চিনি", **said) -> Document:
    made = record_entry(
        **{
            "business_id": counter.id, "actor": counter.asha, "document_id": uuid7(), "party_id": counter.rahim,
            "direction": "gave", "amount": round(rupees * 100), "mode": "goods", "day": TODAY, "note": note,
            "made_at": counter.now, "now": counter.now, **said,
        }
    )  # fmt: skip
    return Document.objects.get(id=made.document_id)


def of_khata(counter: Counter, *given: Document, taxes=(EIGHTEEN,), **said):
    """The bill of some lines, taxed in turn."""
    content = content_from_khata(counter.id, counter.rahim, entry_ids=[one.id for one in given], day=TODAY)
    lines = [
        replace(one, tax_id=tax, treatment="" if tax else "nil")
        for one, tax in zip(content.lines, cycle(taxes), strict=False)
    ]
    return replace(content, lines=tuple(lines), **said)


def delete(counter: Counter, given: Document):
    return delete_entry(
        business_id=counter.id, actor=counter.asha, document_id=given.id, mutation_id=uuid7(), base_rev=given.rev,
        made_at=counter.now, now=counter.now,
    )  # fmt: skip


def test_goods_of_the_khata_move_to_sales_with_their_tax_and_the_balance_stays(counter):
    sugar, soap = give(counter, 99.99), give(counter, 50, "", day=TODAY - days(3))
    give(counter, 20, "নগদ", mode="cash")
    before = khata_page(counter.id, counter.rahim)
    made = counter.write(of_khata(counter, sugar, soap, taxes=(EIGHTEEN, FIVE)))
    assert [(one.name[:8], one.total) for one in rows(made)] == [("Goods of", 50_00), ("চিনি", 99_99)]
    posted = counter.posted(made)
    assert (posted["khata_sales"], "receivable" in posted, made.total) == (149.99, False, 149_99)
    assert posted["sales"] == -sum(one.value for one in rows(made)) / 100
    after = khata_page(counter.id, counter.rahim)
    assert tuple(replace(row, billed_by=None) for row in after.rows) == before.rows
    assert [row.billed_by for row in after.rows] == [None, made.paper_id, made.paper_id]
    assert counter.balance() == 169.99
    assert unbilled_page(counter.id, counter.rahim).rows == ()
    card = paper_card(counter.id, made.paper_id, today=TODAY)
    assert (card.balance, card.state) == (149_99, "approved")
    assert verify_book(counter.id) == []
    pay(counter, 100)
    (row,) = paper_page(counter.id, kind="invoice", today=TODAY, chip="part_paid").rows
    assert row.balance == 49_99
    assert verify_book(counter.id) == []


def test_a_line_is_billed_once_and_stays_as_the_bill_says(counter):
    sugar, soap = give(counter, 118), give(counter, 59)
    made = counter.write(of_khata(counter, sugar))
    with pytest.raises(KhataLineRefused, match=f"billed already, as {made.number}"):
        counter.write(of_khata(counter, sugar, soap))
    with pytest.raises(EntryBilled, match=f"on bill {made.number}"):
        delete(counter, sugar)
    sugar.refresh_from_db()
    with pytest.raises(EntryBilled):
        edit_entry(
            business_id=counter.id, actor=counter.asha, document_id=sugar.id, mutation_id=uuid7(), base_rev=1,
            direction="gave", amount=1, mode="goods", day=TODAY, note="", due_on=None, made_at=counter.now,
            now=counter.now,
        )  # fmt: skip
    changed = counter.draft(
        *of_khata(counter, soap).lines, paper_id=made.paper_id, base_rev=made.rev, party=counter.rahim
    )
    assert (changed.total, [one.document_id for one in unbilled_page(counter.id, counter.rahim).rows]) == (
        59_00,
        [sugar.id],
    )
    with pytest.raises(KhataLinesRefused):
        counter.change(changed, line(1, 59))
    counter.void(changed)
    assert {one.document_id for one in unbilled_page(counter.id, counter.rahim).rows} == {sugar.id, soap.id}
    delete(counter, sugar)
    assert (counter.balance(), counter.posted(counter.write(of_khata(counter, soap)))["khata_sales"]) == (
        59,
        59,
    )
    assert verify_book(counter.id) == []


def test_what_a_bill_from_khata_may_not_say(counter):
    sugar, early = give(counter, 118), give(counter, 20)
    refused = [
        replace(of_khata(counter, sugar), discount_amount=100),
        replace(of_khata(counter, sugar), day=TODAY - days(1)),
        replace(of_khata(counter, sugar), kind="estimate"),
        replace(of_khata(counter, sugar), lines=(*of_khata(counter, sugar).lines, line(1, 5))),
        replace(of_khata(counter, sugar), lines=of_khata(counter, sugar).lines * 2),
    ]
    for content in refused:
        with pytest.raises(KhataLinesRefused):
            counter.write(content)
    (right,) = of_khata(counter, sugar).lines
    delete(counter, early)
    wrong = [
        replace(right, inclusive=False),
        replace(right, khata_id=early.id),
        replace(right, khata_id=uuid7()),
    ]
    for one in wrong:
        with pytest.raises(KhataLineRefused):
            counter.write(replace(of_khata(counter, sugar), lines=(one,)))
    with pytest.raises(KhataLineRefused):
        counter.write(replace(of_khata(counter, sugar), party_id=counter.party("করিম")))
    note = counter.made_from(counter.write(of_khata(counter, sugar)), "credit_note")
    assert [one.khata_id for one in note.lines] == [None]
    assert counter.write(note).total == 118_00
    assert counter.balance() == 0
    assert verify_book(counter.id) == []


def test_a_bill_of_nothing_gets_its_number_and_posts_nothing(counter):
    gift = counter.bill(line(1, 0))
    assert (gift.status, gift.number, gift.total) == ("approved", "INV/26-27/0001", 0)
    card = paper_card(counter.id, gift.paper_id, today=TODAY)
    assert (card.state, Document.objects.filter(id=gift.paper_id).exists()) == ("paid", False)
    priced = counter.change(gift, line(1, 100))
    assert (counter.balance(), priced.number) == (118, gift.number)
    with pytest.raises(NothingToBill):
        counter.change(priced, line(1, 0))
    counter.void(priced)
    assert counter.void(counter.bill(line(1, 0))).status == "void"
    assert verify_book(counter.id) == []


def test_random_bills_from_khata_leave_every_balance(scale):
    chance = random.Random(5)
    counter = open_counter()
    bills = []
    for _ in range(scale(1_000)):
        what = chance.choice(["give", "give", "bill", "bill", "void", "pay", "delete"])
        before, rows_before = counter.balance(), unbilled_page(counter.id, counter.rahim, limit=20).rows
        if what == "give":
            before += give(counter, chance.randint(1, 99_999) / 100).amount / 100
        elif what == "bill" and rows_before:
            some = chance.sample(rows_before, chance.randint(1, len(rows_before)))
            found = Document.objects.filter(id__in=[one.document_id for one in some])
            bills.append(
                counter.write(of_khata(counter, *found, taxes=chance.choices((EIGHTEEN, FIVE, None), k=3)))
            )
        elif what == "void" and bills:
            counter.void(bills.pop(chance.randrange(len(bills))))
        elif what == "pay" and before > 0:
            before -= pay(counter, max(1, round(before / 2)))
        elif what == "delete" and rows_before:
            before -= rows_before[0].amount / 100
            delete(counter, Document.objects.get(id=rows_before[0].document_id))
        assert counter.balance() == pytest.approx(before, abs=0.001)
    assert verify_book(counter.id) == []


def test_money_for_a_bill_from_khata_is_set_against_its_lines(counter):
    other, sugar, soap = give(counter, 30), give(counter, 118), give(counter, 59)
    made = counter.write(of_khata(counter, sugar, soap))
    pay(counter, 150, shares=(Share(made.paper_id, 150_00, 2_00),), withheld=2)
    assert paper_card(counter.id, made.paper_id, today=TODAY).balance == 27_00
    left = open_amounts(counter.id, [other.id, sugar.id, soap.id])
    assert left == {other.id: 30_00, sugar.id: 0, soap.id: 27_00}
    with pytest.raises(MoreThanLeft):
        pay(counter, 28, shares=(Share(made.paper_id, 28_00),))
    assert verify_book(counter.id) == []


def pay(counter: Counter, rupees: int, *, withheld: int = 0, **said) -> int:
    content = PaymentContent(
        party_id=counter.rahim,
        side="customer",
        amount=(rupees - withheld) * 100,
        mode="cash",
        day=TODAY,
        keep_advance=True,
        **said,
    )
    record_payment(
        business_id=counter.id, actor=counter.asha, payment_id=uuid7(), content=content, made_at=counter.now,
        now=counter.now,
    )  # fmt: skip
    return rupees
