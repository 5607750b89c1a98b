import datetime

import pytest

from audit.models import Event, Revision
from businesses.models import Business
from businesses.roles import Role
from core.ids import uuid7
from core.refusals import Refusal
from ledger.models import Account, Document
from ledger.models.journal import AccountMonth, Entry, Line
from ledger.queries.entries import entry_card
from ledger.queries.parties import party_card, totals
from ledger.refusals import (
    AlreadyTrashed,
    AmountOutOfReach,
    BackdatingNotAllowed,
    ChangedElsewhere,
    DayOutOfReach,
    DueBeforeEntry,
    EditNotAllowed,
    EntryUnknown,
    IdTaken,
    NothingToUndo,
    PartyUnknown,
    PeriodLocked,
    RoleNotAllowed,
)
from tests.ledger.shops import NOW, TODAY, open_shop

pytestmark = pytest.mark.both_engines
YESTERDAY = TODAY - datetime.timedelta(days=1)


def account_sum(shop, role: str) -> int:
    account = Account.objects.get(business_id=shop.id, role=role)
    return sum(Line.objects.filter(account=account).values_list("amount", flat=True))


def test_gave_goods_raises_what_the_customer_owes(shop):
    rahim = shop.party("রহিম")
    result = shop.record(rahim, "gave", 50_000)
    assert (result.balance, shop.balance(rahim)) == (50_000, 50_000)
    assert account_sum(shop, "khata_sales") == -50_000
    assert account_sum(shop, "receivable") == 50_000
    assert totals(shop.id).will_get == 50_000
    assert shop.proven()


@pytest.mark.parametrize(
    ("kind", "direction", "mode", "role", "amount"),
    [
        ("customer", "gave", "goods", "khata_sales", -700),
        ("customer", "got", "goods", "khata_sales", 700),
        ("customer", "got", "cash", "cash", 700),
        ("customer", "got", "upi", "upi", 700),
        ("customer", "got", "bank", "bank", 700),
        ("customer", "gave", "cash", "cash", -700),
        ("customer", "gave", "unsorted", "unsorted", -700),
        ("supplier", "got", "goods", "khata_purchases", 700),
        ("supplier", "gave", "goods", "khata_purchases", -700),
        ("supplier", "gave", "bank", "bank", -700),
        ("other", "got", "goods", "khata_purchases", 700),
        ("tenant", "gave", "goods", "khata_sales", -700),
    ],
)
def test_what_changed_hands_chooses_the_account(shop, kind, direction, mode, role, amount):
    party = shop.party("शर्मा जी", kind=kind)
    shop.record(party, direction, 700, mode=mode)
    assert account_sum(shop, role) == amount
    assert account_sum(shop, "payable" if kind == "supplier" else "receivable") == -amount
    assert shop.proven()


def test_a_customer_who_is_also_paid_is_netted(shop):
    both = shop.party("Gupta", kind="supplier")
    shop.record(both, "got", 90_000, mode="goods")
    shop.record(both, "gave", 40_000, mode="goods")
    assert shop.balance(both) == -50_000
    assert (totals(shop.id).will_get, totals(shop.id).will_give) == (0, 50_000)


def test_opening_balance_stands_on_equity_and_is_no_sale(shop):
    party = shop.party("Opening", opening_amount=1_000, opening_direction="got")
    assert shop.balance(party) == -1_000
    assert account_sum(shop, "opening") == 1_000
    assert account_sum(shop, "khata_sales") == 0


def test_the_same_create_twice_books_once(shop):
    rahim, document_id = shop.party(), uuid7()
    first = shop.record(rahim, "gave", 100, document_id=document_id)
    again = shop.record(rahim, "gave", 100, document_id=document_id)
    assert again.replayed
    assert (again.pos, again.balance, first.replayed) == (first.pos, 100, False)
    assert Entry.objects.filter(business_id=shop.id).count() == 1
    assert Business.objects.get(id=shop.id).seq == first.seq


def test_the_same_id_with_other_content_is_refused(shop):
    rahim, document_id = shop.party(), uuid7()
    shop.record(rahim, "gave", 100, document_id=document_id)
    with pytest.raises(IdTaken):
        shop.record(rahim, "gave", 101, document_id=document_id)
    assert shop.balance(rahim) == 100


def test_an_id_of_another_book_answers_like_any_taken_id(shop):
    other = open_shop(name="Other")
    taken = other.record(other.party(), "gave", 100).document_id
    with pytest.raises(IdTaken):
        shop.record(shop.party(), "gave", 100, document_id=taken)


def test_a_party_of_another_book_is_unknown(shop):
    foreign = open_shop(name="Other").party()
    with pytest.raises(PartyUnknown):
        shop.record(foreign, "gave", 100)


def test_edit_keeps_its_place_and_the_older_rows_their_order(shop):
    rahim = shop.party()
    first = shop.record(rahim, "gave", 100)
    second = shop.record(rahim, "gave", 200)
    edited = shop.edit(first, amount=150)
    assert [row.document_id for row in shop.khata(rahim)] == [second.document_id, first.document_id]
    assert [row.running_balance for row in shop.khata(rahim)] == [350, 150]
    assert (edited.pos, edited.rev, edited.balance) == (first.pos, 2, 350)
    assert shop.proven()


def test_edit_of_words_alone_writes_no_entry(shop):
    result = shop.record(shop.party(), "gave", 100)
    shop.edit(result, note="চাল ৫ কেজি")
    assert Entry.objects.filter(business_id=shop.id).count() == 1
    assert Document.objects.get(id=result.document_id).note == "চাল ৫ কেজি"
    assert Event.objects.filter(business_id=shop.id).order_by("-seq").first().verb == "entry.updated"


def test_edit_of_money_reverses_and_posts_anew(shop):
    result = shop.record(shop.party(), "gave", 100)
    shop.edit(result, direction="got", amount=30, mode="cash")
    posted = Entry.objects.filter(document_id=result.document_id).order_by("seq", "reverses")
    assert sorted(entry.seq for entry in posted) == [result.seq, result.seq + 1, result.seq + 1]
    assert posted.filter(reverses__isnull=False).count() == 1
    assert shop.proven()


def test_edit_from_a_stale_revision_changes_nothing(shop):
    rahim = shop.party()
    result = shop.record(rahim, "gave", 100)
    shop.edit(result, amount=200)
    with pytest.raises(ChangedElsewhere):
        shop.edit(result, amount=300)
    assert shop.balance(rahim) == 200


def test_the_same_change_sent_twice_is_done_once(shop):
    rahim, mutation_id = shop.party(), uuid7()
    result = shop.record(rahim, "gave", 100)
    shop.edit(result, amount=200, mutation_id=mutation_id)
    again = shop.edit(result, amount=200, mutation_id=mutation_id)
    assert (again.replayed, again.rev, shop.balance(rahim)) == (True, 2, 200)
    with pytest.raises(IdTaken):
        shop.edit(result, amount=300, mutation_id=mutation_id)


def test_delete_and_restore_come_back_to_the_same_place(shop):
    rahim = shop.party()
    first = shop.record(rahim, "gave", 100)
    shop.record(rahim, "got", 40)
    deleted = shop.change("delete_entry", first)
    assert (deleted.balance, len(shop.khata(rahim))) == (-40, 1)
    with pytest.raises(AlreadyTrashed):
        shop.change("delete_entry", deleted)
    restored = shop.change("restore_entry", deleted)
    assert (restored.balance, restored.pos) == (60, first.pos)
    assert [row.running_balance for row in shop.khata(rahim)] == [60, 100]
    assert shop.proven()


def test_undo_puts_back_what_the_entry_said(shop):
    rahim = shop.party()
    result = shop.record(rahim, "gave", 100, note="পুরনো")
    edited = shop.edit(result, amount=900, note="নতুন", day=YESTERDAY)
    undone = shop.change("undo_edit", edited)
    document = Document.objects.get(id=result.document_id)
    assert (document.amount, document.note, document.day, undone.balance) == (100, "পুরনো", TODAY, 100)
    assert shop.proven()


def test_there_is_nothing_to_undo_on_a_first_revision(shop):
    result = shop.record(shop.party(), "gave", 100)
    with pytest.raises(NothingToUndo):
        shop.change("undo_edit", result)
    with pytest.raises(NothingToUndo):
        shop.change("restore_entry", result)


def test_a_backdated_entry_takes_its_day_and_moves_later_balances(shop):
    rahim = shop.party()
    shop.record(rahim, "gave", 100)
    shop.record(rahim, "gave", 50, day=TODAY - datetime.timedelta(days=40))
    assert [(row.amount, row.running_balance) for row in shop.khata(rahim)] == [(100, 150), (50, 50)]
    assert party_card(shop.id, rahim, today=TODAY).last_day == TODAY


@pytest.mark.parametrize("amount", [0, -1, 10**15, 10**18])
def test_amounts_out_of_reach_are_refused(shop, amount):
    party = shop.party()
    with pytest.raises(AmountOutOfReach):
        shop.record(party, "gave", amount)
    assert not Document.objects.filter(business_id=shop.id).exists()


@pytest.mark.parametrize(
    "day", [datetime.date(1949, 12, 31), datetime.date(2027, 12, 1), datetime.date(9999, 12, 31)]
)
def test_days_out_of_reach_are_refused(shop, day):
    party = shop.party()
    with pytest.raises(DayOutOfReach):
        shop.record(party, "gave", 100, day=day)


def test_a_due_date_before_the_entry_is_refused(shop):
    party = shop.party()
    with pytest.raises(DueBeforeEntry):
        shop.record(party, "gave", 100, due_on=YESTERDAY)


def test_a_closed_period_takes_no_entry_edit_or_deletion(shop):
    party = shop.party()
    old = shop.record(party, "gave", 100, day=YESTERDAY)
    new = shop.record(party, "gave", 100)
    Business.objects.filter(id=shop.id).update(books_locked_until=YESTERDAY)
    for attempt in (
        lambda: shop.record(party, "gave", 100, day=YESTERDAY),
        lambda: shop.edit(old, amount=1),
        lambda: shop.change("delete_entry", old),
        lambda: shop.edit(new, day=YESTERDAY),
    ):
        with pytest.raises(PeriodLocked):
            attempt()
    assert shop.balance(party) == 200
    assert shop.proven()


def test_staff_write_only_the_day_their_phone_recorded(shop):
    party, bilal = shop.party(), shop.member(Role.STAFF)
    shop.record(party, "gave", 100, actor=bilal)
    with pytest.raises(BackdatingNotAllowed):
        shop.record(party, "gave", 100, actor=bilal, day=YESTERDAY)
    # Written yesterday without a connection, and sent today.
    recorded_then = NOW - datetime.timedelta(days=1)
    shop.record(party, "gave", 100, actor=bilal, day=YESTERDAY, made_at=recorded_then)
    assert shop.balance(party) == 200


def test_staff_change_only_their_own_entries_of_today(shop):
    party, bilal = shop.party(), shop.member(Role.STAFF)
    own, ashas = shop.record(party, "gave", 100, actor=bilal), shop.record(party, "gave", 5)
    own = shop.edit(own, amount=120, actor=bilal)
    with pytest.raises(EditNotAllowed):
        shop.edit(ashas, amount=1, actor=bilal)
    with pytest.raises(EditNotAllowed):
        shop.change("delete_entry", own, actor=bilal, now=NOW + datetime.timedelta(days=1))
    with pytest.raises(BackdatingNotAllowed):
        shop.edit(own, day=YESTERDAY, actor=bilal)
    assert shop.balance(party) == 125


def test_a_reader_writes_nothing(shop):
    party, reader = shop.party(), shop.member(Role.READER)
    result = shop.record(party, "gave", 100)
    for attempt in (
        lambda: shop.record(party, "gave", 1, actor=reader),
        lambda: shop.edit(result, amount=1, actor=reader),
        lambda: shop.change("delete_entry", result, actor=reader),
        lambda: shop.party("New", actor=reader),
    ):
        with pytest.raises(RoleNotAllowed):
            attempt()


def test_an_entry_of_another_book_is_unknown(shop):
    other = open_shop(name="Other")
    foreign = other.record(other.party(), "gave", 100)
    for attempt in (
        lambda: shop.edit(foreign, amount=1),
        lambda: shop.change("delete_entry", foreign),
        lambda: entry_card(shop.id, foreign.document_id),
    ):
        with pytest.raises(EntryUnknown):
            attempt()


def test_a_dry_run_answers_as_if_and_writes_nothing(shop):
    party = shop.party()
    seq = Business.objects.get(id=shop.id).seq
    result = shop.record(party, "gave", 100, dry_run=True)
    assert (result.balance, shop.balance(party)) == (100, 0)
    assert Business.objects.get(id=shop.id).seq == seq
    assert not Document.objects.filter(business_id=shop.id).exists()


def test_the_limit_warns_and_saves(shop):
    party = shop.party(credit_limit=500)
    assert not shop.record(party, "gave", 500).over_limit
    assert shop.record(party, "gave", 1).over_limit
    assert shop.balance(party) == 501


def test_every_change_leaves_one_event_and_one_revision(shop):
    result = shop.record(shop.party(), "gave", 100)
    result = shop.edit(result, amount=200)
    result = shop.change("delete_entry", result)
    shop.change("restore_entry", result)
    events = Event.objects.filter(business_id=shop.id, subject_id=result.document_id).order_by("seq")
    assert [event.verb for event in events] == [
        "entry.created",
        "entry.updated",
        "entry.deleted",
        "entry.created",
    ]
    assert [event.amount for event in events] == [100, 200, 200, 200]
    revisions = Revision.objects.filter(subject_id=result.document_id).order_by("rev")
    assert [(item.rev, item.contents["amount"], item.contents["state"]) for item in revisions] == [
        (1, 100, "posted"), (2, 200, "posted"), (3, 200, "trashed"), (4, 200, "posted"),
    ]  # fmt: skip
    assert list(Event.objects.filter(business_id=shop.id).order_by("seq").values_list("seq", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


@pytest.mark.parametrize("note", ["a" * 1001, "x\x00y", "\ud800"])
def test_notes_that_cannot_be_kept_are_refused_whole(shop, note):
    party = shop.party()
    with pytest.raises(Refusal):
        shop.record(party, "gave", 100, note=note)
    assert shop.balance(party) == 0


def test_due_dates_count_against_the_newest_gaves(shop):
    party = shop.party()
    shop.record(party, "gave", 100, day=YESTERDAY, due_on=YESTERDAY)
    assert party_card(shop.id, party, today=TODAY).overdue
    shop.record(party, "gave", 300)
    shop.record(party, "got", 100)
    card = party_card(shop.id, party, today=TODAY)
    assert (card.overdue, card.next_due, card.balance) == (False, None, 300)


def test_the_earliest_unpaid_due_date_is_the_next(shop):
    party = shop.party()
    days = [TODAY + datetime.timedelta(days=number) for number in (9, 5, 7)]
    for day in days:
        shop.record(party, "gave", 100, due_on=day)
    assert party_card(shop.id, party, today=TODAY).next_due == days[1]
    shop.record(party, "got", 200)  # pays the first two
    card = party_card(shop.id, party, today=TODAY)
    assert (card.next_due, card.overdue) == (days[2], False)
    assert party_card(shop.id, party, today=days[2] + datetime.timedelta(days=1)).overdue


def test_month_totals_follow_the_day(shop):
    party = shop.party()
    result = shop.record(party, "gave", 100, day=datetime.date(2026, 10, 31))
    shop.edit(result, day=datetime.date(2026, 11, 1))
    cells = AccountMonth.objects.filter(business_id=shop.id, account__role="receivable").order_by("month")
    assert [(cell.month.month, cell.debit, cell.credit) for cell in cells] == [(10, 100, 100), (11, 100, 0)]
    assert shop.proven()
