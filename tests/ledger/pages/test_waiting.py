"""What two phones said differently, on the page where somebody decides."""

import datetime
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from businesses.models import Business, Membership
from businesses.roles import Role
from core.ids import uuid7
from ledger.directions import Content
from ledger.models import Document
from ledger.operations.push import Mutation, apply_mutation
from tests.look.page_checks import faults_in_every_dress

SAID = Content("gave", 70_050, "goods", None, "তেল ২ লিটার", None)
PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


def push(pages, verb, document_id, *, content=None, party_id=None):
    shop = pages.shop
    said = Mutation(
        uuid7(), verb, document_id, 0 if verb == "create" else 1, shop.now, party_id,
        replace(content, day=pages.today) if content else None,
    )  # fmt: skip
    return apply_mutation(business_id=shop.id, actor=shop.asha, mutation=said, now=shop.now)


def conflict(pages, *, verb="edit"):
    made = pages.record(pages.party("রহিম ভাই"), "gave", 50_000)
    pages.shop.edit(made, amount=60_000, day=pages.today)
    answer = push(pages, verb, made.document_id, content=SAID if verb == "edit" else None)
    assert answer.state == "conflict"
    return made, pages.url(f"waiting/{answer.pending_id}/")


def held(pages):
    party = pages.party("रहीम शेख")
    Business.objects.filter(id=pages.shop.id).update(books_locked_until=pages.today)
    document_id = uuid7()
    answer = push(pages, "create", document_id, content=SAID, party_id=party)
    assert answer.state == "held"
    return document_id, pages.url(f"waiting/{answer.pending_id}/")


def text(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_versions_stand_side_by_side(pages):
    conflict(pages)
    page = text(pages.asha, pages.url("waiting/"))
    for words in ("₹700.50", "₹600", "তেল ২ লিটার", "রহিম ভাই", "Keep mine", "Keep theirs"):
        assert words in page


@pytest.mark.parametrize(("decision", "amount"), [("mine", 70_050), ("theirs", 60_000)])
def test_the_choice_is_what_the_khata_shows(pages, decision, amount):
    made, url = conflict(pages)
    assert pages.asha.post(url, {"decision": decision}).headers["Location"] == pages.url("waiting/")
    assert Document.objects.get(id=made.document_id).amount == amount
    assert "Nothing waits for you" in text(pages.asha, pages.url("waiting/"))
    again = pages.asha.post(url, {"decision": "mine"}, follow=True)
    assert "This is decided already." in again.content.decode()
    assert Document.objects.get(id=made.document_id).amount == amount


def test_a_deletion_beside_a_change_says_so(pages):
    made, url = conflict(pages, verb="delete")
    assert "Mine: deleted" in text(pages.asha, pages.url("waiting/"))
    pages.asha.post(url, {"decision": "mine"})
    assert Document.objects.get(id=made.document_id).state == "trashed"


def test_an_entry_for_a_closed_day_waits_with_its_reason(pages):
    document_id, url = held(pages)
    page = text(pages.asha, pages.url("waiting/"))
    assert "The book is closed for this day." in page
    assert "In the book: nothing yet" in page
    Business.objects.filter(id=pages.shop.id).update(books_locked_until=None)
    pages.asha.post(url, {"decision": "mine"})
    document = Document.objects.get(id=document_id)
    assert (document.amount, document.day) == (70_050, pages.today)


def test_an_entry_for_a_day_that_stays_closed_is_written_on_the_first_open_one(pages):
    document_id, url = held(pages)
    tomorrow = pages.today + datetime.timedelta(days=1)
    pages.asha.post(url, {"decision": "mine"})
    document = Document.objects.get(id=document_id)
    assert (document.amount, document.day) == (70_050, tomorrow)
    assert pages.shop.proven()


def test_a_manager_cannot_write_into_a_closed_period(pages):
    document_id, url = held(pages)
    Membership.objects.filter(user=pages.people.bilal).update(role=Role.MANAGER)
    refused = pages.bilal.post(
        url,
        {"decision": "mine"},
        follow=True,
        headers={"referer": "http://testserver" + pages.url("waiting/")},
    )
    assert "The book is closed until" in refused.content.decode()
    assert not Document.objects.filter(id=document_id).exists()


def test_the_list_says_when_something_waits(pages):
    words = "changed in another tab or phone too"
    pages.party()
    assert words not in text(pages.asha, pages.url("khata/"))
    _made, url = conflict(pages)
    assert words in text(pages.asha, pages.url("khata/"))
    assert words not in text(pages.bilal, pages.url("khata/"))
    assert words not in text(pages.reader, pages.url("khata/"))
    pages.asha.post(url, {"decision": "theirs"})
    assert words not in text(pages.asha, pages.url("khata/"))


def test_staff_readers_and_strangers_decide_nothing(pages):
    made, url = conflict(pages)
    for person, status in ((pages.bilal, 403), (pages.reader, 403), (pages.dev, 404)):
        assert person.get(pages.url("waiting/")).status_code == status
        assert person.post(url, {"decision": "mine"}).status_code == status
    assert pages.asha.post(pages.url(f"waiting/{uuid7()}/"), {"decision": "mine"}).status_code == 404
    assert pages.asha.post(url, {"decision": "ours"}).status_code == 404
    assert pages.asha.get(url).status_code == 405
    assert Document.objects.get(id=made.document_id).amount == 60_000


@pytest.mark.parametrize("number", [1, 9])
def test_the_page_takes_a_fixed_number_of_queries(pages, django_assert_num_queries, number):
    for _ in range(number):
        conflict(pages)
    pages.asha.get(pages.url("waiting/"))
    with django_assert_num_queries(8):
        pages.asha.get(pages.url("waiting/"))


@pytest.mark.browser
def test_a_phone_decides_without_scripts(live_pages, live_site, browser: Browser):
    made, _url = conflict(live_pages)
    held(live_pages)
    address = live_site + live_pages.url("waiting/")
    cookie = {"name": "sessionid", "value": live_pages.asha.cookies["sessionid"].value, "url": live_site}
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(address)
        assert faults_in_every_dress(page) == []
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(live_site + live_pages.url("khata/"))
        page.get_by_role("link", name="Look and decide").click()
        Business.objects.filter(id=live_pages.shop.id).update(books_locked_until=None)
        page.get_by_role("button", name="Keep mine").click()
        expect(page.get_by_role("button", name="Keep mine")).to_have_count(0)
    assert Document.objects.get(id=made.document_id).amount == 70_050
