"""What a shop deals in: words, codes, units, and what stays once stock has moved."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from businesses.roles import Role
from core.ids import uuid7
from core.quantities import ONE
from inventory.codes import check_digit, is_barcode, is_hsn
from inventory.models import Item
from inventory.operations.items import OpeningStock, edit_item, set_active, words_of
from inventory.operations.words import ItemWords
from inventory.queries.items import item_page
from inventory.queries.movements import movement_page, stock_points
from inventory.refusals import (
    BarcodeRefused,
    ChoiceStands,
    CodeTaken,
    HsnRefused,
    ItemNameMissing,
    ItemUnknown,
    PackRefused,
    UnitRefused,
)
from ledger.refusals import ChangedElsewhere, IdTaken, RoleNotAllowed
from tests.inventory.stores import DAY, Store, named, open_store
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines


def change(store: Store, item_id, *, base_rev=1, **words):
    said = replace(words_of(named(item_id)), **words)
    return edit_item(
        business_id=store.id, actor=store.asha, item_id=item_id, base_rev=base_rev, words=said, country="IN",
        now=store.now,
    )  # fmt: skip


def names(store: Store, **asked) -> list[str]:
    return [row.item.name for row in item_page(store.id, today=TODAY, **asked).rows]


@pytest.mark.parametrize(
    ("code", "is_service", "is_good"),
    [("1006", False, True), ("100630", False, True), ("10063020", False, True), ("10", False, False),
     ("10063", False, False), ("998314", False, False), ("998314", True, True), ("9983", True, False),
     ("100630", True, False), ("10O6", False, False)],
)  # fmt: skip
def test_codes_of_goods_and_services_by_their_form(code, is_service, is_good):
    assert is_hsn(code, is_service=is_service) is is_good


def test_the_check_digit_of_an_ean():
    assert check_digit("400638133393") == 1  # the example of the GS1 handbook
    assert is_barcode("4006381333931")
    assert not is_barcode("4006381333932")
    assert is_barcode("RICE-5")
    assert not is_barcode("<b>")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"name": "  "}, ItemNameMissing),
        ({"hsn": "12"}, HsnRefused),
        ({"barcode": "4006381333932"}, BarcodeRefused),
        ({"unit": "XYZ"}, UnitRefused),
        ({"pack_unit": "BOX"}, PackRefused),
        ({"pack_unit": "PCS", "pack_size": 12 * ONE}, PackRefused),
    ],
)
def test_words_that_cannot_be_are_refused(store, words, refused):
    with pytest.raises(refused):
        store.item(**{"name": "x", **words})
    assert not Item.objects.exists()


def test_an_item_is_found_in_any_script_and_by_its_codes(store):
    store.item("चावल", sku="R-5", barcode="4006381333931")
    store.item("Soap")
    assert names(store, search="chawal") == ["चावल"]
    assert names(store, search="r-5") == names(store, search="4006381333931") == ["चावल"]


def test_a_code_leads_to_one_item(store):
    store.item("Rice", sku="R-5")
    with pytest.raises(CodeTaken, match="Rice"):
        store.item("Other", sku="R-5")
    open_store().item("Rice", sku="R-5")


def test_an_item_sent_twice_is_one(store):
    item_id = uuid7()
    for _ in range(2):
        store.item("Rice", item_id=item_id, opening=OpeningStock(5 * ONE, 50_000))
    with pytest.raises(IdTaken):
        store.item("Oil", item_id=item_id)
    assert (Item.objects.count(), store.on_hand(item_id)) == (1, 5)


def test_an_item_changes_at_its_revision(store):
    item = store.item()
    change(store, item, sale_price=5_000)
    assert (named(item).sale_price, named(item).rev) == (5_000, 2)
    with pytest.raises(ChangedElsewhere):
        change(store, item, sale_price=6_000)
    with pytest.raises(ItemUnknown):
        edit_item(
            business_id=open_store().id, actor=store.asha, item_id=item, base_rev=2, words=ItemWords("x"),
            country="IN", now=store.now,
        )  # fmt: skip
    with pytest.raises(RoleNotAllowed):
        store.item(actor=store.member(Role.STAFF))


def test_how_stock_is_kept_stays_once_it_moved(store):
    item = store.item()
    change(store, item, valuation="fifo")
    store.bring(item, 1, 10)
    with pytest.raises(ChoiceStands):
        change(store, item, base_rev=2, valuation="average")
    change(store, item, base_rev=2, name="Other", low_level=5 * ONE)


def test_chips_of_the_list(store):
    low, out = store.item("Low", low_level=10 * ONE), store.item("Out")
    milk, away = store.item("Milk", has_batches=True), store.item("Away")
    store.item("Work", kind="service")
    store.bring(low, 10, 1)
    store.bring(milk, 1, 1, batch=("B", TODAY + 5 * DAY))
    set_active(business_id=store.id, actor=store.asha, item_id=away, is_active=False, now=store.now)
    assert sorted(names(store)) == ["Low", "Milk", "Out", "Work"]
    assert names(store, chip="low") == ["Low"]
    assert names(store, chip="out") == ["Out"]
    assert names(store, chip="expiring") == ["Milk"]
    assert names(store, chip="away") == ["Away"]
    assert out


def test_lists_go_on_by_key(store):
    items = [store.item(f"Item {number}") for number in range(5)]
    for item in items:
        store.bring(item, 1, 1)
    found, cursor = [], None
    while True:
        page = item_page(store.id, today=TODAY, after=cursor, limit=2)
        found += [row.item.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(found) == sorted(items)
    seen, cursor = [], None
    while True:
        moved = movement_page(store.id, before=cursor, limit=2)
        seen += [row.item_id for row in moved.rows]
        cursor = moved.next_cursor
        if cursor is None:
            break
    assert seen == items[::-1]


def test_stock_over_time_ends_with_what_there_is(store):
    item = store.item()
    store.bring(item, 10, 1, day=TODAY - 200 * DAY)
    store.sell(item, 4, day=TODAY - 3 * DAY)
    points = stock_points(store.id, item, today=TODAY)
    assert [quantity / ONE for _, quantity in points] == [10, 6, 6]
    assert (points[0][0], points[-1][0]) == (TODAY - 90 * DAY, TODAY)


def test_an_item_stays_in_its_book(store):
    item, other = store.item(), open_store()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        other_id = other.id.hex if connection.vendor == "sqlite" else str(other.id)
        cursor.execute(f"UPDATE inventory_item SET business_id = '{other_id}'")
    assert named(item).business_id == store.id
