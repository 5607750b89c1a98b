import datetime
import re

import pytest

from core.ids import uuid7
from ledger.models import Document, Party


@pytest.fixture
def sharma(pages):
    return pages.party("शर्मा")


def newest() -> Document:
    return Document.objects.order_by("-pos").first()


@pytest.mark.parametrize(("direction", "balance"), [("gave", 50_000), ("got", -50_000)])
def test_the_button_that_was_pressed_is_the_direction(pages, sharma, form, direction, balance):
    response = pages.asha.post(pages.url(f"parties/{sharma}/entries/"), form(direction=direction))
    assert response.status_code == 303
    assert response["Location"] == pages.url(f"parties/{sharma}/")
    assert pages.balance(sharma) == balance
    body = pages.asha.get(response["Location"]).content.decode()
    assert "Saved." in body
    assert "Undo" in body


def test_a_double_tap_books_once(pages, sharma, form):
    same = form()
    for _ in range(2):
        assert pages.asha.post(pages.url(f"parties/{sharma}/entries/"), same).status_code == 303
    assert pages.balance(sharma) == 50_000
    assert pages.entries() == 1


def test_the_same_form_with_another_amount_is_refused_and_says_so(pages, sharma, form):
    same = form()
    pages.asha.post(pages.url(f"parties/{sharma}/entries/"), same)
    response = pages.asha.post(pages.url(f"parties/{sharma}/entries/"), {**same, "amount": "900"})
    assert response.status_code == 409
    body = response.content.decode()
    assert "saved before with other contents" in body
    assert pages.balance(sharma) == 50_000
    fresh = re.search(r'name="document_id" value="([^"]+)"', body).group(1)
    pages.asha.post(pages.url(f"parties/{sharma}/entries/"), {**same, "amount": "900", "document_id": fresh})
    assert pages.balance(sharma) == 140_000


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("१२०", 12_000), ("১২০", 12_000), ("۱۲۰", 12_000), ("12,34,567.50", 123_456_750), ("250+90+30", 37_000),
        ("2×150", 30_000), ("₹ 75", 7_500), ("0.01", 1),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(pages, sharma, form, typed, amount):
    assert pages.asha.post(pages.url(f"parties/{sharma}/entries/"), form(amount=typed)).status_code == 303
    assert pages.balance(sharma) == amount


def test_a_new_name_and_its_first_entry_are_written_in_one_go(pages, form):
    same = form(party_name="  রহিমা   বেগম ", amount="120")
    for _ in range(2):
        assert pages.asha.post(pages.url("entries/"), same).status_code == 303
    party = Party.objects.get(business_id=pages.shop.id)
    assert (party.name, party.balance) == ("রহিমা বেগম", 12_000)
    assert pages.entries() == 1
    assert pages.shop.proven()


def test_a_name_that_stands_once_is_that_party(pages, sharma, form):
    pages.asha.post(pages.url("entries/"), form(party_name="शर्मा"))
    assert pages.balance(sharma) == 50_000
    assert Party.objects.filter(business_id=pages.shop.id).count() == 1


def test_a_name_that_sounds_like_another_asks_which_one(pages, sharma, form):
    said = form(party_name="Sharma", amount="77")
    response = pages.asha.post(pages.url("entries/"), said)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Which one?" in body
    assert str(sharma) in body
    assert 'value="77"' in body
    assert pages.entries() == 0
    assert pages.asha.post(pages.url("entries/"), {**said, "party": "new"}).status_code == 303
    assert set(Party.objects.values_list("name", "balance")) == {("शर्मा", 0), ("Sharma", 7_700)}


def test_a_party_of_another_book_is_unknown_here(pages, form):
    from tests.ledger.shops import open_shop  # a second shop, of somebody else

    other = open_shop()
    foreign = other.party("अन्य")
    for response in (
        pages.asha.post(pages.url("entries/"), form(party=str(foreign), party_name="अन्य")),
        pages.asha.post(pages.url(f"parties/{foreign}/entries/"), form()),
        pages.asha.get(pages.url(f"parties/{foreign}/")),
    ):
        assert response.status_code == 404
    assert pages.entries() == 0


def test_what_changes_hands_follows_the_direction_and_then_the_habit(pages, sharma, form):
    address = pages.url(f"parties/{sharma}/entries/")
    pages.asha.post(address, form())
    assert newest().mode == "goods"
    pages.asha.post(address, form(direction="got"))
    assert newest().mode == "cash"
    pages.asha.post(address, form(direction="got", mode="upi"))
    pages.asha.post(address, form(direction="got", amount="1"))
    assert newest().mode == "upi"


def test_a_supplier_is_paid_in_cash_and_brings_goods(pages, form):
    supplier = pages.party("Gupta Wholesale", kind="supplier")
    pages.asha.post(pages.url(f"parties/{supplier}/entries/"), form(direction="got"))
    assert newest().mode == "goods"
    pages.asha.post(pages.url(f"parties/{supplier}/entries/"), form(direction="gave"))
    assert newest().mode == "cash"


def test_htmx_gets_the_rows_the_totals_and_a_toast_without_a_second_trip(pages, sharma, form, htmx):
    response = pages.asha.post(
        pages.url("entries/"), form(party=str(sharma)), **htmx(pages.url("khata/?show=get"))
    )
    body = response.content.decode()
    assert response.status_code == 200
    assert response["HX-Reswap"] == "none"
    assert 'id="totals" hx-swap-oob="true"' in body
    assert 'id="list" hx-swap-oob="true"' in body
    assert "₹500" in body
    assert "/undo/?do=delete" in response["HX-Trigger"]


def test_htmx_on_a_khata_gets_its_head_feed_and_foot(pages, sharma, form, htmx):
    page = pages.url(f"parties/{sharma}/")
    body = pages.asha.post(f"{page}entries/", form(), **htmx(page)).content.decode()
    for part in ("khata-head", "feed", "foot"):
        assert f'id="{part}" hx-swap-oob="true"' in body


def test_htmx_gets_the_form_again_with_what_was_typed(pages, sharma, form, htmx):
    said = form(party=str(sharma), party_name="शर्मा", amount="12,", note="चाय पत्ती")
    response = pages.asha.post(pages.url("entries/"), said, **htmx(pages.url("khata/")))
    body = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in body
    assert "चाय पत्ती" in body
    assert said["document_id"] in body


def test_passing_the_limit_warns_and_saves(pages, form):
    karim = pages.party("করিম", credit_limit=500_000)
    pages.record(karim, "gave", 480_000)
    response = pages.asha.post(pages.url(f"parties/{karim}/entries/"), form())
    body = pages.asha.get(response["Location"]).content.decode()
    assert "করিম\u2069 is now over the limit of ₹5,000." in body
    assert "Over the limit of" in body
    assert pages.balance(karim) == 530_000


def test_an_empty_date_is_today_and_a_written_one_is_kept(pages, sharma, form):
    address = pages.url(f"parties/{sharma}/entries/")
    pages.asha.post(address, form())
    assert newest().day == pages.today
    pages.asha.post(address, form(day="03/10/2024", due_on="2024-10-09"))
    assert (newest().day, newest().due_on) == (datetime.date(2024, 10, 3), datetime.date(2024, 10, 9))


def test_staff_have_no_date_field_and_cannot_send_one(pages, sharma, form):
    body = pages.bilal.get(pages.url("khata/")).content.decode()
    assert 'name="day"' not in body
    assert 'name="day"' in pages.asha.get(pages.url("khata/")).content.decode()
    old = pages.today - datetime.timedelta(days=3)
    pages.bilal.post(
        pages.url(f"parties/{sharma}/entries/"), form(day=old.isoformat(), made_at=f"{old}T08:00:00Z")
    )
    assert newest().day == pages.today


def test_enter_in_the_amount_says_which_button_to_press(pages, sharma, form):
    response = pages.asha.post(pages.url(f"parties/{sharma}/entries/"), form(direction=""))
    assert response.status_code == 422
    assert "Press You gave or You got." in response.content.decode()
    assert pages.entries() == 0


def test_who_may_only_read_is_refused_and_a_stranger_finds_nothing(pages, sharma, form):
    for tail in ("entries/", f"parties/{sharma}/entries/", "parties/add/"):
        assert pages.reader.post(pages.url(tail), form()).status_code == 403
        assert pages.dev.post(pages.url(tail), form()).status_code == 404
    assert pages.entries() == 0


def test_an_unknown_party_is_a_404_for_everyone_inside(pages, form):
    for client in (pages.asha, pages.bilal):
        assert client.post(pages.url(f"parties/{uuid7()}/entries/"), form()).status_code == 404
