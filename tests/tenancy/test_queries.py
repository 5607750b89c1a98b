"""The floor below the pages: every query and operation of a book, called with another book's ids."""

import datetime
import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

import businesses.operations
import businesses.queries
import imports.operations
import imports.queries
import inventory.operations
import inventory.queries
import inventory.stock
import invoicing.operations
import invoicing.queries
import ledger.operations
import ledger.queries
import taxes.operations
import taxes.queries
from audit.jobs import job_card
from businesses.actors import Actor
from businesses.roles import Role
from core.ids import uuid7
from core.photos import read_photo
from core.refusals import Refusal
from ledger.directions import Content
from ledger.models import Account, Document
from ledger.operations.parties import PartyContent
from ledger.operations.push import Mutation, apply_mutation
from ledger.operations.push_parties import PartyMutation, apply_party_mutation
from ledger.operations.runs import RunUndone
from ledger.queries.since import Moment
from taxes.arithmetic import Tax
from taxes.operations.rates import RateContent
from taxes.operations.series_changes import SeriesContent
from tests.tenancy import (
    advances,
    business_queries,
    desk,
    forgetting,
    paper_pages,
    papers,
    payments,
    purchases,
    stock_queries,
)
from tests.tenancy.books import World, picture, today
from tests.tenancy.times import LAST_YEAR

PACKAGES = (
    ledger.queries, ledger.operations, imports.queries, imports.operations, taxes.queries, taxes.operations,
    inventory.queries, inventory.operations, inventory.stock, invoicing.queries, invoicing.operations, businesses.queries, businesses.operations,
)  # fmt: skip
FILLED = {
    **paper_pages.OWN_ALONE,
    **papers.OWN_ALONE,
    **purchases.OWN_ALONE,
    **payments.OWN_ALONE,
    **stock_queries.OWN_ALONE,
    **business_queries.OWN_ALONE,
}
"""Functions whose answer for the other book grows when it is filled, so that a row that told it would fail."""
NOT_THERE = {"not_found", "id_taken", "nothing_to_undo"}

Given = Callable[[World], dict[str, Any]]


def actor(world: World) -> Actor:
    return Actor(world.own.people[Role.OWNER].id, Role.OWNER, None, "test")


def now(world: World) -> dict[str, Any]:
    return {"now": world.own.shop.now}


def change(world: World) -> dict[str, Any]:
    return {
        "actor": actor(world), "document_id": world.foreign.documents[Role.OWNER], "mutation_id": uuid7(),
        "base_rev": world.foreign.rev(Role.OWNER), "made_at": world.own.shop.now, **now(world),
    }  # fmt: skip


def content(world: World) -> dict[str, Any]:
    return {
        "direction": "gave", "amount": 900, "mode": "cash", "day": today(world.own.shop), "note": "", "due_on": None,
    }  # fmt: skip


def words(world: World) -> dict[str, Any]:
    return {
        "name": "X", "country": "IN", "phone": "", "kind": "customer", "address": "", "registration_number": "",
        "language": "", "credit_limit": None,
    }  # fmt: skip


def entry(world: World) -> dict[str, Any]:
    return {**content(world), "actor": actor(world), "made_at": world.own.shop.now, **now(world)}


def party(world: World) -> dict[str, Any]:
    return {
        "party_id": world.foreign.party,
        "actor": actor(world),
        "made_at": world.own.shop.now,
        **now(world),
    }


def opening(world: World) -> dict[str, Any]:
    return {**party(world), "direction": "gave", "amount": 900, "day": today(world.own.shop)}


def photo(world: World) -> dict[str, Any]:
    return {"document_id": world.foreign.documents[Role.OWNER], "actor": actor(world), **now(world)}


def run(world: World) -> dict[str, Any]:
    return {"run_id": world.foreign.runs["checked"], "actor": actor(world), **now(world)}


def day(world: World) -> dict[str, Any]:
    return {"today": today(world.own.shop)}


def range_(world: World) -> dict[str, Any]:
    return {"start": datetime.date(2026, 1, 1), "end": today(world.own.shop)}


REFUSES: dict[str, Given] = {
    "ledger.queries.entries.entry_card": lambda world: {"document_id": world.foreign.documents[Role.OWNER]},
    "ledger.queries.entries.first_photo_of": lambda world: {
        "document_id": world.foreign.documents[Role.OWNER]
    },
    "ledger.queries.entries.photo_of": lambda world: {
        "document_id": world.own.documents[Role.OWNER], "photo_id": world.foreign.photos[Role.OWNER],
    },
    "ledger.queries.khata.khata_page": lambda world: {"party_id": world.foreign.party},
    "ledger.queries.parties.party_card": lambda world: {"party_id": world.foreign.party, **day(world)},
    "ledger.queries.parties.family_of": lambda world: {"party_id": world.foreign.party},
    "ledger.queries.statements.statement": lambda world: {
        "party_id": world.foreign.party, **range_(world), "made_at": world.own.shop.now,
    },
    "ledger.queries.statements.statement_head": lambda world: {"party_id": world.foreign.party},
    "ledger.operations.entries.record_entry": lambda world: {
        **entry(world), "document_id": uuid7(), "party_id": world.foreign.party,
    },
    "ledger.operations.entry_changes.edit_entry": lambda world: {**change(world), **content(world)},
    "ledger.operations.entry_changes.delete_entry": change,
    "ledger.operations.entry_changes.restore_entry": change,
    "ledger.operations.entry_changes.undo_edit": lambda world: {**change(world), "base_rev": 2},
    "ledger.operations.first_entries.record_first_entry": lambda world: {
        **entry(world), "document_id": uuid7(), "party_id": world.foreign.party, "name": "X", "country": "IN",
    },
    "ledger.operations.parties.add_party": lambda world: {**party(world), "name": "X", "country": "IN"},
    "ledger.operations.parties.edit_party": lambda world: {
        **words(world), "party_id": world.foreign.party, "actor": actor(world), "base_rev": 1, **now(world),
    },
    "ledger.operations.parties.set_opening_balance": opening,
    "ledger.operations.merges.merge_party": lambda world: {
        "party_id": world.own.party, "into_id": world.foreign.party, "actor": actor(world), "base_rev": 1,
        **now(world),
    },
    "ledger.operations.merges.unmerge_party": lambda world: {
        "party_id": world.foreign.party, "actor": actor(world), **now(world),
    },
    "ledger.queries.merges.revision": lambda world: {"party_id": world.foreign.party},
    "ledger.operations.party_changes.change_party": lambda world: {
        **words(world), **party(world), "base_rev": 1, "opening_amount": 900, "opening_direction": "gave",
        "opening_day": today(world.own.shop),
    },
    "ledger.operations.photos.attach_photo": lambda world: {
        **photo(world), "photo": read_photo(io.BytesIO(picture("navy"))),
    },
    "ledger.operations.photos.remove_photo": lambda world: {
        **photo(world), "photo_id": world.foreign.photos[Role.OWNER],
    },
    "ledger.operations.push.decide": lambda world: {
        "actor": actor(world), "pending_id": world.foreign.pending, "decision": "theirs", **now(world),
    },
    "ledger.queries.pending.pending_card": lambda world: {"pending_id": world.foreign.pending},
    "ledger.queries.khata_changes.khata_changed": lambda world: {
        "party_id": world.foreign.party, "after": 0, "limit": 500,
    },
    "ledger.queries.accounts.account": lambda world: {"account_id": account_of(world.foreign)},
    "ledger.queries.journals.journal": lambda world: {"entry_id": journal_of(world.foreign)},
    "ledger.queries.since.history_since": lambda world: {"party_id": world.foreign.party, "moment": moment(world)},
    "ledger.queries.since.balance_known": lambda world: {"party_id": world.foreign.party, "seq": 1},
    "ledger.operations.corrections.correct_entry": lambda world: {
        **change(world), "document_id": world.foreign.times.corrected, "content": None,
    },
    "ledger.operations.corrections.take_correction_back": lambda world: {
        "actor": actor(world), "document_id": world.foreign.times.corrected, "made_at": world.own.shop.now,
        **now(world),
    },
    "ledger.operations.looks.mark_seen": lambda world: {
        "user_id": world.own.people[Role.OWNER].id, "party_id": world.foreign.party, "seq": 1, **now(world),
    },
    "ledger.operations.push.hold_change": lambda world: {"actor": actor(world), "mutation": deletion(world), **now(world)},
    "ledger.operations.trash.delete_party": lambda world: {
        "actor": actor(world), "party_id": world.foreign.times.settled, "base_rev": 1, **now(world),
    },
    "ledger.operations.trash.restore_party": lambda world: {
        "actor": actor(world), "party_id": world.foreign.times.gone_party, **now(world),
    },
    "ledger.operations.years.reopen_year": lambda world: {
        "actor": actor(world), "year_end_id": world.foreign.times.year_end, "reason": "X", **now(world),
    },
    "ledger.operations.standing.read_ties": lambda world: {"document_id": world.foreign.times.corrected},
    "ledger.operations.entries.standing_result": lambda world: {"document_id": world.foreign.times.corrected},
    "taxes.queries.rates.rate_on": lambda world: {"tax_id": world.foreign.own_rate, "day": today(world.own.shop)},
    "taxes.operations.rates.add_rate": lambda world: {
        "actor": actor(world), "rate_id": world.foreign.own_rate, "content": RateContent(name="X", tax=Tax()),
        **now(world),
    },
    "taxes.operations.series.add_series": lambda world: {
        "actor": actor(world), "series_id": world.foreign.series, "registration": "", "kind": "invoice",
        "prefix": "CTR/", "day": today(world.own.shop), **now(world),
    },
    "taxes.operations.series_changes.change_series": lambda world: {
        "actor": actor(world), "series_id": world.foreign.series, "base_rev": 1, "day": today(world.own.shop),
        "content": SeriesContent(prefix="CTR/", width=4, is_main=True, branch_id=None, next_number=1), **now(world),
    },
    "taxes.operations.series.check_series": lambda world: {
        "series_id": world.foreign.series, "registration": "", "kind": "invoice",
    },
    "taxes.operations.series.check_branch": lambda world: {"branch_id": world.foreign.branch},
    "taxes.operations.rates.end_rate": lambda world: {
        "actor": actor(world), "rate_id": world.foreign.own_rate, "base_rev": 1,
        "last_day": today(world.own.shop), **now(world),
    },
    "imports.operations.files.drop_file": lambda world: {"run_id": world.foreign.runs["mapping"]},
    "imports.operations.runs.start_run": run,
    "imports.operations.runs.start_undo": lambda world: {**run(world), "run_id": world.foreign.runs["done"]},
    "imports.operations.runs.go_on": lambda world: {**run(world), "run_id": world.foreign.runs["stopped"]},
    "imports.operations.rent_runs.take_back_rents": lambda world: {
        "run_id": world.foreign.rents.run, "actor": actor(world), "progress": lambda *_: None,
        "clock": lambda: world.own.shop.now,
    },
    "imports.operations.runs.take_back": lambda world: {
        "run_id": world.foreign.runs["done"], "actor": actor(world), "progress": lambda *_: None,
        "clock": lambda: world.own.shop.now,
    },
    **forgetting.REFUSES,
    **desk.REFUSES,
    **papers.REFUSES,
    **payments.REFUSES,
    **stock_queries.REFUSES,
    **business_queries.REFUSES,
}  # fmt: skip
"""Functions that must refuse an id of another book."""

EMPTY: dict[str, Given] = {
    "ledger.queries.merges.joined_parties": lambda world: {"head_id": world.foreign.another_party},
    "ledger.queries.habits.habits": lambda world: {"party_ids": [world.foreign.party]},
    "ledger.queries.entries.written_since": lambda world: {
        "user_id": world.foreign.people[Role.OWNER].id,
        "since": world.own.shop.now - datetime.timedelta(days=1),
    },
    "ledger.queries.entries.opening_of": lambda world: {"party_id": world.foreign.party},
    "ledger.queries.periods.corrected_among": lambda world: {"ids": [world.foreign.times.corrected]},
    "ledger.queries.since.looks": lambda world: {
        "user_id": world.own.people[Role.OWNER].id, "party_id": world.foreign.party,
    },
    "ledger.operations.corrections.corrected_by": lambda world: {"document_id": world.foreign.times.corrected},
    "ledger.operations.corrections.standing_correction": lambda world: {
        "document_id": world.foreign.times.corrected,
    },
    "ledger.queries.feed.entries_changed": lambda world: {"ids": list(world.foreign.documents.values())},
    "ledger.queries.feed.parties_changed": lambda world: {"ids": [world.foreign.party]},
    "ledger.operations.runs.undo_run_chunk": lambda world: {
        "actor": actor(world), "run_id": world.foreign.runs["done"], **now(world),
    },
    "taxes.queries.series.number_of": lambda world: {"document_id": world.foreign.numbered},
    "imports.queries.parties.with_opening": lambda world: {"party_ids": [world.foreign.party]},
    "imports.queries.parties.standing_parties": lambda world: {"ids": [str(world.foreign.party)]},
    "imports.queries.parties.standing_keys": lambda world: {"keys": keys_of(world.foreign)},
    "imports.queries.runs.run_card": lambda world: {"run_id": world.foreign.runs["done"], **now(world)},
    "imports.queries.runs.brought_before": lambda world: {"run_id": world.foreign.runs["done"]},
    **desk.EMPTY,
    **papers.EMPTY,
    **payments.EMPTY,
    **paper_pages.EMPTY,
    **stock_queries.EMPTY,
    **business_queries.EMPTY,
}  # fmt: skip
"""Functions that find nothing under an id of another book."""

OWN_ALONE = {
    "ledger.queries.since.moment_at": lambda world: {"at": world.own.shop.now, "day": today(world.own.shop)},
    "ledger.queries.many.sheet_page": lambda world: {},
    "ledger.queries.trash.trash_days": lambda world: {},
    "ledger.queries.trash.trash_page": now,
    "ledger.queries.years.sums_to_close": lambda world: {"until": today(world.own.shop)},
    "ledger.queries.years.years": day,
    "ledger.queries.years.year_figures": lambda world: {
        **day(world),
        "first_day": datetime.date(LAST_YEAR, 4, 1),
    },
    "ledger.queries.periods.period_state": lambda world: {},
    "ledger.queries.periods.closing_effect": lambda world: {"until": today(world.own.shop), "locked": None},
    "ledger.operations.years.latest_year": lambda world: {},
    "ledger.queries.deposits.posted_deposits": lambda world: {},
    "ledger.queries.rent_taxes.posted_rent_taxes": lambda world: {},
    "ledger.queries.withheld.posted_tax_kept": lambda world: {},
    "ledger.queries.stock.posted_worth": lambda world: {},
    "ledger.queries.trial_balance.trial_balance": lambda world: {"until": today(world.own.shop)},
    "ledger.queries.accounts.accounts_page": lambda world: {"limit": 500},
    "ledger.queries.changes.changes": lambda world: {"after": 0},
    "ledger.queries.changes.count_changes": lambda world: {"after": 0},
    "ledger.queries.changes.digest": lambda world: {},
    "ledger.queries.feed.feed_page": lambda world: {"limit": 500},
    "ledger.queries.journals.journal_page": lambda world: {"limit": 500},
    "ledger.queries.khata_changes.khatas_changed": lambda world: {"after": 0, "limit": 500},
    "ledger.queries.pending.waiting": lambda world: {},
    "ledger.queries.parties.totals": lambda world: {},
    "ledger.queries.parties.party_page": day,
    "taxes.queries.rates.rates_of": lambda world: {},
    "taxes.queries.rates.rates_on": lambda world: {"day": today(world.own.shop)},
    "taxes.queries.rates.rate_for": lambda world: {"hsn": "170490", "day": today(world.own.shop)},
    "taxes.queries.series.series_of": lambda world: {"day": today(world.own.shop)},
    "taxes.queries.series.numbered_under": lambda world: {},
    "taxes.queries.series.rival_series": lambda world: {"kind": "invoice", "day": today(world.own.shop)},
    "taxes.queries.series.year_on": lambda world: {"day": today(world.own.shop)},
    "taxes.queries.series.usual_series": lambda world: {
        "registration": "",
        "kind": "invoice",
        "day": today(world.own.shop),
    },
    "imports.queries.parties.standing_names": lambda world: {},
    "imports.queries.runs.recent_runs": lambda world: {},
    **desk.OWN_ALONE,
    **paper_pages.TOLD,
    **FILLED,
}
"""Functions that take no id but the book's: what they tell holds nothing of the other book."""

SEEN_ELSEWHERE = {
    **forgetting.SEEN_ELSEWHERE,
    **papers.SEEN_ELSEWHERE,
    **payments.SEEN_ELSEWHERE,
    **stock_queries.SEEN_ELSEWHERE,
    **business_queries.SEEN_ELSEWHERE,
    "ledger.queries.companions.companions": "asks what an app above registered: of tenants tests/tenancy/test_rents.py",
    "imports.operations.runs.refuse_turned": "called by the pieces of a run alone",
    "ledger.operations.followers.place_of": "called by record_entry, for a party it has found",
    "ledger.operations.followers.tell_followers": "called by record_entry, of the entry it has written",
    "ledger.operations.many_parties.add_parties": "names nothing but the book",
    "ledger.operations.many_parties.edit_parties": "tests/ledger/pages/test_many.py: refuses the row",
    "ledger.queries.trash.documents_in_trash": "a query that begins with the book; trash_page reads it",
    "ledger.queries.periods.correction_ties": "takes a document that entry_card found",
    "ledger.operations.periods.close_period": "names nothing but the book",
    "ledger.operations.periods.open_period": "names nothing but the book",
    "ledger.operations.years.close_year": "names nothing but the book",
    "ledger.operations.trash.keep_trash_for": "names nothing but the book",
    "ledger.operations.trash.close_trash": "below",
    "ledger.operations.trash.restore_many": "below",
    "ledger.queries.khata.balance_before": "takes a family, which family_of finds in one book",
    "ledger.operations.entries.document_row": "makes a tuple",
    "ledger.operations.entry_changes.revive_party": "takes the party read_document found in the book",
    "ledger.operations.push.apply_mutation": "below",
    "ledger.operations.push_parties.apply_party_mutation": "below",
    "ledger.operations.receipts.standing_receipt": "below: a receipt of another book is none",
    "ledger.operations.receipts.write_receipt": "called by the entry operations alone",
    "ledger.operations.run_parties.settle_parties": "below",
    "ledger.operations.runs.record_rows": "below",
    "ledger.operations.parties.refuse_phone_twice": "finds numbers of the book alone; add_party asks it",
    "ledger.operations.standing.newest_place": "takes the party read_document found in the book",
    "ledger.operations.standing.read_ground": "called by record_entry alone",
    "ledger.operations.standing.read_document": "called by the entry and photo operations alone",
}
"""Functions with a book's id that are tried another way; with the way."""


def moment(world: World) -> Moment:
    return Moment(seq=0, at=world.own.shop.now, day=today(world.own.shop))


def deletion(world: World) -> Mutation:
    return Mutation(uuid7(), "delete", world.foreign.times.corrected, 1, world.own.shop.now)


def account_of(book):
    return Account.objects.filter(business_id=book.id).first().id


def journal_of(book):
    return Document.objects.filter(business_id=book.id, state="posted").first().entry_id


def keys_of(book) -> list[bytes]:
    kept = Document.objects.filter(business_id=book.id).exclude(source_key=None)
    return [bytes(key) for key in kept.values_list("source_key", flat=True)]


def functions_of_a_book() -> set[str]:
    found = set()
    for package in PACKAGES:
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            module = importlib.import_module(info.name)
            for name, one in inspect.getmembers(module, inspect.isfunction):
                is_own = one.__module__ == info.name and not name.startswith("_")
                if is_own and "business_id" in inspect.signature(one).parameters:
                    found.add(f"{info.name}.{name}")
    return found


def test_every_function_of_a_book_is_in_a_table():
    known = {*REFUSES, *EMPTY, *OWN_ALONE, *SEEN_ELSEWHERE}
    assert sorted(functions_of_a_book() - known) == [], (
        "Say in tests/tenancy/test_queries.py how each is called with ids of another book: in REFUSES, EMPTY or"
        " OWN_ALONE, or in SEEN_ELSEWHERE with the test that tries it."
    )
    assert sorted(known - functions_of_a_book()) == []


def call(name: str, world: World, given: dict[str, Any]) -> Any:
    return call_in(world.own.id, name, given)


def call_in(business_id: UUID, name: str, given: dict[str, Any]) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(module), function)(business_id=business_id, **given)


@pytest.mark.parametrize("name", sorted(REFUSES))
def test_an_id_of_another_book_is_refused(world, name):
    before, files = world.digest(), kept_files()
    with pytest.raises(Refusal) as refused:
        call(name, world, REFUSES[name](world))
    assert refused.value.slug in NOT_THERE, refused.value.slug
    assert world.digest() == before
    assert kept_files() == files


def kept_files() -> list[str]:
    from pathlib import Path

    from django.conf import settings

    return sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_an_id_of_another_book_finds_nothing(world, name):
    before = world.digest()
    found = call(name, world, EMPTY[name](world))
    assert not found or found == RunUndone(undone=0, kept=0, left=0), found
    assert world.foreign.digest() == before[1]


@pytest.mark.parametrize("name", sorted(OWN_ALONE))
def test_what_is_told_of_a_book_holds_nothing_of_another(world, name):
    before, foreign = call(name, world, OWN_ALONE[name](world)), world.foreign.shop
    theirs = call_in(foreign.id, name, OWN_ALONE[name](world))
    stranger = foreign.party("केवल दूसरी बही")
    foreign.record(stranger, "gave", 7_777_700, day=today(foreign))
    papers.fill(foreign)
    payments.fill(foreign)
    purchases.fill(foreign)
    advances.fill(foreign)
    stock_queries.fill(foreign)
    business_queries.fill(foreign)
    assert call(name, world, OWN_ALONE[name](world)) == before
    if name in FILLED:
        assert call_in(foreign.id, name, OWN_ALONE[name](world)) != theirs


def test_the_trash_of_another_book_stays_as_it_is(world):
    from ledger.operations.trash import close_trash, restore_many

    before, times = world.foreign.digest(), world.foreign.times
    done = restore_many(
        business_id=world.own.id, actor=actor(world), document_ids=[times.trashed], party_ids=[times.gone_party],
        **now(world),
    )  # fmt: skip
    assert (done.entries, done.parties, len(done.refused)) == (0, 0, 2)
    later = world.own.shop.now + datetime.timedelta(days=40)
    assert close_trash(business_id=world.own.id, now=later) > 0
    assert world.foreign.digest() == before


def test_a_receipt_of_another_book_is_none(world):
    from ledger.models import MutationReceipt
    from ledger.operations.receipts import standing_receipt

    foreign = world.foreign.shop
    document = world.foreign.documents[Role.OWNER]
    mutation = uuid7()
    MutationReceipt.objects.create(
        business_id=foreign.id, mutation_id=mutation, document_id=document, request_hash=bytes(32), rev=1, seq=1,
        at=foreign.now,
    )  # fmt: skip
    assert standing_receipt(business_id=foreign.id, mutation_id=mutation, asked=bytes(32)) is not None
    assert standing_receipt(business_id=world.own.id, mutation_id=mutation, asked=bytes(32)) is None


def test_a_brought_row_never_goes_to_another_books_party(world):
    from ledger.operations.run_parties import PartyDraft, settle_parties
    from ledger.operations.runs import RowDraft, record_rows

    before = world.foreign.digest()
    row = RowDraft(
        source_key=bytes(32), direction="gave", amount=900, mode="cash", day=today(world.own.shop), note="",
        party_id=world.foreign.party,
    )  # fmt: skip
    result = record_rows(
        business_id=world.own.id, actor=actor(world), run_id=uuid7(), rows=[row], now=world.own.shop.now
    )
    assert (result.made, len(result.refused)) == (0, 1)
    made = settle_parties(
        business_id=world.own.id, actor=actor(world), run_id=uuid7(), now=world.own.shop.now,
        parties=[PartyDraft(uuid7(), "Y", "", "customer", standing_id=world.foreign.party)],
    )  # fmt: skip
    assert made != [world.foreign.party]
    assert world.foreign.digest() == before


def test_a_job_of_another_book_is_none(world):
    job_id = world.foreign.jobs["done"][Role.OWNER]
    said = {"person_id": world.foreign.people[Role.OWNER].id, "is_granted": lambda can: True, **now(world)}
    assert job_card(business_id=world.foreign.id, job_id=job_id, **said) is not None
    assert job_card(business_id=world.own.id, job_id=job_id, **said) is None


@pytest.mark.parametrize("verb", ["create", "edit", "delete", "restore"])
def test_a_phone_cannot_change_an_entry_of_another_book(world, verb):
    day_written = Content("gave", 900, "cash", today(world.own.shop), "", None)
    before = world.digest()
    mutation = Mutation(
        mutation_id=uuid7(), verb=verb, document_id=world.foreign.documents[Role.OWNER],
        base_rev=0 if verb == "create" else world.foreign.rev(Role.OWNER), made_at=world.own.shop.now,
        party_id=world.own.party if verb == "create" else None, content=day_written,
    )  # fmt: skip
    answer = apply_mutation(business_id=world.own.id, actor=actor(world), mutation=mutation, **now(world))
    assert answer.state in {"waiting", "rejected"}
    assert world.digest() == before


@pytest.mark.parametrize("verb", ["create", "edit"])
def test_a_phone_cannot_change_a_party_of_another_book(world, verb):
    before = world.digest()
    mutation = PartyMutation(
        mutation_id=uuid7(), verb=verb, party_id=world.foreign.party, base_rev=0 if verb == "create" else 1,
        made_at=world.own.shop.now, content=PartyContent("X", "", "customer", "", "", "", None),
    )  # fmt: skip
    answer = apply_party_mutation(
        business_id=world.own.id, actor=actor(world), mutation=mutation, country="IN", **now(world)
    )
    assert answer.state in {"waiting", "rejected"}
    assert world.digest() == before
