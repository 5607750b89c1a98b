"""Sixteen at one shelf."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from inventory.models import Movement, StockSum
from inventory.refusals import StockShort
from tests.inventory.stores import open_store

SELLERS, LEFT = 16, 100


def test_sixteen_sellers_sell_the_last_hundred_and_no_more(on_engine):
    store = open_store()
    soap = store.item("Soap", shortage="block", valuation="fifo")
    store.bring(soap, LEFT // 2, 500)
    store.bring(soap, LEFT // 2, 700)
    ready = threading.Barrier(SELLERS)

    def sell(_seller: int) -> int:
        sold = 0
        ready.wait()
        try:
            while True:
                store.sell(soap, 1)
                sold += 1
        except StockShort:
            return sold
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SELLERS) as sellers:
        sold = list(sellers.map(sell, range(SELLERS)))
    assert sum(sold) == LEFT
    stored = StockSum.objects.get(item_id=soap)
    assert (stored.on_hand, stored.value) == (0, 0)
    assert Movement.objects.filter(item_id=soap, quantity__lt=0).count() == LEFT
    assert store.proven()
