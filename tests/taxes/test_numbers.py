"""Rule 46(b): consecutive, up to 16 signs, once a year, whatever the series and whatever the case."""

import pytest
from django.db import DatabaseError, transaction

from businesses.roles import Role
from core.ids import uuid7
from ledger.refusals import RoleNotAllowed
from taxes.models import DrawnNumber, Series, SeriesYear
from taxes.queries.series import number_of, series_of
from taxes.refusals import NumberRefused, NumberTaken, SeriesRefused, SeriesUnknown
from tests.ledger.shops import TODAY, open_shop
from tests.ledger.test_races import THREADS, together
from tests.taxes.shops import GSTIN, claim, day, draw, series

pytestmark = pytest.mark.both_engines


def test_numbers_follow_one_another_and_begin_anew_each_year(shop):
    assert [draw(shop).number for _ in range(3)] == ["INV/26-27/0001", "INV/26-27/0002", "INV/26-27/0003"]
    assert draw(shop, day=day("2027-03-31")).number == "INV/26-27/0004"
    assert draw(shop, day=day("2027-04-01")).number == "INV/27-28/0001"
    assert draw(shop, day=day("2026-03-31")).number == "INV/25-26/0001"
    assert draw(shop).number == "INV/26-27/0005"


def test_in_bangladesh_the_year_begins_in_july(db):
    shop = open_shop(country="BD")
    assert draw(shop, day=day("2026-06-30")).number == "INV/25-26/0001"
    assert draw(shop, day=day("2026-07-01")).number == "INV/26-27/0001"


def test_each_kind_and_each_registration_counts_by_itself(shop):
    kinds = ("invoice", "credit_note", "receipt_voucher")
    assert [draw(shop, kind=kind).number for kind in kinds] == [
        "INV/26-27/0001", "CN/26-27/0001", "RV/26-27/0001",
    ]  # fmt: skip
    assert draw(shop, registration="27AAPFU0939F1ZV").number == "INV/26-27/0001"
    assert draw(shop, registration="").number == "INV/26-27/0001"
    assert draw(shop).number == "INV/26-27/0002"


def test_the_same_document_keeps_its_number(shop):
    document_id = uuid7()
    first = draw(shop, document_id=document_id)
    assert draw(shop, document_id=document_id) == first
    assert number_of(shop.id, document_id=document_id) == first.number
    assert draw(shop).position == first.position + 1


def test_what_is_rolled_back_was_never_drawn(shop):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        draw(shop)
        raise ZeroDivisionError
    assert draw(shop).position == 1


def test_a_series_of_ones_own_begins_where_the_paper_book_ended(shop):
    found = series(shop, "AS-", start_at=124, width=5, is_main=True)
    assert found.example == "AS-00124"
    assert [draw(shop).number for _ in range(2)] == ["AS-00124", "AS-00125"]
    (row,) = series_of(shop.id, day=TODAY)
    assert (row.prefix, row.is_main, row.given, row.next_number) == ("AS-", True, 2, "AS-00126")
    assert draw(shop, day=day("2027-04-01")).number == "AS-00001"


def test_counters_side_by_side_number_apart(shop):
    counters = [series(shop, f"C{number}/").series_id for number in (1, 2)]
    drawn = [draw(shop, series_id=one).number for one in counters * 2]
    assert drawn == ["C1/0001", "C2/0001", "C1/0002", "C2/0002"]


@pytest.mark.parametrize(
    ("former", "prefix"), [("AS-", "as-"), ("A", "A1"), ("INV/{fy}/", "inv/26-27/"), ("", "7")]
)
def test_a_series_whose_numbers_could_meet_anothers_is_refused(shop, former, prefix):
    series(shop, former, width=1)
    with pytest.raises(SeriesRefused):
        series(shop, prefix)


@pytest.mark.parametrize(
    "asked",
    [
        {"prefix": "SHOP-SHOP-SHOP-"}, {"prefix": "অ-"}, {"prefix": "A B"}, {"prefix": "-A"}, {"prefix": "0A"},
        {"prefix": "A{fy}"}, {"prefix": "{fy}/{fy}/"}, {"prefix": "INV/24-25/"}, {"prefix": "A-", "width": 10},
        {"prefix": "A-", "start_at": 0}, {"prefix": "A-", "kind": "poem"}, {"prefix": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_series_that_could_not_number_is_refused(shop, asked):
    with pytest.raises(SeriesRefused):
        series(shop, **asked)
    assert Series.objects.count() == 0


def test_a_series_without_anything_in_front_has_no_nought_in_front_either(shop):
    assert series(shop, "", width=1).example == "1"


def test_a_series_that_has_grown_too_long_says_so(shop):
    found = series(shop, "LONGLONGLONG", start_at=9_999, width=4)
    assert draw(shop, series_id=found.series_id).number == "LONGLONGLONG9999"
    with pytest.raises(NumberRefused):
        draw(shop, series_id=found.series_id)
    assert SeriesYear.objects.get(series_id=found.series_id).last == 9_999


def test_a_typed_number_is_used_once_whatever_the_case(shop):
    assert claim(shop, "Paper-17").series_id is None
    with pytest.raises(NumberTaken):
        claim(shop, "PAPER-17")
    assert claim(shop, "paper-17", kind="credit_note").number == "paper-17"
    assert claim(shop, "paper-17", day=day("2027-04-01")).number == "paper-17"


@pytest.mark.parametrize("number", ["", "12345678901234567", "A 1", "/1", "-1", "01", "A_1", "১২"])
def test_what_the_rule_does_not_allow_is_no_number(shop, number):
    with pytest.raises(NumberRefused):
        claim(shop, number)


def test_a_typed_number_cannot_stand_in_the_way_of_a_series(shop):
    draw(shop)
    for number in ("INV/26-27/0002", "inv/26-27/9"):
        with pytest.raises(NumberRefused):
            claim(shop, number)
    assert draw(shop).position == 2


def test_a_series_of_another_book_or_kind_is_not_there(shop):
    foreign = series(open_shop(name="देव किराना"), "D-")
    own = series(shop, "A-", kind="credit_note")
    for series_id in (foreign.series_id, own.series_id, uuid7()):
        with pytest.raises(SeriesUnknown):
            draw(shop, series_id=series_id)


def test_staff_begin_no_series(shop):
    with pytest.raises(RoleNotAllowed):
        series(shop, "A-", actor=shop.member(Role.STAFF))


def attempts(shop, series_id) -> dict:
    row = DrawnNumber.objects.get(series_id=series_id)
    fields = {
        "business_id": shop.id, "registration": GSTIN, "kind": "invoice", "year": row.year, "series_id": series_id,
        "document_id": uuid7(), "seq": 1, "number": "A-0009", "key": "A-0009", "position": 9,
    }  # fmt: skip
    second = {**fields, "number": "A-0002", "key": "A-0002", "position": 2}
    return {
        "changed": lambda: DrawnNumber.objects.filter(id=row.id).update(number="A-9"),
        "taken away": lambda: DrawnNumber.objects.filter(id=row.id).delete(),
        "left out": lambda: DrawnNumber.objects.create(**fields),
        "not counted": lambda: DrawnNumber.objects.create(**second),
        "of other signs": lambda: DrawnNumber.objects.create(
            **fields | {"series_id": None, "position": None, "number": "A_9", "key": "A_9"}
        ),
        "of another case": lambda: DrawnNumber.objects.create(
            **fields | {"series_id": None, "position": None, "number": "a-0001", "key": "A-0001"}
        ),
        "counted back": lambda: SeriesYear.objects.filter(series_id=series_id).update(last=0),
        "counted by two": lambda: SeriesYear.objects.filter(series_id=series_id).update(last=3),
        "forgotten": lambda: SeriesYear.objects.filter(series_id=series_id).delete(),
        "written otherwise": lambda: Series.objects.filter(id=series_id).update(prefix="B-"),
    }


@pytest.mark.parametrize(
    "what",
    ["changed", "taken away", "left out", "not counted", "of other signs", "of another case", "counted back",
     "counted by two", "forgotten", "written otherwise"],
)  # fmt: skip
def test_the_database_keeps_what_was_drawn(shop, what):
    found = series(shop, "A-")
    draw(shop, series_id=found.series_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        attempts(shop, found.series_id)[what]()
    assert draw(shop, series_id=found.series_id).number == "A-0002"


def test_sixteen_racers_draw_without_a_gap_and_none_twice(live_shop, scale, figure):
    each = scale(1_000)

    def race(number: int) -> list[str]:
        kind = ("invoice", "credit_note")[number % 2]
        return [f"{kind} {draw(live_shop, kind=kind).number}" for _ in range(each)]

    drawn = [number for found in together(race) for number in found]
    half = THREADS // 2 * each
    wanted = {f"invoice INV/26-27/{at:04d}" for at in range(1, half + 1)}
    wanted |= {f"credit_note CN/26-27/{at:04d}" for at in range(1, half + 1)}
    assert len(drawn) == len(set(drawn)) == THREADS * each
    assert set(drawn) == wanted
    assert live_shop.proven()
    figure("numbers drawn by 16 threads from 2 series", THREADS * each, "no gap, none twice")


def test_of_sixteen_who_number_one_document_all_get_the_same(live_shop):
    document_id = uuid7()
    drawn = together(lambda _: draw(live_shop, document_id=document_id).number)
    assert set(drawn) == {"INV/26-27/0001"}
    assert DrawnNumber.objects.filter(business_id=live_shop.id).count() == 1
