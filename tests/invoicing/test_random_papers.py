"""Random bills, notes, changes and takings out: lines, document, journal and stock say one thing, and the taxes are
what the rational numbers find."""

from random import Random

import pytest

from core.quantities import ONE
from core.refusals import Refusal
from inventory.models import StockSum
from invoicing import working
from invoicing.models import Paper, PaperLine
from invoicing.operations.writing import content_of, lines_of
from ledger.models import Party
from ledger.verify import verify_book
from tests.inventory.stores import OpeningStock
from tests.invoicing.counters import Counter, line, open_counter
from tests.taxes.second import bill

pytestmark = pytest.mark.both_engines

ACTS, A_BOOK = 2_000, 40
RATES = [0, 50_000, 180_000, 400_000, 30_000, 2_500]
NUMBERS = {"27": "27AAPFU0939F1ZV", "": ""}


def test_lines_are_the_document_and_the_journal(db, scale, figure):
    acts = scale(ACTS)
    for start in range(0, acts, A_BOOK):
        chance = Random(start)
        counter = open_counter(scheme=chance.choice(["regular", "regular", "regular", "composition"]))
        trade(counter, chance, acts=min(A_BOOK, acts - start))
        prove(counter)
    figure("acts on bills", acts, "lines = document = journal, taxes as in rational numbers, stock right")


def trade(counter: Counter, chance: Random, *, acts: int) -> None:
    parties = [counter.rahim, counter.party("মুম্বই", registration_number=NUMBERS["27"])]
    items = [
        counter.item(f"item {n}", opening=OpeningStock(100 * ONE, 1000_00), tax_rate=chance.choice(RATES[1:]))
        for n in range(3)
    ]
    done: list = []
    for _ in range(acts):
        try:
            act(counter, chance, parties=parties, items=items, done=done)
        except Refusal:
            continue


def act(counter: Counter, chance: Random, *, parties: list, items: list, done: list) -> None:
    what = chance.choice(["bill"] * 6 + ["change", "void", "note", "note"])
    if what == "bill":
        kind = chance.choice(["invoice"] * 4 + ["debit_note", "estimate"])
        said = {"kind": kind, "party": chance.choice(parties), **off(chance), "rounds": chance.random() < 0.7}
        lines = [some_line(chance, items) for _ in range(chance.choice([1, 2, 3, 7]))]
        done.append(counter.bill(*lines, **said))
    elif done and what == "change":
        at = chance.randrange(len(done))
        party = Paper.objects.get(id=done[at].paper_id).party_id
        done[at] = counter.change(done[at], some_line(chance, items), kind=done[at].kind, party=party)
    elif done and what == "void":
        counter.void(done.pop(chance.randrange(len(done))))
    elif done and what == "note":
        done.append(counter.write(counter.made_from(chance.choice(done), "credit_note")))


def some_line(chance: Random, items: list):
    said = {"inclusive": chance.random() < 0.3, **off(chance)}
    if chance.random() < 0.6:
        said["item_id"] = chance.choice(items)
    else:
        said |= {"tax_id": None, "rate": chance.choice(RATES)}
    return line(
        chance.choice([1, 2, 3, 0.5, 1.25, 7]), chance.choice([0.05, 9.99, 33.33, 100, 1234.56]), **said
    )


def off(chance: Random) -> dict[str, int]:
    return chance.choice([{}, {}, {"discount_rate": 33_333}, {"discount_amount": 1}])


def prove(counter: Counter) -> None:
    assert verify_book(counter.id) == []
    for paper in Paper.objects.filter(business_id=counter.id).select_related("party"):
        worked = working.work_out(counter.id, content_of(paper, lines_of(paper)))
        second = bill(worked.supply)
        assert paper.total == second["total"]
        stored = PaperLine.objects.filter(paper=paper).order_by("position")
        assert [row.value for row in stored] == [row["value"] for row in second["rows"]]
        assert [row.taxes for row in stored] == [sum(row["taxes"].values()) for row in second["rows"]]
    moved: dict = {}
    for row in (
        PaperLine.objects.filter(business_id=counter.id).select_related("paper").exclude(stock_quantity=0)
    ):
        if row.paper.stock_id is not None:
            sign = 1 if row.paper.kind == "credit_note" else -1
            moved[row.item_id] = moved.get(row.item_id, 0) + sign * row.stock_quantity
    for stock in StockSum.objects.filter(business_id=counter.id):
        assert stock.on_hand == 100 * ONE + moved.get(stock.item_id, 0)
    owed = {party.id: party.balance for party in Party.objects.filter(business_id=counter.id)}
    signs = {"invoice": 1, "debit_note": 1, "credit_note": -1, "estimate": 0}
    for paper in Paper.objects.filter(business_id=counter.id).exclude(status__in=("void", "draft")):
        owed[paper.party_id] -= signs[paper.kind] * paper.total
    assert set(owed.values()) <= {0}
