"""The pages of series: what comes next, a series more, and one that is changed."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from businesses.models import User
from businesses.roles import Role
from taxes.models import Series
from taxes.queries.series import series_of
from tests.ledger.shops import TODAY
from tests.taxes.shops import draw, series


@pytest.fixture
def ask(shop):
    return signed_in(shop, shop.asha)


def signed_in(shop, actor):
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))

    def send(name: str = "all", *ids, said: dict | None = None, query: str = ""):
        path = reverse(f"numbers:{name}", args=[shop.id, *ids])
        return client.get(path + query) if said is None else client.post(path, said, follow=True)

    return send


def text(answer) -> str:
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", words))


def test_what_begins_by_itself_is_shown_before_it_began(ask):
    shown = text(ask())
    for number in ("INV/26-27/0001", "CN/26-27/0001", "EST/26-27/0001", "DC/26-27/0001"):
        assert number in shown
    assert "SI/26-27/0001" not in shown


def test_a_series_is_added_and_numbers_what_comes(shop, ask):
    page = ask("add", query="?kind=invoice")
    assert 'value="INV/26-27/"' in page.content.decode()
    said = {"kind": "invoice", "front": "AS/26-27/", "next_number": "১৪২", "width": "4", "is_main": "on"}
    answer = ask("add", said=said)
    assert "The next number is AS/26-27/0142." in text(answer)
    (row,) = series_of(shop.id, day=TODAY)
    assert (row.prefix, row.next_number, row.is_main) == ("AS/{fy}/", "AS/26-27/0142", True)
    assert draw(shop, registration="").number == "AS/26-27/0142"


def test_a_gap_is_asked_about_with_a_box_to_tick(shop, ask):
    found = series(shop, "AS-", registration="", is_main=True).series_id
    draw(shop, registration="")
    assert "leave_out" not in ask("one", found).content.decode()
    said = {"base_rev": "1", "front": "AS-", "next_number": "10", "width": "4", "is_main": "on"}
    asked = ask("one", found, said=said)
    assert asked.status_code == 422
    assert "AS-0002 to AS-0009 would never be given" in text(asked)
    assert 'name="leave_out"' in asked.content.decode()
    assert "The next number is AS-0010." in text(ask("one", found, said=said | {"leave_out": "on"}))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"front": "আস"}, "Use letters, digits, - and /"),
        ({"next_number": "none"}, "Enter a whole number from 1 on."),
        ({"next_number": ""}, "Enter a whole number from 1 on."),
        ({"kind": "poem"}, "Choose one from the list."),
        ({"front": "SHOP-SHOP-SHOP-"}, "up to 16 signs"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_field(ask, said, wrong):
    answer = ask("add", said={"kind": "invoice", "front": "A-", "next_number": "1", "width": "4", **said})
    assert answer.status_code == 422
    assert wrong in text(answer)
    assert not Series.objects.exists()


def test_staff_do_not_see_it_and_the_accountant_does(shop):
    assert signed_in(shop, shop.member(Role.STAFF))().status_code == 403
    assert signed_in(shop, shop.member(Role.ACCOUNTANT))().status_code == 200
