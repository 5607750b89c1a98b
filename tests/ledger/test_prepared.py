"""The statements of every posting are planned once a connection (PostgreSQL)."""

import pytest
from django.db import IntegrityError, connection, transaction

from ledger.refusals import IdTaken
from ledger.verify import verify_book
from tests.ledger.shops import open_shop

KEPT = "SELECT statement FROM pg_prepared_statements"


READ = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'ledger_entry'"


def entries_read() -> int:
    """Rows of the table that this connection has read since it last told."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return cursor.fetchone()[0]


@pytest.fixture
def kept(pg_database, django_db_blocker):
    from tests import engines

    def statements() -> str:
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
            return " ".join(text for (text,) in cursor.fetchall())

    with django_db_blocker.unblock(), engines.default_database(pg_database):
        yield statements


def test_a_connection_keeps_the_statements_of_a_posting_and_of_nothing_else(kept):
    shop = open_shop()
    rahim = shop.party("রহিম")
    for number in range(4):
        shop.record(rahim, "gave", 100 + number)
    for words in ("businesses_business", "ledger_document", "ledger_post_v2", "audit_event", "ledger_party"):
        assert words in kept()
    assert "django_session" not in kept()
    assert "auth" not in kept()


def test_kept_statements_outlive_what_is_rolled_back_and_what_is_planned_anew(kept):
    from core.sql import plan_anew

    shop = open_shop()
    rahim = shop.party("রহিম")
    for amount in range(1, 5):
        shop.record(rahim, "gave", amount)
    with transaction.atomic():
        shop.record(rahim, "gave", 5_000_000_000)
        transaction.set_rollback(True)
    plan_anew()
    for amount in (70_000, 5_000_000_000, 1):
        shop.record(rahim, "gave", amount)
    assert shop.balance(rahim) == 1 + 2 + 3 + 4 + 70_000 + 5_000_000_000 + 1
    assert verify_book(shop.id) == []


def test_what_goes_in_one_trip_is_refused_all_the_same(kept):
    from core.sql import in_one_trip

    own, other = open_shop(name="Own"), open_shop(name="Other")
    rahim, karim = own.party("রহিম"), other.party("করিম")
    taken = own.record(rahim, "gave", 100).document_id
    with pytest.raises(IdTaken):  # found by the row of the other book itself
        other.record(karim, "gave", 100, document_id=taken)
    refused = pytest.raises(IntegrityError, match="sealed")
    with refused, transaction.atomic(), in_one_trip(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET day = day + 1")
        cursor.execute("SELECT 1")
    other.record(karim, "gave", 200)
    assert (own.balance(rahim), other.balance(karim)) == (100, 200)
    assert verify_book(own.id) == verify_book(other.id) == []


def test_an_entry_reads_no_other_entries_even_by_plans_made_for_a_young_book(kept):
    shop = open_shop()
    rahim = shop.party("রহিম")
    for amount in range(1, 121):
        shop.record(rahim, "gave", amount)
    with transaction.atomic():
        before = entries_read()
        shop.record(rahim, "gave", 500)
        assert 0 < entries_read() - before < 20
