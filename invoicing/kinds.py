"""What tells the kinds of papers apart, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from inventory.models import StockKind
from invoicing.models import PaperKind
from ledger.models import AccountRole, Direction, DocumentKind
from taxes.models import NumberedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """`sign` is +1 where the party owes us more by it. `numbered` is the kind its number is drawn for, None where the
    supplier gives it. `goods` is what it does to stock: they go, they come back, or they stay. `pays`: its money is
    paid by the paper itself, so that nobody owes it."""

    is_sale: bool
    is_posted: bool
    sign: int
    numbered: NumberedKind | None
    goods: StockKind | None
    pays: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.numbered is not None

    @property
    def direction(self) -> Direction:
        return Direction.GAVE if self.sign > 0 or self.pays else Direction.GOT


SIDES: Mapping[str, Side] = MappingProxyType(
    {
        PaperKind.ESTIMATE: Side(
            is_sale=True, is_posted=False, sign=1, numbered=NumberedKind.ESTIMATE, goods=None
        ),
        PaperKind.CHALLAN: Side(
            is_sale=True, is_posted=False, sign=1, numbered=NumberedKind.DELIVERY_CHALLAN, goods=None
        ),
        PaperKind.INVOICE: Side(
            is_sale=True, is_posted=True, sign=1, numbered=NumberedKind.INVOICE, goods=StockKind.SALE
        ),
        PaperKind.DEBIT_NOTE: Side(
            is_sale=True, is_posted=True, sign=1, numbered=NumberedKind.DEBIT_NOTE, goods=None
        ),
        PaperKind.CREDIT_NOTE: Side(
            is_sale=True, is_posted=True, sign=-1, numbered=NumberedKind.CREDIT_NOTE,
            goods=StockKind.SALE_RETURN,
        ),
        PaperKind.BILL: Side(
            is_sale=False, is_posted=True, sign=-1, numbered=None, goods=StockKind.PURCHASE
        ),
        PaperKind.VENDOR_CREDIT: Side(
            is_sale=False, is_posted=True, sign=1, numbered=None, goods=StockKind.PURCHASE_RETURN
        ),
        PaperKind.EXPENSE: Side(
            is_sale=False, is_posted=True, sign=-1, numbered=None, goods=None, pays=True
        ),
    }
)  # fmt: skip

POSTED_KINDS = tuple(DocumentKind(kind) for kind, side in SIDES.items() if side.is_posted)

COMPONENT_ROLES: Mapping[str, AccountRole] = MappingProxyType(
    {
        "cgst": AccountRole.OUTPUT_CGST,
        "sgst": AccountRole.OUTPUT_SGST,
        "igst": AccountRole.OUTPUT_IGST,
        "cess": AccountRole.OUTPUT_CESS,
        "vat": AccountRole.OUTPUT_VAT,
        "duty": AccountRole.OUTPUT_DUTY,
    }
)
"""The columns of a line's taxes, and the accounts on which we owe them. UTGST travels with SGST, as in returns."""
