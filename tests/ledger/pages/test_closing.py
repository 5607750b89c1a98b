"""Closing the books up to a day, correcting what is closed, and the end of the year."""

import datetime

import pytest

from businesses.models import Business, Membership
from businesses.roles import Role
from core.ids import uuid7
from core.periods import fiscal_year
from ledger.models import Document, PeriodChange, YearEnd
from tests.ledger.pages.test_trash import text

LATER = datetime.timedelta(days=40)


@pytest.fixture
def chitra(pages):
    """The accountant's browser."""
    Membership.objects.filter(user=pages.people.reader).update(role=Role.ACCOUNTANT)
    return pages.reader


def locked(pages) -> datetime.date | None:
    return Business.objects.get(id=pages.shop.id).books_locked_until


def old_entry(pages, amount=50_000):
    return pages.record(pages.party("রহিম ভাই"), "gave", amount, day=pages.today - LATER)


def edit_form(pages, made, **said) -> dict[str, str]:
    usual = {
        "mutation_id": str(uuid7()), "base_rev": str(made.rev), "amount": "450", "direction": "gave", "mode": "goods",
        "day": made.day.isoformat(), "note": "",
    }  # fmt: skip
    return {**usual, **said}


def test_the_page_shows_what_a_closing_does_before_it_is_done(pages, chitra):
    old_entry(pages)
    until = pages.today - datetime.timedelta(days=30)
    page = text(chitra, pages.url(f"closing/?period=books&until={until}"))
    assert "1 entry can no longer be changed" in page
    assert locked(pages) is None
    assert chitra.post(pages.url("closing/"), {"period": "books", "until": until}).status_code == 303
    assert locked(pages) == until
    page = text(chitra, pages.url("closing/"))
    assert "The book is closed up to" in page
    assert "<span>You</span>" in page
    assert "<bdi>चित्रा</bdi>" in text(pages.asha, pages.url("closing/"))


def test_a_day_ahead_and_a_day_that_is_closed_are_refused(pages):
    pages.shop.close(pages.today - LATER)
    for until, words in (
        (pages.today + datetime.timedelta(days=1), "Choose a day up to today."),
        (pages.today - LATER, "The book is closed until"),
    ):
        shown = pages.asha.get(pages.url(f"closing/?period=books&until={until}"))
        assert (shown.status_code, words in shown.content.decode()) == (422, True)
        done = pages.asha.post(pages.url("closing/"), {"period": "books", "until": until})
        assert done.status_code in (409, 422)
        assert words in done.content.decode()


def test_opening_again_needs_a_reason_and_is_kept(pages):
    pages.shop.close(pages.today)
    asked = {"period": "books", "until": ""}
    refused = pages.asha.post(pages.url("closing/open/"), asked)
    assert refused.status_code == 422
    assert "Write why the book is opened again." in refused.content.decode()
    pages.asha.post(pages.url("closing/open/"), {**asked, "reason": "একটা বিল বাকি"})
    assert locked(pages) is None
    page = text(pages.asha, pages.url("closing/"))
    assert "একটা বিল বাকি" in page
    assert "Every day open again" in page
    assert PeriodChange.objects.filter(business_id=pages.shop.id).count() == 2
    assert pages.shop.proven()


def test_bills_with_tax_have_a_lock_of_their_own(pages):
    pages.asha.post(pages.url("closing/"), {"period": "tax", "until": pages.today})
    assert Business.objects.get(id=pages.shop.id).tax_locked_until == pages.today
    assert locked(pages) is None
    pages.record(pages.party(), "gave", 100)


def test_only_owner_and_accountant_close(pages, chitra):
    assert chitra.get(pages.url("closing/")).status_code == 200
    Membership.objects.filter(user=pages.people.bilal).update(role=Role.MANAGER)
    assert pages.bilal.get(pages.url("closing/")).status_code == 403
    assert (
        pages.bilal.post(pages.url("closing/"), {"period": "books", "until": pages.today}).status_code == 403
    )


def test_the_form_of_a_closed_entry_says_it_will_be_a_correction(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    page = text(pages.asha, pages.url(f"entries/{made.document_id}/edit/"))
    assert "This will be shown as a correction dated" in page


def test_an_edit_of_a_closed_day_is_a_correction_and_both_are_shown(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    answer = pages.asha.post(
        pages.url(f"entries/{made.document_id}/edit/"), edit_form(pages, made), follow=True
    )
    assert "Saved as a correction dated" in answer.content.decode()
    assert pages.balance(made.party_id) == 45_000
    rows = [(row.day, row.kind, row.effect) for row in pages.shop.khata(made.party_id)]
    assert rows == [
        (pages.today, "khata", 45_000), (pages.today, "correction", -50_000), (made.day, "khata", 50_000),
    ]  # fmt: skip
    khata = text(pages.asha, pages.url(f"parties/{made.party_id}/"))
    assert "Corrected later" in khata
    assert "Correction" in khata
    entry = text(pages.asha, pages.url(f"entries/{made.document_id}/"))
    assert "it was taken back and written anew" in entry
    assert "See the correction" in entry
    assert pages.shop.proven()


def test_a_deletion_of_a_closed_day_is_taken_back_in_the_open_one(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    pages.asha.post(pages.url(f"entries/{made.document_id}/delete/"), {"rev": made.rev})
    assert pages.balance(made.party_id) == 0
    assert Document.objects.get(id=made.document_id).state == "posted"
    again = pages.asha.post(pages.url(f"entries/{made.document_id}/delete/"), {"rev": made.rev}, follow=True)
    assert again.status_code == 200
    assert pages.balance(made.party_id) == 0


def test_a_correction_is_taken_back_as_a_whole(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    pages.asha.post(pages.url(f"entries/{made.document_id}/edit/"), edit_form(pages, made))
    correction = Document.objects.get(corrects_id=made.document_id, kind="correction")
    page = text(pages.asha, pages.url(f"entries/{correction.id}/"))
    assert "Take the correction back" in page
    refused = pages.asha.post(pages.url(f"entries/{correction.id}/delete/"), {"rev": 1}, follow=True)
    assert "Take the correction back as a whole." in refused.content.decode()
    pages.asha.post(pages.url(f"entries/{correction.id}/correction/back/"))
    assert pages.balance(made.party_id) == 50_000
    assert [row.kind for row in pages.shop.khata(made.party_id)] == ["khata"]
    assert "The trash is empty" in text(pages.asha, pages.url("trash/"))
    assert pages.shop.proven()


def test_what_was_corrected_stays_so_when_the_day_is_opened_again(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    pages.asha.post(pages.url(f"entries/{made.document_id}/edit/"), edit_form(pages, made))
    Business.objects.filter(id=pages.shop.id).update(books_locked_until=None)
    answer = pages.asha.post(pages.url(f"entries/{made.document_id}/edit/"), edit_form(pages, made))
    assert answer.status_code == 409
    assert "This entry was corrected later." in answer.content.decode()


def test_words_of_a_closed_day_change_at_once_and_are_no_correction(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    said = edit_form(pages, made, amount="500", note="নতুন")
    answer = pages.asha.post(pages.url(f"entries/{made.document_id}/edit/"), said)
    assert answer.status_code == 303
    document = Document.objects.get(business_id=pages.shop.id)
    assert (document.note, document.rev, pages.balance(made.party_id)) == ("নতুন", 2, 50_000)


def test_a_managers_change_of_a_closed_day_waits_for_the_owner(pages):
    made = old_entry(pages)
    pages.shop.close(pages.today - datetime.timedelta(days=30))
    Membership.objects.filter(user=pages.people.bilal).update(role=Role.MANAGER)
    page = text(pages.bilal, pages.url(f"entries/{made.document_id}/edit/"))
    assert "Your change will wait for the owner." in page
    answer = pages.bilal.post(
        pages.url(f"entries/{made.document_id}/edit/"), edit_form(pages, made), follow=True
    )
    assert "Kept for the owner to decide." in answer.content.decode()
    assert pages.balance(made.party_id) == 50_000
    assert "1 change waits because its day is closed." in text(pages.asha, pages.url("closing/"))
    waiting = text(pages.asha, pages.url("waiting/"))
    assert "The book is closed for this day." in waiting
    action = waiting.split('class="button-row" action="')[1].split('"')[0]
    pages.asha.post(action, {"decision": "mine"})
    assert pages.balance(made.party_id) == 45_000
    assert Document.objects.get(corrects_id=made.document_id, kind="correction").day == pages.today
    assert pages.shop.proven()


def last_year(pages):
    this = fiscal_year(pages.today, starts_month=4)
    return fiscal_year(this.start - datetime.timedelta(days=1), starts_month=4)


def test_a_year_is_closed_in_two_taps_and_the_khatas_go_on(pages):
    year, party = last_year(pages), pages.party("রহিম ভাই")
    pages.record(party, "gave", 80_000, day=year.start)
    pages.record(party, "got", 30_000, mode="cash", day=year.end)
    assert f'years/{year.start.year}/"' in text(pages.asha, pages.url("years/"))
    page = text(pages.asha, pages.url(f"years/{year.start.year}/"))
    assert "You earned" in page
    assert "₹800" in page
    done = pages.asha.post(pages.url(f"years/{year.start.year}/"), follow=True)
    assert "is closed." in done.content.decode()
    assert locked(pages) == year.end
    assert pages.balance(party) == 50_000
    closed = text(pages.asha, pages.url(f"years/{year.start.year}/"))
    assert "You earned" in closed
    assert "Open the year again" in closed
    opening = text(pages.asha, pages.url(f"parties/{party}/statement/?range=this_year"))
    assert "₹500" in opening
    assert pages.shop.proven()


def test_a_year_that_runs_cannot_be_closed(pages):
    year = fiscal_year(pages.today, starts_month=4)
    assert "It can be closed when it is over." in text(pages.asha, pages.url(f"years/{year.start.year}/"))
    answer = pages.asha.post(pages.url(f"years/{year.start.year}/"), follow=True)
    assert "This year goes on until" in answer.content.decode()
    assert not YearEnd.objects.filter(business_id=pages.shop.id).exists()
    assert pages.asha.get(pages.url("years/1990/")).status_code == 404
    assert pages.asha.get(pages.url("years/99999/")).status_code == 404


def test_a_closed_year_opens_again_with_a_reason(pages):
    year, party = last_year(pages), pages.party()
    pages.record(party, "gave", 80_000, day=year.start)
    pages.asha.post(pages.url(f"years/{year.start.year}/"))
    end = YearEnd.objects.get(business_id=pages.shop.id)
    refused = pages.asha.post(pages.url("closing/open/"), {"period": "books", "until": "", "reason": "x"})
    assert "Open the year again first." in refused.content.decode()
    assert pages.asha.post(pages.url(f"years/{end.id}/open/"), {"reason": " "}).status_code == 422
    pages.asha.post(pages.url(f"years/{end.id}/open/"), {"reason": "একটা বিল"})
    assert locked(pages) is None
    pages.record(party, "gave", 100, day=year.end)
    assert pages.shop.proven()


def test_a_book_closed_further_than_the_year_is_so_afterwards(pages):
    year = last_year(pages)
    pages.record(pages.party(), "gave", 80_000, day=year.start)
    pages.shop.close(pages.today)
    pages.asha.post(pages.url(f"years/{year.start.year}/"))
    assert locked(pages) == pages.today
    assert pages.shop.proven()
