"""Raw SQL against posted books: the database refuses what the application never does."""

import sqlite3
import uuid

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from core import seals
from core.ids import uuid7
from core.sql import bind
from ledger.models import Account
from ledger.models.journal import Entry, Line
from tests.engines import as_owner
from tests.ledger.shops import TODAY, open_shop

pytestmark = pytest.mark.both_engines


@pytest.fixture
def ground(live_db):
    """Two books with posted entries, and the ids an attacker would reach for."""
    shop, other = open_shop(), open_shop(name="Other")
    party = shop.party()
    result = shop.record(party, "gave", 10_000)
    kept = shop.record(party, "gave", 500)
    foreign = other.record(other.party(), "gave", 777)
    entry = Entry.objects.get(document_id=result.document_id)
    names = {
        "book": shop.id, "other": other.id, "party": party, "document": result.document_id, "entry": entry.id,
        "kept_document": kept.document_id, "kept_entry": Entry.objects.get(document_id=kept.document_id).id,
        "branch": entry.branch_id, "actor": entry.actor_id, "seq": entry.seq, "day": TODAY, "new": uuid7(), "new2": uuid7(),
        "line": Line.objects.filter(entry=entry).order_by("id").first().id,
        "account": Account.objects.get(business_id=shop.id, role="cash").id,
        "sales": Account.objects.get(business_id=shop.id, role="khata_sales").id,
        "foreign_account": Account.objects.get(business_id=other.id, role="cash").id,
        "foreign_party": foreign.party_id, "foreign_document": foreign.document_id,
        "foreign_entry": Entry.objects.get(document_id=foreign.document_id).id,
        "foreign_branch": Entry.objects.get(document_id=foreign.document_id).branch_id,
    }  # fmt: skip
    yield shop, other, {key: bind(value) for key, value in names.items()}
    assert shop.proven()
    assert other.proven()


ENTRY = "INSERT INTO ledger_entry (id, business_id, branch_id, document_id, seq, day, pos, actor_id, chain{more}) VALUES"
NEW_ENTRY = (
    ENTRY.format(more="")
    + " (%(new)s, %(book)s, %(branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, {empty})"
)
LINE = "INSERT INTO ledger_line (business_id, branch_id, entry_id, account_id, party_id, day, pos, amount) VALUES"

ATTACKS = {
    "change the amount of a line": "UPDATE ledger_line SET amount = amount + 1 WHERE id = %(line)s",
    "change every amount to nothing": "UPDATE ledger_line SET amount = amount * 2 WHERE business_id = %(book)s",
    "move a line to another entry": "UPDATE ledger_line SET entry_id = %(kept_entry)s WHERE id = %(line)s",
    "move a line to another party": "UPDATE ledger_line SET party_id = %(foreign_party)s WHERE id = %(line)s",
    "move a line to another account": "UPDATE ledger_line SET account_id = %(account)s WHERE id = %(line)s",
    "move a line to another book": "UPDATE ledger_line SET business_id = %(other)s WHERE id = %(line)s",
    "move a line to another day": "UPDATE ledger_line SET day = '2026-01-01' WHERE id = %(line)s",
    "change the key of a line": "UPDATE ledger_line SET id = id + 1000 WHERE id = %(line)s",
    "delete a line": "DELETE FROM ledger_line WHERE id = %(line)s",
    "delete every line": "DELETE FROM ledger_line",
    "add a line to a posted entry": LINE
    + " (%(book)s, %(branch)s, %(entry)s, %(account)s, NULL, %(day)s, %(seq)s, 5)",
    "add a balanced pair to a posted entry": LINE
    + " (%(book)s, %(branch)s, %(entry)s, %(account)s, NULL, %(day)s, %(seq)s, 5),"
    + " (%(book)s, %(branch)s, %(entry)s, %(sales)s, NULL, %(day)s, %(seq)s, -5)",
    "delete an entry": "DELETE FROM ledger_entry WHERE id = %(entry)s",
    "change the day of an entry": "UPDATE ledger_entry SET day = '2026-01-01' WHERE id = %(entry)s",
    "change the place of an entry": "UPDATE ledger_entry SET pos = pos + 1 WHERE id = %(entry)s",
    "change the number of an entry": "UPDATE ledger_entry SET seq = 90000 WHERE id = %(entry)s",
    "change the key of an entry": "UPDATE ledger_entry SET id = %(new)s WHERE id = %(entry)s",
    "unpost an entry": "UPDATE ledger_entry SET posted_as = NULL WHERE id = %(entry)s",
    "post an entry again": "UPDATE ledger_entry SET posted_as = id WHERE id = %(entry)s",
    "post an entry as another": "UPDATE ledger_entry SET posted_as = %(new)s WHERE id = %(entry)s",
    "move an entry to another document": "UPDATE ledger_entry SET document_id = %(kept_document)s WHERE id = %(entry)s",
    "move an entry to another book": "UPDATE ledger_entry SET business_id = %(other)s WHERE id = %(entry)s",
    "rewrite the chain": "UPDATE ledger_entry SET chain = {empty} WHERE id = %(entry)s",
    "forge a reversal of a posted entry": "UPDATE ledger_entry SET reverses_id = %(kept_entry)s WHERE id = %(entry)s",
    "insert an entry already posted": ENTRY.format(more=", posted_as")
    + " (%(new)s, %(book)s, %(branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, {empty}, %(new)s)",
    "insert an entry with a taken number": ENTRY.format(more="")
    + " (%(new)s, %(book)s, %(branch)s, %(document)s, %(seq)s, %(day)s, 1, %(actor)s, {empty})",
    "insert an entry with a taken id": ENTRY.format(more="")
    + " (%(entry)s, %(book)s, %(branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, {empty})",
    "insert an entry on another book's document": ENTRY.format(more="")
    + " (%(new)s, %(book)s, %(branch)s, %(foreign_document)s, 900001, %(day)s, 1, %(actor)s, {empty})",
    "insert an entry on another book's branch": ENTRY.format(more="")
    + " (%(new)s, %(book)s, %(foreign_branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, {empty})",
    "reverse another book's entry": ENTRY.format(more=", reverses_id")
    + " (%(new)s, %(book)s, %(branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, {empty}, %(foreign_entry)s)",
    "delete a document": "DELETE FROM ledger_document WHERE id = %(document)s",
    "move a document to another party": "UPDATE ledger_document SET party_id = %(foreign_party)s WHERE id = %(document)s",
    "move a document in its khata": "UPDATE ledger_document SET pos = 1 WHERE id = %(document)s",
    "point a document at another's entry": "UPDATE ledger_document SET entry_id = %(kept_entry)s WHERE id = %(document)s",
    "set a document's amount below zero": "UPDATE ledger_document SET amount = -5 WHERE id = %(document)s",
    "move a party to another book": "UPDATE ledger_party SET business_id = %(other)s WHERE id = %(party)s",
    "merge a party into another book's": "UPDATE ledger_party SET merged_into_id = %(foreign_party)s WHERE id = %(party)s",
    "delete a party with entries": "DELETE FROM ledger_party WHERE id = %(party)s",
    "change the kind of a used account": "UPDATE ledger_account SET kind = 'income' WHERE role = 'receivable'",
    "move an account to another book": "UPDATE ledger_account SET business_id = %(other)s WHERE id = %(account)s",
    "delete a used account": "DELETE FROM ledger_account WHERE id = %(sales)s",
    "turn the book's counter back": "UPDATE businesses_business SET seq = 1 WHERE id = %(book)s",
    "change the book's currency": "UPDATE businesses_business SET currency = 'BDT' WHERE id = %(book)s",
    "delete the book": "DELETE FROM businesses_business WHERE id = %(book)s",
    "delete an event": "DELETE FROM audit_event WHERE business_id = %(book)s",
    "change an event": "UPDATE audit_event SET amount = 1 WHERE business_id = %(book)s",
    "rewrite a revision": "UPDATE audit_revision SET contents = '{{}}' WHERE business_id = %(book)s",
    "delete a revision": "DELETE FROM audit_revision WHERE business_id = %(book)s",
}


def attack(sql: str, names: dict, *, foreign_keys: bool) -> None:
    """Run SQL as somebody with the database open would, and commit it."""
    sql = sql.format(empty="''" if connection.vendor == "postgresql" else "x''")
    if connection.vendor == "sqlite" and not foreign_keys:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, names)
            assert cursor.rowcount != 0, "the attack hit no row"
    finally:
        connection.close()


@pytest.mark.parametrize("foreign_keys", [True, False], ids=["", "foreign keys off"])
def test_attacks_on_posted_rows_are_refused(ground, foreign_keys, subtests, figure):
    _, _, names = ground
    assert len(ATTACKS) >= 40
    for name, sql in ATTACKS.items():
        with subtests.test(name), pytest.raises(DatabaseError):
            attack(sql, names, foreign_keys=foreign_keys)
    figure("raw SQL attacks on posted rows", len(ATTACKS), "all refused")


REPLACING = {
    "replace an entry": ENTRY.format(more="").replace("INSERT", "INSERT OR REPLACE")
    + " (%(entry)s, %(book)s, %(branch)s, %(document)s, 900001, %(day)s, 1, %(actor)s, x'')",
    "replace an entry by its number": ENTRY.format(more="").replace("INSERT", "INSERT OR REPLACE")
    + " (%(new)s, %(book)s, %(branch)s, %(document)s, %(seq)s, %(day)s, 1, %(actor)s, x'')",
    "replace a line": LINE.replace("INSERT", "INSERT OR REPLACE").replace("(business_id", "(id, business_id")
    + " (%(line)s, %(book)s, %(branch)s, %(entry)s, %(account)s, NULL, %(day)s, %(seq)s, 5)",
    "replace a document": "INSERT OR REPLACE INTO ledger_document SELECT * FROM ledger_document WHERE id = %(document)s",
    "replace a party": "INSERT OR REPLACE INTO ledger_party SELECT * FROM ledger_party WHERE id = %(party)s",
    "replace an account": "INSERT OR REPLACE INTO ledger_account SELECT * FROM ledger_account WHERE id = %(account)s",
    "replace an account by its code": "UPDATE OR REPLACE ledger_account SET code = '4010' WHERE id = %(account)s",
    "replace an event": "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE business_id = %(book)s",
    "replace an event by its number": "INSERT OR REPLACE INTO audit_event (business_id, seq, at, trace_id, verb, subject_kind,"
    " subject_id, rev, digest) VALUES (%(book)s, 1, '2026-01-01', '', 'x', 'x', %(new)s, 1, x'')",
    "replace a revision": "INSERT OR REPLACE INTO audit_revision SELECT * FROM audit_revision WHERE business_id = %(book)s",
    "a line of a fraction": LINE
    + " (%(book)s, %(branch)s, %(entry)s, %(account)s, NULL, %(day)s, %(seq)s, 0.5)",
    "a line of words": LINE
    + " (%(book)s, %(branch)s, %(entry)s, %(account)s, NULL, %(day)s, %(seq)s, 'much')",
}


@pytest.mark.parametrize("foreign_keys", [True, False], ids=["", "foreign keys off"])
def test_replacing_does_not_pass_the_delete_seals_by(ground, foreign_keys, subtests):
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no INSERT OR REPLACE
    _, _, names = ground
    for name, sql in REPLACING.items():
        with subtests.test(name), pytest.raises(DatabaseError):
            attack(sql.replace("{", "{{"), names, foreign_keys=foreign_keys)


def new_entry(cursor, names: dict, *, lines: str) -> None:
    empty = "''" if connection.vendor == "postgresql" else "x''"
    cursor.execute(NEW_ENTRY.format(empty=empty), names)
    if lines:
        cursor.execute(LINE + lines, names)


PLACE = "(%(book)s, %(branch)s, %(new)s, {account}, {party}, %(day)s, 1, {amount})"
BALANCED = (
    PLACE.format(account="%(account)s", party="NULL", amount="5")
    + ", "
    + PLACE.format(account="%(sales)s", party="NULL", amount="-5")
)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        PLACE.format(account="%(account)s", party="NULL", amount="5"),
        PLACE.format(account="%(account)s", party="NULL", amount="5") + "," + PLACE.format(account="%(sales)s", party="NULL", amount="-4"),
        PLACE.format(account="%(account)s", party="NULL", amount="0") + "," + PLACE.format(account="%(sales)s", party="NULL", amount="0"),
        PLACE.format(account="%(foreign_account)s", party="NULL", amount="5") + "," + PLACE.format(account="%(sales)s", party="NULL", amount="-5"),
        PLACE.format(account="%(account)s", party="%(foreign_party)s", amount="5") + "," + PLACE.format(account="%(sales)s", party="NULL", amount="-5"),
    ],
    ids=["no lines", "one line", "unbalanced", "zeros", "foreign account", "foreign party"],
)  # fmt: skip
def test_a_crooked_entry_cannot_be_posted(ground, lines):
    _, _, names = ground
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        new_entry(cursor, names, lines=lines)
        cursor.execute("UPDATE ledger_entry SET posted_as = id WHERE id = %(new)s", names)


def test_a_straight_entry_can_be_posted(ground):
    """The seals refuse what is wrong, and only that: or the tests above would prove nothing."""
    _, _, names = ground
    with (
        pytest.raises(RuntimeError, match="rolled back"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        new_entry(cursor, names, lines=BALANCED)
        cursor.execute("UPDATE ledger_entry SET posted_as = id WHERE id = %(new)s", names)
        assert cursor.rowcount == 1
        raise RuntimeError("rolled back")


def test_an_entry_left_unposted_cannot_be_committed(ground):
    _, _, names = ground
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        new_entry(cursor, names, lines=BALANCED)


def test_a_locked_period_takes_no_entry_by_any_way(ground):
    shop, _, names = ground
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE businesses_business SET books_locked_until = %(day)s WHERE id = %(book)s", names
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        new_entry(cursor, names, lines=BALANCED)
        cursor.execute("UPDATE ledger_entry SET posted_as = id WHERE id = %(new)s", names)


def test_erasing_may_blank_a_revision(ground):
    _, _, names = ground
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_revision SET contents = NULL WHERE subject_id = %(document)s", names)
        assert cursor.rowcount == 1


def test_missing_seals_are_named_and_laid_again_by_migrate(live_db):
    with as_owner():
        with connection.cursor() as cursor:
            table = " ON ledger_line" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER seal_line_update{table}")
        warnings = [item for item in run_checks(databases=["default"]) if item.id == "ledger.W001"]
        assert "seal_line_update" in warnings[0].msg
        call_command("migrate", verbosity=0)
        assert not [item for item in run_checks(databases=["default"]) if item.id.endswith("W001")]


def test_every_sqlite_statement_of_the_seals_is_whole():
    from django.apps import apps

    for label in ("ledger", "audit"):
        sql = seals.sql_of(apps.get_app_config(label), vendor="sqlite")
        found = seals.statements(sql)
        assert len(found) == sql.count("CREATE TRIGGER")
        assert all(sqlite3.complete_statement(statement) for statement in found)


def test_ids_are_time_ordered_and_marked_as_version_7():
    made = [uuid7() for _ in range(100)]
    assert {value.version for value in made} == {7}
    assert {value.variant for value in made} == {uuid.RFC_4122}
    assert len(set(made)) == 100
