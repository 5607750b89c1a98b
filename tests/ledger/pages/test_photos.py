import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.ids import uuid7
from ledger.models import Attachment


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("बिल.jpg", content, content_type="text/html")


@pytest.fixture
def entry(pages):
    return pages.record(pages.party("सुनीता"), "gave", 50_000)


@pytest.fixture
def photo(pages, entry, jpeg) -> str:
    """The address of a photo Asha added."""
    page = pages.url(f"entries/{entry.document_id}/")
    assert pages.asha.post(f"{page}photos/", {"photo": upload(jpeg())}).status_code == 303
    return f"{page}photos/{Attachment.objects.get().id}/"


def test_a_photo_comes_back_sealed(pages, photo):
    response = pages.asha.get(photo)
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "inline"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")


def test_the_khata_shows_the_first_photo_small(pages, entry, photo, jpeg):
    page = pages.asha.get(pages.url(f"parties/{entry.party_id}/")).content.decode()
    (address,) = re.findall(r'<img class="entry-photo" src="([^"]+)"', page)
    response = pages.asha.get(address)
    assert Image.open(io.BytesIO(response.content)).size == (96, 96)
    assert ("sandbox" in response["Content-Security-Policy"], response["X-Content-Type-Options"]) == (
        True,
        "nosniff",
    )
    assert "immutable" in response["Cache-Control"]
    assert pages.dev.get(address).status_code == 404
    pages.asha.post(f"{photo}remove/")
    page = pages.asha.get(pages.url(f"parties/{entry.party_id}/")).content.decode()
    assert "entry-photo" not in page
    pages.asha.post(pages.url(f"entries/{entry.document_id}/photos/"), {"photo": upload(jpeg("navy"))})
    assert address not in pages.asha.get(pages.url(f"parties/{entry.party_id}/")).content.decode()


def test_a_photo_is_there_for_its_people_alone(pages, photo):
    assert pages.bilal.get(photo).status_code == 200
    assert pages.reader.get(photo).status_code == 200
    assert pages.dev.get(photo).status_code == 404
    other = pages.record(pages.party("अन्य"), "gave", 100)
    moved = photo.split("/photos/")[1]
    assert pages.asha.get(pages.url(f"entries/{other.document_id}/photos/{moved}")).status_code == 404
    assert pages.asha.get(photo.replace(moved, f"{uuid7()}/")).status_code == 404


def test_a_removed_photo_is_gone_and_the_history_says_so(pages, entry, photo):
    page = pages.url(f"entries/{entry.document_id}/")
    assert pages.bilal.post(f"{photo}remove/").status_code == 303
    assert pages.asha.get(photo).status_code == 200
    assert pages.asha.post(f"{photo}remove/").status_code == 303
    assert pages.asha.get(photo).status_code == 404
    body = pages.asha.get(page).content.decode()
    assert "Photo removed" in body
    assert "Photo added" in body


def test_a_photo_can_come_with_the_entry_and_undo_takes_both(pages, form, jpeg):
    party = pages.party("मीना")
    response = pages.asha.post(
        pages.url(f"parties/{party}/entries/"), {**form(), "photo": upload(jpeg("navy"))}
    )
    assert response.status_code == 303
    assert Attachment.objects.count() == 1
    khata = pages.asha.get(response["Location"]).content.decode()
    assert "Photo" in khata
    undo = khata.split("/undo/?")[1].split('"')[0].replace("&amp;", "&")
    document = Attachment.objects.get().document_id
    pages.asha.post(pages.url(f"entries/{document}/undo/?{undo}"))
    assert pages.balance(party) == 0


def test_an_empty_photo_form_asks_for_a_photo(pages, entry):
    response = pages.asha.post(pages.url(f"entries/{entry.document_id}/photos/"))
    assert response.status_code == 422
    assert "Choose a photo first." in response.content.decode()


def test_a_file_that_is_no_photo_is_refused(pages, entry):
    response = pages.asha.post(
        pages.url(f"entries/{entry.document_id}/photos/"), {"photo": upload(b"<script>alert(1)</script>")}
    )
    assert response.status_code == 422
    assert "not a photo" in response.content.decode()
    assert not Attachment.objects.exists()
