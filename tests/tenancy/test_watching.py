"""What the other tests of this folder go by when they take a table for unchanged."""

import pytest
from django.db import connection, transaction

from businesses.models import User
from ledger.models import Party
from ledger.models.journal import Line
from tests.ledger.shops import open_shop
from tests.tenancy.watching import Watch

pytestmark = pytest.mark.both_engines
NAME = "अनदेखा"


@pytest.fixture
def watch(db):
    watch = Watch()
    with watch.listening():
        yield watch


def people(watch: Watch) -> int:
    return watch.once("people", User._meta.db_table, lambda: User.objects.filter(name=NAME).count())


def test_a_table_is_read_again_once_something_was_written_to_it(watch):
    reads = []
    for _ in range(2):
        watch.once("parties", Party._meta.db_table, lambda: reads.append("read"))
    assert people(watch) == 0
    User.objects.create_user(email="one@example.com", name=NAME)
    assert people(watch) == 1
    User.objects.filter(name=NAME).update(name="x")
    assert people(watch) == 0
    watch.once("parties", Party._meta.db_table, lambda: reads.append("read"))
    assert reads == ["read"]


def test_what_is_rolled_back_is_told_as_before_and_what_is_kept_is_told(watch):
    told = [people(watch)]
    with transaction.atomic():
        User.objects.create_user(email="one@example.com", name=NAME)
        told.append(people(watch))
        transaction.set_rollback(True)
    told.append(people(watch))
    with transaction.atomic():
        User.objects.create_user(email="two@example.com", name=NAME)
    told.append(people(watch))
    assert told == [0, 1, 0, 1]


def test_a_write_it_cannot_read_is_a_write_to_every_table(watch):
    assert people(watch) == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH one AS (SELECT %s AS name) INSERT INTO businesses_user"
            " SELECT * FROM businesses_user WHERE name = (SELECT name FROM one)",
            [NAME],
        )
    reads = []
    watch.once("people", User._meta.db_table, lambda: reads.append("read"))
    watch.once("parties", Party._meta.db_table, lambda: reads.append("read"))
    assert len(reads) == 2


def test_what_is_posted_is_told(watch):
    shop = open_shop()
    party, told = shop.party(), []
    for amount in (100, 200):
        shop.record(party, "gave", amount)
        told.append(watch.once("lines", Line._meta.db_table, Line.objects.count))
    assert told == [2, 4]


def test_deaf_it_reads_each_time(db):
    reads, watch = [], Watch()
    for _ in range(2):
        watch.once("people", User._meta.db_table, lambda: reads.append("read"))
    assert len(reads) == 2
