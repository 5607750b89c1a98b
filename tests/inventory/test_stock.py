"""What moves, what it costs, and what the journal holds of it."""

import pytest
from django.db import DatabaseError, connection, transaction

from businesses.models import Branch, Registration
from businesses.roles import Role
from core.ids import uuid7
from inventory.models import BatchStock, Movement, Serial, StockDocument
from inventory.operations.items import OpeningStock
from inventory.refusals import (
    AnotherRegistration,
    BatchNeeded,
    BatchRefused,
    CostStands,
    NotCounted,
    NothingMoves,
    PartsMissing,
    PartsRefused,
    SameBranch,
    SerialsRefused,
    StockShort,
    TakenBack,
)
from ledger.queries.trial_balance import trial_balance
from ledger.refusals import BackdatingNotAllowed, IdTaken, PeriodLocked
from tests.inventory.stores import DAY, Store, open_store
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines


def balances(store: Store) -> dict[str, float]:
    """Rupees on each account, debit positive, by role."""
    rows = trial_balance(store.id, until=TODAY + 366 * DAY)
    return {row.role: row.balance / 100 for row in rows if row.balance}


def test_goods_bought_and_sold_go_through_the_journal(store):
    rice = store.item()
    store.bring(rice, 10, 500)
    store.bring(rice, 10, 700)
    sold = store.sell(rice, 5)
    assert sold.cost == 30_000
    assert balances(store) == {"stock": 900, "purchases": -1200, "cost_of_goods": 300}
    assert store.on_hand(rice) == 15
    assert store.proven()


def test_opening_stock_comes_from_equity(store):
    oil = store.item("Oil", opening=OpeningStock(120_000, 240_000), unit="LTR")
    assert balances(store) == {"stock": 2400, "opening": -2400}
    assert store.worth(oil) == 2400


def test_first_in_first_out(store):
    soap = store.item(valuation="fifo")
    store.bring(soap, 10, 100)
    store.bring(soap, 10, 200)
    assert store.sell(soap, 15).cost == 20_000
    assert store.worth(soap) == 100
    assert store.proven()


@pytest.mark.parametrize(("method", "corrected"), [("average", 25.0), ("fifo", -50.0)])
def test_a_back_dated_purchase_gives_a_difference_and_rewrites_nothing(store, method, corrected):
    salt = store.item(valuation=method)
    store.bring(salt, 10, 100, day=TODAY - 10 * DAY)
    sold = store.sell(salt, 10, day=TODAY - 2 * DAY)
    before = list(Movement.objects.filter(document_id=sold.document_id).values_list())
    late = store.bring(salt, 10, {"average": 150, "fifo": 50}[method], day=TODAY - 20 * DAY)
    assert late.difference == corrected * 100
    assert list(Movement.objects.filter(document_id=sold.document_id).values_list()) == before
    assert balances(store)["cost_of_goods"] == 100 + corrected
    assert store.proven()


def test_freight_that_comes_after_the_period_was_closed(store):
    cloth = store.item(valuation="fifo")
    came = store.bring(cloth, 10, 1000, day=TODAY - 60 * DAY)
    store.sell(cloth, 4, day=TODAY - 50 * DAY)
    store.close(TODAY - 30 * DAY)
    freight = store.cost(came, 1100)
    assert (freight.day, freight.difference) == (TODAY, 4_000)
    assert store.worth(cloth) == 660
    assert balances(store) == {"stock": 660, "purchases": -1100, "cost_of_goods": 440}
    with pytest.raises(PeriodLocked):
        store.back(came)
    assert store.proven()
    store.back(freight)
    assert store.worth(cloth) == 600
    assert store.proven()


def test_what_is_taken_back_leaves_the_books_as_they_were(store):
    pen = store.item()
    store.bring(pen, 10, 100)
    before = balances(store)
    sold = store.sell(pen, 4)
    back = store.back(sold)
    assert balances(store) == before
    assert (store.on_hand(pen), store.worth(pen)) == (10, 100)
    with pytest.raises(TakenBack):
        store.back(sold)
    with pytest.raises(TakenBack):
        store.back(back)
    assert store.proven()


def test_taking_a_purchase_back_moves_the_cost_of_what_was_sold_since(store):
    pen = store.item()
    first = store.bring(pen, 10, 100)
    store.bring(pen, 10, 300)
    store.sell(pen, 5)
    back = store.back(first)
    assert back.difference == 15_000 - 10_000
    assert store.worth(pen) == 150
    with pytest.raises(StockShort):
        blocked = store.item("Blocked", shortage="block")
        came = store.bring(blocked, 5, 50)
        store.sell(blocked, 1)
        store.back(came)
    assert store.proven()


def test_a_corrected_cost_goes_before_what_it_corrects(store):
    pen = store.item()
    came = store.bring(pen, 10, 100)
    more = store.cost(came, 120)
    with pytest.raises(CostStands):
        store.back(came)
    store.back(more)
    store.back(came)
    assert store.on_hand(pen) == 0
    assert balances(store) == {}
    with pytest.raises(NothingMoves):
        store.cost(store.bring(pen, 1, 10), 10)


def test_more_may_leave_than_there_is_unless_the_item_says_no(store):
    warned, blocked = store.item("Warned"), store.item("Blocked", shortage="block")
    for item in (warned, blocked):
        store.bring(item, 4, 40)
    low = store.sell(warned, 6).low
    assert [(one.item_id, one.left) for one in low] == [(warned, -20_000)]
    with pytest.raises(StockShort, match="Only 4 of Blocked is left"):
        store.sell(blocked, 6)
    assert store.on_hand(blocked) == 4
    assert store.proven()


def test_a_back_dated_issue_that_makes_a_later_day_negative_is_blocked(store):
    item = store.item("Late", shortage="block")
    store.bring(item, 10, 100, day=TODAY - 20 * DAY)
    store.sell(item, 8, day=TODAY - 10 * DAY)
    store.bring(item, 10, 100, day=TODAY - 5 * DAY)
    with pytest.raises(StockShort, match="11 Nov 2026"):
        store.sell(item, 3, day=TODAY - 15 * DAY)
    assert store.sell(item, 2, day=TODAY - 15 * DAY).cost == 2_000
    with pytest.raises(StockShort):
        store.bring(store.item("x", shortage="block"), 1, 1)
        store.sell(item, 11)
    assert store.proven()


def test_the_same_act_sent_twice_is_one(store):
    item, document = store.item(), uuid7()
    first = store.bring(item, 3, 30, document_id=document)
    again = store.bring(item, 3, 30, document_id=document)
    assert again.replayed
    assert (again.moved, again.seq) == (first.moved, first.seq)
    with pytest.raises(IdTaken):
        store.bring(item, 4, 30, document_id=document)
    assert store.on_hand(item) == 3


def test_a_dry_run_says_the_cost_and_writes_nothing(store):
    item = store.item()
    store.bring(item, 3, 30)
    assert store.sell(item, 1, dry_run=True).cost == 1_000
    assert store.on_hand(item) == 3


def test_staff_move_stock_of_today_alone(store):
    item, staff = store.item(), store.member(Role.STAFF)
    store.bring(item, 3, 30, actor=staff)
    with pytest.raises(BackdatingNotAllowed):
        store.sell(item, 1, actor=staff, day=TODAY - DAY)


def test_services_have_no_stock(store):
    with pytest.raises(NotCounted):
        store.bring(store.item("Repair", kind="service"), 1, 1)


def test_found_and_broken_goods_stand_against_stock_adjustment(store):
    item = store.item()
    store.bring(item, 10, 100)
    store.adjust(item, -2, note="broken")
    store.adjust(item, 1)
    assert balances(store) == {"stock": 90, "purchases": -100, "stock_adjustment": 10}
    assert store.proven()


def test_a_count_moves_the_difference_alone(store):
    item, other = store.item(), store.item("b")
    store.bring(item, 10, 100)
    assert store.effects(store.count(item, 7)) == [(-3, -30)]
    assert store.effects(store.count(item, 7)) == []
    assert store.effects(store.count(other, 2)) == [(2, 0)]
    assert store.on_hand(item) == 7
    assert store.proven()


def test_a_count_of_an_earlier_day_leaves_later_moves_alone(store):
    item = store.item()
    store.bring(item, 10, 100, day=TODAY - 5 * DAY)
    store.sell(item, 4)
    store.count(item, 9, day=TODAY - DAY)
    assert store.on_hand(item) == 5
    assert store.proven()


def test_goods_change_their_branch_and_nothing_else(store):
    item, godown = store.item(valuation="fifo"), store.godown()
    store.bring(item, 10, 100)
    before = balances(store)
    moved = store.carry(item, 4, to=godown)
    assert (store.on_hand(item, store.branch), store.on_hand(item, godown)) == (6, 4)
    assert balances(store) == before
    with pytest.raises(SameBranch):
        store.carry(item, 1, to=store.branch)
    for branch, number in ((store.branch, "19AAPFU0939F1ZS"), (godown, "27AAPFU0939F1ZV")):
        made = Registration.objects.create(
            business_id=store.id, kind="gstin", number=number, state=number[:2]
        )
        Branch.objects.filter(id=branch).update(registration=made)
    with pytest.raises(AnotherRegistration, match="two tax numbers"):
        store.carry(item, 1, to=godown)
    store.back(moved)
    assert store.on_hand(item, godown) == 0
    assert store.proven()


def test_a_branch_runs_short_while_another_has_plenty(store):
    item, godown = store.item(shortage="block"), store.godown()
    store.bring(item, 10, 100)
    with pytest.raises(StockShort):
        store.sell(item, 1, branch_id=godown)


def test_what_expires_first_is_sold_first(store):
    milk = store.item("Milk", has_batches=True)
    store.bring(milk, 5, 50, batch=("B2", TODAY + 20 * DAY))
    store.bring(milk, 5, 50, batch=("B1", TODAY + 10 * DAY))
    store.bring(milk, 5, 50, batch=("B0",))
    store.sell(milk, 7)
    left = dict(BatchStock.objects.values_list("batch__number", "on_hand"))
    assert left == {"B1": 0, "B2": 30_000, "B0": 50_000}
    with pytest.raises(BatchNeeded):
        store.bring(milk, 1, 1)
    with pytest.raises(BatchRefused):
        store.bring(milk, 1, 1, batch=("B1", TODAY + 11 * DAY))
    with pytest.raises(BatchRefused):
        store.bring(milk, 1, 1, batch=("B9", TODAY - DAY))
    assert store.proven()


def test_what_is_past_its_day_is_not_sold_where_shortage_is_blocked(store):
    milk = store.item("Milk", has_batches=True, shortage="block")
    store.bring(milk, 5, 50, batch=("old", TODAY - 2 * DAY), day=TODAY - 9 * DAY)
    store.bring(milk, 2, 20, batch=("new", TODAY + DAY))
    store.sell(milk, 2)
    with pytest.raises(StockShort):
        store.sell(milk, 1)


def test_pieces_go_by_their_numbers(store):
    phone, godown = store.item("Phone", has_serials=True), store.godown()
    store.bring(phone, 2, 200, serials=("A1", "A2"))
    with pytest.raises(SerialsRefused):
        store.bring(phone, 1, 100, serials=("A1",))
    with pytest.raises(SerialsRefused):
        store.sell(phone, 1)
    sold = store.sell(phone, 1, serials=("A1",))
    with pytest.raises(SerialsRefused, match="A1"):
        store.sell(phone, 1, serials=("A1",))
    store.back(sold)
    assert Serial.objects.get(number="A1").branch_id == store.branch
    assert store.sell(phone, 1, serials=("A1",)).cost == 10_000
    assert godown
    assert store.proven()


def test_what_is_made_costs_what_went_into_it(store):
    flour, sugar, cake = store.item("Flour"), store.item("Sugar"), store.item("Cake", valuation="fifo")
    store.bring(flour, 10, 333.33)
    store.bring(sugar, 10, 200)
    store.parts(cake, (flour, 0.5), (sugar, 0.25))
    made = store.make(cake, 4)
    assert made.value == made.cost == 6_667 + 2_000
    assert balances(store)["stock"] == 533.33
    apart = store.unmake(cake, 2)
    assert apart.cost == apart.value
    assert (store.on_hand(cake), store.on_hand(flour), store.on_hand(sugar)) == (2, 9, 9.5)
    store.back(apart)
    store.back(made)
    assert (store.on_hand(cake), store.on_hand(flour)) == (0, 10)
    assert store.proven()


def test_an_item_is_not_made_of_itself(store):
    a, b, c = store.item("a"), store.item("b"), store.item("c")
    store.parts(a, (b, 1))
    store.parts(b, (c, 1))
    for parts in (((a, 1),), ((c, 1),), ((b, 1), (b, 2))):
        with pytest.raises(PartsRefused):
            store.parts(c, *parts)
    with pytest.raises(PartsMissing):
        store.make(c, 1)


def test_a_book_of_a_home_keeps_no_stock(db):
    from inventory.refusals import NoStockHere

    home = open_store(kind="home")
    with pytest.raises(NoStockHere):
        home.bring(home.item(), 1, 1)


def test_nothing_that_moved_is_changed_past_the_program(store):
    item = store.item()
    came = store.bring(item, 3, 30)
    other = open_store()
    foreign = other.item()
    attempts = [
        "UPDATE inventory_movement SET quantity = 1",
        "DELETE FROM inventory_movement",
        "UPDATE inventory_stockdocument SET note = 'x'",
        "DELETE FROM inventory_stockdocument",
        f"UPDATE inventory_branchstock SET item_id = '{bound(foreign)}' WHERE item_id = '{bound(item)}'",
    ]
    for sql in attempts:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    stock_document = StockDocument.objects.get(id=came.document_id)
    fields = {"business_id": store.id, "branch_id": store.branch, "pos": stock_document.pos, "line": 9,
              "quantity": 1, "value": 1, "document": stock_document}  # fmt: skip
    for bad in ({"item_id": foreign, "day": TODAY}, {"item_id": item, "day": TODAY + DAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Movement.objects.create(**fields, **bad)
    assert store.proven()


def bound(value):
    return value.hex if connection.vendor == "sqlite" else str(value)


def test_a_closed_period_takes_no_stock(store):
    item = store.item()
    store.close(TODAY - DAY)
    with pytest.raises(PeriodLocked):
        store.bring(item, 1, 10, day=TODAY - 2 * DAY)
