"""Goods that are promised: kept on every paper's way, and the same worked out from scratch, another way."""

from random import Random

import pytest

from audit.models import Event
from core.quantities import ONE
from core.refusals import Refusal
from inventory.models import Item, StockSum
from inventory.operations.items import OpeningStock
from inventory.queries.items import item_row
from invoicing.models import Paper, PaperLine
from invoicing.operations import states
from invoicing.operations.states import answer_estimate
from tests.invoicing.counters import line, open_counter, paper
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines


def available(counter, item) -> tuple[float, float, float]:
    row = item_row(counter.id, item, today=TODAY)
    return row.on_hand / ONE, row.committed / ONE, row.available / ONE


def answered(counter, estimate, answer: str = "accepted"):
    return answer_estimate(
        business_id=counter.id, actor=counter.asha, paper_id=estimate.paper_id, answer=answer, now=counter.now
    )


@pytest.fixture
def tea(counter):
    return counter.item("চা", opening=OpeningStock(10 * ONE, 400_00), tax_rate=50_000)


def test_an_estimate_promises_once_it_is_accepted_and_no_longer_than_until_its_bill(counter, tea):
    estimate = counter.bill(line(4, item_id=tea), kind="estimate")
    assert available(counter, tea) == (10, 0, 10)
    answered(counter, estimate)
    assert available(counter, tea) == (10, 4, 6)
    answered(counter, estimate, "declined")
    assert available(counter, tea) == (10, 0, 10)
    answered(counter, estimate)
    made = counter.write(counter.made_from(estimate, "invoice"))
    assert available(counter, tea) == (6, 0, 6)
    assert not made.promised
    assert counter.proven()


@pytest.mark.parametrize("ending", ["void", "cancelled"])
def test_an_accepted_estimate_is_accepted_again_when_its_bill_is_taken_out(counter, tea, ending):
    estimate = counter.bill(line(4, item_id=tea), kind="estimate")
    answered(counter, estimate)
    made = counter.write(counter.made_from(estimate, "invoice"))
    counter.sent(estimate)
    (states.void_paper if ending == "void" else states.cancel_paper)(
        business_id=counter.id, actor=counter.asha, paper_id=made.paper_id, base_rev=made.rev, now=counter.now
    )
    kept = paper(estimate)
    assert (kept.status, kept.status_before, available(counter, tea)) == ("accepted", "", (10, 4, 6))
    told = Event.objects.filter(business_id=counter.id, subject_id=estimate.paper_id).order_by("seq")
    assert [one.verb.partition(".")[2] for one in told][-4:] == ["accepted", "invoiced", "sent", "updated"]
    again = counter.write(counter.made_from(estimate, "invoice"))
    assert (paper(estimate).status, available(counter, tea)) == ("invoiced", (6, 0, 6))
    counter.void(again)
    assert paper(estimate).status == "accepted"
    assert counter.proven()


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("estimate", "", "approved"), ("estimate", "sent", "sent"), ("estimate", "declined", "declined"),
        ("challan", "", "approved"), ("challan", "sent", "sent"),
    ],
)  # fmt: skip
def test_what_was_billed_stands_as_before_once_its_bill_is_taken_out(counter, tea, kind, before, after):
    source = counter.bill(line(4, item_id=tea), kind=kind)
    if before == "sent":
        counter.sent(source)
    elif before:
        answered(counter, source, before)
    counter.void(counter.write(counter.made_from(source, "invoice")))
    assert paper(source).status == after
    assert counter.proven()


def test_whoever_got_an_estimate_while_it_was_billed_has_it(counter, tea):
    estimate = counter.bill(line(4, item_id=tea), kind="estimate")
    made = counter.write(counter.made_from(estimate, "invoice"))
    counter.sent(estimate)
    counter.void(made)
    assert paper(estimate).status == "sent"


def test_a_challan_takes_its_goods_off_the_estimate(counter, tea):
    estimate = counter.bill(line(4, item_id=tea), kind="estimate")
    answered(counter, estimate)
    challan = counter.write(counter.made_from(estimate, "challan"))
    assert available(counter, tea) == (10, 4, 6)
    counter.write(counter.made_from(challan, "invoice"))
    assert available(counter, tea) == (6, 0, 6)
    assert counter.proven()


def test_a_challan_that_goes_along_with_a_bill_promises_nothing(counter, tea):
    bill = counter.bill(line(4, item_id=tea))
    challan = counter.write(counter.made_from(bill, "challan"))
    assert available(counter, tea) == (6, 0, 6)
    counter.void(challan)
    assert available(counter, tea) == (6, 0, 6)


def test_a_challan_promises_until_it_is_taken_out_or_changed(counter, tea):
    challan = counter.bill(line(4, item_id=tea), kind="challan")
    assert available(counter, tea) == (10, 4, 6)
    rice = counter.item("চাল", tax_rate=50_000)
    changed = counter.change(challan, line(7, item_id=rice), kind="challan")
    assert available(counter, tea) == (10, 0, 10)
    assert available(counter, rice) == (0, 7, -7)
    counter.void(changed)
    assert available(counter, rice) == (0, 0, 0)
    assert counter.proven()


def test_whoever_sells_what_is_promised_is_told(counter, tea):
    assert not counter.bill(line(6, item_id=tea), kind="challan").promised
    assert not counter.bill(line(4, item_id=tea)).promised
    (short,) = counter.bill(line(1, item_id=tea)).promised
    assert (short.name, short.left) == ("চা", -1 * ONE)


@pytest.mark.parametrize(
    ("kind", "made"), [("estimate", "challan"), ("estimate", "invoice"), ("invoice", "credit_note")]
)
def test_a_paper_is_changed_after_what_was_made_from_it_is_taken_out(counter, tea, kind, made):
    paper = counter.bill(line(4, item_id=tea), kind=kind)
    counter.void(counter.write(counter.made_from(paper, made)))
    rev = Paper.objects.get(id=paper.paper_id).rev
    counter.draft(line(3, item_id=tea), kind=kind, paper_id=paper.paper_id, base_rev=rev)
    (changed,) = PaperLine.objects.filter(paper_id=paper.paper_id)
    assert changed.quantity == 3 * ONE
    assert counter.proven()


def test_random_papers_promise_what_they_promise_from_scratch(db, scale, figure):
    acts = scale(2_000)
    for start in range(0, acts, 40):
        chance = Random(start)
        counter = open_counter()
        items = [counter.item(f"item {n}", opening=OpeningStock(100 * ONE, 1000_00)) for n in range(3)]
        done: list = []
        for _ in range(min(40, acts - start)):
            try:
                act(counter, chance, items=items, done=done)
            except Refusal:
                continue
            stored = dict(StockSum.objects.filter(business_id=counter.id).values_list("item_id", "committed"))
            assert {item: stored[item] for item in items} == from_scratch(counter, items)
        assert counter.proven()
    figure("acts on estimates, challans and bills", acts, "promised = from scratch after each")


def act(counter, chance: Random, *, items: list, done: list) -> None:
    what = chance.choice(["write", "write", "answer", "answer", "make", "make", "change", "void"])
    if what == "write":
        kind = chance.choice(["estimate", "estimate", "challan", "invoice"])
        done.append(counter.bill(*some_lines(chance, items), kind=kind))
        return
    if not done:
        return
    one = chance.choice(done)
    if what == "answer":
        answered(counter, one, chance.choice(["accepted", "accepted", "declined"]))
    elif what == "make":
        done.append(counter.write(counter.made_from(one, chance.choice(["invoice", "challan"]))))
    elif what == "change":
        rev = Paper.objects.get(id=one.paper_id).rev
        counter.draft(*some_lines(chance, items), kind=one.kind, paper_id=one.paper_id, base_rev=rev)
    else:
        counter.void(one, base_rev=Paper.objects.get(id=one.paper_id).rev)


def some_lines(chance: Random, items: list) -> list:
    return [
        line(chance.choice([1, 2, 0.5, 3]), 10, item_id=chance.choice(items), tax_id=None, rate=50_000)
        for _ in range(chance.choice([1, 2, 3]))
    ]


def from_scratch(counter, items: list) -> dict:
    """By hand, paper by paper and without a single join."""
    papers = {paper.pk: paper for paper in Paper.objects.filter(business_id=counter.id)}
    lines = list(PaperLine.objects.filter(business_id=counter.id))
    assert not Item.objects.filter(business_id=counter.id, is_counted=False).exists()
    found = dict.fromkeys(items, 0)
    for one in lines:
        paper = papers[one.paper_id]
        source = papers.get(paper.source_id)
        if paper.kind == "estimate" and paper.status == "accepted":
            went = sum(
                other.quantity
                for other in lines
                if other.source_line_id == one.pk
                and papers[other.paper_id].kind == "challan"
                and papers[other.paper_id].status not in ("draft", "void", "cancelled")
            )
            found[one.item_id] += max(one.quantity - went, 0)
        if paper.kind != "challan" or paper.status not in ("approved", "sent"):
            continue
        if source is None or (source.kind != "invoice" and source.status != "invoiced"):
            found[one.item_id] += one.quantity
    return found
