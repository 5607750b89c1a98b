"""The page of tax rates: what holds on a day, and a book's own."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from businesses.models import User
from businesses.roles import Role
from taxes.models import OwnRate
from tests.ledger.shops import open_shop
from tests.taxes.bills import tax
from tests.taxes.shops import own_rate


@pytest.fixture
def ask(shop):
    return signed_in(shop, shop.asha)


def signed_in(shop, actor):
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))

    def send(name: str = "rates", *, said: dict | None = None, query: str = "", rate_id=None):
        path = reverse(f"taxes:{name}", args=[shop.id, *([rate_id] if rate_id else [])])
        return client.get(path + query) if said is None else client.post(path, said, follow=True)

    return send


def text(answer) -> str:
    """What a person reads: without markup, and without the marks around names."""
    words = html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", words))


def test_the_rates_of_a_day_are_shown(ask):
    today, before = text(ask(query="?on=2026-11-21")), text(ask(query="?on=2025-09-21"))
    assert "GST 40%" in today
    assert "GST 28%" not in today
    assert "GST 28%" in before
    assert "GST 40%" not in before
    assert "In force on 21 Sep 2025" in before
    assert "Ask your accountant first" in today


def test_a_day_that_is_none_is_told(ask):
    answer = ask(query="?on=yesterday")
    assert answer.status_code == 200
    assert "is not a day of the calendar" in text(answer)


def test_a_rate_is_added_and_shown_in_the_readers_digits(shop, ask):
    User.objects.filter(id=shop.asha.user_id).update(digits="beng")
    answer = ask("rate_add", said={"name": "মিষ্টি", "percent": "৫", "cess": "1.5%", "prefixes": "১৭০৪, 9983"})
    assert answer.status_code == 200
    row = OwnRate.objects.get(business_id=shop.id)
    assert (row.rate, row.cess, row.prefixes) == (50_000, 15_000, "1704 9983")
    assert "মিষ্টি is among your rates." in text(answer)
    assert "৫%" in text(answer)
    assert "১.৫%" in text(answer)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Give the rate a name"),
        ({"percent": "five"}, "is not an amount"),
        ({"percent": "101"}, "more than a tax can be"),
        ({"percent": "5.12345"}, "at most 4 digits after the point"),
        ({"prefixes": "17x"}, "Write the first digits of the codes"),
        ({"prefixes": "1"}, "Codes are 2 to 8 digits"),
        ({"treatment": "exempt"}, "Choose one of the two"),
        ({"treatment": "free"}, "Choose one from the list."),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "The last day lies before the first."),
    ],
    ids=str,
)
def test_a_rate_that_cannot_be_kept_is_answered_in_words(shop, ask, said, sentence):
    answer = ask("rate_add", said={"name": "GST 5%", "percent": "5", **said})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not OwnRate.objects.filter(business_id=shop.id).exists()


def test_a_double_tap_keeps_one_rate(shop, ask):
    said = {"rate_id": "01a1fdcd-29d3-78e8-9b98-c029ce76849b", "name": "GST 5%", "percent": "5"}
    assert [ask("rate_add", said=said).status_code for _ in range(2)] == [200, 200]
    assert OwnRate.objects.filter(business_id=shop.id).count() == 1


def test_a_rate_is_ended(shop, ask):
    rate = own_rate(shop, "GST 12%", tax(12))
    ended = ask("rate_end", rate_id=rate.rate_id, said={"base_rev": "1", "last_day": "2026-12-31"})
    assert "until 31 Dec 2026" in text(ended)
    again = ask("rate_end", rate_id=rate.rate_id, said={"base_rev": "1", "last_day": "2026-12-30"})
    assert again.status_code == 412
    longer = ask("rate_end", rate_id=rate.rate_id, said={"base_rev": "2", "last_day": "2027-12-30"})
    assert (longer.status_code, "This rate ended earlier" in text(longer)) == (422, True)


def test_staff_see_the_rates_and_no_form(shop):
    staff = signed_in(shop, shop.member(Role.STAFF))
    shown = text(staff())
    assert "GST 18%" in shown
    assert "Add a rate" not in shown
    assert staff("rate_add", said={"name": "GST"}).status_code == 403


def test_in_bangladesh_there_is_duty_and_no_cess(db):
    shop = open_shop(country="BD")
    ask = signed_in(shop, shop.asha)
    shown = text(ask())
    assert "Supplementary duty in percent" in shown
    assert "Cess in percent" not in shown
    ask("rate_add", said={"name": "Perfume", "percent": "15", "duty": "20"})
    assert OwnRate.objects.get(business_id=shop.id).duty == 200_000
    assert "after supplementary duty of 20%" in text(ask())


def test_a_country_without_known_rates_says_so(db):
    shop = open_shop(country="NP")
    assert "No rates are known for your country" in text(signed_in(shop, shop.asha)())
