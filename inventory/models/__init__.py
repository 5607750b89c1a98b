from inventory.models.items import Item, ItemKind, Part, Shortage, TaxPreference, Valuation
from inventory.models.stock import (
    Batch,
    BatchStock,
    BranchStock,
    Movement,
    Serial,
    StockDocument,
    StockKind,
    StockSum,
)

__all__ = [
    "Batch",
    "BatchStock",
    "BranchStock",
    "Item",
    "ItemKind",
    "Movement",
    "Part",
    "Serial",
    "Shortage",
    "StockDocument",
    "StockKind",
    "StockSum",
    "TaxPreference",
    "Valuation",
]
