"""A proof that cannot fail proves nothing: each stored sum is bent in turn, and verify_books must see it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.sql import bind
from ledger.verify import CHECKS, verify_book
from tests.engines import as_owner

pytestmark = pytest.mark.both_engines
BENT = {
    "a party's balance differs from its lines": "UPDATE ledger_party SET balance = balance + 1 WHERE id = %(party)s",
    "a party's month differs from its lines": "UPDATE ledger_partymonth SET amount = amount + 1 WHERE party_id = %(party)s",
    "what a party was given in a month differs from its documents": "UPDATE ledger_partymonth SET given = given + 1"
    " WHERE party_id = %(party)s",
    "an account's month differs from its lines": "UPDATE ledger_accountmonth SET debit = debit + 1, credit = credit + 1"
    " WHERE business_id = %(book)s",
    "an entry and its document do not agree": "UPDATE ledger_document SET amount = amount + 1 WHERE id = %(document)s",
    "a document stands or is trashed against its entry": "UPDATE ledger_document SET state = 'trashed' WHERE id = %(document)s",
    "the trail has a gap or a number too many": "UPDATE businesses_business SET seq = seq + 1 WHERE id = %(book)s",
    "a party's newest entry is another": "UPDATE ledger_party SET last_pos = 1 WHERE id = %(party)s",
    "what a party has not paid falls due on another day": "UPDATE ledger_party SET unpaid_due_on = '2026-12-01'"
    " WHERE id = %(party)s",
    "a chain ends elsewhere": "UPDATE ledger_party SET chain = {empty} WHERE id = %(party)s",
}
# What only a database without its seals can hold.
UNSEALED = {
    "an entry does not balance": "UPDATE ledger_line SET amount = amount + 1 WHERE party_id = %(party)s",
    "a line stands elsewhere than its entry": "UPDATE ledger_line SET day = '2026-01-01' WHERE party_id = %(party)s",
    "a chain is broken": "UPDATE ledger_entry SET chain = {empty} WHERE document_id = %(document)s",
}


def bend(sql: str, names: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(empty="''" if connection.vendor == "postgresql" else "x''"), names)
        assert cursor.rowcount > 0


@pytest.fixture
def names(live_shop):
    party = live_shop.party()
    live_shop.record(party, "gave", 300)
    result = live_shop.record(party, "gave", 100)
    assert live_shop.proven()
    return {
        key: bind(value)
        for key, value in {"book": live_shop.id, "party": party, "document": result.document_id}.items()
    }


@pytest.mark.parametrize("what", BENT)
def test_a_bent_sum_is_found(live_shop, names, what):
    bend(BENT[what], names)
    assert what in {fault.what for fault in verify_book(live_shop.id)}


@pytest.mark.parametrize("what", UNSEALED)
def test_a_bent_journal_is_found(live_shop, names, what):
    with as_owner(), connection.cursor() as cursor:
        for table, trigger in [("ledger_line", "seal_line_update"), ("ledger_entry", "seal_entry_update")]:
            cursor.execute(
                f"DROP TRIGGER {trigger}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
            )
    bend(UNSEALED[what], names)
    assert what in {fault.what for fault in verify_book(live_shop.id)}


def test_the_command_says_what_is_wrong_and_exits_1(live_shop, names):
    out, err = StringIO(), StringIO()
    call_command("verify_books", stdout=out, stderr=err)
    assert "1 books proven." in out.getvalue()
    bend(BENT["a party's balance differs from its lines"], names)
    with pytest.raises(CommandError, match="1 faults in 1 books"):
        call_command("verify_books", stdout=out, stderr=err)
    assert "a party's balance differs from its lines" in err.getvalue()


def test_the_checks_have_names_of_their_own():
    assert len({what for what, _ in CHECKS}) == len(CHECKS)
