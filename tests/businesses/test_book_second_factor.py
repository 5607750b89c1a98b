"""A book that opens only to people with a second proof."""

import pytest
from django.test import Client

from businesses.models import Business, User
from businesses.operations.books import OwnFactorMissing, ask_for_second_factor
from businesses.operations.members import OwnerNeeded
from businesses.roles import Role
from businesses.second_factor.models import CodeApp
from tests.api.programs import program_of
from tests.ledger.shops import NOW, open_shop


@pytest.fixture
def shop(db):
    return open_shop()


def prove(actor) -> None:
    CodeApp.objects.create(user_id=actor.user_id, secret=b"x", made_at=NOW)


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def ask(shop, *, actor=None, needed=True) -> None:
    ask_for_second_factor(business_id=shop.id, actor=actor or shop.asha, needed=needed, now=NOW)


def test_an_owner_without_one_does_not_lock_themselves_out(shop):
    with pytest.raises(OwnFactorMissing):
        ask(shop)
    with pytest.raises(OwnerNeeded):
        ask(shop, actor=shop.member(Role.MANAGER))
    page = browser(shop.asha)
    said = page.post(f"/b/{shop.id}/settings/second-factor/", {"needed": "yes"}, follow=True).content.decode()
    assert "lock yourself out" in said
    answer = program_of(shop.asha).post(f"/businesses/{shop.id}/second-factor", {"needed": True})
    assert (answer.status_code, answer.json()["error"]) == (409, "own_second_factor_missing")
    assert not Business.objects.get(pk=shop.id).needs_second_factor


def test_a_member_without_one_is_led_to_it_before_the_book_opens(shop):
    manager = shop.member(Role.MANAGER)
    prove(shop.asha)
    owner, khata = browser(shop.asha), f"/b/{shop.id}/khata/"
    owner.post(f"/b/{shop.id}/settings/second-factor/", {"needed": "yes"})
    assert owner.get(khata).status_code == 200
    led = browser(manager).get(khata, follow=True)
    assert led.redirect_chain[-1][0] == "/me/second/"
    assert "This book opens once you have a second proof." in led.content.decode()
    part = browser(manager).get(khata, headers={"HX-Request": "true"})
    assert "HX-Redirect" in part.headers
    program = program_of(manager)
    refused = program.get("/ledgers")
    assert (refused.status_code, refused.json()["error"]) == (403, "second_factor_missing")
    overview = browser(manager).get("/books/")
    assert overview.status_code == 200
    assert "₹" not in overview.content.decode()
    prove(manager)
    assert browser(manager).get(khata).status_code == 200
    assert program.get("/ledgers").status_code == 200


def test_a_program_asks_for_it_and_no_more(shop):
    prove(shop.asha)
    asha, path = program_of(shop.asha), f"/businesses/{shop.id}/second-factor"
    assert asha.post(path, {"needed": True}).json()["business"]["needs_second_factor"] is True
    assert asha.post(path, {"needed": False}).json()["business"]["needs_second_factor"] is False
