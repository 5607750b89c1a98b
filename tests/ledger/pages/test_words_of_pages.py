"""What things and people are called on the pages of a khata."""

import datetime

import pytest
from django.urls import reverse

from businesses.models import User
from tests.ledger.pages.conftest import signed_in
from tests.ledger.shops import open_shop


def test_an_entry_names_its_writer_and_shows_no_number(pages):
    own = pages.record(pages.party("রীনা"), "gave", 500).document_id
    manager = pages.shop.member("manager")
    theirs = pages.record(pages.party("मीना"), "gave", 500, actor=manager).document_id
    User.objects.filter(id=manager.user_id).update(name="", phone="+919830054322", email=None)
    assert "<bdi>You</bdi>" in pages.asha.get(pages.url(f"entries/{own}/")).content.decode()
    body = pages.asha.get(pages.url(f"entries/{theirs}/")).content.decode()
    assert "9830054322" not in body
    assert "•4322" in body


@pytest.mark.parametrize(
    ("kind", "first", "other"),
    [("shop", "Customer", "Person"), ("rent", "Tenant", "Customer"), ("home", "Person", "Customer")],
)
def test_people_are_called_what_they_are_in_such_a_book(db, kind, first, other):
    shop = open_shop(kind=kind)
    client = signed_in(User.objects.get(id=shop.asha.user_id))
    page = client.get(reverse("ledger:party_add", args=[shop.id]))
    words = [str(word) for _value, word in page.context["form"].fields["kind"].choices]
    assert words[0] == first
    assert other not in words
    client.post(reverse("ledger:party_add", args=[shop.id]), {"name": "রহিম"})
    head = client.get(client.get(reverse("ledger:khata", args=[shop.id])).context["rows"][0]["link"])
    assert f"<span>{first}</span>" in head.content.decode()


def test_a_further_book_is_not_another_shop_unless_one_says_so(pages):
    assert not pages.asha.get(reverse("ledger:start")).context["form"]["shop"].value()
    newcomer = User.objects.create_user(phone="+919830077771")
    assert signed_in(newcomer).get(reverse("ledger:start")).context["form"]["shop"].value()


def test_the_days_to_choose_are_counted_in_the_readers_digits(pages):
    User.objects.filter(id=pages.people.asha.id).update(digits="beng")
    party = pages.party("রীনা")
    assert "Last ৩ months" in pages.asha.get(pages.url(f"parties/{party}/statement/")).content.decode()


def test_a_statement_of_one_day_draws_no_line(pages):
    party = pages.party("রীনা")
    pages.record(party, "gave", 500)
    address = pages.url(f"parties/{party}/statement/")
    assert 'class="chart"' not in pages.asha.get(address).content.decode()
    pages.record(party, "got", 200, day=pages.today - datetime.timedelta(days=9))
    assert 'class="chart"' in pages.asha.get(address).content.decode()


@pytest.mark.parametrize("is_htmx", [False, True])
def test_a_change_that_came_too_late_leads_to_the_entry_as_it_stands(pages, is_htmx):
    document = pages.record(pages.party("রীনা"), "gave", 500).document_id
    address, headers = pages.url(f"entries/{document}/"), {"HX-Request": "true"} if is_htmx else None
    said = {"amount": "700", "direction": "gave", "day": pages.today.isoformat(), "base_rev": 1}
    assert pages.asha.post(address + "edit/", said).status_code == 303
    late = pages.asha.post(address + "edit/", {**said, "amount": "900"}, headers=headers)
    assert f'href="{address}"' in late.content.decode()
    assert "See the entry as it stands now" in late.content.decode()
    deleted = pages.asha.post(address + "delete/", {"rev": "1"}, headers={"HX-Request": "true"})
    assert "See the entry as it stands now" in deleted.content.decode()
