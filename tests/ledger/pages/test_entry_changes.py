import re

import pytest

from core.ids import uuid7
from ledger.models import Document


@pytest.fixture
def entry(pages):
    return pages.record(pages.party("सुनीता"), "gave", 50_000, note="आटा 10 kg")


def edit_form(document_id, **said) -> dict[str, str]:
    document = Document.objects.get(id=document_id)
    base = {
        "mutation_id": str(uuid7()), "base_rev": str(document.rev), "amount": "500", "direction": "gave",
        "mode": "goods", "day": document.day.isoformat(), "note": document.note,
    }  # fmt: skip
    return {**base, **said}


def undo_in(response) -> str:
    return re.search(r'action="([^"]*/undo/[^"]*)"', response.content.decode()).group(1).replace("&amp;", "&")


def test_an_entry_shows_all_it_says_and_how_it_began(pages, entry):
    body = pages.asha.get(pages.url(f"entries/{entry.document_id}/")).content.decode()
    words = " ".join(re.sub("<[^>]+>", " ", body).split())
    for said in ("You gave", "₹500", "आटा 10 kg", "Goods", "Written by You", "History Written"):
        assert said in words


def test_a_change_is_kept_in_the_history_and_can_be_taken_back(pages, entry):
    page = pages.url(f"entries/{entry.document_id}/")
    response = pages.asha.post(f"{page}edit/", edit_form(entry.document_id, amount="550", note="आटा 11 kg"))
    assert (response.status_code, response["Location"]) == (303, page)
    assert pages.balance(entry.party_id) == 55_000
    changed = pages.asha.get(page)
    words = " ".join(re.sub("<[^>]+>", " ", changed.content.decode()).split())
    assert "Amount: ₹500 ₹550" in words
    assert "Note: आटा 10 kg आटा 11 kg" in words
    undone = pages.asha.post(undo_in(changed), HTTP_REFERER=f"http://testserver{page}")
    assert (undone.status_code, undone["Location"]) == (303, page)
    assert pages.balance(entry.party_id) == 50_000
    assert Document.objects.get(id=entry.document_id).note == "आटा 10 kg"
    assert pages.shop.proven()


def test_any_older_state_can_be_put_back_from_the_history(pages, entry):
    page = pages.url(f"entries/{entry.document_id}/")
    for amount in ("600", "700"):
        pages.asha.post(f"{page}edit/", edit_form(entry.document_id, amount=amount))
    pages.asha.get(page)  # the toast of the last change is read
    backs = re.findall(r'action="([^"]*do=back[^"]*)"', pages.asha.get(page).content.decode())
    assert len(backs) == 2
    pages.asha.post(backs[-1].replace("&amp;", "&"))
    assert pages.balance(entry.party_id) == 50_000


def test_deleting_is_at_once_and_undo_brings_it_back(pages, entry):
    page = pages.url(f"entries/{entry.document_id}/")
    response = pages.asha.post(f"{page}delete/", {"rev": entry.rev})
    assert pages.balance(entry.party_id) == 0
    khata = pages.asha.get(response["Location"])
    assert "आटा 10 kg" not in khata.content.decode()
    assert "This entry is deleted." in pages.asha.get(page).content.decode()
    undo = undo_in(khata)
    for _ in range(2):
        assert pages.asha.post(undo).status_code == 303
    assert pages.balance(entry.party_id) == 50_000
    assert pages.shop.proven()


def test_undo_of_a_new_entry_takes_it_out_again(pages, form):
    party = pages.party("मीना")
    response = pages.asha.post(pages.url(f"parties/{party}/entries/"), form())
    undo = undo_in(pages.asha.get(response["Location"]))
    pages.asha.post(undo)
    assert pages.balance(party) == 0
    assert pages.entries() == 0


def test_a_stale_page_changes_nothing_and_says_so(pages, entry):
    page = pages.url(f"entries/{entry.document_id}/")
    stale = edit_form(entry.document_id, amount="900")
    pages.asha.post(f"{page}edit/", edit_form(entry.document_id, amount="600"))
    response = pages.asha.post(f"{page}edit/", stale)
    assert response.status_code == 412
    assert "changed in another tab or phone" in response.content.decode()
    assert pages.balance(entry.party_id) == 60_000
    alert = pages.asha.post(f"{page}delete/", {"rev": entry.rev}, HTTP_HX_REQUEST="true")
    assert alert.status_code == 412
    assert alert["HX-Retarget"] == "#alerts"
    assert pages.balance(entry.party_id) == 60_000


def test_staff_change_what_they_wrote_today_and_nothing_else(pages, entry, form):
    others = pages.url(f"entries/{entry.document_id}/")
    body = pages.bilal.get(others).content.decode()
    assert f"{others}edit/" not in body
    assert f"{others}delete/" not in body
    assert "Bring this back" not in body
    assert pages.bilal.post(f"{others}edit/", edit_form(entry.document_id, amount="1")).status_code == 303
    assert pages.bilal.post(f"{others}delete/", {"rev": 1}).status_code == 303
    assert pages.balance(entry.party_id) == 50_000
    pages.bilal.post(pages.url(f"parties/{entry.party_id}/entries/"), form(amount="10"))
    own = Document.objects.get(created_by=pages.people.bilal)
    page = pages.url(f"entries/{own.id}/")
    editing = pages.bilal.get(f"{page}edit/").content.decode()
    assert 'name="day"' not in editing
    pages.bilal.post(f"{page}edit/", edit_form(own.id, amount="20"))
    assert pages.balance(entry.party_id) == 52_000


def test_who_may_only_read_changes_nothing(pages, entry):
    page = pages.url(f"entries/{entry.document_id}/")
    assert pages.reader.get(page).status_code == 200
    assert pages.reader.get(f"{page}edit/").status_code == 403
    for tail in ("edit/", "delete/?rev=1", "undo/?do=delete&rev=1", "photos/"):
        assert pages.reader.post(f"{page}{tail}").status_code == 403
        assert pages.dev.post(f"{page}{tail}").status_code == 404
    assert pages.balance(entry.party_id) == 50_000


@pytest.mark.parametrize(
    "tail",
    [
        "delete/",
        "delete/?rev=x",
        "undo/",
        "undo/?do=burn&rev=1",
        "undo/?do=back&rev=1",
        "undo/?do=back&rev=1&to=9",
    ],
)
def test_an_address_that_asks_for_nothing_known_is_a_404(pages, entry, tail):
    assert pages.asha.post(pages.url(f"entries/{entry.document_id}/{tail}")).status_code == 404


def test_an_unknown_entry_is_the_same_404_as_a_foreign_one(pages, entry):
    from tests.ledger.shops import open_shop

    other = open_shop()
    foreign = other.record(other.party("अन्य"), "gave", 100)
    for document_id in (uuid7(), foreign.document_id):
        page = pages.url(f"entries/{document_id}/")
        assert pages.asha.get(page).status_code == 404
        assert pages.asha.get(f"{page}edit/").status_code == 404
        assert pages.asha.post(f"{page}delete/?rev=1").status_code == 404
        assert pages.asha.post(f"{page}undo/?do=restore&rev=1").status_code == 404


def test_changing_an_old_balance_leaves_what_it_is(pages):
    rahim = pages.party("রহিম", opening_amount=90_000)
    opening = Document.objects.get(party_id=rahim)
    page = pages.url(f"entries/{opening.id}/")
    assert 'name="mode"' not in pages.asha.get(f"{page}edit/").content.decode()
    pages.asha.post(f"{page}edit/", edit_form(opening.id, amount="950", mode=""))
    opening.refresh_from_db()
    assert (opening.kind, opening.mode, opening.amount) == ("opening", "unsorted", 95_000)
