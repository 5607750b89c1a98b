"""Meters, bills that are split, and cheques: on their pages, down to the sum a tenant reads."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from businesses.models import User
from core.ids import uuid7
from ledger.models import Party
from rentals.models import Cheque, Due, MeterReading, RentRise, Unit
from tests.ledger.shops import TODAY
from tests.rentals.houses import RentBook, open_rent_book
from tests.tenancy.books import picture


@pytest.fixture
def book(db, time_machine, client, settings, tmp_path) -> RentBook:
    settings.MEDIA_ROOT = tmp_path / "files"
    found = open_rent_book()
    time_machine.move_to(found.now, tick=False)
    client.force_login(User.objects.get(id=found.asha.user_id))
    return found


def at(book: RentBook, name: str, *ids) -> str:
    return reverse(f"rentals:{name}", args=[book.id, *ids])


def test_a_reading_asks_for_what_went_through_with_its_sum(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    unit, first = Unit.objects.get().id, (TODAY - datetime.timedelta(days=5)).isoformat()
    meter = uuid7()
    said = {
        "meter_id": meter,
        "name": "Power",
        "measured_in": "kWh",
        "price": "7.25",
        "value": "1200",
        "day": first,
    }
    assert client.post(at(book, "meter_add", unit), said).status_code == 303
    page = at(book, "meter_read", meter)
    assert "it showed" in client.get(page).content.decode()
    assert client.post(page, {"reading_id": uuid7(), "value": "1100"}).status_code == 422
    between = {
        "reading_id": uuid7(),
        "value": "1200",
        "day": (TODAY - datetime.timedelta(days=2)).isoformat(),
    }
    assert client.post(page, between).status_code == 303
    said = {"reading_id": uuid7(), "value": "1260.5"}
    for _twice in range(2):
        photo = SimpleUploadedFile("meter.jpg", picture())
        assert client.post(page, {**said, "photo": photo}).status_code == 303
    shown = at(book, "tenant_photo", said["reading_id"])
    assert client.get(shown)["Content-Type"] == "image/jpeg"
    for where in (page, at(book, "meters"), at(book, "lease", lease)):
        assert shown in client.get(where).content.decode()
    due = Due.objects.get()
    assert (due.amount, due.label, MeterReading.objects.count()) == (438_63, "Power", 3)
    assert "60.5" in client.get(at(book, "lease", lease)).content.decode()
    assert "1,260.5" in client.get(at(book, "meters")).content.decode()
    assert book.proven()


def test_a_meter_turns_over_is_read_at_moving_out_and_taken_off_the_list(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    unit, meter = Unit.objects.get().id, uuid7()
    first = (TODAY - datetime.timedelta(days=5)).isoformat()
    said = {
        "meter_id": meter,
        "name": "Water",
        "price": "10",
        "value": "9995",
        "turns_at": "9990",
        "day": first,
    }
    assert client.post(at(book, "meter_add", unit), said).status_code == 422
    assert client.post(at(book, "meter_add", unit), {**said, "turns_at": "10000"}).status_code == 303
    page = at(book, "leave", lease)
    assert "Water shows now" in client.get(page).content.decode()
    leaving = {"last_day": TODAY.isoformat(), "meter_0": "20000"}
    assert client.post(page, leaving).status_code == 422
    seen = client.post(page, {**leaving, "meter_0": "5"})
    assert seen.context["sum"].unpaid == 6_300_00 + 100_00, "21 of 30 days, and ten units of water"
    assert MeterReading.objects.count() == 1, "a look at the sum writes nothing"
    assert client.post(page, {**leaving, "meter_0": "5", "sure": "1"}).status_code == 303
    assert MeterReading.objects.count() == 2
    assert client.post(at(book, "meter_close", meter), {"base_rev": 1}).status_code == 303
    assert "Water" not in client.get(at(book, "meters")).content.decode()
    assert book.proven()


def test_a_bill_is_split_to_the_paisa_among_those_who_live_there(client, book):
    house = book.house()
    for name, rent in (("1", 9000), ("2", 6000), ("3", 3000)):
        book.let(book.unit(house, name), book.tenant(f"Tenant {name}"), rent, TODAY.replace(day=1))
    page = at(book, "split", house)
    assert client.post(page, {"label": "Water", "amount": "100"}).status_code == 303
    assert sorted(Due.objects.values_list("amount", flat=True)) == [33_33, 33_33, 33_34]
    assert client.post(page, {"label": "Water", "amount": "100"}).status_code == 422
    client.post(page, {"label": "Guard", "amount": "100", "way": "by_rent"})
    parts = Due.objects.filter(label="Guard").order_by("lease__unit__name")
    assert list(parts.values_list("amount", flat=True)) == [50_00, 33_33, 16_67]
    assert book.proven()


def test_a_cheque_waits_for_its_day_and_counts_once_the_bank_has_paid(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    book.ask()
    said = {"cheque_id": uuid7(), "amount": "9000", "number": "004411", "day": TODAY.isoformat()}
    assert client.post(at(book, "cheque_take", lease), said).status_code == 303
    assert book.owes(lease).balance == 9_000_00
    assert "004411" in client.get(at(book, "cheques")).content.decode()
    for state in ("bounced", "cleared", "cleared"):
        client.post(at(book, "cheque_end", said["cheque_id"]), {"state": state})
    assert Cheque.objects.get().state == "cleared"
    assert book.owes(lease).balance == 0
    assert book.proven()


def test_who_else_rents_is_typed_name_by_name_and_taken_off_again(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    book.tenant("Sunita Devi")
    page = at(book, "lease_edit", lease)
    form = client.get(page).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {
        "others": "Sunita Devi\nমিনা",
        "fee_repeats": "",
    }
    assert client.post(page, said).status_code == 303
    shown = client.get(at(book, "lease", lease)).content.decode()
    assert "মিনা" in shown
    assert Party.objects.filter(name="Sunita Devi").count() == 1
    assert client.get(at(book, "lease_file", lease)).content.startswith(b"%PDF")
    client.post(page, {**said, "base_rev": 2, "others": ""})
    assert "মিনা" not in client.get(at(book, "lease", lease)).content.decode()


def test_a_lease_rises_several_times_and_the_form_shows_each(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    page = at(book, "lease_edit", lease)
    form = client.get(page).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"fee_repeats": ""}
    said |= {
        "rise_day": "2027-01-01",
        "rise_percent": "5",
        "rise_day_2": "2028-01-01",
        "rise_amount_2": "11000",
    }
    assert client.post(page, said).status_code == 303
    assert list(RentRise.objects.order_by("day").values_list("percent", "amount")) == [
        (500, None),
        (0, 11_000_00),
    ]
    form = client.get(page).context["form"]
    assert [is_seen for is_seen, _fields in form.rises()] == [True, True, True]
    assert form["rise_amount_2"].value() == "11,000"
    again = {name: form[name].value() or "" for name in form.fields} | {"fee_repeats": "", "rise_day_2": ""}
    assert client.post(page, again).status_code == 303
    assert RentRise.objects.count() == 1
