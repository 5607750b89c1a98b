"""The trash: what was deleted, for how long, and the way back."""

import datetime
import re

from django.utils import timezone

from businesses.models import Membership
from businesses.roles import Role
from ledger.models import Document, Party
from ledger.operations.trash import close_trash
from ledger.tasks import close_all_trash
from tests.ledger.pages.conftest import signed_in

TAG, BLANKS = re.compile(r"<[^>]*>"), re.compile(r"\s+")


def text(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(page: str) -> str:
    """The words of a page as they are read."""
    return BLANKS.sub(" ", TAG.sub("", page))


def deleted(pages, *, amount=50_000, name="রহিম ভাই", **fields):
    made = pages.record(pages.party(name), "gave", amount, **fields)
    return pages.shop.change("delete_entry", made)


def signed_in_as_manager(pages):
    Membership.objects.filter(user=pages.people.bilal).update(role=Role.MANAGER)
    return pages.bilal


def test_a_deleted_entry_is_listed_with_the_days_it_has_left(pages):
    deleted(pages, note="চাল ৫ কেজি")
    page = text(pages.asha, pages.url("trash/"))
    for words in ("রহিম ভাই", "₹500", "চাল ৫ কেজি", "30 days left", "<span>You</span>", "Bring back"):
        assert words in page
    assert "<bdi>Asha" in text(signed_in_as_manager(pages), pages.url("trash/"))


def test_it_comes_back_where_it_was(pages):
    gone = deleted(pages)
    answer = pages.asha.post(pages.url("trash/restore/"), {"one": f"entry:{gone.document_id}"}, follow=True)
    assert "1 is back." in answer.content.decode()
    assert pages.balance(gone.party_id) == 50_000
    assert "The trash is empty" in text(pages.asha, pages.url("trash/"))
    assert pages.shop.proven()


def test_several_that_are_ticked_come_back_together(pages):
    first, second, third = deleted(pages), deleted(pages, name="मीना"), deleted(pages, name="Karim")
    chosen = [f"entry:{one.document_id}" for one in (first, second)]
    answer = pages.asha.post(pages.url("trash/restore/"), {"chosen": chosen}, follow=True)
    assert "2 are back." in answer.content.decode()
    assert Document.objects.get(id=third.document_id).state == "trashed"


def test_nothing_ticked_says_so(pages):
    deleted(pages)
    answer = pages.asha.post(pages.url("trash/restore/"), {}, follow=True)
    assert "Tick what should come back first." in answer.content.decode()


def test_a_search_finds_names_in_another_script_and_notes(pages):
    deleted(pages, name="शर्मा जी", note="চাল")
    deleted(pages, name="Karim", note="ডাল")
    by_name = text(pages.asha, pages.url("trash/?q=sharma"))
    assert "शर्मा जी" in by_name
    assert "Karim" not in by_name
    by_note = text(pages.asha, pages.url("trash/?q=ডাল"))
    assert "Karim" in by_note
    assert "शर्मा जी" not in by_note
    assert "Nothing deleted is called" in text(pages.asha, pages.url("trash/?q=nobody"))


def test_pages_go_by_key(pages):
    party = pages.party()
    for amount in range(1, 56):
        pages.shop.change("delete_entry", pages.record(party, "gave", amount * 100))
    first = text(pages.asha, pages.url("trash/"))
    assert first.count('name="chosen"') == 50
    more = first.split('class="pager"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert text(pages.asha, more).count('name="chosen"') == 5


def test_a_settled_name_goes_to_the_trash_and_comes_back(pages):
    party = pages.party("मीना टेलर्स")
    pages.asha.post(pages.url(f"parties/{party}/delete/"), {"rev": 1}, follow=True)
    assert "मीना टेलर्स" not in text(pages.asha, pages.url("khata/"))
    page = text(pages.asha, pages.url("trash/"))
    assert "मीना टेलर्स" in page
    assert "The whole name" in page
    pages.asha.post(pages.url("trash/restore/"), {"one": f"party:{party}"}, follow=True)
    assert "मीना टेलर्स" in text(pages.asha, pages.url("khata/"))


def test_a_name_whose_number_is_taken_by_now_does_not_come_back(pages):
    party = pages.party("मीना", phone="98300 22222")
    pages.shop.trash_party(party)
    pages.party("Mina Tailors", phone="98300 22222")
    answer = pages.asha.post(pages.url("trash/restore/"), {"one": f"party:{party}"}, follow=True)
    assert "Mina Tailors already has this number." in answer.content.decode()
    assert Party.objects.get(id=party).trashed_at is not None


def test_a_name_with_money_open_stays(pages):
    party = pages.party("मीना टेलर्स")
    pages.record(party, "gave", 100)
    answer = pages.asha.post(pages.url(f"parties/{party}/delete/"), {"rev": 1}, follow=True)
    assert "Settle it first" in answer.content.decode()
    assert Party.objects.get(id=party).trashed_at is None


def test_an_entry_of_a_deleted_name_brings_the_name_back(pages):
    gone = deleted(pages, name="मीना")
    pages.shop.trash_party(gone.party_id)
    pages.asha.post(pages.url("trash/restore/"), {"one": f"entry:{gone.document_id}"})
    assert Party.objects.get(id=gone.party_id).trashed_at is None
    assert pages.balance(gone.party_id) == 50_000


def test_after_its_days_an_entry_goes_for_good_and_the_journal_stays(pages, jpeg):
    gone = deleted(pages, note="গোপন কথা")
    later = pages.shop.now + datetime.timedelta(days=29)
    assert close_trash(business_id=pages.shop.id, now=later) == 0
    assert close_trash(business_id=pages.shop.id, now=later + datetime.timedelta(days=2)) == 1
    document = Document.objects.get(id=gone.document_id)
    assert (document.note, document.amount, document.state) == ("", 50_000, "trashed")
    assert "The trash is empty" in text(pages.asha, pages.url("trash/"))
    entry = text(pages.asha, pages.url(f"entries/{gone.document_id}/"))
    assert "গোপন কথা" not in entry
    assert "Bring it back" not in entry
    answer = pages.asha.post(pages.url("trash/restore/"), {"one": f"entry:{gone.document_id}"}, follow=True)
    assert "left the trash for good" in answer.content.decode()
    assert pages.shop.proven()


def test_the_round_of_the_night_empties_every_book_by_its_own_days(pages):
    gone = deleted(pages)
    Document.objects.filter(id=gone.document_id).update(
        trashed_at=pages.shop.now - datetime.timedelta(days=10)
    )
    close_all_trash(now=timezone.now())
    assert Document.objects.get(id=gone.document_id).closed_at is None
    answer = pages.asha.post(pages.url("trash/days/"), {"trash_days": "7"})
    assert answer.status_code == 303
    assert "What is deleted waits here for 7 days" in text(pages.asha, pages.url("trash/"))
    close_all_trash(now=timezone.now())
    assert Document.objects.get(id=gone.document_id).closed_at is not None


def test_days_that_make_no_sense_are_refused(pages):
    for days in ("0", "400", "x", "١"):
        answer = pages.asha.post(pages.url("trash/days/"), {"trash_days": days})
        if days == "١":
            assert answer.status_code == 303
        else:
            assert answer.status_code == 422
            assert "Choose between 1 and 365 days." in answer.content.decode()


def test_staff_see_no_trash(pages):
    assert pages.bilal.get(pages.url("trash/")).status_code == 403
    assert signed_in(pages.people.dev).get(pages.url("trash/")).status_code == 404
