"""Bills of suppliers: what they cost, which tax is set off, what is owed in the supplier's place."""

from dataclasses import replace

import pytest

from core.ids import uuid7
from core.quantities import ONE
from inventory.models import Batch, BatchStock
from inventory.refusals import BatchNeeded, BatchUnknown
from invoicing.operations.many_papers import approve_many, post_many
from invoicing.queries.purchases import bills_of_number, self_invoice_number
from invoicing.refusals import LineRefused, PaperRefused
from ledger.verify import verify_book
from tests.invoicing.counters import days, line, paper, rows
from tests.invoicing.tills import Till, open_till
from tests.ledger.shops import TODAY

HERE, ELSEWHERE = "19AANFA2641L1ZK", "27AAPFU0939F1ZV"


@pytest.fixture
def till(db) -> Till:
    return open_till()


def vendor(till: Till, number: str = HERE, name: str = "পাইকার"):
    return till.party(name, kind="supplier", registration_number=number)


def bill(till: Till, *lines, number: str = "B-1", **fields):
    content = till.said(*lines, kind=fields.pop("kind", "bill"), number=number, **fields)
    return till.write(content)


def test_taxes_of_a_bill_are_set_off_and_what_it_cost_is_without_them(till):
    made = bill(till, line(2, 100), party=vendor(till))
    assert (made.number, made.total, paper(made).place) == ("B-1", 236_00, "19")
    assert till.posted(made) == {"payable": -236, "purchases": 200, "input_cgst": 18, "input_sgst": 18}
    away = bill(till, line(1, 100), party=vendor(till, ELSEWHERE, "দূরের"))
    assert till.posted(away) == {"payable": -118, "purchases": 100, "input_igst": 18}
    assert verify_book(till.id) == []


def test_blocked_tax_goes_to_the_cost_and_stays_on_the_line(till):
    item = till.item("চাল", tax_rate=180_000)
    made = bill(till, line(2, 100, item_id=item, credit_clause="17(5)b"), party=vendor(till))
    assert till.worth(item) == 236
    assert (rows(made)[0].cgst, rows(made)[0].credit_clause) == (18_00, "17(5)b")
    assert till.posted(made) == {"payable": -236, "purchases": 236}
    with pytest.raises(LineRefused):
        bill(till, line(1, 100, credit_clause="99"), party=vendor(till))
    assert verify_book(till.id) == []


def test_on_reverse_charge_we_owe_the_tax_and_write_the_invoice_ourselves(till):
    seller = vendor(till, "", "ট্রাক")
    made = bill(till, line(1, 1000), party=seller, reverse_charge=True)
    assert made.total == 1000_00
    assert till.posted(made) == {
        "payable": -1000, "purchases": 1000, "waiting_cgst": 90, "waiting_sgst": 90, "reverse_cgst": -90,
        "reverse_sgst": -90,
    }  # fmt: skip
    assert self_invoice_number(till.id, made.paper_id) == "SI/26-27/0001"
    blocked = bill(
        till, line(1, 100, credit_clause="17(5)g"), party=seller, reverse_charge=True, number="B-2"
    )
    assert till.posted(blocked) == {"payable": -100, "purchases": 118, "reverse_cgst": -9, "reverse_sgst": -9}
    assert verify_book(till.id) == []


def test_a_seller_without_a_number_charges_no_tax(till):
    made = bill(till, line(1, 100), party=vendor(till, "", "হাট"))
    assert till.posted(made) == {"payable": -100, "purchases": 100}
    assert self_invoice_number(till.id, made.paper_id) == ""


def test_goods_come_in_with_a_bill_and_go_back_with_its_credit(till):
    item = till.item("ডাল", tax_rate=180_000)
    seller = vendor(till)
    made = bill(till, line(10, 50, item_id=item), party=seller)
    assert (till.on_hand(item), till.worth(item)) == (10, 500)
    content = till.made_from(made, "vendor_credit")
    back = till.write(_numbered(content, "VC-9", quantity=4 * ONE))
    assert (till.on_hand(item), till.worth(item)) == (6, 300)
    assert till.posted(back) == {"payable": 236, "purchases": -200, "input_cgst": -18, "input_sgst": -18}
    assert till.takes(354, party=seller, side="vendor").balance == 0
    assert verify_book(till.id) == []


def test_goods_of_a_batch_and_pieces_come_with_a_bill_and_go_by_what_is_on_the_pack(till):
    seller, godown = vendor(till), till.godown()
    pills = till.item("ওষুধ", tax_rate=50_000, has_batches=True)
    phone = till.item("फ़ोन", tax_rate=180_000, has_serials=True)
    with pytest.raises(BatchNeeded, match="ওষুধ"):
        bill(till, line(10, 50, item_id=pills), party=seller)
    day = TODAY + days(200)
    lines = (
        line(10, 50, item_id=pills, batch_number=" B-17 ", expires_on=day),
        line(2, 9000, item_id=phone, serials=("IM-1", "IM-2")),
    )
    draft = till.draft(*lines, kind="bill", party=seller, number="P-1", branch_id=godown)
    made = till.approve(draft)
    batch = Batch.objects.get(item_id=pills)
    assert [row.tax_name for row in rows(made)] == ["GST 5%", "GST 18%"]  # no bidi, which is taxed alike
    assert (batch.number, batch.expires_on, till.on_hand(pills, godown)) == ("B-17", day, 10)
    assert [(row.batch_number, row.expires_on, row.serials) for row in rows(made)] == [
        ("B-17", day, []), ("", None, ["IM-1", "IM-2"]),
    ]  # fmt: skip
    sold = till.bill(
        line(1, 90, item_id=pills, batch_number="B-17"), line(1, 9900, item_id=phone, serials=("IM-2",)), branch_id=godown
    )  # fmt: skip
    assert (till.on_hand(pills, godown), till.on_hand(phone, godown)) == (9, 1)
    with pytest.raises(BatchUnknown, match="B-18"):
        till.bill(line(1, 90, item_id=pills, batch_number="B-18"), branch_id=godown)
    till.write(till.made_from(sold, "credit_note"))
    content = till.made_from(made, "vendor_credit")
    first = replace(content, number="V-1", lines=(replace(content.lines[0], quantity=4 * ONE),))
    till.write(first)
    assert (till.on_hand(pills, godown), BatchStock.objects.get(batch=batch).on_hand) == (6, 6 * ONE)
    assert till.proven()
    assert verify_book(till.id) == []


def test_a_bill_wants_its_number_and_the_same_one_twice_is_seen(till):
    seller = vendor(till)
    with pytest.raises(PaperRefused):
        bill(till, line(), party=seller, number="")
    first = bill(till, line(), party=seller, number="INV/7")
    seen = bills_of_number(till.id, kind="bill", party_id=seller, number=" inv/7 ")
    assert [one.id for one in seen] == [first.paper_id]
    assert bills_of_number(till.id, kind="bill", party_id=vendor(till, name="অন্য"), number="INV/7") == ()
    assert (
        bills_of_number(till.id, kind="bill", party_id=seller, number="INV/7", other_than=first.paper_id)
        == ()
    )


def test_many_are_approved_and_each_says_how_it_fared(till):
    seller = vendor(till)
    good, bad = (till.draft(line(), kind="bill", party=seller, number=number) for number in ("B-1", ""))
    done = approve_many(
        business_id=till.id, actor=till.asha, now=till.now,
        papers=[(good.paper_id, good.rev), (bad.paper_id, bad.rev), (uuid7(), 1)],
    )  # fmt: skip
    assert [one.done is not None for one in done] == [True, False, False]
    assert [one.refusal.slug for one in done[1:]] == ["paper_refused", "not_found"]
    said = [(uuid7(), till.said(line(), kind="bill", party=seller, number=number)) for number in ("C-1", "")]
    posted = post_many(business_id=till.id, actor=till.asha, papers=said, made_at=till.now, now=till.now)
    assert [one.done is not None for one in posted] == [True, False]
    assert verify_book(till.id) == []


def _numbered(content, number: str, *, quantity: int):
    return replace(content, number=number, lines=(replace(content.lines[0], quantity=quantity),))
