"""Rows of tests/tenancy/test_queries.py for items and stock."""

import datetime
from collections.abc import Callable
from typing import Any

from core.ids import uuid7
from core.photos import read_photo
from core.quantities import ONE
from inventory.models import Item
from inventory.operations.assemblies import PartSaid
from inventory.operations.counts import Counted
from inventory.operations.lines import Coming, Going
from inventory.operations.words import ItemWords
from tests.inventory.stores import Store
from tests.ledger.shops import Shop
from tests.tenancy.stock import photo

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
_MONTH = 30


def _day(world: Any) -> datetime.date:
    return world.own.shop.now.astimezone(_IST).date()


def _today(world: Any) -> dict[str, Any]:
    return {"today": _day(world)}


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _act(world: Any) -> dict[str, Any]:
    return {**_asked(world), "document_id": uuid7(), "day": _day(world)}


def _item(world: Any) -> dict[str, Any]:
    return {"item_id": world.foreign.stock.cake}


def _come(item_id: Any) -> dict[str, Any]:
    return {"lines": [Coming(item_id, ONE, 100)]}


def _go(item_id: Any, batch_id: Any = None) -> dict[str, Any]:
    return {"lines": [Going(item_id, ONE, batch_id)]}


def _count(item_id: Any, batch_id: Any = None) -> dict[str, Any]:
    return {"lines": [Counted(item_id, ONE, batch_id)]}


def _between(source: Any, target: Any) -> dict[str, Any]:
    return {"from_branch_id": source, "to_branch_id": target}


def _rows(world: Any) -> dict[str, Any]:
    return {"branch_id": world.own.stock.branch, "day": _day(world)}


def _words(world: Any) -> dict[str, Any]:
    return {**_asked(world), **_item(world), "words": ItemWords(name="X"), "country": "IN"}


MOVES, MADE = "inventory.operations.moves.", "inventory.operations.assemblies."
ITEMS, LINES = "inventory.operations.items.", "inventory.operations.lines."
COUNT, COST = "inventory.operations.counts.count_stock", "inventory.operations.costs.correct_cost"
REFUSES: dict[str, Given] = {
    ITEMS + "add_item": _words,
    ITEMS + "edit_item": lambda world: {**_words(world), "base_rev": 2},
    ITEMS + "set_active": lambda world: {**_asked(world), **_item(world), "is_active": False},
    "inventory.operations.item_photos.keep_photo": lambda world: {
        **_asked(world), **_item(world), "photo": read_photo(photo()["photo"]),
    },
    "inventory.operations.item_photos.remove_photo": lambda world: {**_asked(world), **_item(world)},
    "inventory.queries.items.item_named": lambda world: _item(world),
    ITEMS + "set_photo": lambda world: {**_asked(world), **_item(world), "file": lambda: "items/x.jpg"},
    LINES + "branch_of": lambda world: {"branch_id": world.foreign.stock.godown},
    LINES + "items_of": lambda world: _go(world.foreign.stock.flour),
    LINES + "coming_rows": lambda world: {**_rows(world), **_come(world.foreign.stock.flour)},
    LINES + "going_rows": lambda world: {**_rows(world), **_go(world.foreign.stock.flour)},
    MOVES + "receive_stock": lambda world: {**_act(world), **_come(world.foreign.stock.flour)},
    MOVES + "issue_stock": lambda world: {**_act(world), **_go(world.foreign.stock.flour)},
    MOVES + "adjust_stock": lambda world: {
        **_act(world), "going": [Going(world.foreign.stock.flour, ONE)],
    },
    MOVES + "transfer_stock": lambda world: {
        **_act(world), **_between(world.own.stock.branch, world.own.stock.godown), **_go(world.foreign.stock.flour),
    },
    MOVES + "reverse_stock": lambda world: {
        **_asked(world), "document_id": world.foreign.stock.milk_act, "new_id": uuid7(),
    },
    MOVES + "standing": lambda world: {"document_id": world.foreign.stock.act, "asked": bytes(32)},
    MADE + "set_parts": lambda world: {**_asked(world), **_item(world), "parts": []},
    MADE + "assemble": lambda world: {**_act(world), **_item(world), "quantity": ONE},
    MADE + "disassemble": lambda world: {**_act(world), **_item(world), "quantity": ONE},
    COST: lambda world: {**_act(world), "movement_id": world.foreign.stock.movement, "value": 440_000},
    COUNT: lambda world: {**_act(world), **_count(world.foreign.stock.flour)},
    "inventory.queries.items.item_row": lambda world: {**_item(world), **_today(world)},
    "inventory.queries.movements.act_rows": lambda world: {"document_id": world.foreign.stock.act},
    "inventory.stock.sums.standing_of": lambda world: {"item_ids": [world.foreign.stock.flour]},
}  # fmt: skip
ALSO: list[tuple[str, Given]] = [
    (ITEMS + "add_item", lambda world: {**_words(world), "words": _same(world)}),
    (LINES + "coming_rows", lambda world: {
        **_rows(world), "lines": [Coming(world.own.stock.flour, ONE), Coming(world.foreign.stock.flour, ONE)],
    }),
    (LINES + "going_rows", lambda world: {**_rows(world), **_go(world.own.stock.milk, world.foreign.stock.batch)}),
    (MOVES + "receive_stock", lambda world: {**_own_coming(world), "branch_id": world.foreign.stock.godown}),
    (MOVES + "receive_stock", lambda world: {**_own_coming(world), "document_id": world.foreign.stock.act}),
    (MOVES + "receive_stock", lambda world: {**_own_coming(world), "source_id": world.foreign.desk.voucher}),
    (MOVES + "issue_stock", lambda world: {**_own_going(world), "branch_id": world.foreign.stock.branch}),
    (MOVES + "issue_stock", lambda world: {**_own_going(world), "document_id": world.foreign.stock.act}),
    (MOVES + "issue_stock", lambda world: {**_own_going(world), "source_id": world.foreign.desk.voucher}),
    (MOVES + "issue_stock", lambda world: {
        **_act(world), **_go(world.own.stock.milk, world.foreign.stock.batch),
    }),
    (MOVES + "adjust_stock", lambda world: {**_act(world), "coming": [Coming(world.foreign.stock.flour, ONE)]}),
    (MOVES + "adjust_stock", lambda world: {
        **_act(world), "going": [Going(world.own.stock.milk, ONE, world.foreign.stock.batch)],
    }),
    (MOVES + "adjust_stock", lambda world: {
        **_act(world), "coming": [Coming(world.own.stock.flour, ONE)], "branch_id": world.foreign.stock.godown,
    }),
    (MOVES + "transfer_stock", lambda world: {
        **_own_going(world), **_between(world.foreign.stock.branch, world.own.stock.godown),
    }),
    (MOVES + "transfer_stock", lambda world: {
        **_own_going(world), **_between(world.own.stock.branch, world.foreign.stock.godown),
    }),
    (MOVES + "transfer_stock", lambda world: {
        **_act(world), **_between(world.own.stock.branch, world.own.stock.godown),
        **_go(world.own.stock.milk, world.foreign.stock.batch),
    }),
    (MOVES + "reverse_stock", lambda world: {
        **_asked(world), "document_id": world.own.stock.milk_act, "new_id": world.foreign.stock.act,
    }),
    (MADE + "set_parts", lambda world: {
        **_asked(world), "item_id": world.own.stock.cake, "parts": [PartSaid(world.foreign.stock.flour, ONE)],
    }),
    (MADE + "assemble", lambda world: {**_own_making(world), "branch_id": world.foreign.stock.branch}),
    (MADE + "assemble", lambda world: {**_own_making(world), "document_id": world.foreign.stock.act}),
    (MADE + "disassemble", lambda world: {**_own_making(world), "branch_id": world.foreign.stock.branch}),
    (MADE + "disassemble", lambda world: {**_own_making(world), "document_id": world.foreign.stock.act}),
    (COST, lambda world: {
        **_act(world), "movement_id": world.own.stock.movement, "value": 440_000,
        "document_id": world.foreign.stock.act,
    }),
    (COUNT, lambda world: {**_act(world), **_count(world.own.stock.milk, world.foreign.stock.batch)}),
    (COUNT, lambda world: {
        **_act(world), **_count(world.own.stock.flour), "branch_id": world.foreign.stock.branch,
    }),
    (COUNT, lambda world: {
        **_act(world), **_count(world.own.stock.flour), "document_id": world.foreign.stock.act,
    }),
    ("inventory.stock.sums.standing_of", lambda world: {
        "item_ids": [world.own.stock.flour, world.foreign.stock.flour],
    }),
]  # fmt: skip
"""Whatever else a function takes that names something: everything but that is the book's own."""
EMPTY: dict[str, Given] = {
    "inventory.queries.batches.batches_of": lambda world: {
        "item_id": world.foreign.stock.milk, **_today(world),
    },
    "inventory.queries.items.item_by_code": lambda world: {"code": sku_of(world.foreign.shop)},
    "inventory.queries.items.lying": lambda world: {"item_id": world.foreign.stock.flour},
    "inventory.queries.movements.is_taken_back": lambda world: {"document_id": world.foreign.stock.taken_back},
    "inventory.queries.movements.stock_points": lambda world: {
        "item_id": world.foreign.stock.flour, **_today(world),
    },
    "inventory.stock.history.history": lambda world: {"item_id": world.foreign.stock.flour},
    "inventory.stock.promised.overpromised": lambda world: {"item_ids": [world.foreign.stock.flour]},
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "inventory.queries.batches.expiring_batches": lambda world: {**_today(world), "within_days": _MONTH},
    "inventory.queries.items.item_page": lambda world: {**_today(world), "limit": 500},
    "inventory.queries.items.stock_worth": lambda world: {},
    "inventory.queries.movements.movement_page": lambda world: {"limit": 500},
}
SEEN_ELSEWHERE = {
    "inventory.queries.items.kept_apart": "tests/invoicing/test_purchase_pages.py: a sheet asks for what the book has",
    "inventory.operations.alerts.raise_alerts": "tests/tenancy/test_stock_queries.py",
    MOVES + "run": "calls what the operations built; each of them is tried",
    "inventory.queries.movements.standing": "a query that begins with the book; movement_page reads it",
    "inventory.queries.parts.bill_of": "tests/tenancy/test_stock_queries.py: it is without parts",
    "inventory.stock.journal.post_value": "takes the branch branch_of found in the book",
    "inventory.stock.journal.refuse_without_stock": "names nothing but the book",
    "inventory.stock.journal.take_back": "tests/tenancy/test_stock_queries.py: it finds none",
    "inventory.stock.promised.promise": "takes the items that papers of the book name",
    "inventory.stock.shortage.lows_of": "takes the items standing_of found in the book",
    "inventory.stock.sums.move": "takes the items standing_of found in the book",
    "inventory.stock.worth.work_out_without": "takes the items standing_of found in the book",
    "inventory.stock.write.standing_result": "tests/tenancy/test_stock_queries.py: it finds none",
}


def _own_coming(world: Any) -> dict[str, Any]:
    return {**_act(world), **_come(world.own.stock.flour)}


def _own_going(world: Any) -> dict[str, Any]:
    return {**_act(world), **_go(world.own.stock.flour)}


def _own_making(world: Any) -> dict[str, Any]:
    return {**_act(world), "item_id": world.own.stock.cake, "quantity": ONE}


def _same(world: Any) -> ItemWords:
    """The very words of the other book's item: still no repetition."""
    item = Item.objects.get(id=world.foreign.stock.cake)
    return ItemWords(name=item.name, barcode=item.barcode)


def sku_of(shop: Shop) -> str:
    return f"SKU {shop.business.name}"


def fill(shop: Shop) -> None:
    """Goods that are low, and expire tomorrow."""
    store = Store(business=shop.business, asha=shop.asha, now=shop.now)
    day = shop.now.astimezone(_IST).date()
    item = store.item("केवल दूसरी बही", has_batches=True, low_level=90 * ONE)
    store.bring(item, 7, 777, day=day, batch=("K1", day + datetime.timedelta(days=1)))
