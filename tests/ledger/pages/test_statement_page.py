"""The statement on the page: its days, its sentence, its rows, and who may see it."""

import datetime
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.ids import uuid7
from ledger.models import Party
from tests.ledger.shops import open_shop


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def text_of(response) -> str:
    """What a reader sees: no tags, single spaces."""
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def statement(pages):
    def get(party_id, query="", *, who=None, **headers):
        return (who or pages.asha).get(pages.url(f"parties/{party_id}/statement/{query}"), **headers)

    return get


def test_the_page_says_the_balance_in_a_sentence_and_in_words(pages, statement):
    sharma = pages.party("शर्मा जी")
    pages.record(sharma, "gave", 420_000, day=day("2026-09-15"))
    page = text_of(statement(sharma, "?start=2026-09-01&end=2026-11-21"))
    assert "You will get ₹4,200 from शर्मा जी on 21 Nov 2026." in page
    assert "Rupees Four Thousand Two Hundred Only" in page
    assert "15 Sep 2026" in page


def test_a_debt_of_ours_is_said_in_words_and_never_with_a_minus(pages, statement):
    karim = pages.party("করিম", kind="supplier")
    pages.record(karim, "got", 55_000, day=day("2026-09-15"))
    page = text_of(statement(karim, "?start=2026-09-01&end=2026-11-21"))
    assert "You will give ₹550 to করিম on 21 Nov 2026." in page
    assert "-₹" not in page
    assert "₹-" not in page


def test_an_even_khata_is_settled(pages, statement):
    page = text_of(statement(pages.party("রহিম"), "?start=2026-09-01&end=2026-09-30"))
    assert "You and রহিম are settled on 30 Sep 2026." in page
    assert "No entries with রহিম yet." in page


def test_an_empty_time_links_to_the_month_of_the_nearest_entry(pages, statement):
    rahim = pages.party("রহিম")
    pages.record(rahim, "gave", 100, day=day("2026-10-03"))
    response = statement(rahim, "?start=2026-01-01&end=2026-01-31")
    assert "No entries in this time. Nearest: 3 Oct 2026." in text_of(response)
    assert "?start=2026-10-01&amp;end=2026-10-31" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?start=2026-10-03&end=2026-10-01", "Choose an end date after 3 Oct 2026."),
        ("?start=2026-02-29&end=2026-03-05", "Choose a day that exists, like 21 Nov 2026."),
        ("?start=2026-02-01", "Choose the last day."),
        ("?end=2026-02-01", "Choose the first day."),
        ("?start=0001-01-01&end=2026-02-01", "Choose a day between 1 Jan 1950 and 1 Jan 2200."),
        ("?start=2026-01-01&end=9999-12-31", "Choose a day between 1 Jan 1950 and 1 Jan 2200."),
        ("?start=%00&end=%ED%A0%80", "Choose a day that exists, like 21 Nov 2026."),
        ("?range=all&after=AAAA", "This page is gone. Start from the top of the list."),
    ],
)
def test_days_that_make_no_sense_are_answered_with_a_sentence(pages, statement, query, sentence):
    response = statement(pages.party("রহিম"), query)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "<table" not in response.content.decode()
    assert response.content.decode().count("<title>Error:") == 1


def test_an_unknown_chip_shows_the_last_three_months(pages, statement):
    response = statement(pages.party("রহিম"), "?range=yesterday&language=xx")
    assert response.status_code == 200
    assert re.search(r'aria-current="true"[^>]*>Last 3 months', response.content.decode())


def test_all_reaches_from_the_first_entry_to_today_and_ends_at_the_balance(pages, statement):
    rahim = pages.party("রহিম")
    pages.record(rahim, "gave", 123_400, day=day("2022-05-05"))
    pages.record(rahim, "got", 23_400)
    page = text_of(statement(rahim, "?range=all"))
    assert "5 May 2022Balance before" in page
    assert "You will get ₹1,000 from রহিম" in page
    assert pages.balance(rahim) == 100_000


def test_a_long_statement_shows_two_hundred_rows_and_goes_on_from_the_last(pages, statement, htmx):
    rahim = pages.party("রহিম")
    for amount in range(1, 206):
        pages.record(rahim, "gave", amount * 100, day=day("2026-10-01"))
    first = statement(rahim, "?start=2026-10-01&end=2026-10-31").content.decode()
    assert first.count('data-word="You gave"') == 200 + 1  # and the total
    more = re.search(r'href="(\?[^"]*after=[^"]+)"', first).group(1).replace("&amp;", "&")
    part = statement(rahim, more, **htmx()).content.decode()
    assert part.lstrip().startswith("<tbody")
    assert [f">₹{rupees}<" in part for rupees in (200, 201, 205, 206)] == [False, True, True, False]
    whole = text_of(statement(rahim, more))
    assert "From the start" in whole
    assert "₹20,100" in whole  # 1 + 2 + … + 200


def test_htmx_gets_the_part_below_the_heading(pages, statement, htmx):
    response = statement(pages.party("রহিম"), "?range=this_month", **htmx())
    assert "<h1" not in response.content.decode()
    assert 'aria-current="true"' in response.content.decode()


def test_whatsapp_gets_the_sentence_as_the_party_would_say_it(pages, statement):
    rahim = pages.party("রহিম & Co <b>", phone="98300 54321")
    pages.record(rahim, "gave", 420_000, day=day("2026-09-15"))
    page = statement(rahim, "?start=2026-09-01&end=2026-11-21").content.decode()
    address = re.search(r'href="(https://wa\.me/[^"]+)"', page).group(1).replace("&amp;", "&")
    assert urlsplit(address).path == "/919830054321"
    (message,) = parse_qs(urlsplit(address).query)["text"]
    assert message == "রহিম & Co <b>, you will give ₹4,200 to আশা স্টোর্স, as it stands on 21 Nov 2026."


def test_a_party_without_a_phone_is_not_shared_on_whatsapp(pages, statement):
    page = statement(pages.party("রহিম")).content.decode()
    assert "wa.me" not in page


def test_the_files_are_offered_in_the_language_of_the_party(pages, statement):
    rahim = pages.party("রহিম", language="bn")
    page = statement(rahim, "?start=2026-09-01&end=2026-11-21").content.decode()
    assert "statement.pdf?start=2026-09-01&amp;end=2026-11-21&amp;language=bn" in page
    page = statement(rahim, "?start=2026-09-01&end=2026-11-21&language=hi").content.decode()
    assert "statement.xlsx?start=2026-09-01&amp;end=2026-11-21&amp;language=hi" in page


def test_the_page_costs_the_same_queries_for_one_entry_and_for_fifty(pages, statement):
    one, fifty = pages.party("এক"), pages.party("পঞ্চাশ")
    for party_id, entries in ((one, 1), (fifty, 50)):
        for amount in range(1, entries + 1):
            pages.record(party_id, "gave", amount)
    statement(one)
    costs = []
    for party_id in (one, fifty):
        with CaptureQueriesContext(connection) as queries:
            statement(party_id)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10


TAILS = ("statement/", "statement.pdf", "statement.xlsx", "statement.csv")


@pytest.mark.parametrize("tail", TAILS)
def test_statements_are_for_those_who_may_see_totals(pages, tail):
    url = pages.url(f"parties/{pages.party('রহিম')}/{tail}")
    assert pages.asha.get(url).status_code == 200
    assert pages.reader.get(url).status_code == 200
    assert pages.bilal.get(url).status_code == 403
    assert pages.dev.get(url).status_code == 404


@pytest.mark.parametrize("tail", TAILS)
def test_a_party_of_another_book_is_as_unknown_as_one_that_is_not(pages, tail):
    foreign = open_shop().party("দেব")
    for party_id in (foreign, uuid7()):
        assert pages.asha.get(pages.url(f"parties/{party_id}/{tail}")).status_code == 404


def test_a_merged_party_shows_the_statement_of_its_head(pages, statement):
    head, other = pages.party("রহিম"), pages.party("Rahim (old)")
    pages.record(other, "gave", 30_000)
    Party.objects.filter(id=other).update(merged_into=head)
    page = text_of(statement(other, "?range=all"))
    assert "Statement of রহিম" in page
    assert "₹300" in page


def test_names_and_notes_are_text_on_the_page(pages, statement):
    rahim = pages.party("<img src=x onerror=alert(1)>", phone="98300 54321")
    pages.record(rahim, "gave", 100, note="</td></table><script>alert(1)</script>{{ 7*7 }}")
    page = statement(rahim).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    assert "<img src=x" in unquote(page.split("wa.me/")[1]).replace("+", " ")
