"""kill -9 at every step of a backup and of a restore: what stands afterwards is whole."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections

from backups.archive import read_manifest
from backups.inventory import books, digest_at
from backups.shelf import kept
from businesses.models import Business
from ledger.models import Document, Party
from ledger.verify import verify_book

FOR_EVER = 10**9


class Machine:
    """An installation whose commands can be killed."""

    def __init__(self, *, environment, place):
        self.environment = environment
        self.place = place

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.backups.dying"],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_fault):
        self.process.communicate(timeout=180)

    def run(self, last, *command):
        """How many steps it took, or None when it was killed at step `last`."""
        self.process.stdin.write(json.dumps([last, *(str(one) for one in command)]) + "\n")
        self.process.stdin.flush()
        code, printed = json.loads(self.process.stdout.readline())
        if code == -signal.SIGKILL:
            return None
        assert code == 0, printed[-2000:]
        return int(printed.splitlines()[-1])

    def steps(self, *, of, count, dice):
        """Different steps to die at, the first and the last among them."""
        return sorted({1, of, *dice.sample(range(1, of + 1), min(of, count))})


@pytest.fixture
def machine(kept_shop, place, process_environment, on_engine, settings):
    environment = process_environment(on_engine)
    environment["HALKHATA_DATA"] = str(settings.DATA)
    environment["HALKHATA_BACKUPS"] = str(place)
    connections["default"].close()
    with Machine(environment=environment, place=place) as machine:
        yield machine


def test_a_killed_backup_leaves_none_or_a_whole_one(machine, place, kept_shop, scale, figure):
    total, dice, whole = machine.run(FOR_EVER, "backup"), random.Random(3), 0
    steps = machine.steps(of=total, count=max(3, scale(50)), dice=dice)
    for last in steps:
        before = {one.name for one in kept(place)}
        machine.run(last, "backup")
        for one in kept(place):
            if one.name not in before:
                whole += 1
                read_manifest(one.path, passphrase="")
    machine.run(FOR_EVER, "backup")
    assert not [path for path in place.rglob("*") if path.name.startswith(".unfinished")]
    assert verify_book(kept_shop.id) == []
    figure("kill -9 in the middle of a backup", len(steps), f"{whole} backups whole, none half")


def test_a_killed_restore_leaves_the_former_books_or_the_restored(machine, place, kept_shop, scale, figure):
    machine.run(FOR_EVER, "backup")
    archive = kept(place)[0].path
    backed_up = read_manifest(archive, passphrase="").books[kept_shop.id.hex]
    total, dice, restored = machine.run(FOR_EVER, "restore", archive), random.Random(5), 0
    steps = machine.steps(of=total, count=max(3, scale(50)), dice=dice)
    for number, last in enumerate(steps):
        party = kept_shop.party(f"পরে {number}")
        entry = kept_shop.record(party, "gave", 100 + number)
        former = books()[kept_shop.id.hex]
        connections["default"].close()
        machine.run(last, "restore", archive)
        if Document.objects.filter(id=entry.document_id).exists():
            assert books()[kept_shop.id.hex] == former
        else:
            restored += 1
            assert digest_at(kept_shop.id, backed_up.seq) == backed_up.digest
            assert Business.objects.get(id=kept_shop.id).seq == backed_up.seq + 1
        assert verify_book(kept_shop.id) == []
        connections["default"].close()
    machine.run(FOR_EVER, "restore", archive)
    assert digest_at(kept_shop.id, backed_up.seq) == backed_up.digest
    figure(
        "kill -9 in the middle of a restore",
        len(steps),
        f"{restored} restored, {len(steps) - restored} as before, none half",
    )


def test_a_restore_killed_while_it_writes_the_live_file_is_rolled_back(machine, place, kept_shop, wait_until):
    """The pages of the backup are in the log of the live file, and not yet committed."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL swaps names")
    with connection.cursor() as cursor:
        for number in range(40):
            cursor.execute(
                "INSERT INTO django_session VALUES (%s, %s, '2026-11-21')", [f"old{number}", "x" * 10**6]
            )
    connections["default"].close()
    machine.run(FOR_EVER, "backup")
    archive = kept(place)[0].path
    live = Path(connection.settings_dict["NAME"])
    for _ in range(10):  # one that is done before it was seen to write does not count
        party = kept_shop.party("পরে")
        former = books()
        connections["default"].close()
        if killed_while_writing(
            machine, archive, log=live.with_name(live.name + "-wal"), wait_until=wait_until
        ):
            break
    else:
        pytest.fail("every restore was over before it could be killed")
    assert (books() == former) == Party.objects.filter(business_id=kept_shop.id, id=party).exists()
    assert verify_book(kept_shop.id) == []


def killed_while_writing(machine, archive, *, log, wait_until):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.backups.dying", str(FOR_EVER), "restore", str(archive)],
        env=machine.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(
        lambda: process.poll() is not None or (log.exists() and log.stat().st_size > 10**6), seconds=120
    )
    process.kill()
    return process.wait(timeout=180) == -signal.SIGKILL
