"""Phones without a connection: nothing lost, nothing twice, nobody overruled in silence."""

import datetime
import random
from dataclasses import replace

import pytest

from businesses.models import Business
from core.ids import uuid7
from ledger.directions import Content
from ledger.models import Document, Pending
from ledger.operations.push import Mutation, apply_mutation, decide, merged_content
from ledger.queries.changes import changes, digest
from ledger.refusals import PendingUnknown
from tests.ledger.phones import Phone
from tests.ledger.shops import NOW, TODAY, open_shop

pytestmark = pytest.mark.both_engines
CLOCKS = [
    datetime.timedelta(days=-3650),
    datetime.timedelta(days=-1),
    datetime.timedelta(hours=1),
    datetime.timedelta(days=3650),
    datetime.timedelta(0),
]
SAID = Content("gave", 500, "goods", TODAY, "", None)


def push(shop, mutation, **fields):
    return apply_mutation(
        **{"business_id": shop.id, "actor": shop.asha, "mutation": mutation, "now": NOW, **fields}
    )


def create(party, content=SAID):
    return Mutation(uuid7(), "create", uuid7(), 0, NOW, party, content)


def edit(document_id, base_rev, content):
    return Mutation(uuid7(), "edit", document_id, base_rev, NOW, None, content)


@pytest.mark.parametrize("seed", [11])
def test_five_phones_lose_nothing_and_agree(live_db, scale, figure, seed):
    rounds = scale(10_000, part=1_000)
    for number in range(rounds):
        play(random.Random(seed * 100_000 + number))
    figure("interleavings of 5 offline phones", rounds, "0 lost, 0 double, equal digests")


def play(dice: random.Random) -> None:
    shop = open_shop()
    for number in range(3):
        shop.party(f"পার্টি {number}")
    phones = [Phone(shop=shop, dice=dice, clock=clock) for clock in CLOCKS]
    for phone in phones:
        while phone.pull():
            pass
    for _ in range(dice.randint(20, 60)):
        phone = dice.choice(phones)
        dice.choice(
            [phone.write, phone.write, phone.push, phone.pull, lambda phone=phone: phone.pull(crash=True)]
        )()
    while any(phone.queue for phone in phones):
        for phone in phones:
            phone.push()
    for phone in phones:
        while phone.pull():
            pass
    assert shop.proven()
    _, expected = digest(shop.id)
    assert all(phone.digests() == expected for phone in phones)
    check_nothing_lost(shop, phones)


def check_nothing_lost(shop, phones) -> None:
    """Each mutation is in the books, or waits beside them with all it said."""
    standing = set(Document.objects.filter(business_id=shop.id).values_list("id", flat=True))
    assert standing == set().union(*(phone.created for phone in phones))
    kept = set(Pending.objects.filter(business_id=shop.id).values_list("mutation_id", flat=True))
    states = {mutation_id: answer.state for phone in phones for mutation_id, answer in phone.answers.items()}
    assert set(states.values()) <= {"applied", "duplicate", "conflict"}
    assert kept == {mutation_id for mutation_id, state in states.items() if state == "conflict"} | (
        kept & set(states)
    )
    assert {mutation_id for mutation_id, state in states.items() if state == "conflict"} <= kept


def test_a_create_sent_twice_is_booked_once(shop):
    mutation = create(shop.party())
    assert [push(shop, mutation).state for _ in range(3)] == ["applied", "duplicate", "duplicate"]
    assert Document.objects.filter(business_id=shop.id).count() == 1


def test_an_edit_before_its_create_waits_and_then_applies(shop):
    made = create(shop.party())
    changed = edit(made.document_id, 1, replace(SAID, amount=900))
    assert push(shop, changed).state == "waiting"
    push(shop, made)
    assert push(shop, changed).state == "applied"
    assert Document.objects.get(id=made.document_id).amount == 900


def test_an_entry_before_its_party_waits(shop):
    party_id = uuid7()
    mutation = create(party_id)
    assert push(shop, mutation).state == "waiting"
    shop.party("নতুন", party_id=party_id)
    assert push(shop, mutation).state == "applied"


def test_money_changed_on_two_phones_is_kept_for_a_decision(shop):
    party = shop.party()
    made = create(party)
    push(shop, made)
    push(shop, edit(made.document_id, 1, replace(SAID, amount=900)))
    late = edit(made.document_id, 1, replace(SAID, amount=700))
    answer = push(shop, late)
    assert (answer.state, push(shop, late).state) == ("conflict", "conflict")
    assert Document.objects.get(id=made.document_id).amount == 900
    pending = Pending.objects.get(id=answer.pending_id)
    assert (pending.contents["amount"], pending.base_rev, pending.server_rev) == (700, 1, 2)
    decided = decide(business_id=shop.id, actor=shop.asha, pending_id=pending.id, decision="mine", now=NOW)
    assert (decided.state, shop.balance(party)) == ("applied", 700)
    assert push(shop, late).state == "duplicate"
    with pytest.raises(PendingUnknown):
        decide(business_id=shop.id, actor=shop.asha, pending_id=pending.id, decision="theirs", now=NOW)
    assert shop.proven()


def test_words_and_money_changed_apart_are_both_kept(shop):
    made = create(shop.party())
    push(shop, made)
    push(shop, edit(made.document_id, 1, replace(SAID, note="চাল")))
    assert push(shop, edit(made.document_id, 1, replace(SAID, amount=900))).state == "applied"
    document = Document.objects.get(id=made.document_id)
    assert (document.amount, document.note) == (900, "চাল")


def test_an_edit_of_a_deleted_entry_is_a_conflict_and_mine_brings_it_back(shop):
    party = shop.party()
    made = create(party)
    push(shop, made)
    push(shop, Mutation(uuid7(), "delete", made.document_id, 1, NOW))
    answer = push(shop, edit(made.document_id, 1, replace(SAID, amount=900)))
    assert (answer.state, shop.balance(party)) == ("conflict", 0)
    decide(business_id=shop.id, actor=shop.asha, pending_id=answer.pending_id, decision="mine", now=NOW)
    assert shop.balance(party) == 900
    assert shop.proven()


def test_an_entry_into_a_closed_period_is_held_and_not_lost(shop):
    party = shop.party()
    Business.objects.filter(id=shop.id).update(books_locked_until=TODAY)
    answer = push(shop, create(party))
    assert (answer.state, shop.balance(party)) == ("held", 0)
    Business.objects.filter(id=shop.id).update(books_locked_until=None)
    decide(business_id=shop.id, actor=shop.asha, pending_id=answer.pending_id, decision="mine", now=NOW)
    assert shop.balance(party) == 500
    assert shop.proven()


def test_a_bad_item_is_rejected_with_its_reason_and_the_others_apply(shop):
    party = shop.party()
    answers = [push(shop, create(party, content)) for content in (SAID, replace(SAID, amount=0), SAID)]
    assert [answer.state for answer in answers] == ["applied", "rejected", "applied"]
    assert answers[1].slug == "amount_out_of_reach"


def test_a_mutation_id_used_for_something_else_is_rejected(shop):
    made = create(shop.party())
    push(shop, made)
    first = edit(made.document_id, 1, replace(SAID, amount=900))
    push(shop, first)
    assert push(shop, replace(first, content=replace(SAID, amount=901))).slug == "id_taken"


def test_ids_of_another_book_wait_like_unknown_ones(shop):
    other = open_shop(name="Other")
    foreign = other.record(other.party(), "gave", 100)
    assert push(shop, edit(foreign.document_id, 1, SAID)).state == "waiting"
    assert push(shop, create(foreign.party_id)).state == "waiting"
    assert push(shop, replace(create(shop.party()), document_id=foreign.document_id)).slug == "id_taken"
    assert other.balance(foreign.party_id) == 100


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({"amount": 1}, {"note": "n"}, {"amount": 1, "note": "n"}),
        ({"note": "n"}, {"amount": 1}, {"amount": 1, "note": "n"}),
        ({"note": "a"}, {"note": "b"}, {"note": "b"}),
        ({"amount": 1}, {"amount": 1}, {"amount": 1}),
        ({"amount": 1}, {"amount": 2}, None),
        ({"amount": 1}, {"direction": "got"}, None),
        ({"day": TODAY - datetime.timedelta(days=1)}, {"amount": 2}, None),
    ],
)
def test_three_versions_become_one_or_a_question(theirs, mine, expected):
    found = merged_content(base=SAID, theirs=replace(SAID, **theirs), mine=replace(SAID, **mine))
    assert found == (None if expected is None else replace(SAID, **expected))


def test_the_feed_has_tombstones_and_never_splits_a_number(shop):
    party = shop.party()
    results = [shop.record(party, "gave", 100) for _ in range(7)]
    shop.change("delete_entry", results[3])
    seen, after = [], 0
    while True:
        page = changes(shop.id, after=after, limit=2)
        seen += page.rows
        after = page.seq
        if not page.has_more:
            break
    entries = [row for row in seen if row.kind == "entry"]
    assert {row.id for row in entries} == {result.document_id for result in results}
    assert [row.id for row in entries if row.is_deleted] == [results[3].document_id]
    assert after == Business.objects.get(id=shop.id).seq
    assert [row.seq for row in seen] == sorted(row.seq for row in seen)
