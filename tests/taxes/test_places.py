import datetime

import pytest

from taxes.arithmetic import TaxFault
from taxes.arithmetic.places import Move, Places, place_of_supply

DAY = datetime.date(2026, 11, 21)
BENGAL, BIHAR, ODISHA = "19", "10", "21"
CASES = [
    # the case, has the buyer a number, buyer's state, delivery, site, the place
    (Move.GOODS_THAT_MOVE, True, BIHAR, ODISHA, "", ODISHA),
    (Move.GOODS_THAT_MOVE, True, BIHAR, "", "", BIHAR),
    (Move.GOODS_THAT_MOVE, False, BIHAR, ODISHA, "", BIHAR),
    (Move.GOODS_THAT_MOVE, False, "", "", "", BENGAL),
    (Move.GOODS_THAT_STAY, True, BIHAR, "", ODISHA, ODISHA),
    (Move.GOODS_THAT_STAY, True, BIHAR, "", "", BENGAL),
    (Move.BILL_TO_SHIP_TO, True, BIHAR, ODISHA, "", BIHAR),
    (Move.SERVICE, True, BIHAR, ODISHA, "", BIHAR),
    (Move.SERVICE, False, BIHAR, "", "", BIHAR),
    (Move.SERVICE, False, "", "", "", BENGAL),
    (Move.PROPERTY, True, BIHAR, "", ODISHA, ODISHA),
    (Move.PERFORMANCE, False, BIHAR, "", ODISHA, ODISHA),
    (Move.GOODS_TRANSPORT, True, BIHAR, "", ODISHA, BIHAR),
    (Move.GOODS_TRANSPORT, False, BIHAR, "", ODISHA, ODISHA),
    (Move.TRAINING, True, BIHAR, "", ODISHA, BIHAR),
    (Move.TRAINING, False, BIHAR, "", ODISHA, ODISHA),
    (Move.PASSENGER_TRANSPORT, True, BIHAR, "", ODISHA, BIHAR),
    (Move.PASSENGER_TRANSPORT, False, BIHAR, "", ODISHA, ODISHA),
]


@pytest.mark.parametrize(("move", "registered", "recipient", "delivery", "site", "place"), CASES)
def test_a_supply_takes_place_where_the_law_says(move, registered, recipient, delivery, site, place):
    said = Places(
        move=move, is_registered=registered, supplier=BENGAL, recipient=recipient, delivery=delivery, site=site,
        day=DAY,
    )  # fmt: skip
    assert place_of_supply(said) == place


def test_before_october_2023_goods_went_where_they_were_sent_for_everybody():
    asked = {"move": Move.GOODS_THAT_MOVE, "is_registered": False, "supplier": BENGAL, "recipient": BIHAR}
    before, after = datetime.date(2023, 9, 30), datetime.date(2023, 10, 1)
    assert place_of_supply(Places(**asked, delivery=ODISHA, day=before)) == ODISHA
    assert place_of_supply(Places(**asked, delivery=ODISHA, day=after)) == BIHAR


@pytest.mark.parametrize(
    ("move", "registered"), [(Move.SERVICE, True), (Move.PROPERTY, False), (Move.TRAINING, False)]
)
def test_a_place_that_nothing_tells_is_asked_for(move, registered):
    with pytest.raises(TaxFault, match="place_unknown"):
        place_of_supply(Places(move=move, is_registered=registered, supplier=BENGAL, day=DAY))
