"""Photos on an entry: the rows and the files, also when two people send the same photo at once."""

import io
import threading

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections

from businesses.roles import Role
from core.photos import read_photo
from core.refusals import Refusal
from ledger.models import Attachment
from ledger.operations.photos import PHOTOS_MAX, TooManyPhotos, attach_photo
from ledger.refusals import EditNotAllowed
from tests.tenancy.books import picture


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def photo(colour: str = "tan"):
    return read_photo(io.BytesIO(picture(colour)))


def attach(shop, document_id, *, actor=None, colour: str = "tan"):
    return attach_photo(
        business_id=shop.id,
        actor=actor or shop.asha,
        document_id=document_id,
        photo=photo(colour),
        now=shop.now,
    )


def rows_and_files(shop) -> tuple[list[str], list[str]]:
    """What the rows say is kept, and what lies there."""
    rows = Attachment.objects.filter(business_id=shop.id).order_by("file").values_list("file", flat=True)
    root = default_storage.path("")
    lying = sorted(path.relative_to(root).as_posix() for path in _paths(root))
    return list(rows), lying


def _paths(root: str):
    from pathlib import Path

    return (path for path in Path(root).rglob("*") if path.is_file())


def test_a_photo_sent_twice_is_one_row_and_one_file(shop):
    entry = shop.record(shop.party(), "gave", 500).document_id
    assert attach(shop, entry).id == attach(shop, entry).id
    rows, lying = rows_and_files(shop)
    assert len(rows) == 1
    assert rows == lying


def test_a_refused_photo_takes_no_file_from_the_one_who_sent_the_same_meanwhile(shop, monkeypatch):
    entry, bilal = shop.record(shop.party(), "gave", 500).document_id, shop.member(Role.STAFF)
    save = FileSystemStorage.save

    def save_and_send_too(storage, name, content, **more):
        monkeypatch.setattr(FileSystemStorage, "save", save)
        kept = save(storage, name, content, **more)
        attach(shop, entry)
        return kept

    monkeypatch.setattr(FileSystemStorage, "save", save_and_send_too)
    with pytest.raises(EditNotAllowed):
        attach(shop, entry, actor=bilal)
    monkeypatch.setattr(FileSystemStorage, "save", save)
    if not Attachment.objects.exists():  # he was refused before anything was written
        attach(shop, entry)
    rows, lying = rows_and_files(shop)
    assert len(rows) == 1
    assert rows == lying


def test_a_refused_photo_leaves_no_file(shop):
    entry = shop.record(shop.party(), "gave", 500).document_id
    for place in range(PHOTOS_MAX):
        attach(shop, entry, colour=f"#0000{place * 20:02x}")
    with pytest.raises(TooManyPhotos):
        attach(shop, entry, colour="red")
    rows, lying = rows_and_files(shop)
    assert len(rows) == PHOTOS_MAX
    assert rows == lying


@pytest.mark.both_engines
def test_many_who_send_the_same_photo_at_once_keep_its_file(live_shop):
    shop = live_shop
    bilal, party = shop.member(Role.STAFF), shop.party()
    entries = [shop.record(party, "gave", 500 + number).document_id for number in range(8)]
    barrier, faults = threading.Barrier(4), []

    def send(actor) -> None:
        try:
            for entry in entries:
                barrier.wait(timeout=180)
                try:
                    attach(shop, entry, actor=actor)
                except Refusal:
                    assert actor is bilal
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send, args=[actor]) for actor in (shop.asha, bilal, shop.asha, bilal)]
    for each in senders:
        each.start()
    for each in senders:
        each.join(timeout=180)
    assert faults == []
    rows, lying = rows_and_files(shop)
    assert len(rows) == len(entries)
    assert rows == lying
    assert shop.proven()
