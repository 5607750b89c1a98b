"""What is not a whole backup of these books is refused, and the live books stay as they are."""

import random

import pytest

from backups.faults import BackupRefused
from backups.making import make_backup
from backups.restoring import restore_backup
from tests.backups.archives import live_state, retold
from tests.ledger.shops import NOW


def damaged(content: bytes, *, number: int, dice: random.Random) -> bytes:
    """Cut, one bit turned, a piece left out, a piece doubled, or something added, in turn."""
    at = dice.randrange(len(content))
    if number % 5 == 0:
        return content[:at]
    if number % 5 == 1:
        return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
    if number % 5 == 2:
        return content[:at] + content[at + 1 + dice.randrange(2_000) :]
    if number % 5 == 3:
        return content[: at + 1] + content[max(0, at - 500) :]
    return content + dice.randbytes(1 + dice.randrange(100))


@pytest.mark.parametrize("passphrase", ["", "চাবি"])
def test_damaged_files_are_refused(kept_shop, place, settings, scale, figure, passphrase):
    settings.BACKUP_PASSPHRASE = passphrase
    made = make_backup(to=place, now=NOW)
    content, dice, state = made.path.read_bytes(), random.Random(4), live_state()
    tries = max(10, scale(50))
    for number in range(tries):
        worse = damaged(content, number=number, dice=dice)
        assert worse != content
        made.path.write_bytes(worse)
        with pytest.raises(BackupRefused):
            restore_backup(made.path, now=NOW)
    assert live_state() == state
    made.path.write_bytes(content)
    restore_backup(made.path, now=NOW)
    kind = "encrypted backups" if passphrase else "backups"
    figure(f"damaged {kind} refused", tries, "live books untouched, the whole one restored afterwards")


def newer_migration(said):
    said["migrations"].append("ledger.9999_something_new")


def newer_format(said):
    said["format"] = 2


def other_engine(said):
    said["engine"] = "oracle"


def other_counts(said):
    said["counts"]["ledger_party"] += 1


def other_books(said):
    for book in said["books"].values():
        book["digest"] = "0" * 64


def no_parts(said):
    said["parts"] = {}


def nonsense(said):
    said["books"] = [1, 2]


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        (newer_migration, "newer version"),
        (newer_format, "newer version"),
        (other_engine, "is of oracle"),
        (other_counts, "other rows than were backed up: ledger_party"),
        (other_books, "not the ones that were backed up"),
        (no_parts, "does not hold what its list says"),
        (nonsense, "can't be read"),
    ],
)
def test_a_list_that_lies_is_refused(kept_shop, place, lie, sentence):
    made = make_backup(to=place, now=NOW)
    state = live_state()
    with pytest.raises(BackupRefused, match=sentence):
        restore_backup(retold(made.path, manifest=lie), now=NOW)
    assert live_state() == state


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "files/../../outside"])
def test_no_part_goes_outside_its_folder(small_shop, place, settings, name):
    (settings.MEDIA_ROOT / "photo.jpg").write_bytes(b"a photo")
    made = make_backup(to=place, now=NOW)
    lie = retold(made.path, names={"files/photo.jpg": name})
    with pytest.raises(BackupRefused, match="not a file of ours"):
        restore_backup(lie, now=NOW)


def test_books_that_do_not_add_up_are_not_restored(kept_shop, place):
    """Whoever spoils a stored sum past every seal is found when it is brought back."""
    from ledger.models import Party

    Party.objects.filter(business_id=kept_shop.id).update(balance=1)
    made = make_backup(to=place, now=NOW)
    state = live_state()
    with pytest.raises(BackupRefused, match="does not add up"):
        restore_backup(made.path, now=NOW)
    assert live_state() == state
