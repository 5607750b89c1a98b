"""An accountant's voucher: one balanced entry, a line in the khata of each party it names."""

import datetime
from dataclasses import replace

import pytest

from audit.models import Event
from businesses.roles import Role
from core.ids import uuid7
from core.refusals import Refusal
from ledger.models import Account, Document, Party
from ledger.operations import vouchers
from ledger.operations.erasing import erase_party
from ledger.operations.merges import merge_party
from ledger.operations.trash import close_trash, restore_many
from ledger.queries.changes import changes, digest
from ledger.queries.khata import khata_page
from ledger.queries.since import Moment, history_since
from ledger.queries.statements import statement
from ledger.queries.trial_balance import trial_balance
from tests.forgetting.traces import work
from tests.ledger import desks
from tests.ledger.shops import TODAY, open_shop

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]
DAY = datetime.timedelta(days=1)
CASH, BANK, CUSTOMERS, SUPPLIERS, OTHER_INCOME, OTHER = "1000", "1010", "1100", "2100", "4900", "5900"


def balances(shop) -> dict[str, int]:
    return {one.code: one.balance for one in trial_balance(shop.id, until=TODAY) if one.balance}


def refused(slug: str, work, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        work(*args, **kwargs)
    assert refusal.value.slug == slug
    return refusal.value


def test_a_journal_moves_accounts_and_shows_in_each_khata():
    shop = open_shop()
    sharma, rahim = shop.party("शर्मा जी"), shop.party("রহিম স্টোর", kind="supplier")
    done = desks.record(
        shop,
        (CUSTOMERS, 50_000, sharma),
        (SUPPLIERS, -30_000, rahim),
        (OTHER_INCOME, -20_000),
        note="अदला-बदली",
    )
    assert balances(shop) == {CUSTOMERS: 50_000, SUPPLIERS: -30_000, OTHER_INCOME: -20_000}
    assert (shop.balance(sharma), shop.balance(rahim)) == (50_000, -30_000)
    (row,) = shop.khata(sharma)
    assert (row.kind, row.direction, row.amount, row.note) == ("voucher_line", "gave", 50_000, "अदला-बदली")
    found = statement(business_id=shop.id, party_id=rahim, start=TODAY, end=TODAY, made_at=shop.now)
    assert [(one.direction, one.amount, one.running_balance) for one in found.rows] == [
        ("got", 30_000, -30_000)
    ]
    assert done.content.amount == 50_000
    assert shop.proven()


def test_the_same_voucher_sent_twice_is_one():
    shop, voucher = open_shop(), uuid7()
    first = desks.record(shop, (OTHER, 100), (CASH, -100), document_id=voucher)
    again = desks.record(shop, (OTHER, 100), (CASH, -100), document_id=voucher)
    assert (first.replayed, again.replayed, first.rev) == (False, True, again.rev)
    refused("id_taken", desks.record, shop, (OTHER, 200), (CASH, -200), document_id=voucher)
    assert balances(shop) == {OTHER: 100, CASH: -100}


def test_a_trial_writes_nothing():
    shop = open_shop()
    before = digest(shop.id)
    desks.record(shop, (OTHER, 100), (CASH, -100), dry_run=True)
    assert digest(shop.id) == before
    assert balances(shop) == {}


@pytest.mark.parametrize(
    ("slug", "lines"),
    [
        ("voucher_unbalanced", [(OTHER, 100), (CASH, -90)]),
        ("voucher_lines", [(OTHER, 100)]),
        ("amount_out_of_reach", [(OTHER, 0), (CASH, 0)]),
        ("amount_out_of_reach", [(OTHER, 10**15), (CASH, -(10**15))]),
        ("party_needed", [(CUSTOMERS, 100), (CASH, -100)]),
    ],
)
def test_a_crooked_voucher_is_refused(slug, lines):
    shop = open_shop()
    refused(slug, desks.record, shop, *lines)
    assert Document.objects.filter(business_id=shop.id).count() == 0


def test_a_refusal_says_by_how_much():
    shop = open_shop()
    said = refused("voucher_unbalanced", desks.record, shop, (OTHER, 10_050), (CASH, -5_000))
    assert "₹50.50" in said.message
    assert "Debit" in said.message


def test_a_party_stands_on_customers_and_suppliers_only_and_its_lines_do_not_cancel():
    shop = open_shop()
    party = shop.party()
    refused("party_misplaced", desks.record, shop, (OTHER, 100, party), (CASH, -100))
    refused("party_lines_cancel", desks.record, shop, (CUSTOMERS, 100, party), (SUPPLIERS, -100, party))
    refused("not_found", desks.record, shop, (CUSTOMERS, 100, uuid7()), (CASH, -100))


def test_nothing_of_another_book_is_reached():
    shop, other = open_shop(), open_shop()
    stranger = other.party()
    refused("not_found", desks.record, shop, (CUSTOMERS, 100, stranger), (CASH, -100))
    foreign = desks.content(other, (OTHER, 100), (CASH, -100))
    refused(
        "not_found",
        vouchers.record_voucher,
        business_id=shop.id,
        actor=shop.asha,
        document_id=uuid7(),
        content=foreign,
        made_at=shop.now,
        now=shop.now,
    )
    theirs = desks.record(other, (OTHER, 100), (CASH, -100))
    refused("not_found", desks.change, shop, "delete_voucher", theirs)


def test_a_contra_moves_money_between_cash_and_bank_alone():
    shop = open_shop()
    desks.record(shop, (BANK, 500), (CASH, -500), kind="contra")
    refused("not_a_contra", desks.record, shop, (OTHER, 500), (CASH, -500), kind="contra")
    second = Account.objects.create(
        business_id=shop.id, code="1011", name="दूसरा बैंक", kind="asset", currency="INR",
        parent=Account.objects.get(business_id=shop.id, code=BANK),
    )  # fmt: skip
    desks.record(shop, ("1011", 200), (BANK, -200), kind="contra")
    assert balances(shop) == {BANK: 300, CASH: -500, second.code: 200}


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_who_may_not_write_vouchers(role):
    shop = open_shop()
    refused("role_not_allowed", desks.record, shop, (OTHER, 1), (CASH, -1), actor=shop.member(role))
    done = desks.record(shop, (OTHER, 1), (CASH, -1), actor=shop.member(Role.ACCOUNTANT))
    refused("role_not_allowed", desks.change, shop, "delete_voucher", done, actor=shop.member(role))


def test_an_edit_reverses_and_posts_again_in_the_same_place():
    shop = open_shop()
    sharma, rahim, khan = (shop.party(name) for name in ("शर्मा", "রহিম", "خان"))
    done = desks.record(shop, (CUSTOMERS, 300, sharma), (CUSTOMERS, 200, rahim), (OTHER_INCOME, -500))
    shop.record(sharma, "got", 100)
    changed = desks.edit(shop, done, (CUSTOMERS, 400, sharma), (CUSTOMERS, 50, khan), (OTHER_INCOME, -450))
    assert changed.pos == done.pos
    assert changed.rev == 2
    assert [shop.balance(one) for one in (sharma, rahim, khan)] == [300, 0, 50]
    assert shop.khata(rahim) == ()
    assert [row.amount for row in shop.khata(sharma)] == [100, 400]
    assert [row.running_balance for row in shop.khata(sharma)] == [300, 400]
    assert shop.proven()
    back = desks.change(shop, "undo_voucher", changed)
    assert back.content == done.content
    assert [shop.balance(one) for one in (sharma, rahim, khan)] == [200, 200, 0]
    assert shop.proven()


def test_a_narration_alone_moves_no_money():
    shop = open_shop()
    party = shop.party()
    done = desks.record(shop, (CUSTOMERS, 300, party), (OTHER_INCOME, -300))
    lines = [(CUSTOMERS, 300, party), (OTHER_INCOME, -300)]
    desks.edit(shop, done, *lines, note="ব্যাজ")
    assert Event.objects.filter(business_id=shop.id, verb="voucher.updated").count() == 1
    assert shop.khata(party)[0].note == "ব্যাজ"
    assert shop.proven()


def test_a_deleted_voucher_leaves_every_khata_and_comes_back_whole():
    shop = open_shop()
    sharma, rahim = shop.party("शर्मा"), shop.party("রহিম")
    done = desks.record(shop, (CUSTOMERS, 300, sharma), (CUSTOMERS, -300, rahim))
    gone = desks.change(shop, "delete_voucher", done)
    assert (gone.state, balances(shop), shop.khata(sharma)) == ("trashed", {}, ())
    refused("already_deleted", desks.edit, shop, gone, (OTHER, 1), (CASH, -1))
    assert shop.proven()
    back = desks.change(shop, "restore_voucher", gone)
    assert (back.state, shop.balance(sharma), shop.balance(rahim)) == ("posted", 300, -300)
    assert len({row.document_id for row in shop.khata(sharma)}) == 1
    assert shop.proven()
    refused("nothing_to_undo", desks.change, shop, "restore_voucher", back)


def test_the_same_change_sent_twice_is_done_once():
    shop, mutation = open_shop(), uuid7()
    done = desks.record(shop, (OTHER, 100), (CASH, -100))
    desks.change(shop, "delete_voucher", done, mutation_id=mutation)
    assert desks.change(shop, "delete_voucher", done, mutation_id=mutation).replayed
    refused("changed_elsewhere", desks.change, shop, "restore_voucher", done)


def test_a_line_in_a_khata_does_not_change_by_itself():
    shop = open_shop()
    party = shop.party()
    desks.record(shop, (CUSTOMERS, 300, party), (OTHER_INCOME, -300))
    (row,) = shop.khata(party)
    line = replace(shop.record(party, "got", 1), document_id=row.document_id, rev=row.rev)
    refused("voucher_line", shop.edit, line, amount=5)
    refused("voucher_line", shop.change, "delete_entry", line)
    shop.close(TODAY)
    refused("voucher_line", shop.correct, line, None)


def test_a_closed_period_takes_no_voucher_and_loses_none():
    shop = open_shop()
    early = TODAY - 3 * DAY
    done = desks.record(shop, (OTHER, 100), (CASH, -100), day=early)
    shop.close(TODAY - DAY)
    refused("period_locked", desks.record, shop, (OTHER, 100), (CASH, -100), day=early)
    refused("period_locked", desks.edit, shop, done, (OTHER, 200), (CASH, -200))
    refused("period_locked", desks.change, shop, "delete_voucher", done)
    open_one = desks.record(shop, (OTHER, 1), (CASH, -1))
    refused("period_locked", desks.edit, shop, open_one, (OTHER, 1), (CASH, -1), day=early)
    said = desks.edit(shop, done, (OTHER, 100), (CASH, -100), day=early, note="বিল ৭")
    assert (said.rev, said.content.note, said.pos) == (2, "বিল ৭", done.pos)
    refused("period_locked", desks.change, shop, "delete_voucher", said)
    taken_back = desks.content(shop, (OTHER, 100), (CASH, -100)).opposite
    assert [line.amount for line in taken_back.lines] == [-100, 100]
    assert shop.proven()


def test_a_joined_party_is_written_in_the_khata_that_stands_for_it():
    shop = open_shop()
    sharma, head = shop.party("शर्मा"), shop.party("शर्मा जी")
    done = desks.record(shop, (CUSTOMERS, 100, sharma), (CUSTOMERS, 50, head), (OTHER_INCOME, -150))
    merge_party(
        business_id=shop.id, actor=shop.asha, party_id=sharma, into_id=head, now=shop.now,
        base_rev=Party.objects.get(id=sharma).rev,
    )  # fmt: skip
    shown, cursor = [], None
    while True:
        page = khata_page(shop.id, head, before=cursor, limit=1)
        shown += [(row.amount, row.running_balance) for row in page.rows]
        if (cursor := page.next_cursor) is None:
            break
    assert sorted(amount for amount, _running in shown) == [50, 100]
    assert shown[0][1] == 150
    changed = desks.edit(shop, done, (CUSTOMERS, 70, sharma), (OTHER_INCOME, -70))
    assert [row.amount for row in shop.khata(head)] == [70]
    assert changed.content.by_party() == {head: 70}
    assert shop.proven()


def test_phones_and_histories_see_a_vouchers_lines():
    shop = open_shop()
    party = shop.party()
    start = shop.business.__class__.objects.get(id=shop.id).seq
    moment = Moment(seq=start, at=shop.now, day=TODAY)
    done = desks.record(shop, (CUSTOMERS, 300, party), (OTHER_INCOME, -300))
    found = [row for row in changes(shop.id, after=start).rows if row.kind == "entry"]
    assert [(row.fields["kind"], row.fields["amount"]) for row in found] == [("voucher_line", 300)]
    desks.edit(shop, done, (CUSTOMERS, 500, party), (OTHER_INCOME, -500))
    history = history_since(shop.id, moment=moment, party_id=party)
    assert (history.difference, [row.difference for row in history.rows]) == (500, [500])


def test_what_left_the_trash_does_not_come_back():
    shop = open_shop()
    party = shop.party()
    done = desks.record(shop, (CUSTOMERS, 300, party), (OTHER_INCOME, -300), note="गुप्त")
    gone = desks.change(shop, "delete_voucher", done)
    later = shop.now + 31 * DAY
    while close_trash(business_id=shop.id, now=later):
        pass
    assert not Document.objects.filter(business_id=shop.id).exclude(note="").exists()
    standing = replace(gone, rev=Document.objects.get(id=done.document_id).rev)
    refused("gone_for_good", desks.change, shop, "restore_voucher", standing)
    assert shop.proven()


def test_a_voucher_is_restored_from_the_trash_with_others():
    shop = open_shop()
    party = shop.party()
    voucher = desks.change(
        shop, "delete_voucher", desks.record(shop, (CUSTOMERS, 300, party), (OTHER_INCOME, -300))
    )
    entry = shop.change("delete_entry", shop.record(party, "gave", 100))
    done = restore_many(
        business_id=shop.id, actor=shop.asha, now=shop.now, party_ids=[],
        document_ids=[voucher.document_id, entry.document_id],
    )  # fmt: skip
    assert (done.entries, done.refused, shop.balance(party)) == (2, (), 400)


def test_a_person_forgotten_takes_the_narration_along_that_is_about_nobody_else():
    shop = open_shop()
    sharma, rahim = shop.party("शर्मा जी"), shop.party("রহিম")
    alone = desks.record(shop, (CUSTOMERS, 300, sharma), (OTHER_INCOME, -300), note="अस्पताल का बिल")
    both = desks.record(shop, (CUSTOMERS, 300, sharma), (CUSTOMERS, -300, rahim), note="शर्मा जी से रहीम को")
    erase_party(business_id=shop.id, actor=shop.asha, party_id=sharma, typed="शर्मा जी", now=shop.now)
    work()
    notes = set(Document.objects.filter(business_id=shop.id).values_list("note", flat=True))
    assert not [note for note in notes if "अस्पताल" in note or "शर्मा" in note]
    assert shop.balance(sharma) == 600
    assert shop.proven()
    rev = Document.objects.get(id=alone.document_id).rev
    refused("nothing_to_undo", desks.change, shop, "undo_voucher", replace(alone, rev=rev))
    lines = [(CUSTOMERS, 200, sharma), (OTHER_INCOME, -200)]
    refused("words_refused", desks.edit, shop, replace(alone, rev=rev), *lines, note="फिर से")
    desks.edit(shop, replace(alone, rev=rev), *lines)
    stands = Document.objects.get(id=both.document_id)
    gone = desks.change(shop, "delete_voucher", replace(both, rev=stands.rev))
    desks.change(shop, "restore_voucher", gone)
    assert {row.note for row in shop.khata(sharma)} == {""}
    assert shop.balance(sharma) == 500
    assert shop.proven()
