"""The second wall, with the first taken away: statements without any filter, as the role of pages and workers.

Runs in the PostgreSQL pass; SQLite has no such wall.
"""

import os

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from audit.jobs import enqueue, job_kind, run_job
from audit.models import Job, JobState
from backups.inventory import standing_in
from businesses.models import Business, Membership, User
from businesses.operations.books import create_business
from businesses.walls import walled
from core import walls
from core.ids import uuid7
from ledger.models import Party
from tests.engines import as_owner
from tests.ledger.shops import NOW, open_shop
from tests.tenancy.books import World

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.skipif("HALKHATA_TEST_POSTGRES" not in os.environ, reason="walls stand on PostgreSQL alone"),
]

TABLES = [(one.name, one.column, one.may_be_none) for app in apps.get_app_configs() for one in walled(app)]
NAMES = [name for name, _column, _may_be_none in TABLES]


def ask(sql: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def rows(table: str, column: str, business_id) -> int:
    return ask(f"SELECT count(*) FROM {table} WHERE {column} = %s", business_id)[0][0]


def test_the_role_of_pages_owns_nothing_and_may_not_pass_by(db):
    ((name, is_super, passes_by),) = ask(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert (name, is_super, passes_by) == ("halkhata_app", False, False)
    assert ask("SELECT 1 FROM pg_class WHERE relowner = current_user::regrole") == []


def test_after_a_failed_statement_its_savepoint_is_gone_back_to(db):
    with walls.within(uuid7()):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask("SELECT 1 / 0")
        assert ask("SELECT 1") == [(1,)]


def test_every_table_with_a_book_stands_behind_the_wall(db):
    """From the database's own catalogue, so that a table made past the models is found too."""
    with_book = {
        row[0]
        for row in ask(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND a.attname = 'business_id' AND NOT a.attisdropped"
        )
    }
    guarded = {
        row[0]
        for row in ask(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
        )
    }
    assert with_book | {"businesses_business"} == guarded == set(NAMES)
    assert len(guarded) > 15


def test_without_a_filter_a_book_shows_its_own_rows_alone(world: World):
    own, foreign = world.own.id, world.foreign.id
    held = {table for table, column, _none in TABLES if rows(table, column, foreign)}
    assert len(held) >= 12, held
    with walls.within(own):
        for table, column, _none in TABLES:
            seen = {row[0] for row in ask(f"SELECT DISTINCT {column} FROM {table}")}
            assert seen <= {own, None}, table
            assert rows(table, column, foreign) == 0
        assert ask("SELECT count(*) FROM ledger_line")[0][0] > 0


def test_without_anything_entered_nothing_of_any_book_is_there(world: World):
    token = walls._reach.set(walls.NOTHING)
    try:
        for table, column, _none in TABLES:
            assert ask(f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL") == [(0,)], table
    finally:
        walls._reach.reset(token)


@pytest.mark.parametrize(("table", "column", "may_be_none"), TABLES, ids=NAMES)
def test_no_write_reaches_another_book(world: World, table, column, may_be_none):
    own, foreign = world.own.id, world.foreign.id
    before = rows(table, column, foreign)
    with walls.within(own), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", [foreign])
        assert cursor.rowcount == 0
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [foreign])
        assert cursor.rowcount == 0
    assert rows(table, column, foreign) == before


@pytest.mark.parametrize(("table", "column", "may_be_none"), TABLES, ids=NAMES)
def test_no_row_is_slipped_into_another_book(world: World, table, column, may_be_none):
    """A copy of a row that stands, said to be of the other book. What refuses it is the wall, before any key does."""
    columns = [row[0] for row in ask("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", table)]  # fmt: skip
    ((row,),) = ask(f"SELECT to_jsonb(t) FROM {table} t WHERE {column} = %s LIMIT 1", world.foreign.id) or (
        (None,),
    )
    if row is None:
        row = "{}"
    names = ", ".join(f'"{name}"' for name in columns)
    with walls.within(world.own.id), pytest.raises(DatabaseError) as refused, transaction.atomic():
        ask(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table},"
            f" %s::jsonb || jsonb_build_object('{column}', %s::uuid))",
            row if isinstance(row, str) else psycopg.types.json.Jsonb(row),
            world.foreign.id,
        )
    assert "row-level security" in str(refused.value) or "sealed" in str(refused.value), refused.value


def test_two_requests_in_a_row_on_one_connection_see_each_their_own(world: World):
    """What the database itself was told, at every statement of both requests."""
    told = set()

    def listen(execute, sql, params, many, context):
        raw = connection.connection.execute("SELECT current_setting('halkhata.books', true)")
        told.add(raw.fetchone()[0])
        return execute(sql, params, many, context)

    connections_used = set()
    for book, other in ((world.own, world.foreign), (world.foreign, world.own), (world.own, world.foreign)):
        client = next(iter(book.clients.values()))
        told.clear()
        with connection.execute_wrapper(listen):
            answer = client.get(f"/b/{book.id}/khata/")
            stranger = client.get(f"/b/{other.id}/khata/")
        assert (answer.status_code, stranger.status_code) == (200, 404)
        assert told == {"", str(book.id)}
        connections_used.add(connection.connection.info.backend_pid)
    assert len(connections_used) == 1


def test_a_rolled_back_transaction_forgets_and_is_told_again(world: World):
    with walls.within(world.own.id):
        Party.objects.first()
        with pytest.raises(ZeroDivisionError), transaction.atomic(), walls.within(world.foreign.id):
            assert {party.business_id for party in Party.objects.all()} == {world.foreign.id}
            raise ZeroDivisionError
        assert {party.business_id for party in Party.objects.all()} == {world.own.id}


@pytest.fixture
def two_shops(live_db) -> tuple:
    first, second = open_shop(name="আশা স্টোর্স"), open_shop(name="दूसरी दुकान")
    first.party("রহিম")
    second.party("शर्मा")
    return first, second


def test_a_connection_from_the_pool_brings_no_book_with_it(two_shops):
    first, second = two_shops
    options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 1, "timeout": 10}}
    pooled = {**connection.settings_dict, "OPTIONS": options}
    pids = set()
    with standing_in(pooled) as only:
        for shop in (first, second, first):
            with walls.within(shop.id):
                assert {party.business_id for party in Party.objects.all()} == {shop.id}
                pids.add(only.connection.info.backend_pid)
            only.close()
        token = walls._reach.set(walls.NOTHING)
        assert list(Party.objects.all()) == []
        walls._reach.reset(token)
        only.close()
        only.close_pool()
    assert len(pids) == 1


def test_a_job_reaches_its_own_book_alone(two_shops, monkeypatch):
    first, second = two_shops
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    seen = set()

    @job_kind("tests.walls", title="x")
    def look(run):
        seen.update(Business.objects.values_list("id", flat=True))
        return {"parties": Party.objects.filter(business_id=second.id).count()}

    job = enqueue(
        kind="tests.walls", business_id=first.id, asked_by_id=None, arguments={}, now=timezone.now()
    )
    assert run_job(job.id) == JobState.DONE
    assert seen == {first.id}
    assert Job.objects.get(id=job.id).result == {"parties": 0}


def test_a_person_finds_their_books_before_one_is_entered_and_makes_a_new_one(two_shops):
    first, second = two_shops
    person = first.asha.user_id
    token = walls._reach.set(walls.NOTHING)
    try:
        walls.know(person)
        assert [one.business_id for one in Membership.objects.all()] == [first.id]
        assert [one.id for one in Business.objects.all()] == [first.id]
        assert {one.business_id for one in Party.objects.all()} == {first.id}
        owner = Membership.objects.select_related("user").get().user
        made = create_business(kind="home", name="ঘর", country="BD", owner=owner, now=NOW)
        walls.enter(second.id)
        assert {one.business_id for one in Membership.objects.filter(user_id=person)} == {first.id, made.id}
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Membership.objects.create(business_id=first.id, user=second_person(second), role="owner")
    finally:
        walls._reach.reset(token)


def test_whoever_signs_in_is_led_into_their_book_at_once(world: World):
    """The request begins as nobody's, and ends as a person's."""
    person = User.objects.get(pk=world.own.shop.asha.user_id)
    person.set_password("long enough for a test")
    person.save()
    said = {"email": person.email, "password": "long enough for a test"}
    page = Client().post("/sign-in/password/", said)
    assert page["Location"] in {"/", f"/b/{world.own.id}/khata/"}
    answer = Client().post("/api/v1/auth/token", {**said, "device_id": "a-phone-1"}, "application/json")
    assert answer.json()["business_id"] == str(world.own.id)


def second_person(shop):
    return User.objects.get(id=shop.asha.user_id)


def test_the_owner_reads_all_for_backups_and_proofs(two_shops):
    token = walls._reach.set(walls.NOTHING)
    try:
        with as_owner():
            assert Business.objects.count() == 2
    finally:
        walls._reach.reset(token)


def test_seals_see_every_book_and_cannot_be_led_elsewhere(db):
    """A seal that saw one book alone could be slow or blind; one that looked into a temporary table, deceived."""
    found = ask(
        "SELECT DISTINCT p.proname, p.prosecdef, p.proconfig FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal"
    )
    assert len(found) >= 10
    path = "search_path=public, pg_temp"
    assert {(is_definer, tuple(settings or ())) for _name, is_definer, settings in found} == {
        (True, (path,)),
        (True, (path, "enable_seqscan=off")),
    }
