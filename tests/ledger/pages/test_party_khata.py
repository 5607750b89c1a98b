import datetime
import re

import pytest

from core.ids import uuid7


def test_a_khata_tells_its_story_newest_first_with_the_balance_after_each(pages):
    rahim = pages.party("রহিম শেখ", phone="98300 12377", credit_limit=1_000_000)
    day = pages.today - datetime.timedelta(days=40)
    pages.record(rahim, "gave", 420_000, day=day, note="চাল ২০ কেজি")
    pages.record(rahim, "got", 100_000, mode="upi")
    body = pages.asha.get(pages.url(f"parties/{rahim}/")).content.decode()
    assert 'href="tel:+919830012377"' in body
    assert "98300 12377" in body
    assert "Limit ₹10,000" in re.sub("<[^>]+>", "", body)
    sums = re.findall(r'<span class="(gave|got)"><bdi class="money">([^<]+)</bdi>', body)
    assert sums == [("got", "₹1,000"), ("gave", "₹4,200")]
    after = re.findall(r'class="entry-after">.*?<bdi class="money">([^<]+)</bdi>', body, re.DOTALL)
    assert after == ["₹3,200", "₹4,200"]
    assert body.index("Today") < body.index(day.isoformat())


def test_an_empty_khata_says_what_to_do(pages):
    body = pages.asha.get(pages.url(f"parties/{pages.party('मीना')}/")).content.decode()
    assert "No entries with मीना yet." in body
    assert "Settled" in body


def test_the_due_date_and_the_passed_limit_stand_at_the_top(pages):
    karim = pages.party("Karim", credit_limit=10_000)
    day = pages.today - datetime.timedelta(days=9)
    pages.record(karim, "gave", 50_000, day=day, due_on=day + datetime.timedelta(days=1))
    words = re.sub("<[^>]+>", "", pages.asha.get(pages.url(f"parties/{karim}/")).content.decode())
    assert "Was due" in words
    assert "Over the limit of ₹100" in words


def test_staff_are_offered_entries_but_neither_statement_nor_edit(pages):
    rahim = pages.party("রহিম")
    body = pages.bilal.get(pages.url(f"parties/{rahim}/")).content.decode()
    assert 'id="foot"' in body
    assert "statement/" not in body
    assert f"parties/{rahim}/edit/" not in body
    reading = pages.reader.get(pages.url(f"parties/{rahim}/")).content.decode()
    assert 'id="foot"' not in reading
    assert f"parties/{rahim}/statement/" in reading


def test_show_more_brings_the_older_entries_once_and_goes_on_counting(pages):
    rahim = pages.party("রহিম")
    for number in range(55):
        pages.record(rahim, "gave", 100 * (number + 1))
    page = pages.url(f"parties/{rahim}/")
    first = pages.asha.get(page).content.decode()
    more = re.search(r'<div class="pager"[^>]*><a class="button" href="([^"]+)"', first).group(1)
    second = pages.asha.get(more.replace("&amp;", "&"), HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in second
    assert first.count('class="entry-row') == 50
    assert second.count('class="entry-row') == 5
    assert "day-head" not in second  # all of one day, whose head stands above already
    ids = re.findall(r'id="entry-([0-9a-f-]{36})"', first + second)
    assert len(set(ids)) == 55


def test_a_stranger_and_an_unknown_party_get_the_same_page(pages):
    rahim = pages.party("রহিম")
    unknown = pages.asha.get(pages.url(f"parties/{uuid7()}/"))
    foreign = pages.dev.get(pages.url(f"parties/{rahim}/"))
    assert unknown.status_code == foreign.status_code == 404
    for body in (unknown.content.decode(), foreign.content.decode()):
        assert "There is no such page" in body
        assert "রহিম" not in body


@pytest.mark.parametrize("rows", [1, 30])
def test_a_khata_asks_as_much_of_the_database_for_one_entry_as_for_thirty(
    pages, django_assert_num_queries, rows
):
    rahim = pages.party("রহিম")
    for number in range(rows):
        pages.record(rahim, "gave", 100 + number)
    page = pages.url(f"parties/{rahim}/")
    pages.asha.get(page)
    with django_assert_num_queries(9):
        pages.asha.get(page)
