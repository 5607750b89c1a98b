"""Why a balance changed: every change since a moment, and the sum of what they made different."""

import datetime

from ledger.models import LastLook
from tests.ledger.pages.test_trash import plain, text


def history(pages, party=None, query="since=week") -> str:
    where = f"parties/{party}/history/" if party else "history/"
    return text(pages.asha, pages.url(f"{where}?{query}"))


def seen(pages, party) -> None:
    page = history(pages, party)
    seq = page.split('name="seq" value="')[1].split('"')[0]
    answer = pages.asha.post(pages.url(f"parties/{party}/history/seen/"), {"seq": seq})
    assert answer.status_code == 303


def test_since_the_last_look_each_change_says_before_and_after(pages):
    party = pages.party("রহিম ভাই")
    kept = pages.record(party, "gave", 50_000)
    changed = pages.record(party, "gave", 20_000)
    gone = pages.record(party, "got", 10_000)
    seen(pages, party)
    assert "Nothing has changed since" in history(pages, party, "")
    pages.shop.edit(changed, amount=25_000, day=pages.today)
    pages.shop.change("delete_entry", gone)
    pages.record(party, "gave", 7_000, day=pages.today - datetime.timedelta(days=3))
    page = history(pages, party, "since=look")
    said = plain(page)
    for words in (
        "₹200",
        "₹250",
        "Changed",
        "Deleted",
        "Written late",
        "₹220 more for you",
        "Undo this",
        "You",
    ):
        assert words in said, words
    assert str(kept.document_id) not in page


def test_the_sums_are_the_balance_then_and_now(pages):
    party = pages.party()
    pages.record(party, "gave", 100_000)
    seen(pages, party)
    pages.record(party, "got", 30_000)
    page = history(pages, party, "since=look")
    assert "₹1,000" in page
    assert "₹700" in page
    assert "₹300 less for you" in plain(page)


def test_undo_from_here_takes_the_change_back(pages):
    party = pages.party()
    made = pages.record(party, "gave", 50_000)
    seen(pages, party)
    pages.shop.edit(made, amount=60_000, day=pages.today)
    page = history(pages, party, "since=look")
    undo = page.split('action="')
    address = next(one.split('"')[0] for one in undo if "/undo/" in one).replace("&amp;", "&")
    assert pages.asha.post(address).status_code == 303
    assert pages.balance(party) == 50_000
    assert "Changed and put back" in history(pages, party, "since=look")


def test_the_book_names_whose_entry_it_is(pages):
    pages.record(pages.party("শর্মা"), "gave", 5_000)
    pages.record(pages.party("मीना"), "got", 2_000)
    page = history(pages)
    assert "শর্মা" in page
    assert "मीना" in page
    assert "₹30 more for you" in plain(page)
    assert "All khatas together." in page


def test_only_late_ones_can_be_shown(pages):
    party = pages.party()
    pages.record(party, "gave", 5_000)
    pages.record(party, "gave", 7_700, day=pages.today - datetime.timedelta(days=60))
    page = history(pages, party, "since=month&show=late")
    assert "₹77" in page
    assert "Written late" in page
    assert ">₹50<" not in page


def test_a_day_that_is_none_gets_its_sentence(pages):
    answer = pages.asha.get(pages.url("history/?since=31/02/2026"))
    assert answer.status_code == 422
    assert "is not a day of the calendar" in answer.content.decode()


def test_a_statement_tells_what_changed_since_it_was_taken(pages):
    party = pages.party("রহিম")
    made = pages.record(party, "gave", 50_000)
    statement = pages.url(f"parties/{party}/statement/")
    assert "since you took a statement" not in text(pages.asha, statement)
    assert pages.asha.get(pages.url(f"parties/{party}/statement.csv")).status_code == 200
    assert "since you took a statement" not in text(pages.asha, statement)
    pages.shop.edit(made, amount=40_000, day=pages.today)
    page = text(pages.asha, statement)
    assert "1 entry changed since you took a statement" in page
    assert "since=statement" in page
    assert "₹100 less for you" in plain(history(pages, party, "since=statement"))
    assert "1 entry changed" not in text(pages.reader, statement)


def test_a_number_the_book_has_not_reached_is_kept_as_its_own(pages):
    party = pages.party()
    pages.asha.post(pages.url(f"parties/{party}/history/seen/"), {"seq": "999999"})
    look = LastLook.objects.get(business_id=pages.shop.id)
    pages.shop.business.refresh_from_db()
    assert look.seq == pages.shop.business.seq
    assert pages.asha.post(pages.url(f"parties/{party}/history/seen/"), {"seq": "x"}).status_code == 404


def test_staff_see_the_history_of_a_khata_and_not_of_the_book(pages):
    party = pages.party()
    assert pages.bilal.get(pages.url(f"parties/{party}/history/")).status_code == 200
    assert pages.bilal.get(pages.url("history/")).status_code == 403
