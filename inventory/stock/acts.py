"""An act of stock before it is written: which goods come, which go, and what for."""

import datetime
import uuid
from dataclasses import dataclass

from inventory.models import StockKind
from ledger.models import AccountRole

LINES_MAX = 200
FIRST_DAY = datetime.date(1950, 1, 1)
DAYS_AHEAD_MAX = 366

COUNTER: dict[str, AccountRole] = {
    StockKind.OPENING: AccountRole.OPENING,
    StockKind.PURCHASE: AccountRole.PURCHASES,
    StockKind.PURCHASE_RETURN: AccountRole.PURCHASES,
    StockKind.COST: AccountRole.PURCHASES,
    StockKind.SALE: AccountRole.COST_OF_GOODS,
    StockKind.SALE_RETURN: AccountRole.COST_OF_GOODS,
    StockKind.ADJUSTMENT: AccountRole.STOCK_ADJUSTMENT,
    StockKind.COUNT: AccountRole.STOCK_ADJUSTMENT,
    StockKind.ASSEMBLY: AccountRole.STOCK_ADJUSTMENT,
    StockKind.DISASSEMBLY: AccountRole.STOCK_ADJUSTMENT,
    StockKind.TRANSFER: AccountRole.STOCK_ADJUSTMENT,
}
"""What the worth of goods stands against. A bill debits Purchases, and the goods it brings are taken out of there
into Stock; what is made of parts, and what only changes its place, comes to nothing here."""

SHARED = (StockKind.ASSEMBLY, StockKind.DISASSEMBLY)
"""What comes costs what went."""


@dataclass(frozen=True, slots=True)
class Row:
    """A movement to be. `quantity` in 1/10,000, above zero when goods come.

    `value` (minor units): what goods that come cost; None where the stock itself says it. `weight` is the row's
    part of what an assembly used up. `asked`: what goods that go are worth by the item's price. `about` is the
    movement whose cost a row of no quantity corrects.
    """

    item_id: uuid.UUID
    branch_id: uuid.UUID
    quantity: int
    value: int | None = None
    weight: int = 0
    asked: int = 0
    batch_id: uuid.UUID | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """`source_id` is the document it was done for; `against` another account than the kind's own."""

    document_id: uuid.UUID
    kind: str
    branch_id: uuid.UUID
    day: datetime.date
    rows: tuple[Row, ...]
    content_hash: bytes
    note: str = ""
    source_id: uuid.UUID | None = None
    against: AccountRole | None = None

    @property
    def counter(self) -> AccountRole:
        return self.against or COUNTER[self.kind]


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement that was written, with what it cost (minor units, from 0 on)."""

    movement_id: int
    item_id: uuid.UUID
    branch_id: uuid.UUID
    batch_id: uuid.UUID | None
    quantity: int
    cost: int


@dataclass(frozen=True, slots=True)
class Low:
    """An item of which more left than there was, and that lets it happen. `left` in 1/10,000, below zero."""

    item_id: uuid.UUID
    name: str
    left: int
    day: datetime.date


@dataclass(frozen=True, slots=True)
class StockResult:
    """`cost` is what left the stock, `value` what came into it, both in minor units; `difference` what earlier
    issues turned out to have cost more."""

    document_id: uuid.UUID
    kind: str
    day: datetime.date
    seq: int
    moved: tuple[Moved, ...]
    difference: int = 0
    low: tuple[Low, ...] = ()
    replayed: bool = False

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.moved if one.quantity < 0)

    @property
    def value(self) -> int:
        return sum(one.cost for one in self.moved if one.quantity > 0)
