"""Behind the checked ids stands a second wall: what is read or changed of a khata names its book in the statement."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.ids import uuid7
from core.photos import read_photo
from ledger.models import Document
from ledger.operations.entry_changes import restore_entry
from ledger.operations.photos import attach_photo, remove_photo
from ledger.operations.runs import undo_run_chunk
from tests.imports.sheets import HEADING, bring, csv_file
from tests.ledger.shops import Shop, open_shop
from tests.tenancy.books import picture

OF_A_BOOK = re.compile(
    r'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(ledger_(?:party|document|attachment|entry|line))"?\b'
)
BY_OWN_IDS = (
    "UPDATE ledger_entry SET posted_as",  # the seal of what the same call has just written
    "UPDATE ledger_party SET balance",  # khatas the same call has read under the lock
    "UPDATE ledger_party SET last_day",  # khatas a run is taken out of, read under the lock
    "SELECT entry_id, account_id, amount",  # the legs of documents that were read by their book
)
"""Statements that go by ids the same transaction got from this very book."""


@pytest.fixture
def shop(db) -> Shop:
    return open_shop()


def without_a_book(queries) -> list[str]:
    return [
        each["sql"]
        for each in queries
        if OF_A_BOOK.search(each["sql"])
        and "business_id" not in each["sql"]
        and not any(mark in each["sql"] for mark in BY_OWN_IDS)
    ]


@pytest.mark.both_engines
def test_every_statement_of_an_entry_names_its_book(shop):
    party = shop.party()
    with CaptureQueriesContext(connection) as told:
        result = shop.record(party, "gave", 500)
        result = shop.edit(result, amount=700)
        result = shop.change("undo_edit", result)
        result = shop.change("delete_entry", result)
        shop.change("restore_entry", result)
        photo = attach_photo(
            business_id=shop.id, actor=shop.asha, document_id=result.document_id, photo=read_photo(picture()),
            now=shop.now,
        )  # fmt: skip
        remove_photo(
            business_id=shop.id,
            actor=shop.asha,
            document_id=result.document_id,
            photo_id=photo.id,
            now=shop.now,
        )
    assert len(told.captured_queries) > 20
    assert without_a_book(told.captured_queries) == []


@pytest.mark.both_engines
def test_every_statement_about_a_party_that_left_with_its_file_names_its_book(shop):
    run = bring(shop, csv_file([HEADING, ["রহিম স্টোর", "13/10/2026", "চাল", "500", ""]]))
    document = Document.objects.get(business_id=shop.id)
    with CaptureQueriesContext(connection) as told:
        undo_run_chunk(business_id=shop.id, actor=shop.asha, run_id=run.id, now=shop.now)
        document.refresh_from_db()
        restore_entry(
            business_id=shop.id, actor=shop.asha, document_id=document.id, mutation_id=uuid7(),
            base_rev=document.rev, made_at=shop.now, now=shop.now,
        )  # fmt: skip
    ours = [each for each in told.captured_queries if not each["sql"].startswith('SELECT "ledger_document"')]
    assert without_a_book(ours) == []
