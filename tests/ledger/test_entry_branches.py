"""Entries of a book with several branches: where they go, how they move, and how one branch is seen alone."""

import datetime
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Revision
from businesses.models import Branch
from businesses.operations.branches import BranchUnknown, add_branch, close_branch
from core.ids import uuid7
from core.sql import bind_all
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import Document
from ledger.models.journal import PartyMonth
from ledger.operations.drafts import content_stood
from ledger.operations.push import Mutation, apply_mutation
from ledger.queries.general_ledger import day_book
from ledger.queries.khata import khata_page
from ledger.queries.statements import statement
from ledger.refusals import BranchClosed, PeriodLocked
from tests.ledger import desks
from tests.ledger.shops import NOW, TODAY, Shop, open_shop

pytestmark = pytest.mark.both_engines
OLD = datetime.date(2025, 6, 1)


def godown(shop: Shop, name: str = "গুদাম") -> Branch:
    return add_branch(
        business_id=shop.id, actor=shop.asha, name=name, kind="godown", registration_id=None, now=shop.now
    )


def months(shop: Shop, branch_id) -> int:
    """What the stored month totals of a branch come to."""
    return sum(
        PartyMonth.objects.filter(business_id=shop.id, branch_id=branch_id).values_list("amount", flat=True)
    )


def test_an_entry_goes_to_the_branch_it_names_and_moves_with_its_money(shop):
    main, other, party = book_map(shop.id).branch_id, godown(shop).pk, shop.party()
    first = shop.record(party, "gave", 700)
    made = shop.record(party, "gave", 500, branch_id=other)
    assert Document.objects.get(id=first.document_id).branch_id == main
    assert (months(shop, main), months(shop, other)) == (700, 500)
    moved = shop.edit(made, branch_id=main)
    assert (months(shop, main), months(shop, other), shop.balance(party)) == (1_200, 0, 1_200)
    kept = shop.edit(moved, amount=600)
    assert Document.objects.get(id=made.document_id).branch_id == main
    back = shop.change("undo_edit", shop.edit(kept, branch_id=other))
    assert Document.objects.get(id=made.document_id).branch_id == main
    gone = shop.change("delete_entry", shop.edit(back, branch_id=other))
    assert months(shop, other) == 0
    shop.change("restore_entry", gone)
    assert months(shop, other) == 600
    assert shop.proven()


def test_words_kept_before_there_were_branches_stood_in_the_main_one(shop):
    made = shop.record(shop.party(), "gave", 500)
    contents = Revision.objects.get(business_id=shop.id, subject_id=made.document_id).contents
    books = book_map(shop.id)
    older = {name: value for name, value in contents.items() if name != "branch"}
    assert content_stood(older, books=books) == content_stood(contents, books=books)
    assert content_stood({**older, "branch": str(shop.id)}, books=books).branch_id == shop.id


def test_a_closed_branch_and_one_of_another_book_take_no_entry(shop):
    party, branch, foreign = shop.party(), godown(shop), godown(open_shop(name="Other"))
    made = shop.record(party, "gave", 500, branch_id=branch.pk)
    close_branch(
        business_id=shop.id, actor=shop.asha, branch_id=branch.pk, base_rev=1, is_closed=True, now=shop.now
    )
    with pytest.raises(BranchClosed):
        shop.record(party, "gave", 500, branch_id=branch.pk)
    with pytest.raises(BranchUnknown):
        shop.record(party, "gave", 500, branch_id=foreign.pk)
    changed = shop.edit(made, amount=900)
    assert months(shop, branch.pk) == 900
    moved = shop.edit(changed, branch_id=book_map(shop.id).branch_id)
    with pytest.raises(BranchClosed):
        shop.edit(moved, branch_id=branch.pk)


def test_a_document_changes_its_branch_only_with_its_money(live_shop):
    shop = live_shop
    other, made = godown(shop).pk, shop.record(shop.party(), "gave", 500)
    sql = "UPDATE ledger_document SET branch_id = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, bind_all([other, made.document_id]))
    assert shop.proven()


def test_one_branch_is_seen_alone_in_the_khata_the_day_book_and_the_statement(shop):
    main, other, party = book_map(shop.id).branch_id, godown(shop).pk, shop.party()
    for amount, branch in ((700, main), (500, other), (90, main), (40, other)):
        shop.record(party, "gave", amount, branch_id=branch, day=TODAY - datetime.timedelta(days=amount))
    alone = khata_page(shop.id, party, branch_id=other)
    assert alone.balance == 540
    assert [(row.amount, row.running_balance) for row in alone.rows] == [(40, 540), (500, 500)]
    first = khata_page(shop.id, party, branch_id=main, limit=1)
    rest = khata_page(shop.id, party, branch_id=main, limit=1, before=first.next_cursor)
    assert [row.running_balance for row in (*first.rows, *rest.rows)] == [790, 700]
    span = {"start": TODAY - datetime.timedelta(days=999), "end": TODAY}
    assert {row.branch_id for row in day_book(shop.id, branch_id=other, **span).rows} == {other}
    assert len(day_book(shop.id, **span).rows) == 4
    named = statement(business_id=shop.id, party_id=party, made_at=NOW, **span).rows
    assert {row.branch_name for row in named if row.branch_id == other} == {"গুদাম"}


def test_a_statement_of_a_book_with_one_branch_names_none(shop):
    party = shop.party()
    shop.record(party, "gave", 700)
    found = statement(business_id=shop.id, party_id=party, start=TODAY, end=TODAY, made_at=NOW)
    assert [row.branch_name for row in found.rows] == [""]


def test_a_correction_takes_money_from_the_branch_it_was_in(shop):
    main, other, party = book_map(shop.id).branch_id, godown(shop).pk, shop.party()
    made = shop.record(party, "gave", 500, day=OLD, branch_id=other)
    shop.close(datetime.date(2026, 3, 31))
    right = Content("gave", 500, "goods", OLD, "", None, main)
    shop.correct(made, right)
    assert (months(shop, main), months(shop, other)) == (500, 0)
    assert shop.proven()


def test_words_of_a_closed_day_change_and_money_does_not(shop):
    party = shop.party()
    made = shop.record(party, "gave", 500, day=OLD, note="চাল")
    shop.close(datetime.date(2026, 3, 31))
    due = datetime.date(2026, 12, 1)
    changed = shop.edit(made, note="ডাল", due_on=due)
    document = Document.objects.get(id=made.document_id)
    assert (document.note, document.due_on, document.day) == ("ডাল", due, OLD)
    for money in ({"amount": 501}, {"mode": "cash"}, {"direction": "got"}, {"day": TODAY}):
        with pytest.raises(PeriodLocked):
            shop.edit(changed, **{"note": "ডাল", "due_on": due, **money})
    other = godown(shop).pk
    with pytest.raises(PeriodLocked):
        shop.edit(changed, branch_id=other)
    with pytest.raises(PeriodLocked):
        shop.change("delete_entry", changed)
    shop.change("undo_edit", changed)
    assert Document.objects.get(id=made.document_id).note == "চাল"
    assert shop.proven()


def test_a_phone_names_the_branch_and_keeps_it_where_it_names_none(shop):
    party, other = shop.party(), godown(shop).pk
    entry_id, content = uuid7(), Content("gave", 500, "goods", TODAY, "", None, other)
    pushed = Mutation(uuid7(), "create", entry_id, 0, NOW, party, content)

    def push(mutation: Mutation) -> str:
        return apply_mutation(business_id=shop.id, actor=shop.asha, mutation=mutation, now=NOW).state

    assert [push(pushed), push(pushed)] == ["applied", "duplicate"]
    without = replace(content, branch_id=None, note="ভাঙা")
    assert push(Mutation(uuid7(), "edit", entry_id, 1, NOW, None, without)) == "applied"
    assert Document.objects.get(id=entry_id).branch_id == other
    main = book_map(shop.id).branch_id
    assert (
        push(Mutation(uuid7(), "edit", entry_id, 2, NOW, None, replace(content, branch_id=main))) == "applied"
    )
    # Written before it knew of the move: words merge, the branch stays.
    assert push(Mutation(uuid7(), "edit", entry_id, 2, NOW, None, replace(without, note="চাল"))) == "applied"
    # Another amount, of the branch it is no more in: two changes of the money.
    assert push(Mutation(uuid7(), "edit", entry_id, 1, NOW, None, replace(content, amount=9))) == "conflict"
    assert Document.objects.get(id=entry_id).branch_id == main
    assert shop.proven()


def test_a_voucher_goes_to_the_branch_it_names_and_moves_with_its_lines(shop):
    main, party = book_map(shop.id).branch_id, shop.party()
    other = godown(shop).pk
    done = desks.record(shop, ("1100", 300, party), ("4900", -300), branch_id=other)
    assert (months(shop, main), months(shop, other)) == (0, 300)
    (row,) = shop.khata(party)
    assert {Document.objects.get(id=one).branch_id for one in (done.document_id, row.document_id)} == {other}
    kept = desks.edit(shop, done, ("1100", 400, party), ("4900", -400))
    assert (months(shop, main), months(shop, other)) == (0, 400)
    moved = desks.edit(shop, kept, ("1100", 400, party), ("4900", -400), branch_id=main)
    assert (months(shop, main), months(shop, other)) == (400, 0)
    assert Document.objects.get(id=row.document_id).branch_id == main
    assert desks.change(shop, "undo_voucher", moved).content.branch_id == other
    with pytest.raises(BranchUnknown):
        desks.record(shop, ("5900", 1), ("1000", -1), branch_id=uuid7())
    close_branch(
        business_id=shop.id, actor=shop.asha, branch_id=other, base_rev=1, is_closed=True, now=shop.now
    )
    with pytest.raises(BranchClosed):
        desks.record(shop, ("5900", 1), ("1000", -1), branch_id=other)
    assert shop.proven()
