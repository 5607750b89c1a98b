"""Series are kept by hand: where they begin, what they number by themselves, and gaps that are meant."""

import datetime

import pytest

from businesses.operations.branches import BranchUnknown, add_branch
from businesses.roles import Role
from core.ids import uuid7
from ledger.refusals import ChangedElsewhere, IdTaken, RoleNotAllowed
from taxes.models import SeriesYear
from taxes.operations.series_changes import SeriesContent, change_series
from taxes.queries.series import series_of
from taxes.refusals import SeriesGap, SeriesRefused, SeriesUnknown
from tests.ledger.shops import TODAY, open_shop
from tests.taxes.shops import day, draw, series

pytestmark = pytest.mark.both_engines


def row_of(shop, series_id, *, on: datetime.date = TODAY):
    (row,) = series_of(shop.id, day=on, series_id=series_id)
    return row


def change(
    shop, series_id, *, leave_out: bool = False, actor=None, on: datetime.date = TODAY, rev=None, **said
):
    row = row_of(shop, series_id, on=on)
    standing = {
        "prefix": row.prefix, "width": row.width, "is_main": row.is_main, "branch_id": row.branch_id,
        "next_number": row.position,
    }  # fmt: skip
    return change_series(
        business_id=shop.id, actor=actor or shop.asha, series_id=series_id, base_rev=row.rev if rev is None else rev,
        content=SeriesContent(**standing | said), leave_out=leave_out, day=on, now=shop.now,
    )  # fmt: skip


def branch(shop, name: str = "হাওড়া"):
    made = add_branch(
        business_id=shop.id, actor=shop.asha, name=name, kind="shop", registration_id=None, now=shop.now
    )
    return made.pk


def test_a_shop_that_moves_in_mid_year_goes_on_where_it_was(shop):
    found = series(shop, "AS/{fy}/", is_main=True).series_id
    assert change(shop, found, next_number=142).example == "AS/26-27/0142"
    assert [draw(shop).number for _ in range(2)] == ["AS/26-27/0142", "AS/26-27/0143"]
    row = row_of(shop, found)
    assert (row.given, row.skipped, row.is_used) == (2, 0, True)
    assert draw(shop, day=day("2027-04-01")).number == "AS/27-28/0001"


def test_before_the_first_number_the_beginning_is_mended_either_way(shop):
    found = series(shop, "AS-", is_main=True, start_at=1_420).series_id
    assert change(shop, found, next_number=142, prefix="AB-", width=3).example == "AB-142"
    assert change(shop, found, next_number=1).example == "AB-001"
    assert draw(shop).number == "AB-001"


def test_a_number_that_was_given_is_not_given_again(shop):
    found = series(shop, "AS-", is_main=True).series_id
    for _ in range(3):
        draw(shop)
    with pytest.raises(SeriesRefused) as refused:
        change(shop, found, next_number=2)
    assert "AS-0002" in refused.value.message
    assert refused.value.field == "next_number"
    assert draw(shop).number == "AS-0004"


def test_a_gap_is_asked_about_and_told(shop):
    found = series(shop, "AS-", is_main=True).series_id
    draw(shop)
    with pytest.raises(SeriesGap) as asked:
        change(shop, found, next_number=10)
    assert "AS-0002" in asked.value.message
    assert "AS-0009" in asked.value.message
    assert draw(shop).number == "AS-0002"
    change(shop, found, next_number=10, leave_out=True)
    assert [draw(shop).number for _ in range(2)] == ["AS-0010", "AS-0011"]
    change(shop, found, next_number=20, leave_out=True)
    assert draw(shop).number == "AS-0020"
    row = row_of(shop, found)
    assert (row.given, row.skipped, row.position) == (5, 15, 21)
    assert shop.proven()


def test_a_series_that_numbered_keeps_its_beginning(shop):
    found = series(shop, "AS-", is_main=True).series_id
    draw(shop)
    with pytest.raises(SeriesRefused) as refused:
        change(shop, found, prefix="NEW-")
    assert refused.value.field == "prefix"
    change(shop, found, width=6)
    assert draw(shop).number == "AS-000002"


def test_a_year_that_is_spelt_out_moves_on(shop):
    found = series(shop, "AS-", is_main=True).series_id
    change(shop, found, prefix="B/26-27/")
    assert row_of(shop, found).prefix == "B/{fy}/"
    draw(shop)
    change(shop, found, prefix="B/26-27/", next_number=3, leave_out=True)
    assert draw(shop, day=day("2027-04-01")).number == "B/27-28/0001"


@pytest.mark.parametrize(
    "said",
    [{"prefix": "AS_"}, {"width": 0}, {"width": 10}, {"next_number": 0}, {"prefix": "SHOP-SHOP-SHOP-"},
     {"prefix": "INV-"}],
    ids=str,
)  # fmt: skip
def test_what_could_not_number_is_refused(shop, said):
    series(shop, "inv-")
    found = series(shop, "AS-").series_id
    with pytest.raises(SeriesRefused):
        change(shop, found, **said)


def test_a_branch_may_number_by_itself(shop):
    howrah = branch(shop)
    everywhere = series(shop, "AS-", is_main=True).series_id
    own = series(shop, "HW-", branch_id=howrah).series_id
    assert row_of(shop, own).is_main
    assert draw(shop, branch_id=howrah).number == "HW-0001"
    assert draw(shop, branch_id=uuid7()).number == "AS-0001"
    change(shop, own, is_main=False)
    assert draw(shop, branch_id=howrah).number == "AS-0002"
    with pytest.raises(SeriesRefused):
        change(shop, everywhere, is_main=False)
    with pytest.raises(SeriesRefused):
        change(shop, everywhere, branch_id=howrah)


def test_another_series_takes_over(shop):
    former = series(shop, "AS-", is_main=True).series_id
    later = series(shop, "BS-").series_id
    assert not row_of(shop, later).is_main
    assert draw(shop).number == "AS-0001"
    change(shop, later, is_main=True)
    assert draw(shop).number == "BS-0001"
    assert not row_of(shop, former).is_main


def test_who_may_not_and_what_is_not_there(shop):
    found = series(shop, "AS-").series_id
    foreign = open_shop(name="देव किराना")
    with pytest.raises(RoleNotAllowed):
        change(shop, found, actor=shop.member(Role.STAFF))
    change(shop, found, actor=shop.member(Role.ACCOUNTANT), width=5)
    with pytest.raises(ChangedElsewhere):
        change(shop, found, rev=1)
    with pytest.raises(BranchUnknown):
        change(shop, found, branch_id=branch(foreign))
    with pytest.raises(SeriesUnknown):
        change_series(
            business_id=foreign.id, actor=foreign.asha, series_id=found, base_rev=1, day=TODAY, now=shop.now,
            content=SeriesContent(prefix="A", width=4, is_main=True, branch_id=None, next_number=1),
        )  # fmt: skip


def test_the_same_id_is_one_series(shop):
    series_id = uuid7()
    first = series(shop, "AS-", series_id=series_id)
    assert series(shop, "AS-", series_id=series_id).replayed
    assert first.series_id == series_id
    with pytest.raises(IdTaken):
        series(shop, "BS-", series_id=series_id)


def test_a_trial_of_a_change_leaves_nothing(shop):
    found = series(shop, "AS-").series_id
    content = SeriesContent(prefix="AS-", width=4, is_main=True, branch_id=None, next_number=7)
    tried = change_series(
        business_id=shop.id, actor=shop.asha, series_id=found, base_rev=1, content=content, day=TODAY, now=shop.now,
        dry_run=True,
    )  # fmt: skip
    assert tried.example == "AS-0007"
    assert not SeriesYear.objects.filter(series_id=found).exists()
