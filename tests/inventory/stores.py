"""A shop with shelves, and short ways to fill and empty them. Quantities in whole units, money in rupees."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from core.ids import uuid7
from core.quantities import ONE
from inventory.models import BranchStock, Item, Movement, StockSum
from inventory.operations import assemblies, costs, counts, items, moves
from inventory.operations.items import OpeningStock
from inventory.operations.lines import Coming, Going, NewBatch
from inventory.operations.words import ItemWords
from inventory.stock import StockResult
from ledger.book_map import book_map
from tests.ledger.shops import TODAY, Shop, open_shop

DAY = datetime.timedelta(days=1)


@dataclass
class Store(Shop):
    def item(self, name: str = "চাল", *, opening: OpeningStock | None = None, **words) -> UUID:
        item_id = words.pop("item_id", None) or uuid7()
        items.add_item(
            business_id=self.id, actor=words.pop("actor", self.asha), item_id=item_id, country="IN",
            words=ItemWords(name=name, **words), opening=opening, now=self.now,
        )  # fmt: skip
        return item_id

    def bring(self, item_id: UUID, quantity: float, rupees: float | None = None, **fields) -> StockResult:
        batch = fields.pop("batch", None)
        line = Coming(
            item_id, round(quantity * ONE), None if rupees is None else round(rupees * 100),
            batch=NewBatch(*batch) if batch else None, serials=fields.pop("serials", ()),
        )  # fmt: skip
        return self._do(moves.receive_stock, lines=[line], **fields)

    def sell(self, item_id: UUID, quantity: float, **fields) -> StockResult:
        line = Going(item_id, round(quantity * ONE), fields.pop("batch_id", None), fields.pop("serials", ()))
        return self._do(moves.issue_stock, lines=[line], **fields)

    def adjust(self, item_id: UUID, quantity: float, **fields) -> StockResult:
        size = round(abs(quantity) * ONE)
        lines = {"coming": [Coming(item_id, size)]} if quantity > 0 else {"going": [Going(item_id, size)]}
        return self._do(moves.adjust_stock, **lines, **fields)

    def count(self, item_id: UUID, quantity: float, **fields) -> StockResult:
        line = counts.Counted(item_id, round(quantity * ONE), fields.pop("batch_id", None))
        return self._do(counts.count_stock, lines=[line], **fields)

    def carry(self, item_id: UUID, quantity: float, *, to: UUID, **fields) -> StockResult:
        said = {"from_branch_id": fields.pop("branch_id", self.branch), "to_branch_id": to, **fields}
        return self._do(moves.transfer_stock, lines=[Going(item_id, round(quantity * ONE))], **said)

    def make(self, item_id: UUID, quantity: float, **fields) -> StockResult:
        return self._do(assemblies.assemble, item_id=item_id, quantity=round(quantity * ONE), **fields)

    def unmake(self, item_id: UUID, quantity: float, **fields) -> StockResult:
        return self._do(assemblies.disassemble, item_id=item_id, quantity=round(quantity * ONE), **fields)

    def parts(self, item_id: UUID, *parts: tuple[UUID, float]) -> None:
        said = [assemblies.PartSaid(part, round(quantity * ONE)) for part, quantity in parts]
        assemblies.set_parts(business_id=self.id, actor=self.asha, item_id=item_id, parts=said, now=self.now)

    def back(self, result: StockResult, **fields) -> StockResult:
        said = {"actor": self.asha, "new_id": uuid7(), "now": self.now, **fields}
        return moves.reverse_stock(business_id=self.id, document_id=result.document_id, **said)

    def cost(self, result: StockResult, rupees: float, **fields) -> StockResult:
        movement = result.moved[0].movement_id
        return self._do(costs.correct_cost, movement_id=movement, value=round(rupees * 100), **fields)

    def _do(self, operation, **said) -> StockResult:
        usual = {"actor": self.asha, "document_id": uuid7(), "day": TODAY, "now": self.now}
        return operation(business_id=self.id, **{**usual, **said})

    @property
    def branch(self) -> UUID:
        return book_map(self.id).branch_id

    def godown(self, name: str = "গুদাম") -> UUID:
        return self.business.branches.create(name=name, kind="godown").id

    def on_hand(self, item_id: UUID, branch_id: UUID | None = None) -> float:
        rows = BranchStock.objects.filter(item_id=item_id)
        if branch_id:
            rows = rows.filter(branch_id=branch_id)
        return sum(row.on_hand for row in rows) / ONE

    def worth(self, item_id: UUID) -> float:
        """What lies there is worth, in rupees."""
        return StockSum.objects.get(item_id=item_id).value / 100

    def effects(self, result: StockResult) -> list[tuple[float, float]]:
        """(quantity, rupees) of each movement of an act."""
        rows = Movement.objects.filter(document_id=result.document_id).order_by("line")
        return [(row.quantity / ONE, row.value / 100) for row in rows]


def open_store(**fields) -> Store:
    shop = open_shop(**fields)
    return Store(business=shop.business, asha=shop.asha, now=shop.now)


def named(item_id: UUID) -> Item:
    return Item.objects.get(id=item_id)
