"""More of the day of tests/api/guide/story.py: goods come, are counted, made and sold, and one act is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ids import uuid7
from tests.api.guide.story_purchases import photo

if TYPE_CHECKING:
    from tests.api.guide.story import Day


def stock(day: Day) -> None:
    asha, shop = day.asha, day.shop.business
    branch, godown = (
        shop.branches.order_by("id").first().id,
        shop.branches.create(name="গুদাম", kind="godown").id,
    )
    words = {"unit": "KGS", "hsn_or_sac": "1101", "rate": 48, "purchase_rate": 40, "reorder_level": 20}
    flour = asha.post("/items", {"name": "আটা", **words, "initial_stock": 50, "initial_stock_rate": 40})
    flour_id = flour.json()["item"]["item_id"]
    cake = asha.post("/items", {"name": "केक", "rate": 120, "barcode": "8901234567890", "valuation": "fifo"})
    cake_id = day.ids["item_id"] = cake.json()["item"]["item_id"]
    milk = asha.post("/items", {"name": "দুধ", "track_batches": True, "unit": "LTR", "initial_stock": 12,
                                "initial_stock_rate": 52, "initial_batch_number": "M-7",
                                "initial_expiry_date": "2026-12-01"})  # fmt: skip
    assert milk.status_code == 201
    day.ids["batched_item_id"] = milk.json()["item"]["item_id"]
    asha.patch(f"/items/{flour_id}", {"rate": 50}, If_Match="1")
    asha.upload(f"/items/{flour_id}/image", image=photo("wheat"))
    asha.get(f"/items/{flour_id}/image")
    asha.delete(f"/items/{flour_id}/image")
    line = {"item_id": flour_id, "quantity": 25, "item_total": 1100}
    came = asha.post("/inventory/receipts", {"line_items": [line], "reason": "বিল ২১৪"}).json()
    act = came["inventory_document"]
    movement = act["line_items"][0]["movement_id"]
    asha.post("/inventory/costs", {"movement_id": movement, "item_total": 1150, "reason": "ভাড়া"})
    asha.post(f"/items/{cake_id}/bill-of-materials", {"components": [{"item_id": flour_id, "quantity": 0.5}]})
    asha.get(f"/items/{cake_id}/bill-of-materials")
    asha.post("/inventory/assemblies", {"item_id": cake_id, "quantity_to_assemble": 6})
    asha.post("/inventory/disassemblies", {"item_id": cake_id, "quantity_to_disassemble": 1})
    lost = {"line_items": [{"item_id": flour_id, "quantity_adjusted": -1.5}], "reason": "ছেঁড়া বস্তা"}
    lost_id = asha.post("/inventory/adjustments", lost).json()["inventory_document"]["inventory_document_id"]
    day.ids["inventory_document_id"] = lost_id
    asha.post(f"/inventory/documents/{lost_id}/reverse")
    asha.get(f"/inventory/documents/{lost_id}")
    asha.post("/inventory/counts", {"line_items": [{"item_id": flour_id, "quantity": 70}]})
    sent = {"from_location_id": str(branch), "to_location_id": str(godown),
            "line_items": [{"item_id": flour_id, "quantity_transfer": 20}]}  # fmt: skip
    asha.post("/inventory/transfers", sent)
    asha.post(f"/items/{cake_id}/inactive")
    asha.post(f"/items/{cake_id}/active")
    for path in ("movements", "available-stock", "low-stock", "expiring-batches"):
        asha.get(f"/inventory/{path}?per_page=2")
    _refused(day, flour_id, cake_id)


def _refused(day: Day, flour: str, cake: str) -> None:
    asha = day.asha
    for wrong in ({"name": "  "}, {"name": "x", "hsn_or_sac": "123"}, {"name": "x", "barcode": "8901234567894"},
                  {"name": "x", "barcode": "8901234567890"}, {"name": "x", "unit": "XYZ"},
                  {"name": "x", "pack_unit": "BOX"}):  # fmt: skip
        asha.post("/items", wrong)
    strict = asha.post("/items", {"name": "Strict", "when_short": "block"}).json()["item"]["item_id"]
    gone = {"line_items": [{"item_id": strict, "quantity_adjusted": -1}]}
    asha.post("/inventory/adjustments", gone)
    asha.patch(f"/items/{flour}", {"valuation": "fifo"}, If_Match="2")
    asha.post(f"/items/{cake}/bill-of-materials", {"components": [{"item_id": cake, "quantity": 1}]})
    asha.post("/inventory/assemblies", {"item_id": flour, "quantity_to_assemble": 1})
    service = asha.post("/items", {"name": "Repair", "product_type": "service"}).json()["item"]["item_id"]
    asha.post("/inventory/receipts", {"line_items": [{"item_id": service, "quantity": 1}]})
    asha.post("/inventory/receipts", {"line_items": [{"item_id": str(uuid7()), "quantity": 1}]})
