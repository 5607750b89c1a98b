"""One book taken away for good: nothing of it is left, and nothing else is touched."""

import json
import random

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

from audit.models import Event
from backups.purging import purge_business, tables_in_order
from backups.shelf import kept
from businesses.models import Business
from core import seals
from core.ids import uuid7
from tests.backups.test_kills import FOR_EVER, Machine
from tests.ledger.shops import NOW
from tests.tenancy.books import open_world


@pytest.fixture
def world(on_engine, place, monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    return open_world()


def everything() -> dict[str, list]:
    """Every row of every table there is, by the database's own catalogue."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = [
                tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in cursor
            ]
    connections["default"].close()
    return found


def names(rows: list, book) -> int:
    """How many of these rows say the book's id anywhere."""
    return sum(any(text in repr(row) for text in (str(book), book.hex)) for row in rows)


def is_sealed() -> bool:
    return not any(
        seals.missing(apps.get_app_config(label), using=DEFAULT_DB_ALIAS) for label in ("audit", "ledger")
    )


def purge(book) -> None:
    purge_business(business_id=book, reason="asked by its owner", exported_to="", now=NOW)


def test_nothing_of_the_book_is_left_and_the_other_is_as_it_was(world, settings):
    own, other = world.own.id, world.foreign.id
    before, kept_files = everything(), sorted(path for path in settings.MEDIA_ROOT.rglob(f"*/{other}/**/*"))
    assert sum(names(rows, own) > 0 for rows in before.values()) >= 15
    assert kept_files

    purge(own)

    after = everything()
    assert {table for table, rows in after.items() if names(rows, own)} == {"audit_event"}
    left = Event.objects.filter(subject_id=own)
    assert {event.verb for event in left} == {"book.purged"}
    assert {event.user_id for event in left} == {person.id for person in world.own.people.values()}
    for table, rows in before.items():
        kept_rows = [row for row in rows if not names([row], own)]
        if table not in {"businesses_user", "audit_event"}:
            assert sorted(map(repr, after[table])) == sorted(map(repr, kept_rows)), table
    assert world.foreign.shop.proven()
    assert sorted(settings.MEDIA_ROOT.rglob(f"*/{other}/**/*")) == kept_files
    assert not list(settings.MEDIA_ROOT.rglob(f"*{own}*"))
    assert is_sealed()


def test_every_table_that_names_a_book_is_purged(world):
    with connection.cursor() as cursor:
        with_book = {
            table
            for table in connection.introspection.table_names(cursor)
            if "business_id"
            in {one.name for one in connection.introspection.get_table_description(cursor, table)}
        }
    assert with_book | {"businesses_business"} == set(tables_in_order())


def test_why_is_written_down_and_a_backup_is_made_first(world, place, settings, capsys):
    call_command("purge_business", str(world.own.id), "--reason", "asked by its owner", "--yes")
    assert "Deleted: " in capsys.readouterr().out
    (line,) = (settings.DATA / "purged.jsonl").read_text().splitlines()
    (archive,) = kept(place)
    said = json.loads(line)
    assert (said["book"], said["reason"], said["backup"]) == (
        str(world.own.id),
        "asked by its owner",
        str(archive.path),
    )
    call_command("restore", archive.path)
    assert Business.objects.filter(id=world.own.id).exists()
    assert world.own.shop.proven()


def test_the_name_of_the_book_must_be_typed(world, monkeypatch):
    book = world.own.id
    monkeypatch.setattr("builtins.input", lambda _: "another book")
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("purge_business", str(book), "--reason", "x")
    assert Business.objects.filter(id=book).exists()
    monkeypatch.setattr("builtins.input", lambda _: "আশা স্টোর্স")
    call_command("purge_business", str(book), "--reason", "x")
    assert not Business.objects.filter(id=book).exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_wanted(world, reason):
    with pytest.raises(CommandError, match="Say why"):
        call_command("purge_business", str(world.own.id), "--reason", reason, "--yes")


def test_an_unknown_book_is_named(world):
    with pytest.raises(CommandError, match="There is no book"):
        call_command("purge_business", str(uuid7()), "--reason", "x", "--yes", "--no-backup")


def test_killed_anywhere_it_leaves_the_book_whole_or_gone_and_the_seals_laid(
    world, place, process_environment, on_engine, settings, scale, figure
):
    environment = process_environment(on_engine)
    environment["HALKHATA_DATA"] = str(settings.DATA)
    own, dice = world.own.id, random.Random(11)
    before = names(everything()["audit_event"], own)
    order = ["purge_business", str(own), "--reason", "x", "--yes", "--no-backup"]
    connections["default"].close()
    tries = max(4, scale(50))
    with Machine(environment=environment, place=place) as machine:
        for _ in range(tries):
            machine.run(dice.randrange(1, 120), *order)
            assert is_sealed()
            if not Business.objects.filter(id=own).exists():
                break
            assert names(everything()["audit_event"], own) == before
            assert world.own.shop.proven()
            connections["default"].close()
        connections["default"].close()
        if Business.objects.filter(id=own).exists():
            connections["default"].close()
            machine.run(FOR_EVER, *order)
    assert {table for table, rows in everything().items() if names(rows, own)} == {"audit_event"}
    assert is_sealed()
    assert world.foreign.shop.proven()
    figure("kill -9 in the middle of a purge", tries, "the book whole or gone, every seal laid")
