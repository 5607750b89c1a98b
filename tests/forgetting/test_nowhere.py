"""A person who went through every door is erased, and is found nowhere."""

import logging

import pytest

from audit.jobs import cancel
from audit.models import Event, Job, JobState, Revision
from businesses.roles import Role
from core.ids import uuid7
from ledger.directions import Content
from ledger.models import Document, Party, Pending
from ledger.operations.erasing import erase_party
from ledger.operations.push import Mutation, apply_mutation
from ledger.queries.entries import entry_card
from ledger.queries.parties import party_card, totals
from ledger.refusals import NameNotTyped, PersonErased, RoleNotAllowed, WordsRefused
from rentals.models import TenantLink
from tests.api.programs import program_of
from tests.api.webhooks.conftest import Clock, clock, receiver, signed_now  # noqa: F401 fixtures
from tests.forgetting.traces import MARKS, NAME, NOTE, PHONE, pictures, shown, texts, traces, visit, work
from tests.ledger.shops import NOW, TODAY, open_shop

pytestmark = pytest.mark.both_engines


def test_nothing_of_an_erased_person_is_left(live_shop, place, receiver, clock, caplog, wait_until):  # noqa: F811
    caplog.set_level(logging.INFO)
    shop = live_shop
    asha = program_of(shop.asha)
    left = visit(shop, asha, receiver, clock)
    before = texts(place)
    assert {mark for _where, mark in traces(before)} == set(MARKS), "the person went through no door"
    assert len([one for one in pictures(place) if "/tenants/" in one or "/meters/" in one]) == 4
    sums, money = totals(shop.id), _money(left.party, left.joined)

    erase_party(business_id=shop.id, actor=shop.asha, party_id=left.party, typed=NAME, now=NOW)
    assert "party.erase" in work()

    assert shown(texts(place)) == []
    assert pictures(place) == []
    assert not TenantLink.objects.filter(withdrawn_at=None).exists()
    assert [mark for mark in MARKS if mark in caplog.text.lower()] == []
    assert totals(shop.id) == sums
    assert _money(left.party, left.joined) == money
    assert party_card(shop.id, left.party, today=TODAY).name == "Erased party 1"
    assert shop.proven()


def test_another_book_stays_as_it_was(shop):
    """The same name, number and words, in a book of somebody else."""
    mine, other = shop, open_shop(name="Other")
    people = {}
    for each in (mine, other):
        people[each.id] = each.party(NAME, phone=PHONE)
        each.record(people[each.id], "gave", 500, note=NOTE)
        each.record(each.party("करीम"), "gave", 500, note=f"through {NAME}")
    before = rows_of(other)
    erase_party(business_id=mine.id, actor=mine.asha, party_id=people[mine.id], typed=NAME, now=NOW)
    work()
    assert rows_of(other) == before
    assert mine.proven()
    assert other.proven()


def rows_of(shop):
    return [
        list(model.objects.filter(business_id=shop.id).order_by("pk").values())
        for model in (Party, Document, Event, Revision)
    ]


def test_what_stays_is_only_money(shop):
    party = shop.party(NAME, phone=PHONE, credit_limit=900)
    first = shop.record(party, "gave", 500, note=NOTE)
    shop.edit(first, amount=600, note=NOTE)
    plain = shop.record(party, "got", 100)
    _erase(shop, party)
    kept = Document.objects.get(id=first.document_id)
    assert (kept.amount, kept.note, kept.rev) == (600, "", 3)
    told = entry_card(shop.id, first.document_id).history
    assert [row.verb for row in told] == ["entry.erased", "entry.updated", "entry.created"]
    assert [row.contents is None for row in told] == [False, True, True]
    (untouched,) = entry_card(shop.id, plain.document_id).history
    assert untouched.contents["amount"] == 100
    assert set(Revision.objects.filter(contents__isnull=True).values_list("salt", flat=True)) == {b""}


def test_nobody_but_an_owner_erases_and_not_by_a_slip(shop):
    party = shop.party(NAME)
    manager = shop.member(Role.MANAGER)
    with pytest.raises(RoleNotAllowed):
        erase_party(business_id=shop.id, actor=manager, party_id=party, typed=NAME, now=NOW)
    with pytest.raises(NameNotTyped):
        erase_party(business_id=shop.id, actor=shop.asha, party_id=party, typed="Zqforget", now=NOW)
    assert Party.objects.get(id=party).name == NAME


def test_amounts_go_on_and_words_do_not(shop):
    party = shop.party(NAME)
    first = shop.record(party, "gave", 500)
    _erase(shop, party)
    shop.record(party, "got", 500)
    assert shop.balance(party) == 0
    for write in (
        lambda: shop.record(party, "gave", 5, note="again"),
        lambda: shop.edit(first, base_rev=1, note="again"),
    ):
        with pytest.raises(WordsRefused):
            write()
    with pytest.raises(PersonErased):
        _erase(shop, party)


def test_a_phone_that_does_not_know_yet_brings_no_words_back(shop):
    party = shop.party(NAME)
    first = shop.record(party, "gave", 500)
    shop.edit(first, amount=600)
    _erase(shop, party)
    said = Content("gave", 700, "goods", TODAY, NOTE, None)
    late = Mutation(uuid7(), "edit", first.document_id, 1, NOW, None, said)
    answer = apply_mutation(business_id=shop.id, actor=shop.asha, mutation=late, now=NOW)
    assert (answer.state, answer.slug) == ("rejected", "words_refused")
    assert not Pending.objects.exists()


def test_the_job_can_be_done_twice_and_not_stopped(shop):
    party = shop.party(NAME)
    shop.record(party, "gave", 500, note=NOTE)
    job_id = erase_party(business_id=shop.id, actor=shop.asha, party_id=party, typed=NAME, now=NOW).job_id
    assert cancel(job_id, now=NOW) is False
    work()
    before = rows_of(shop)
    Job.objects.filter(id=job_id).update(state=JobState.DUE)
    work()
    assert rows_of(shop) == before
    assert NAME.lower() not in str(Job.objects.get(id=job_id).arguments).lower()


def _erase(shop, party):
    erase_party(
        business_id=shop.id, actor=shop.asha, party_id=party, typed=Party.objects.get(id=party).name, now=NOW
    )
    work()


def _money(*party_ids):
    found = Document.objects.filter(party_id__in=party_ids).order_by("id")
    return list(found.values_list("id", "amount", "direction", "day", "pos", "state"))
