"""What a person says on a paper, before it is worked out. Money in minor units, rates in 1/1,000,000."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class LineContent:
    """`quantity` in 1/10,000 of `unit` ("" for the item's own), `price` in 1/1,000,000 of the currency for one.

    The tax is that of `tax_id`, or the plain one at `rate`; without both the item's own or its code decides.
    `treatment` nil, exempt or non_gst says that no tax is
    due. `returns`: on a note, the goods come back, or go back. `khata_id`: the goods given on khata that it bills.
    `batch_number`: of the batch they come in or go out of, by what is on the pack; goods that are bought may come in a
    new one, which `expires_on`.
    """

    quantity: int
    price: int
    item_id: uuid.UUID | None = None
    name: str = ""
    description: str = ""
    hsn: str = ""
    unit: str = ""
    inclusive: bool = False
    discount_amount: int = 0
    discount_rate: int = 0
    tax_id: uuid.UUID | None = None
    rate: int | None = None
    treatment: str = ""
    batch_id: uuid.UUID | None = None
    batch_number: str = ""
    expires_on: datetime.date | None = None
    serials: tuple[str, ...] = ()
    source_line_id: int | None = None
    account_id: uuid.UUID | None = None
    credit_clause: str = ""
    returns: bool = True
    khata_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """`place` and `treatment` "" come from the party, the branch and its registration; `due_on` None from the
    party's terms of payment. An expense names the account it was `paid_through_id`, and needs no party: then
    `their_registration` is the seller's tax number.

    `shipping_address`: where the goods go, empty for where the party has them sent, or else its address on bills.
    `for_another`: there somebody else takes them, on the party's word; that decides `place` where it is not said."""

    kind: str
    party_id: uuid.UUID | None
    day: datetime.date
    lines: tuple[LineContent, ...]
    due_on: datetime.date | None = None
    supply_on: datetime.date | None = None
    branch_id: uuid.UUID | None = None
    series_id: uuid.UUID | None = None
    number: str = ""
    reference: str = ""
    place: str = ""
    treatment: str = ""
    reverse_charge: bool = False
    with_tax: bool = False
    discount_amount: int = 0
    discount_rate: int = 0
    rounds: bool = True
    note: str = ""
    terms: str = ""
    reason: str = ""
    source_id: uuid.UUID | None = None
    shipping_address: Mapping[str, str] = field(default_factory=dict)
    paid_through_id: uuid.UUID | None = None
    their_registration: str = ""
    for_another: bool = False


SAID_WHERE_SET = ("paid_through_id", "their_registration", "for_another")
"""Younger than papers whose digest is kept: those that do not say it are spelled as before."""


class MayBillKhata(Protocol):
    @property
    def khata_id(self) -> uuid.UUID | None: ...


def is_of_khata(lines: Iterable[MayBillKhata]) -> bool:
    """Whether it bills goods given on khata: it comes to what they came to, so it is never rounded."""
    return any(line.khata_id is not None for line in lines)


def said(content: PaperContent) -> dict[str, Any]:
    """The content as a digest of a request spells it."""
    spelled = {name: _plain(getattr(content, name)) for name in content.__slots__ if name != "lines"}
    for name in SAID_WHERE_SET:
        if not spelled[name]:
            del spelled[name]
    return spelled | {"lines": [_said_line(line) for line in content.lines]}


def _said_line(line: LineContent) -> dict[str, Any]:
    """A line that bills nothing of a khata says nothing of it: so it is spelled as before there were such lines."""
    spelled = {name: _plain(getattr(line, name)) for name in line.__slots__}
    if line.khata_id is None:
        del spelled["khata_id"]
    return spelled


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def unsaid(spelled: Mapping[str, Any]) -> PaperContent:
    """The content as `said` spelled it."""
    head = {name: _read(name, value) for name, value in spelled.items() if name != "lines"}
    lines = tuple(
        LineContent(**{name: _read(name, value) for name, value in line.items()}) for line in spelled["lines"]
    )
    return PaperContent(**head, lines=lines)


DAYS = frozenset({"day", "due_on", "supply_on", "expires_on"})


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in DAYS:
        return datetime.date.fromisoformat(value)
    if name == "serials":
        return tuple(value)
    return uuid.UUID(value) if name.endswith("_id") and name != "source_line_id" else value
