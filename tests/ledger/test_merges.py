import datetime

import pytest

from audit.models import Event
from core.ids import uuid7
from ledger.models import Party
from ledger.models.parties import MERGED_MAX
from ledger.operations.merges import merge_party, unmerge_party
from ledger.queries.changes import changes
from ledger.queries.parties import party_card, party_page, totals
from ledger.queries.statements import statement
from ledger.refusals import (
    ChangedElsewhere,
    NotMerged,
    PartyUnknown,
    RoleNotAllowed,
    SameParty,
    TooManyMerged,
)
from tests.ledger.shops import NOW, TODAY, open_shop

pytestmark = pytest.mark.both_engines


def rev_of(party_id):
    return Party.objects.get(id=party_id).rev


def merge(shop, party, into, actor=None, base_rev=None, **said):
    return merge_party(
        business_id=shop.id, actor=actor or shop.asha, party_id=party, into_id=into,
        base_rev=rev_of(party) if base_rev is None else base_rev, now=NOW, **said,
    )  # fmt: skip


def unmerge(shop, party, actor=None, **said):
    return unmerge_party(business_id=shop.id, actor=actor or shop.asha, party_id=party, now=NOW, **said)


def listed(shop, **said):
    return {row.name: row.balance for row in party_page(shop.id, today=TODAY, **said).rows}


@pytest.fixture
def two(shop):
    """রহিম owes 100 and was paid 30; Rahim owes 250, and is the same man."""
    one, other = shop.party("রহিম"), shop.party("Rahim")
    shop.record(one, "gave", 10_000, day=TODAY - datetime.timedelta(days=9))
    shop.record(other, "gave", 25_000, day=TODAY - datetime.timedelta(days=5))
    shop.record(one, "got", 3_000, mode="cash")
    return one, other


def test_two_khatas_become_one_and_are_taken_apart_again(shop, two):
    one, other = two
    merge(shop, other, one)
    assert listed(shop) == {"রহিম": 32_000}
    assert party_card(shop.id, other, today=TODAY).id == one
    assert party_card(shop.id, one, today=TODAY).balance == 32_000
    assert [row.running_balance for row in shop.khata(one)] == [32_000, 35_000, 10_000]
    unmerge(shop, other)
    assert listed(shop) == {"রহিম": 7_000, "Rahim": 25_000}
    assert [row.running_balance for row in shop.khata(one)] == [7_000, 10_000]
    assert shop.proven()


def test_totals_and_chips_count_a_joined_khata_once_and_net(shop, two):
    one, other = two
    shop.record(other, "got", 60_000, mode="upi")
    before = totals(shop.id)
    assert (before.will_get, before.will_give) == (7_000, 35_000)
    merge(shop, other, one)
    after = totals(shop.id)
    assert (after.will_get, after.will_give) == (0, 28_000)
    assert (listed(shop, chip="give"), listed(shop, chip="get")) == ({"রহিম": -28_000}, {})


def test_what_is_overdue_is_seen_over_both_khatas(shop):
    one, other = shop.party("রহিম"), shop.party("Rahim")
    day = TODAY - datetime.timedelta(days=40)
    shop.record(other, "gave", 5_000, day=day, due_on=day + datetime.timedelta(days=10))
    shop.record(one, "gave", 1_000)
    merge(shop, other, one)
    assert listed(shop, chip="overdue") == {"রহিম": 6_000}
    card = party_card(shop.id, one, today=TODAY)
    assert (card.overdue, card.next_due) == (True, day + datetime.timedelta(days=10))
    shop.record(one, "got", 5_000, mode="cash")
    assert listed(shop, chip="overdue") == {}
    assert party_card(shop.id, one, today=TODAY).next_due is None


def test_an_entry_for_a_joined_party_goes_to_the_head_and_answers_its_balance(shop, two):
    one, other = two
    merge(shop, other, one)
    said = {"document_id": uuid7()}
    result = shop.record(other, "gave", 1_000, **said)
    assert (result.party_id, result.balance) == (one, 33_000)
    assert shop.record(other, "gave", 1_000, **said).replayed
    unmerge(shop, other)
    assert listed(shop) == {"রহিম": 8_000, "Rahim": 25_000}


def test_an_entry_sent_before_the_merge_and_again_after_it_stands_once(shop, two):
    one, other = two
    document_id = uuid7()
    shop.record(other, "gave", 500, document_id=document_id)
    merge(shop, other, one)
    assert shop.record(other, "gave", 500, document_id=document_id).replayed
    assert listed(shop) == {"রহিম": 32_500}


def test_those_joined_before_come_along_and_each_can_leave(shop, two):
    one, other = two
    third = shop.party("র. শেখ")
    shop.record(third, "gave", 100)
    merge(shop, third, other)
    merge(shop, other, one)
    assert listed(shop) == {"রহিম": 32_100}
    unmerge(shop, other)
    assert listed(shop) == {"রহিম": 7_100, "Rahim": 25_000}


def test_a_statement_is_over_both_and_its_closing_is_the_balance(shop, two):
    one, other = two
    merge(shop, other, one)
    month_ago = TODAY - datetime.timedelta(days=30)
    found = statement(business_id=shop.id, party_id=one, start=month_ago, end=TODAY, made_at=NOW)
    assert (found.opening, found.closing, len(found.rows)) == (0, 32_000, 3)


def test_the_trail_tells_and_phones_read_both_again(shop, two):
    one, other = two
    seq = changes(shop.id, after=0).seq
    merge(shop, other, one)
    seen = {row.id: row for row in changes(shop.id, after=seq).rows}
    assert set(seen) == {one, other}
    assert seen[other].fields["merged_into"] == one
    assert seen[one].fields["balance"] == 32_000
    unmerge(shop, other)
    verbs = Event.objects.filter(business_id=shop.id, subject_id=other).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["party.created", "party.merged", "party.unmerged"]


def test_a_merge_sent_twice_is_one_and_a_trial_leaves_nothing(shop, two):
    one, other = two
    merge(shop, other, one, dry_run=True)
    assert listed(shop) == {"রহিম": 7_000, "Rahim": 25_000}
    rev = rev_of(other)
    assert not merge(shop, other, one, base_rev=rev).replayed
    assert merge(shop, other, one, base_rev=rev).replayed
    unmerge(shop, other, dry_run=True)
    assert listed(shop) == {"রহিম": 32_000}


def test_what_cannot_be_joined_is_refused_and_nothing_moves(shop, two):
    one, other = two
    bilal = shop.member("staff")
    stranger = open_shop(name="Other").party("Dev")
    refused = [
        (SameParty, lambda: merge(shop, one, one)),
        (ChangedElsewhere, lambda: merge(shop, other, one, base_rev=7)),
        (PartyUnknown, lambda: merge(shop, one, stranger)),
        (PartyUnknown, lambda: merge(shop, stranger, one)),
        (PartyUnknown, lambda: merge(shop, one, uuid7())),
        (RoleNotAllowed, lambda: merge(shop, other, one, actor=bilal)),
        (NotMerged, lambda: unmerge(shop, one)),
        (PartyUnknown, lambda: unmerge(shop, stranger)),
    ]
    for refusal, work in refused:
        with pytest.raises(refusal):
            work()
    assert listed(shop) == {"রহিম": 7_000, "Rahim": 25_000}


def test_a_khata_holds_so_many_others_and_no_more(shop):
    head = shop.party("Head")
    for number in range(MERGED_MAX):
        merge(shop, shop.party(f"Part {number}"), head)
    with pytest.raises(TooManyMerged):
        merge(shop, shop.party("One more"), head)
    assert shop.proven()
