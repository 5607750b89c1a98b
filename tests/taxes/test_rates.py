"""Rates by day: what the law's files say, what a book adds, and which of them holds."""

import uuid

import pytest

from businesses.roles import Role
from core.ids import uuid7
from ledger.refusals import ChangedElsewhere, IdTaken, RoleNotAllowed
from taxes.arithmetic import Tax, Treatment
from taxes.models import LawRate
from taxes.operations.rates import end_rate
from taxes.queries.rates import rate_for, rate_on, rates_of, rates_on
from taxes.rates import day_of_rate, tax_id_of
from taxes.refusals import RateNotInForce, RateRefused, RateUnknown
from tests.ledger.shops import TODAY, open_shop
from tests.taxes.bills import tax
from tests.taxes.shops import day, own_rate

pytestmark = pytest.mark.both_engines
LAW = [
    # tax, the day, percent; None where it does not hold
    ("gst-5", "2024-01-01", 5), ("gst-5", "2026-11-21", 5),
    ("gst-12", "2025-09-21", 12), ("gst-12", "2025-09-22", None),
    ("gst-28", "2025-09-21", 28), ("gst-28", "2025-09-22", None),
    ("gst-40", "2025-09-21", None), ("gst-40", "2025-09-22", 40),
    ("tobacco", "2026-01-31", 28), ("tobacco", "2026-02-01", 40),
    ("bidi", "2026-01-31", None), ("bidi", "2026-02-01", 18),
    ("gst-0.25", "2026-11-21", "0.25"), ("gst-1.5", "2026-11-21", "1.5"), ("gst-3", "2026-11-21", 3),
    ("gst-18", "2026-11-21", 18), ("bricks-6", "2026-11-21", 6), ("bricks-12", "2026-11-21", 12),
]  # fmt: skip


@pytest.mark.parametrize(("key", "on", "percent"), LAW)
def test_the_rate_of_a_day_is_the_laws_of_that_day(shop, key, on, percent):
    asked = {"tax_id": tax_id_of("IN", key), "day": day(on)}
    if percent is None:
        with pytest.raises(RateNotInForce):
            rate_on(shop.id, **asked)
    else:
        assert rate_on(shop.id, **asked).tax == tax(percent)


def test_what_is_untaxed_says_how(shop):
    found = {rate.key: rate.tax.treatment for rate in rates_on(shop.id, day=TODAY) if not rate.tax.rate}
    assert found == {"nil": Treatment.NIL, "exempt": Treatment.EXEMPT, "non-gst": Treatment.NON_GST}


def test_a_book_sees_the_rates_of_its_country_alone(shop):
    dhaka, pokhara = open_shop(country="BD"), open_shop(country="NP")
    assert {rate.name for rate in rates_of(dhaka.id) if rate.tax.rate} == {
        "VAT 5%", "VAT 7.5%", "VAT 10%", "VAT 15%",
    }  # fmt: skip
    assert rates_of(pokhara.id) == []
    assert not {rate.tax_id for rate in rates_of(shop.id)} & {rate.tax_id for rate in rates_of(dhaka.id)}


def test_rows_that_were_not_read_in_the_law_are_marked(shop):
    assert {rate.key for rate in rates_of(shop.id) if not rate.is_confirmed} == {
        "gst-0.1", "bricks-6", "bricks-12",
    }  # fmt: skip


def test_of_codes_the_longest_that_matches_holds_and_the_books_own_before_the_laws(shop):
    own_rate(shop, "Sweets", tax(5), prefixes=("17",))
    own_rate(shop, "Chewing gum", tax(18), prefixes=("170410", "9983"))
    LawRate.objects.filter(key="gst-40").update(prefixes="1704 22")
    LawRate.objects.filter(key="gst-12").update(prefixes="17041000")
    found = {
        hsn: rate_for(shop.id, hsn=hsn, day=TODAY) for hsn in ("1701", "170490", "17041000", "2202", "33")
    }
    assert {hsn: rate and rate.name for hsn, rate in found.items()} == {
        "1701": "Sweets", "170490": "GST 40%", "17041000": "Chewing gum", "2202": "GST 40%", "33": None,
    }  # fmt: skip
    own_rate(shop, "Cola", tax(28, cess=12), prefixes=("22",))
    assert rate_for(shop.id, hsn="2202", day=TODAY).name == "Cola"
    assert rate_for(shop.id, hsn="", day=TODAY) is None


def test_a_rate_that_ended_gives_way_to_the_next_and_stays_for_its_days(shop):
    first = own_rate(shop, "Old", tax(12), prefixes=("4015",))
    ended = end_rate(
        business_id=shop.id, actor=shop.asha, rate_id=first.rate_id, base_rev=1, last_day=day("2026-10-31"),
        now=shop.now,
    )  # fmt: skip
    own_rate(shop, "New", tax(5), prefixes=("4015",), valid_from=day("2026-11-01"))
    assert ended.rev == 2
    names = [rate_for(shop.id, hsn="401511", day=day(on)).name for on in ("2026-10-31", "2026-11-01")]
    assert names == ["Old", "New"]
    assert shop.proven()


@pytest.mark.parametrize(
    "content",
    [
        {"name": " "}, {"tax": Tax(rate=1_000_001)}, {"tax": Tax(rate=-1)}, {"tax": Tax(cess=10_000_001)},
        {"tax": Tax(treatment=Treatment.EXEMPT, rate=1)}, {"prefixes": ("1",)}, {"prefixes": ("123456789",)},
        {"prefixes": ("12 34",)}, {"prefixes": ("১২",)}, {"valid_from": day("2026-11-21"), "valid_to": day("2026-11-20")},
        {"prefixes": ("4015",), "valid_from": day("2026-11-01")},
    ],
    ids=str,
)  # fmt: skip
def test_a_rate_that_cannot_be_kept_is_refused(shop, content):
    own_rate(shop, "Standing", tax(5), prefixes=("4015",))
    with pytest.raises(RateRefused):
        own_rate(shop, **{"name": "GST", "tax": tax(5), **content})
    assert shop.proven()


def test_the_same_rate_sent_twice_is_one(shop):
    rate_id = uuid7()
    assert [own_rate(shop, "GST", tax(5), rate_id=rate_id).replayed for _ in range(2)] == [False, True]
    with pytest.raises(IdTaken):
        own_rate(shop, "GST", tax(12), rate_id=rate_id)


def test_an_id_of_another_book_is_taken_and_not_found(shop):
    theirs = own_rate(open_shop(name="देव किराना"), "GST", tax(5)).rate_id
    with pytest.raises(IdTaken):
        own_rate(shop, "GST", tax(5), rate_id=theirs)


@pytest.mark.parametrize(
    ("refusal", "asked"),
    [
        (RateUnknown, {"rate_id": uuid.UUID(int=7)}),
        (ChangedElsewhere, {"base_rev": 9}),
        (RateRefused, {"last_day": day("2020-01-01")}),
    ],
)
def test_an_end_that_does_not_fit_is_refused(shop, refusal, asked):
    rate = own_rate(shop, "GST", tax(5), valid_from=day("2026-01-01"))
    said = {"rate_id": rate.rate_id, "base_rev": 1, "last_day": TODAY, **asked}
    with pytest.raises(refusal):
        end_rate(business_id=shop.id, actor=shop.asha, now=shop.now, **said)


def test_a_rate_that_ended_is_not_made_longer(shop):
    rate = own_rate(shop, "GST", tax(5), valid_to=day("2026-01-01"))
    with pytest.raises(RateRefused):
        end_rate(
            business_id=shop.id,
            actor=shop.asha,
            rate_id=rate.rate_id,
            base_rev=1,
            last_day=TODAY,
            now=shop.now,
        )


def test_staff_keep_no_rates(shop):
    with pytest.raises(RoleNotAllowed):
        own_rate(shop, "GST", tax(5), actor=shop.member(Role.STAFF))


def test_a_rate_of_nobody_is_unknown(shop):
    with pytest.raises(RateUnknown):
        rate_on(shop.id, tax_id=uuid7(), day=TODAY)


BEFORE, AFTER, LATER = day("2025-09-20"), day("2025-09-23"), day("2025-10-05")


@pytest.mark.parametrize(
    ("supply", "invoice", "payment", "found"),
    [
        (BEFORE, BEFORE, LATER, BEFORE), (BEFORE, AFTER, LATER, AFTER), (AFTER, BEFORE, BEFORE, BEFORE),
        (AFTER, BEFORE, LATER, AFTER), (BEFORE, AFTER, BEFORE, BEFORE), (BEFORE, AFTER, None, AFTER),
        (BEFORE, BEFORE, None, BEFORE), (AFTER, BEFORE, None, AFTER),
    ],
)  # fmt: skip
def test_around_a_change_the_side_with_two_of_three_decides(supply, invoice, payment, found):
    assert day_of_rate(supply=supply, invoice=invoice, payment=payment) == found
