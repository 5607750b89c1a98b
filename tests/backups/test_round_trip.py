import datetime
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from audit.models import Event
from backups.archive import read_manifest
from backups.faults import BackupFailed, BackupRefused
from backups.inventory import digest_at, inventory
from backups.making import make_backup
from backups.restoring import restore_backup
from backups.shelf import at_work, kept
from businesses.models import Business
from ledger.models import Document
from tests.backups.archives import live_state
from tests.ledger.shops import NOW


def photo(settings, name="books/one/photo.jpg", content=b"a photo"):
    path = settings.MEDIA_ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_what_was_backed_up_comes_back_and_what_stood_is_kept(kept_shop, place, settings):
    path = photo(settings)
    exported = photo(settings, "exports/one/statement.pdf")
    before = inventory()
    made = make_backup(to=place, now=NOW)
    epoch = Business.objects.get(id=kept_shop.id).epoch
    kept_shop.record(kept_shop.party("शर्मा"), "gave", 999)
    path.unlink()
    exported.unlink()

    done = restore_backup(made.path, now=NOW)

    assert (done.books, done.files, done.made_at) == (1, 1, NOW.isoformat())
    assert path.read_bytes() == b"a photo"
    assert not exported.exists()
    book = Business.objects.get(id=kept_shop.id)
    assert digest_at(book.id, before.books[book.id.hex].seq) == before.books[book.id.hex].digest
    assert Document.objects.count() == before.counts["ledger_document"]
    assert book.epoch != epoch
    assert Event.objects.get(business=book, seq=book.seq).verb == "book.restored"
    assert kept_shop.proven()
    assert done.before


def test_the_restored_books_are_sealed(kept_shop, place):
    made = make_backup(to=place, now=NOW)
    restore_backup(made.path, now=NOW)
    with pytest.raises(IntegrityError, match="sealed"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_line SET amount = 1")


def test_the_restored_books_go_on(kept_shop, place):
    made = make_backup(to=place, now=NOW)
    restore_backup(made.path, now=NOW)
    party = kept_shop.party("নতুন")
    kept_shop.record(party, "gave", 700)
    assert kept_shop.balance(party) == 700
    assert kept_shop.proven()


def test_a_passphrase_hides_all_and_brings_the_key(kept_shop, place, settings):
    settings.BACKUP_PASSPHRASE = "চাবি-of-Asha"
    (settings.DATA / "secret-key").write_text("the key that was")
    made = make_backup(to=place, now=NOW)
    content = made.path.read_bytes()
    assert b"manifest" not in content
    assert b"the key that was" not in content
    (settings.DATA / "secret-key").write_text("another")

    for wrong in ("", "another passphrase"):
        settings.BACKUP_PASSPHRASE = wrong
        with pytest.raises(BackupRefused, match="encrypted|passphrase"):
            restore_backup(made.path, now=NOW)
    settings.BACKUP_PASSPHRASE = "চাবি-of-Asha"
    restore_backup(made.path, now=NOW)
    assert (settings.DATA / "secret-key").read_text() == "the key that was"
    assert [one.read_text() for one in settings.DATA.glob("secret-key.before-*")] == ["another"]


def test_an_archive_in_the_clear_holds_no_key(small_shop, place, settings):
    (settings.DATA / "secret-key").write_text("the key that was")
    made = make_backup(to=place, now=NOW)
    assert "secret-key" not in read_manifest(made.path, passphrase="").parts


def test_a_restore_onto_a_new_machine_needs_no_books_there(small_shop, place, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("an empty PostgreSQL database is one like any other")
    made = make_backup(to=place, now=NOW)
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "new" / "halkhata.sqlite3")
    done = restore_backup(made.path, now=NOW)
    assert done.before == ""
    assert small_shop.proven()


def test_books_in_use_are_not_replaced(kept_shop, place):
    made = make_backup(to=place, now=NOW)
    state = live_state()
    with busy(), pytest.raises(BackupRefused, match="Stop Halkhata first"):
        restore_backup(made.path, now=NOW)
    assert live_state() == state


def busy():
    """Somebody else has the books open."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("SELECT count(*) FROM ledger_entry").fetchone()
        from contextlib import closing

        return closing(other)
    import psycopg

    said = connection.get_connection_params()
    return psycopg.connect(host=said["host"], port=said["port"], user=said["user"], dbname=said["dbname"])


def test_two_backups_at_once_wait_for_each_other(small_shop, place):
    with at_work(), pytest.raises(BackupFailed, match="under way"):
        make_backup(to=place, now=NOW)
    make_backup(to=place, now=NOW)
    make_backup(to=place, now=NOW)
    assert len(kept(place)) == 2


def test_what_a_killed_backup_left_is_cleared(small_shop, place, settings):
    place.mkdir()
    (place / ".unfinished-halkhata-20261121T000000Z.tar").write_bytes(b"half")
    (settings.DATA / "backups-at-work" / ".unfinished-x").mkdir(parents=True)
    make_backup(to=place, now=NOW)
    assert [one.name for one in place.iterdir()] == ["halkhata-20261121T063000Z.tar"]
    assert [one.name for one in (settings.DATA / "backups-at-work").iterdir()] == [".lock"]


def test_a_folder_that_cannot_be_written_is_named(small_shop, place, tmp_path):
    (tmp_path / "a file").write_text("")
    with pytest.raises(BackupFailed, match="could not be written"):
        make_backup(to=tmp_path / "a file" / "below", now=NOW)


def test_the_commands_say_what_they_did(small_shop, place, capsys):
    call_command("backup")
    path = kept(place)[0].path
    assert str(path) in capsys.readouterr().out
    call_command("restore", path)
    assert "Restored: 1 books and 0 files" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", place / "nothing.tar")


def test_backups_are_thinned_out_to_days_weeks_and_months(place, settings):
    from backups.shelf import stamp_of, thin_out

    place.mkdir()
    settings.BACKUPS_KEEP = (3, 2, 2)
    newest = datetime.datetime(2026, 11, 21, 20, 30, tzinfo=datetime.UTC)
    for days in range(70):
        for hours in (0, 5):
            moment = newest - datetime.timedelta(days=days, hours=hours)
            (place / f"halkhata-{stamp_of(moment)}.tar").write_bytes(b"")
    (place / "notes.txt").write_text("somebody's own")
    thin_out(place)
    assert [f"{one.made_at:%m-%d %H}" for one in kept(place)] == [
        "11-21 20", "11-21 15", "11-20 20", "11-20 15", "11-19 20", "11-15 20", "10-31 20",
    ]  # fmt: skip
    assert (place / "notes.txt").exists()
