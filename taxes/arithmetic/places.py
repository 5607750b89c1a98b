"""Where a supply takes place, which decides the tax: IGST Act, sections 7, 8, 10 and 12.

The rules are unconfirmed readings of the law: a document may always name its place itself.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from taxes.arithmetic.faults import TaxFault

ADDRESS_RULE = datetime.date(2023, 10, 1)
"""From here on goods for an unregistered buyer are supplied where the address on the invoice is."""


class Move(StrEnum):
    """The cases the law tells apart."""

    GOODS_THAT_MOVE = "goods_that_move"
    GOODS_THAT_STAY = "goods_that_stay"
    BILL_TO_SHIP_TO = "bill_to_ship_to"
    SERVICE = "service"
    PROPERTY = "property"
    PERFORMANCE = "performance"
    GOODS_TRANSPORT = "goods_transport"
    TRAINING = "training"
    PASSENGER_TRANSPORT = "passenger_transport"


BY_SITE = frozenset({Move.GOODS_THAT_STAY, Move.PROPERTY, Move.PERFORMANCE})
SITE_IF_UNREGISTERED = frozenset({Move.GOODS_TRANSPORT, Move.TRAINING, Move.PASSENGER_TRANSPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """State codes, "" where not known.

    `recipient` is the registered buyer's place of business, or the address on record of another; `delivery` is
    where the movement of goods ends; `site` is where the goods lie, the property is, the service is performed,
    goods are handed over or a journey begins.
    """

    move: Move
    is_registered: bool
    supplier: str
    recipient: str = ""
    delivery: str = ""
    site: str = ""
    day: datetime.date


def place_of_supply(places: Places) -> str:
    """The state code of the place of supply. Raises TaxFault place_unknown where nothing tells it."""
    found = _place(places)
    if not found:
        raise TaxFault("place_unknown")
    return found


def _place(places: Places) -> str:
    own_or_recipient = places.recipient or ("" if places.is_registered else places.supplier)
    if places.move in BY_SITE:
        return places.site or (places.supplier if places.move == Move.GOODS_THAT_STAY else "")
    if places.move in SITE_IF_UNREGISTERED:
        return places.recipient if places.is_registered else places.site
    if places.move == Move.GOODS_THAT_MOVE:
        if not places.is_registered and places.day >= ADDRESS_RULE:
            return own_or_recipient
        return places.delivery or own_or_recipient
    return own_or_recipient
