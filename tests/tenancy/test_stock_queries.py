"""Stock called with another book's ids, where one row of tests/tenancy/test_queries.py is too little."""

import pytest

from core.refusals import Refusal
from inventory.models import StockDocument
from inventory.operations.alerts import raise_alerts
from inventory.queries.items import item_by_code
from inventory.queries.movements import is_taken_back
from inventory.queries.parts import bill_of
from inventory.stock import standing_result
from inventory.stock.journal import take_back
from ledger.models import Document
from tests.tenancy.books import today
from tests.tenancy.stock_queries import ALSO, sku_of
from tests.tenancy.test_queries import NOT_THERE, call


@pytest.mark.both_engines
def test_whatever_a_function_of_stock_takes_is_refused_from_another_book(world):
    before, faults = world.digest(), []
    for place, (name, given) in enumerate(ALSO):
        try:
            found = call(name, world, given(world))
        except Refusal as refused:
            if refused.slug not in NOT_THERE:
                faults.append((place, name, refused.slug))
        else:
            faults.append((place, name, found))
    assert faults == []
    assert world.digest() == before


def test_the_goods_of_another_book_raise_no_alert(world):
    before, day = world.foreign.digest(), today(world.own.shop)
    said = {"today": day, "now": world.own.shop.now}
    assert raise_alerts(business_id=world.own.id, **said) > 0
    assert world.foreign.digest() == before
    assert raise_alerts(business_id=world.own.id, **said) == 0
    assert raise_alerts(business_id=world.foreign.id, **said) > 0


def test_what_another_book_does_find_is_none_here(world):
    """The ids of EMPTY find something in their own book."""
    own, theirs, stock = world.own.id, world.foreign.id, world.foreign.stock
    assert item_by_code(theirs, sku_of(world.foreign.shop)).id == stock.flour
    assert is_taken_back(theirs, stock.taken_back)
    assert bill_of(theirs, stock.cake).parts
    assert bill_of(own, stock.cake).parts == ()
    assert standing_result(theirs, stock.act).moved
    with pytest.raises(StockDocument.DoesNotExist):
        standing_result(own, stock.act)


def test_the_postings_of_another_books_stock_stay(world):
    posting = StockDocument.objects.get(id=world.foreign.stock.act).posting_id
    before, shop = world.digest(), world.own.shop
    with pytest.raises(Document.DoesNotExist):
        take_back(posting, business_id=world.own.id, actor=shop.asha, seq=1, now=shop.now)
    assert world.digest() == before
