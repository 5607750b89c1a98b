"""What guards corrections, locks and year ends below the operations: the proof, and the database itself."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from core.ids import uuid7
from core.sql import bind, bind_all
from ledger.directions import Content
from ledger.models import Document, KhataSettings, Party, PeriodChange
from ledger.operations.corrections import correct_entry
from ledger.operations.trash import close_trash
from ledger.operations.years import close_year
from ledger.verify import verify_book
from tests.engines import as_owner
from tests.ledger.shops import TODAY, open_shop

pytestmark = pytest.mark.both_engines
OLD = datetime.date(2025, 6, 1)
BENT = {
    "a correction does not take back what it corrects": "UPDATE ledger_document SET direction = 'gave'"
    " WHERE business_id = %s AND kind = 'correction'",
    "a closed year has income or expense left": "UPDATE ledger_accountmonth SET debit = debit + 1"
    " WHERE business_id = %s AND month = '2026-03-01'",
    "an entry and its document without a party do not agree": "UPDATE ledger_document SET amount = amount + 1"
    " WHERE business_id = %s AND kind = 'year_end'",
}


@pytest.fixture
def ground(live_shop):
    """A closed year with one entry in it that was corrected."""
    party = live_shop.party()
    made = live_shop.record(party, "gave", 90_000, day=OLD)
    close_year(
        business_id=live_shop.id, actor=live_shop.asha, first_day=datetime.date(2025, 4, 1), now=live_shop.now
    )
    live_shop.correct(made, None)
    assert live_shop.proven()
    return live_shop


def run(sql: str, *values) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, bind_all(values))
        return cursor.rowcount


@pytest.mark.parametrize("what", BENT)
def test_a_bent_correction_or_year_is_found(ground, what):
    assert run(BENT[what], ground.id) > 0
    assert what in {fault.what for fault in verify_book(ground.id)}


def test_two_corrections_of_one_entry_are_found(ground):
    document = Document.objects.get(business_id=ground.id, kind="correction")
    other = ground.record(document.party_id, "got", 90_000)
    on_table = " ON ledger_document" if connection.vendor == "postgresql" else ""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER seal_document_update{on_table}")
    run(
        "UPDATE ledger_document SET kind = 'correction', corrects_id = %s WHERE id = %s", document.corrects_id,
        other.document_id,
    )  # fmt: skip
    assert "an entry is corrected twice" in {fault.what for fault in verify_book(ground.id)}


def attacks(ground) -> dict[str, tuple]:
    foreign = open_shop(name="Other")
    theirs = foreign.record(foreign.party(), "gave", 5).document_id
    own = Document.objects.filter(business_id=ground.id, kind="khata").first()
    change = PeriodChange.objects.filter(business_id=ground.id).first()
    return {
        "a lock's history is rewritten": ("UPDATE ledger_periodchange SET reason = 'x' WHERE id = %s", change.id),
        "a lock's history is deleted": ("DELETE FROM ledger_periodchange WHERE id = %s", change.id),
        "a correction corrects another entry": (
            "UPDATE ledger_document SET corrects_id = NULL WHERE business_id = %s AND kind = 'correction'", ground.id,
        ),
        "an entry of a khata is nobody's": ("UPDATE ledger_document SET party_id = NULL WHERE id = %s", own.id),
        "a closing moves into a closed period": (
            "UPDATE ledger_document SET pos = pos + 1 WHERE business_id = %s AND kind = 'year_end'", ground.id,
        ),
        "a look at another book's khata": (
            "INSERT INTO ledger_lastlook (business_id, user_id, party_id, look, seq, at)"
            " VALUES (%s, %s, %s, 'history', 1, %s)",
            ground.id, ground.asha.user_id, Document.objects.get(id=theirs).party_id, ground.now,
        ),
    }  # fmt: skip


def test_the_database_refuses_what_no_operation_does(ground, subtests):
    for what, (sql, *values) in attacks(ground).items():
        with subtests.test(what), pytest.raises(DatabaseError):
            run(sql, *values)
    assert ground.proven()


def test_a_book_with_only_a_khata_closes_its_year_and_goes_on(live_shop):
    party = live_shop.party()
    live_shop.record(party, "gave", 500, mode="unsorted", day=OLD)
    done = close_year(
        business_id=live_shop.id, actor=live_shop.asha, first_day=datetime.date(2025, 4, 1), now=live_shop.now
    )
    assert (done.income, done.expense) == (0, 0)
    assert not Document.objects.filter(business_id=live_shop.id, kind="year_end").exists()
    assert live_shop.balance(party) == 500
    assert live_shop.proven()


def test_a_correction_asked_twice_is_made_once(live_shop):
    made = live_shop.record(live_shop.party(), "gave", 700, day=OLD)
    live_shop.close(OLD)
    mutation = uuid7()
    first, second = (live_shop.correct(made, None, mutation_id=mutation) for _ in range(2))
    assert (first.correction_id, second.replayed) == (second.correction_id, True)
    assert Document.objects.filter(business_id=live_shop.id).count() == 2
    tried = open_shop(name="Other")
    other = tried.record(tried.party(), "gave", 700, day=OLD)
    tried.close(OLD)
    correct_entry(
        business_id=tried.id, actor=tried.asha, document_id=other.document_id, mutation_id=uuid7(), base_rev=1,
        content=None, made_at=tried.now, now=tried.now, dry_run=True,
    )  # fmt: skip
    assert Document.objects.filter(business_id=tried.id).count() == 1


def test_what_replaced_an_entry_is_corrected_in_its_turn(live_shop):
    """The book goes on closing, and the second correction is found as the first was."""
    made = live_shop.record(live_shop.party(), "gave", 700, day=OLD)
    live_shop.close(OLD)
    first = live_shop.correct(made, Content("gave", 600, "cash", OLD, "", None))
    live_shop.close(TODAY)
    replaced = Document.objects.get(id=first.replacement_id)
    second = correct_entry(
        business_id=live_shop.id, actor=live_shop.asha, document_id=replaced.id, mutation_id=uuid7(), base_rev=1,
        content=Content("gave", 550, "cash", TODAY, "", None), made_at=live_shop.now, now=live_shop.now,
    )  # fmt: skip
    assert second.day == TODAY + datetime.timedelta(days=1)
    assert live_shop.balance(made.party_id) == second.balance == 550
    assert [row.effect for row in reversed(live_shop.khata(made.party_id))] == [700, -700, 600, -600, 550]
    assert live_shop.proven()


def test_days_of_the_trash_are_the_books_own(live_shop):
    gone = live_shop.change("delete_entry", live_shop.record(live_shop.party(), "gave", 700))
    KhataSettings.objects.create(business_id=live_shop.id, trash_days=3)
    assert close_trash(business_id=live_shop.id, now=live_shop.now + datetime.timedelta(days=2)) == 0
    assert close_trash(business_id=live_shop.id, now=live_shop.now + datetime.timedelta(days=4)) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM audit_revision WHERE subject_id = %s AND contents IS NOT NULL AND rev < 3",
            [bind(gone.document_id)],
        )
        assert cursor.fetchone()[0] == 0
    assert Party.objects.get(id=gone.party_id).balance == 0
    assert live_shop.proven()
