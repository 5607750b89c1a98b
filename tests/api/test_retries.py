"""Idempotency-Key: a call sent again is done once and answered alike."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import Attachment
from tests.api.programs import ROOT
from tests.tenancy.books import picture


def send_photo(program, entry_id, *, colour: str):
    photo = SimpleUploadedFile("রসিদ.jpg", picture(colour), "image/jpeg")
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "a-photo"}
    return program.client.post(f"{ROOT}/entries/{entry_id}/photos", {"photo": photo}, headers=headers)


def test_a_photo_sent_again_is_kept_once(shop, asha, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    entry_id = shop.record(shop.party(), "gave", 50_000).document_id
    first, again = send_photo(asha, entry_id, colour="tan"), send_photo(asha, entry_id, colour="tan")
    assert (first.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert send_photo(asha, entry_id, colour="navy").json()["error"] == "key_reused"
    assert Attachment.objects.count() == 1
