"""What a printed document says, as data. Amounts are minor units; quantities, prices and rates as in
taxes.arithmetic."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from taxes.arithmetic import Buyer, Sum
from taxes.arithmetic.sums import LineSum
from taxes.arithmetic.supplies import ABROAD


class PaperKind(StrEnum):
    INVOICE = "invoice"
    ESTIMATE = "estimate"
    DELIVERY_CHALLAN = "delivery_challan"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    SELF_INVOICE = "self_invoice"
    RECEIPT_VOUCHER = "receipt_voucher"
    REFUND_VOUCHER = "refund_voucher"
    PAYMENT_VOUCHER = "payment_voucher"


NOTES = frozenset({PaperKind.CREDIT_NOTE, PaperKind.DEBIT_NOTE})
ASKS_FOR_MONEY = frozenset({PaperKind.INVOICE, PaperKind.DEBIT_NOTE})


class PaperState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`text` has everything but state and code. `town` and `pin` stand apart where they are known: the files of the
    tax office want them so. `state` is a code of taxes.states, "" outside India."""

    text: str = ""
    town: str = ""
    pin: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One who sells or buys. `name` is what stands above the door, `legal_name` what the tax office knows.

    `registration` is a GSTIN or a BIN, "" without one; `office` names which of the two it is.
    """

    name: str
    legal_name: str = ""
    registration: str = ""
    office: str = "GSTIN"
    address: Address = field(default_factory=Address)
    phone: str = ""
    email: str = ""
    is_composition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBatch:
    name: str
    expires_on: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """`unit` is a UQC, "" for a service. `unit_price` is as it was typed: `inclusive` with its taxes in it."""

    name: str
    note: str = ""
    hsn: str = ""
    is_service: bool = False
    quantity: int
    unit: str = ""
    unit_price: int
    inclusive: bool = False
    batches: tuple[PaperBatch, ...] = ()
    sum: LineSum


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The document that this one is about, as an invoice is to its credit note."""

    number: str
    day: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedAdvance:
    """So much of an advance counts on a bill; `number` is that of its receipt voucher."""

    number: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDocument:
    """`lines` and `sum.lines` are the same lines. `number` is "" before the first approval.

    `place` is the state code of the place of supply (taxes.arithmetic.supplies.ABROAD for an export), `treatment` what
    the law calls the buyer. `with_tax`: zero-rated, and tax is charged all the same. `paid` is what came for it so far,
    `advances` the part of that which was taxed ahead.
    `reference` is the buyer's own number of the order.
    """

    kind: PaperKind
    state: PaperState = PaperState.ISSUED
    number: str
    day: datetime.date
    issued_at: datetime.datetime | None = None
    due_on: datetime.date | None = None
    country: str = "IN"
    currency: str = "INR"
    seller: Side
    buyer: Side | None = None
    ship_to: Address | None = None
    treatment: Buyer = Buyer.CONSUMER
    place: str = ""
    with_tax: bool = False
    reverse_charge: bool = False
    reference: str = ""
    reason: str = ""
    earlier: tuple[Earlier, ...] = ()
    lines: tuple[PaperLine, ...]
    sum: Sum
    paid: int = 0
    advances: tuple[UsedAdvance, ...] = ()
    upi_id: str = ""
    notes: str = ""
    terms: str = ""

    @property
    def due(self) -> int:
        """What is still to be paid, never below 0; nothing for a draft."""
        if self.state != PaperState.ISSUED or self.kind not in ASKS_FOR_MONEY:
            return 0
        return max(self.sum.total - self.paid, 0)

    @property
    def to_sez(self) -> bool:
        return self.treatment == Buyer.SEZ

    @property
    def zero_rated(self) -> bool:
        """An export, or a supply to a special economic zone."""
        return self.to_sez or self.place == ABROAD

    @property
    def has_goods(self) -> bool:
        return any(not line.is_service for line in self.lines)
