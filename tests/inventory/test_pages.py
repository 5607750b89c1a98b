"""The pages of items and stock as plain forms: what a browser without scripts does."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from businesses.models import User
from businesses.roles import Role
from core.ids import uuid7
from core.quantities import ONE
from inventory.models import Batch, Item, Part, StockDocument
from tests.inventory.stores import DAY, Store, open_store
from tests.ledger.shops import TODAY
from tests.tenancy.purchases import picture


@pytest.fixture
def store(db, time_machine) -> Store:
    found = open_store()
    assert found.branch  # the book's first one, before the clock goes back and another gets a lower id
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def desk(store):
    return Desk(store)


class Desk:
    def __init__(self, store: Store, user_id: UUID | None = None) -> None:
        self.client, self.base = Client(), f"/b/{store.id}/items/"
        self.client.force_login(User.objects.get(id=user_id or store.asha.user_id))

    def get(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == status, answer.content[:400]
        return answer.content.decode()

    def post(self, path: str, status: int = 303, **said) -> str:
        answer = self.client.post(self.base + path, said)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer.content.decode()


def test_an_item_is_added_with_what_is_there(store, desk):
    assert "Nothing in the list yet" in desk.get()
    said = {"item_id": uuid7(), "name": "चावल", "unit": "KGS", "sale_price": "५२", "opening": "20",
            "opening_value": "900", "low_level": "5", "is_counted": "on"}  # fmt: skip
    desk.post("add/", **said)
    desk.post("add/", **said)
    item = Item.objects.get()
    assert (item.sale_price, item.low_level, store.on_hand(item.id), store.worth(item.id)) == (
        5200,
        50_000,
        20,
        900,
    )
    shown = desk.get(f"{item.id}/")
    assert "20 Kilograms" in shown
    assert "There from the start" in shown


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Enter the name of the item."),
        ({"name": "x", "hsn": "12"}, "An HSN code has 4, 6 or 8 digits"),
        ({"name": "x", "barcode": "4006381333932"}, "The last digit of this barcode should be 1."),
        ({"name": "x", "low_level": "many"}, "Enter a number, for example 12 or 1.5."),
        ({"name": "x", "tax_rate": "101"}, "A tax rate is from 0 to 100 per cent."),
        ({"name": "x", "pack_unit": "BOX"}, "Say how many a pack holds"),
        ({"name": "x", "unit": "XYZ"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, said, sentence):
    assert sentence in desk.post("add/", status=422, **said)
    assert not Item.objects.exists()


def test_a_code_typed_or_scanned_opens_its_item(store, desk):
    item = store.item(barcode="4006381333931")
    answer = desk.client.get(desk.base, {"q": "4006381333931"})
    assert answer["Location"].endswith(f"/items/{item}/")
    assert "No item called" in desk.get("?q=4006381333930")


def test_goods_come_in_packs_and_go_out_and_are_taken_back(store, desk):
    item = store.item("Soap", pack_unit="BOX", pack_size=12 * ONE)
    desk.post(f"{item}/in/", quantity="2", measure="pack", value="240", reason="bought")
    assert (store.on_hand(item), store.worth(item)) == (24, 240)
    desk.post(f"{item}/out/", quantity="4", note="broken")
    shown = desk.get(f"{item}/")
    assert "Taken out" in shown
    assert "broken" in shown
    act = StockDocument.objects.get(kind="adjustment")
    desk.post(f"moves/{act.id}/back/")
    assert store.on_hand(item) == 24
    assert store.proven()


def test_an_item_that_blocks_says_what_is_left(store, desk):
    item = store.item("Soap", shortage="block")
    store.bring(item, 4, 40)
    assert "Only 4 of Soap is left. Enter that or less." in desk.post(
        f"{item}/out/", status=409, quantity="5"
    )
    assert store.on_hand(item) == 4


def test_a_count_of_many_lines(store, desk):
    items = [store.item(f"Item {number}") for number in range(3)]
    for item in items:
        store.bring(item, 10, 100)
    said = {"0-item_id": items[0], "0-counted": "8", "1-item_id": items[1], "1-counted": "", "2-item_id": items[2],
            "2-counted": "10", "document_id": uuid7()}  # fmt: skip
    desk.post("count/", **said)
    desk.post("count/", **said)
    assert [store.on_hand(item) for item in items] == [8, 10, 10]
    assert StockDocument.objects.filter(kind="count").count() == 1
    assert "Enter a number, for example 12 or 1.5." in desk.post(
        "count/", status=422, **{**said, "1-counted": "ten"}
    )


def test_a_batch_of_another_book_is_none(store, desk):
    milk, other = store.item("Milk", has_batches=True), open_store()
    store.bring(milk, 5, 50, batch=("B1", TODAY + 5 * DAY))
    theirs = other.item("Milk", has_batches=True)
    other.bring(theirs, 5, 50, batch=("B1", TODAY + 5 * DAY))
    foreign = Batch.objects.get(business_id=other.id)
    desk.post(f"{milk}/out/", status=422, quantity="1", batch_id=foreign.id)
    desk.post("count/", status=404, **{"0-item_id": milk, "0-batch_id": foreign.id, "0-counted": "1"})
    assert "in 5 days" in desk.get("expiring/")
    desk.post(f"{milk}/out/", quantity="1", batch_id=Batch.objects.get(business_id=store.id).id)
    assert store.on_hand(milk) == 4


def test_goods_go_to_another_branch(store, desk):
    item, godown = store.item(), store.godown()
    store.bring(item, 10, 100)
    desk.post("send/", item=item, quantity="4", from_branch=store.branch, to_branch=godown)
    assert store.on_hand(item, godown) == 4
    same = desk.post("send/", status=422, item=item, quantity="1", from_branch=godown, to_branch=godown)
    assert "Choose another branch to send to." in same


def test_an_item_is_made_of_parts(store, desk):
    flour, cake = store.item("Flour"), store.item("Cake")
    store.bring(flour, 10, 100)
    desk.post(
        f"{cake}/parts/", **{"0-item_id": flour, "0-quantity": "0.5", "1-item_id": "", "1-quantity": ""}
    )
    assert Part.objects.get().quantity == ONE // 2
    assert "There is enough to make 20." in desk.get(f"{cake}/")
    desk.post(f"{cake}/make/", quantity="4")
    assert (store.on_hand(cake), store.on_hand(flour), store.worth(cake)) == (4, 8, 20)
    looped = desk.post(f"{flour}/parts/", status=422, **{"0-item_id": cake, "0-quantity": "1"})
    assert "an item cannot be made of itself" in looped


def test_staff_see_no_costs_and_change_no_items(store, desk):
    item = store.item("Rice", purchase_price=4_567)
    store.bring(item, 3, 98_765)
    costs = ("45.67", "98,765")
    assert all(cost in desk.get(f"{item}/") for cost in costs)
    staff = Desk(store, store.member(Role.STAFF).user_id)
    shown = staff.get(f"{item}/") + staff.get()
    assert not [cost for cost in costs if cost in shown]
    staff.get(f"{item}/edit/", status=403)
    staff.post(f"{item}/out/", quantity="1")
    assert store.on_hand(item) == 2


def test_an_item_is_shown_by_its_photo(store, desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = store.item("কেক")
    said = SimpleUploadedFile("কেক.jpg", picture(), "image/jpeg")
    assert "Choose a photo first." in desk.post(f"{item}/photo/keep/", status=422)
    desk.post(f"{item}/photo/keep/", photo=said)
    assert f"{item}/photo/?" in desk.get(f"{item}/")
    (kept,) = tmp_path.rglob("*.jpg")
    shown = desk.client.get(f"{desk.base}{item}/photo/")
    assert (shown["Content-Type"], b"".join(shown.streaming_content)) == ("image/jpeg", kept.read_bytes())
    assert desk.client.get(f"{desk.base}{store.item('চা')}/photo/").status_code == 404
    desk.post(f"{item}/photo/remove/")
    assert Item.objects.get(id=item).photo == ""
    assert f"{item}/photo/?" not in desk.get(f"{item}/")


def test_an_item_put_away_is_offered_no_more(store, desk):
    item = store.item("Old")
    desk.post(f"{item}/away/")
    assert "Old was put away." in desk.get().replace("\u2068", "").replace("\u2069", "")
    assert "Old" not in desk.get()
    assert "Old" in desk.get("?show=away")
    desk.post(f"{item}/away/")
    assert Item.objects.get().is_active
