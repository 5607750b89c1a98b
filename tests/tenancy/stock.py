"""What lies on the shelves of a book of tests/tenancy/books.py, and how its ids are sent beside an address."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from core.photos import read_photo
from inventory.models import Batch, Serial
from inventory.operations.item_photos import keep_photo
from tests.inventory.stores import Store
from tests.tenancy.purchases import picture

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Ids = Callable[[Any, UUID], Any]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
_WEEK = datetime.timedelta(days=7)


@dataclass
class Stock:
    """`cake` is made of `flour`; `milk` lies in a batch; `act` brought the flour; `taken_back` stands no more."""

    flour: UUID
    cake: UUID
    milk: UUID
    batch: UUID
    act: UUID
    movement: int
    milk_act: UUID
    taken_back: UUID
    branch: UUID
    godown: UUID


def make_stock(shop: Shop) -> Stock:
    store = Store(business=shop.business, asha=shop.asha, now=shop.now)
    day = {"day": shop.now.astimezone(_IST).date()}
    flour, cake = (
        store.item("আটা", low_level=200_000, sku=f"SKU {shop.business.name}"),
        store.item("কেক", barcode="8901234567890"),
    )
    milk, phone = store.item("दूध", has_batches=True), store.item("Phone", has_serials=True)
    came = store.bring(flour, 100, 4000, **day)
    store.parts(cake, (flour, 0.5))
    store.make(cake, 4, **day)
    keep_photo(
        business_id=shop.id, actor=shop.asha, item_id=flour, photo=read_photo(photo()["photo"]), now=shop.now
    )
    milk_came = store.bring(milk, 20, 1000, batch=("M1", day["day"] + _WEEK), **day)
    store.bring(phone, 1, 9000, serials=("SN-1",), **day)
    mistaken = store.adjust(flour, -1, **day)
    store.back(mistaken)
    assert Serial.objects.filter(business_id=shop.id).exists()
    return Stock(
        flour, cake, milk, Batch.objects.get(business_id=shop.id).id, came.document_id,
        came.moved[0].movement_id, milk_came.document_id, mistaken.document_id, store.branch, store.godown(),
    )  # fmt: skip


def photo(*_: Any) -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("আটা.jpg", picture("wheat"), "image/jpeg")}


def lines(name: str, **more: Any) -> Ids:
    """A body of one line, whose item or batch is the id."""
    return lambda book, value: {"line_items": [{"item_id": str(book.stock.flour), **more, name: str(value)}]}


def of_batch(quantity_name: str, quantity: float) -> Ids:
    return lambda book, value: {
        "line_items": [{"item_id": str(book.stock.milk), quantity_name: quantity, "batch_id": str(value)}]
    }


def beside(name: str, body: Callable[[Any], dict[str, Any]]) -> Ids:
    return lambda book, value: {**body(book), name: str(value)}


def receipt(book: Any) -> dict[str, Any]:
    return {"line_items": [{"item_id": str(book.stock.flour), "quantity": 5, "item_total": 200}]}


def adjustment(book: Any) -> dict[str, Any]:
    return {"line_items": [{"item_id": str(book.stock.flour), "quantity_adjusted": -1}], "reason": "ছেঁড়া বস্তা"}


def counting(book: Any) -> dict[str, Any]:
    return {"line_items": [{"item_id": str(book.stock.flour), "quantity": 90.5}]}


def transfer(book: Any) -> dict[str, Any]:
    return {
        "from_location_id": str(book.stock.branch), "to_location_id": str(book.stock.godown),
        "line_items": [{"item_id": str(book.stock.flour), "quantity_transfer": 10}],
    }  # fmt: skip


def assembly(book: Any) -> dict[str, Any]:
    return {"item_id": str(book.stock.cake), "quantity_to_assemble": 2}


def disassembly(book: Any) -> dict[str, Any]:
    return {"item_id": str(book.stock.cake), "quantity_to_disassemble": 2}


def cost(book: Any) -> dict[str, Any]:
    return {"movement_id": book.stock.movement, "item_total": 4400}


def bill(book: Any) -> dict[str, Any]:
    return {"components": [{"item_id": str(book.stock.flour), "quantity": 0.75}]}


ACTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "receive_inventory": receipt, "adjust_inventory": adjustment, "count_inventory": counting,
    "transfer_inventory": transfer, "assemble_inventory": assembly, "disassemble_inventory": disassembly,
    "correct_inventory_cost": cost,
}  # fmt: skip
"""A body of each operation that moves stock."""


def standing(row: Callable[..., Any]) -> dict[tuple[str, str], list[Any]]:
    """Places of tests/tenancy/test_bodies.py that name what stands; `row` is its Row."""

    def one(id_in: Callable[[Any], UUID], body: Ids) -> list[Any]:
        return [row(id_in, "404 not_found", "201", body)]

    def flour(book: Any) -> UUID:
        return book.stock.flour

    def cake(book: Any) -> UUID:
        return book.stock.cake

    def batch(book: Any) -> UUID:
        return book.stock.batch

    def godown(book: Any) -> UUID:
        return book.stock.godown

    def branch(book: Any) -> UUID:
        return book.stock.branch

    found = {
        ("set_bill_of_materials", "components[].item_id"): [
            row(
                flour, "404 not_found", "200",
                lambda _book, value: {"components": [{"item_id": str(value), "quantity": 1}]},
            )
        ],
        ("list_movements", "?item_id"): [row(flour, "200", "200", query="item_id")],
        ("list_movements", "?location_id"): [row(branch, "200", "200", query="location_id")],
        ("receive_inventory", "line_items[].item_id"): one(flour, lines("item_id", quantity=1)),
        ("adjust_inventory", "line_items[].item_id"): one(flour, lines("item_id", quantity_adjusted=-1)),
        ("count_inventory", "line_items[].item_id"): one(flour, lines("item_id", quantity=7)),
        ("transfer_inventory", "line_items[].item_id"): one(
            flour,
            lambda book, value: {
                **transfer(book), "line_items": [{"item_id": str(value), "quantity_transfer": 1}]
            },
        ),
        ("adjust_inventory", "line_items[].batch_id"): one(batch, of_batch("quantity_adjusted", -1)),
        ("count_inventory", "line_items[].batch_id"): one(batch, of_batch("quantity", 1)),
        ("transfer_inventory", "line_items[].batch_id"): one(
            batch, lambda book, value: {**transfer(book), **of_batch("quantity_transfer", 1)(book, value)}
        ),
        ("transfer_inventory", "from_location_id"): one(branch, beside("from_location_id", transfer)),
        ("transfer_inventory", "to_location_id"): one(godown, beside("to_location_id", transfer)),
        ("assemble_inventory", "item_id"): one(cake, beside("item_id", assembly)),
        ("disassemble_inventory", "item_id"): one(cake, beside("item_id", disassembly)),
    }  # fmt: skip
    for name in ("receive", "adjust", "count", "assemble", "disassemble"):
        operation = f"{name}_inventory"
        found[(operation, "location_id")] = one(branch, beside("location_id", ACTS[operation]))
    return found


def chosen(row: Callable[..., Any]) -> dict[tuple[str, str], Any]:
    """Places that name what is to be made."""
    name = "inventory_document_id"
    found = {
        (operation, name): row(lambda book: book.stock.act, "409 id_taken", "201", beside(name, body))
        for operation, body in ACTS.items()
    }
    found[("create_item", "item_id")] = row(
        lambda book: book.stock.flour, "409 id_taken", "201",
        lambda _book, value: {"name": "ডাল", "item_id": str(value)},
    )  # fmt: skip
    return found
