"""A wrong year is asked about on the page, without any script, and the answer is kept."""

import datetime
import re

import pytest

from ledger.models import Document
from tests.ledger.pages.test_parties import party_form


@pytest.fixture
def far(pages) -> datetime.date:
    """A day of the past with last year's day and month, typed with a wrong year."""
    return (pages.today - datetime.timedelta(days=40)).replace(year=1962)


def answers(page: str) -> dict[str, str]:
    """The answers a page offers: name and value of each radio, by the words beside it."""
    found = re.findall(r'type="radio" name="(\w+_is)" value="([^"]+)"><span>(.*?)</span></label>', page)
    return {re.sub("<[^>]+>", "", words): {name: value} for name, value, words in found}


def test_a_wrong_year_is_asked_about_and_nothing_is_written(pages, form, far):
    response = pages.asha.post(pages.url("entries/"), form(party_name="রীনা", day=str(far)))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Did you mean" in page
    assert f'value="{far}"' in page
    assert [words.split()[0] for words in answers(page)] == ["I", str(far.day)]
    assert pages.entries() == 0


def test_the_day_that_was_meant_is_one_tap_away(pages, form, far):
    said = form(party_name="রীনা", day=str(far))
    page = pages.asha.post(pages.url("entries/"), said).content.decode()
    meant = next(answer for words, answer in answers(page).items() if words.startswith("I meant"))
    assert pages.asha.post(pages.url("entries/"), said | meant).status_code == 303
    assert (pages.today - Document.objects.get().day).days < 366


def test_a_day_that_is_right_is_kept_and_not_asked_about_twice(pages, form, far):
    said = form(party_name="রীনা", day=str(far), amount="1,20,0")
    sure = {"day_is": f"{far} {far}"}
    page = pages.asha.post(pages.url("entries/"), said | sure).content.decode()
    assert f'type="hidden" name="day_is" value="{far} {far}"' in page
    assert pages.asha.post(pages.url("entries/"), said | sure | {"amount": "120"}).status_code == 303
    assert Document.objects.get().day == far


def test_an_answer_about_another_day_is_none(pages, form, far):
    other = far.replace(year=1952)
    said = form(party_name="রীনা", day=str(other), day_is=f"{far} {far}")
    assert pages.asha.post(pages.url("entries/"), said).status_code == 422
    assert pages.entries() == 0


def test_a_due_date_and_a_changed_day_are_asked_about_too(pages, form, far):
    due = pages.today.replace(year=2062, day=1)
    response = pages.asha.post(pages.url("entries/"), form(party_name="রীনা", due_on=str(due)))
    assert "due_on_is" in response.content.decode()
    written = pages.record(pages.party(), "gave", 50_000)
    said = {"direction": "gave", "amount": "500", "mode": "goods", "day": str(far), "base_rev": "1"}
    page = pages.url(f"entries/{written.document_id}/edit/")
    assert "day_is" in pages.asha.post(page, said).content.decode()
    assert pages.asha.post(page, said | {"day_is": f"{far} {far}"}).status_code == 303
    assert Document.objects.get(id=written.document_id).day == far


def test_the_day_of_an_opening_balance_is_asked_about(pages, far):
    said = party_form(opening_amount="100", opening_day=str(far))
    page = pages.asha.post(pages.url("parties/add/"), said).content.decode()
    assert "opening_day_is" in page
    sure = {"opening_day_is": f"{far} {far}"}
    assert pages.asha.post(pages.url("parties/add/"), said | sure).status_code == 303
    assert Document.objects.get(kind="opening").day == far


def test_a_statement_beyond_today_tells_what_is_written_and_not_what_is(pages):
    rahim = pages.party("রহিম")
    ahead = pages.today + datetime.timedelta(days=60)
    pages.record(rahim, "gave", 90_000, day=ahead)
    page = pages.asha.get(pages.url(f"parties/{rahim}/statement/?range=all")).content.decode()
    assert "With what is written up to" in page


def test_a_statement_writes_all_amounts_alike(pages):
    rahim = pages.party("রহিম")
    pages.record(rahim, "gave", 90_000)
    address = pages.url(f"parties/{rahim}/statement/?range=all")
    assert "₹900.00" not in pages.asha.get(address).content.decode()
    pages.record(rahim, "gave", 10_050)
    page = pages.asha.get(address).content.decode()
    assert "₹900.00" in page
    assert "₹900<" not in page
