import datetime
import re
import unicodedata
from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Count, Sum

from businesses.models import Business, User
from businesses.queries.memberships import last_book_id
from core.phones import to_e164
from inventory.models import StockSum
from invoicing.models import Paper
from ledger.demo import shop as demo
from ledger.demo.seasons import busyness, diwali, feasts, pays_readily
from ledger.demo.year import DAYS, ENTRIES, PARTIES, make_year
from ledger.models import Document, DocumentKind, Mode, Party
from ledger.queries.parties import party_page, totals
from ledger.verify import verify_book
from staff.management.commands.make_demo import demo_bills

TODAY = datetime.date(2026, 11, 21)
NOW = datetime.datetime(2026, 11, 21, 6, 30, tzinfo=datetime.UTC)
SCRIPTS = {"LATIN", "BENGALI", "DEVANAGARI", "ARABIC", "TAMIL", "GUJARATI"}


@pytest.fixture(scope="module")
def year():
    return make_year(TODAY)


def scripts_of(text):
    return {unicodedata.name(char).split()[0] for char in text if char.isalpha()} & SCRIPTS


def rent_owed(book):
    """Rupees by tenant."""
    tenants = Party.objects.filter(business=book, kind="tenant")
    return {name: balance / 100 for name, balance in tenants.values_list("name", "balance")}


def call(name):
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def test_a_year_has_its_people_and_entries_and_is_the_same_for_the_same_day(year):
    assert len(year.people) == PARTIES
    assert len(year.turns) == ENTRIES
    assert make_year(TODAY) == year
    assert make_year(TODAY + datetime.timedelta(days=1)) != year


@pytest.mark.parametrize(
    "today", [datetime.date(2024, 2, 29), datetime.date(2027, 1, 1), datetime.date(2035, 7, 14)]
)
def test_a_year_can_end_on_any_day(today):
    year = make_year(today)
    assert len(year.turns) == ENTRIES
    first = today - datetime.timedelta(days=DAYS - 1)
    assert all(first <= turn.day <= today for turn in year.turns)
    assert all(turn.amount > 0 for turn in year.turns)


def test_names_are_told_apart_and_written_in_six_scripts(year):
    names = [person.name for person in year.people]
    assert len(set(names)) == PARTIES
    assert set().union(*(scripts_of(name) for name in names)) == SCRIPTS


def test_phone_numbers_are_numbers_and_nobody_shares_one(year):
    phones = [person.phone for person in year.people if person.phone]
    assert len(set(phones)) == len(phones) > PARTIES / 2
    assert all(to_e164(phone, country="IN") == phone for phone in phones)


def test_notes_are_in_the_language_of_the_person(year):
    for turn in year.turns:
        if turn.note and turn.person.language != "en":
            assert scripts_of(turn.note) == scripts_of(turn.person.name), turn
    notes = " ".join(turn.note for turn in year.turns)
    assert re.search("চাল [০-৯]+ কেজি", notes)
    assert re.search("दूध [०-९]+ लीटर", notes)


def test_nobody_pays_more_than_is_open_but_for_a_few_who_pay_ahead(year):
    below = set()
    open_amounts = Counter()
    for turn in year.turns:
        buys = turn.direction == ("got" if turn.person.habit.kind == "supplier" else "gave")
        open_amounts[turn.person.number] += turn.amount if buys else -turn.amount
        if open_amounts[turn.person.number] < 0:
            below.add(turn.person.number)
    assert 1 <= len(below) <= PARTIES * 0.08


@pytest.mark.parametrize(
    "day", ["2025-10-20", "2026-11-08", "2027-10-29", "2028-10-17", "2029-11-05", "2030-10-26"]
)
def test_diwali_falls_on_its_new_moon(day):
    day = datetime.date.fromisoformat(day)
    assert abs((diwali(day.year) - day).days) <= 1


def test_the_shop_is_busier_before_feasts_and_on_market_days():
    first = datetime.date(2025, 11, 22)
    busy = busyness(first, TODAY)
    eid_al_fitr, eid_al_adha = datetime.date(2026, 3, 21), datetime.date(2026, 5, 27)
    peaks = feasts(first, TODAY)
    for feast in (eid_al_fitr, eid_al_adha, datetime.date(2026, 10, 20), datetime.date(2026, 11, 8)):
        assert min(abs((peak - feast).days) for peak in peaks) <= 1
    wednesday_before_puja, plain_wednesday = datetime.date(2026, 10, 14), datetime.date(2026, 8, 12)
    assert (
        busy[wednesday_before_puja]
        > busy[plain_wednesday]
        > busy[plain_wednesday + datetime.timedelta(days=1)]
    )
    assert pays_readily(datetime.date(2026, 4, 14))
    assert not pays_readily(datetime.date(2026, 4, 20))


@time_machine.travel(NOW, tick=False)
@pytest.mark.both_engines
def test_the_demo_shop_stands_once_with_books_that_are_proven(live_db):
    said = call("make_demo")
    book, houses = Business.objects.get(kind="shop"), Business.objects.get(kind="rent")
    assert last_book_id(user_id=User.objects.get().id) == book.id
    assert book.is_demo
    assert houses.is_demo
    assert verify_book(book.id) == verify_book(houses.id) == []
    assert Party.objects.filter(business=book).count() == PARTIES
    documents = Document.objects.filter(business=book, run_id__isnull=False)
    assert documents.count() == ENTRIES
    assert documents.filter(kind=DocumentKind.OPENING).count() > PARTIES / 3
    assert documents.filter(due_on__isnull=False).count() > 100
    assert set(documents.values_list("mode", flat=True)) == set(Mode)
    assert documents.filter(day=TODAY).exists()
    assert documents.filter(created_at__gt=NOW).count() == 0
    papers = Paper.objects.filter(business=book)
    assert Counter(papers.values_list("kind", "status")) == {
        ("invoice", "approved"): 27, ("bill", "approved"): 4, ("estimate", "draft"): 1
    }  # fmt: skip
    assert StockSum.objects.filter(item__business=book, on_hand__gt=0).count() == 8
    assert list(papers.order_by("changed_seq").values_list("day", flat=True)) == sorted(
        papers.values_list("day", flat=True)
    )
    assert rent_owed(houses) == {
        "Imran Ali": 0,
        "अनीता वर्मा": 0,
        "সুব্রত দাস": 16_000,
        "Gupta Medical Hall": 0,
        "நடராஜன்": 0,
    }

    again = call("make_demo")
    assert documents.count() == ENTRIES
    assert Party.objects.filter(business=book).count() == PARTIES
    assert (Business.objects.count(), User.objects.count()) == (2, 1)
    assert "60600 00001" in said
    assert "60600 00001" in again
    assert "stands already" in again


@time_machine.travel(NOW, tick=False)
def test_what_is_owed_looks_like_a_shop(db):
    book = demo.make_demo_shop(now=NOW).business_id
    sums = totals(book)
    assert 100_000_00 < sums.will_get < 1_000_000_00
    assert 50_000_00 < sums.will_give < 1_000_000_00
    for chip, least, most in (("get", 80, 180), ("give", 15, 50), ("settled", 15, 60), ("overdue", 5, 60)):
        assert least <= len(party_page(book, today=TODAY, chip=chip, limit=200).rows) <= most, chip
    assert sum(row.over_limit for row in party_page(book, today=TODAY, limit=200).rows) >= 3
    busiest = Document.objects.values("day__month").annotate(n=Count("id"), sum=Sum("amount")).order_by("-n")
    assert busiest[0]["day__month"] == 10


@time_machine.travel(NOW, tick=False)
def test_an_interrupted_demo_is_finished_at_the_next_call(db):
    class PowerCut(Exception):
        pass

    def cut(done, of):
        if done > of * 0.9:
            raise PowerCut

    with pytest.raises(PowerCut):
        demo.make_demo_shop(now=NOW, watch=cut, evenings=demo_bills)
    made = demo.make_demo_shop(now=NOW + datetime.timedelta(days=2), evenings=demo_bills)
    assert made.is_new
    assert Document.objects.filter(business_id=made.business_id, run_id__isnull=False).count() == ENTRIES
    assert Paper.objects.filter(business_id=made.business_id).count() == 32
    assert verify_book(made.business_id) == []


@time_machine.travel(NOW, tick=False)
def test_the_password_is_shown_once_and_opens_the_door(db, client):
    shop = demo.make_demo_shop(now=NOW)
    assert len(shop.password) >= 16
    assert demo.make_demo_shop(now=NOW).password == ""
    answer = client.post("/sign-in/password/", {"email": shop.email, "password": shop.password})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/b/{shop.business_id}/khata/"


def test_a_number_that_is_taken_is_left_to_its_person(db):
    User.objects.create_user(phone=demo.OWNER_PHONE)
    assert demo.make_demo_shop(now=NOW).phone == ""
