"""Whatever is typed, the page answers with a sentence and keeps it, and nothing is half done."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import Attachment, Document, Party

LONG_NOTE = "आ" * (5 * 1024 * 1024 // 3)


def sentence_at(body: str, field: str) -> str:
    """What stands at a field as its error."""
    found = re.search(rf'id="(?:foot|sheet|id)_{field}_error".*?<span>(.*?)</span>', body, re.DOTALL)
    return found.group(1) if found else ""


@pytest.fixture
def address(pages) -> str:
    return pages.url(f"parties/{pages.party('रहीम')}/entries/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter an amount."),
        ("0", "Enter an amount above 0."),
        ("-5", "Enter an amount above 0."),
        ("5-10", "Enter an amount above 0."),
        ("1e309", "is not an amount"),
        ("NaN", "is not an amount"),
        ("१e९", "is not an amount"),
        ("1,20,0", "1,20,0 is not a full number. Did you mean 1,200?"),
        ("1000000000000000", "This amount is too large."),
        ("10.005", "Use at most 2 digits after the point."),
        ("250+", "250+ is not finished."),
        ("5÷0", "A number cannot be divided by 0."),
        ("5\x00", "is not an amount"),
        ("9" * 5000, "too long"),
    ],
)
def test_an_amount_that_is_none_gets_its_sentence(pages, address, form, typed, sentence):
    response = pages.asha.post(address, form(amount=typed))
    assert response.status_code == 422
    assert sentence in sentence_at(response.content.decode(), "amount")
    assert pages.entries() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day", "2026-02-29", "2026-02-29 is not a day of the calendar."),
        ("day", "31/02/2026", "31/02/2026 is not a day of the calendar."),
        ("day", "tomorrow", "tomorrow is not a day of the calendar."),
        ("day", "0999-01-01", "Choose a day between"),
        ("day", "9999-12-31", "Choose a day between"),
        ("due_on", "2026-02-29", "is not a day of the calendar."),
        ("due_on", "2001-01-01", "Choose a due date on or after the day of the entry."),
        ("note", "चाय\x00", "This text has a character that cannot be read."),
        ("note", LONG_NOTE, "This text is too long. Use at most 1,000 characters."),
        ("mode", "gold", "Choose goods, cash, UPI or bank."),
    ],
    ids=[
        "29 Feb",
        "31 Feb",
        "word",
        "year 999",
        "year 9999",
        "due 29 Feb",
        "due before",
        "NUL",
        "5 MB",
        "mode",
    ],
)
def test_a_field_that_cannot_be_kept_gets_its_sentence(pages, form, field, typed, sentence):
    response = pages.asha.post(pages.url("entries/"), form(**{"party_name": "রীনা", field: typed}))
    assert response.status_code == 422
    assert sentence in sentence_at(response.content.decode(), field)
    assert not Party.objects.filter(business_id=pages.shop.id).exists()
    assert pages.entries() == 0


def test_a_broken_character_is_refused_not_stored(pages, address, form):
    """A lone surrogate has no UTF-8 of its own; what a broken client sends is these bytes."""
    said = form()
    body = "&".join(f"{name}={value}" for name, value in said.items()) + "&note=%ED%A0%80"
    response = pages.asha.post(address, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "This text has a character that cannot be read." in response.content.decode()
    assert pages.entries() == 0


def test_signs_that_turn_text_around_are_dropped_from_names_and_notes(pages, form):
    said = form(party_name="\u202eamraS\u2066 रहीम\u2069", note="\u202e005 evag")
    assert pages.asha.post(pages.url("entries/"), said).status_code == 303
    assert Party.objects.get(business_id=pages.shop.id).name == "amraS रहीम"
    assert Document.objects.get(business_id=pages.shop.id).note == "005 evag"


def test_a_name_is_shown_as_text_whatever_it_holds(pages, form):
    pages.asha.post(pages.url("entries/"), form(party_name="<script>alert(1)</script>"))
    for tail in ("khata/", f"parties/{Party.objects.get().id}/", f"entries/{Document.objects.get().id}/"):
        body = pages.asha.get(pages.url(tail)).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a but no", "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "not a photo"),
        (b"%PDF-1.7", "not a photo"),
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 cut", "not a photo"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=["gif", "svg", "pdf", "empty", "cut", "large"],
)
def test_a_photo_that_is_none_saves_neither_photo_nor_entry(pages, address, form, content, sentence):
    photo = SimpleUploadedFile("bill.jpg", content, content_type="image/jpeg")
    response = pages.asha.post(address, {**form(), "photo": photo})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert pages.entries() == 0
    assert not Attachment.objects.filter(business_id=pages.shop.id).exists()


@pytest.mark.parametrize("field", ["document_id", "new_party_id"])
def test_an_id_that_is_none_asks_to_load_the_page_again(pages, form, field):
    response = pages.asha.post(pages.url("entries/"), form(party_name="রীনা", **{field: "1' OR 1=1"}))
    assert response.status_code == 422
    assert "Load it again" in response.content.decode()
    assert pages.entries() == 0


def test_a_phone_clock_that_cannot_be_right_is_not_believed(pages, address, form):
    for said in ("1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "soon", "2026-13-45T99:99:99Z", "1e400"):
        assert pages.asha.post(address, form(made_at=said)).status_code == 303
    stamps = Document.objects.values_list("made_at", "created_at")
    assert len(stamps) == 5
    assert all(made == created for made, created in stamps)


def test_a_request_that_is_too_large_is_stopped_at_the_door(pages, address, form):
    response = pages.asha.post(address, form(note="x" * (13 * 1024 * 1024)))
    assert response.status_code == 413
    assert pages.entries() == 0
