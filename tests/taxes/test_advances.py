from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxes.arithmetic import Buyer, Kind, TaxFault, work_out
from taxes.arithmetic.advances import advance_of, settled, use
from tests.taxes.bills import line, supply, tax
from tests.taxes.second import advance as second_advance
from tests.taxes.second import parts_of_advance

WITHIN = supply(line(1, tax(18)), buyer=Buyer.REGISTERED)


def amounts(components) -> dict:
    return {one.kind: one.amount for one in components}


def test_an_advance_for_a_service_has_its_tax_inside():
    found = advance_of(11_800, tax=tax(18), is_service=True, supply=WITHIN)
    assert (found.amount, found.value) == (11_800, 10_000)
    assert amounts(found.components) == {Kind.CGST: 900, Kind.SGST: 900}


def test_an_advance_for_goods_has_none():
    found = advance_of(11_800, tax=tax(18), is_service=False, supply=WITHIN)
    assert (found.value, found.components) == (11_800, ())


def test_an_advance_is_used_in_parts_that_add_up():
    left = advance_of(100_001, tax=tax(18), is_service=True, supply=WITHIN)
    whole, used = left, []
    for amount in (33_333, 33_333, 33_335):
        part, left = use(left, amount)
        used.append(part)
    assert (left.amount, left.value, amounts(left.components)) == (0, 0, {Kind.CGST: 0, Kind.SGST: 0})
    assert sum(part.value for part in used) == whole.value
    for kind in (Kind.CGST, Kind.SGST):
        assert sum(amounts(part.components)[kind] for part in used) == amounts(whole.components)[kind]
    assert all(amounts(part.components)[Kind.CGST] == amounts(part.components)[Kind.SGST] for part in used)


def test_a_bill_takes_the_tax_of_its_advance_off_what_is_due():
    bill = work_out(supply(line(1_000, tax(18)), buyer=Buyer.REGISTERED))
    part, left = use(advance_of(59_000, tax=tax(18), is_service=True, supply=WITHIN), 59_000)
    found = settled(bill, [part])
    assert (bill.total, found.due, left.amount) == (118_000, 59_000, 0)
    assert amounts(found.tax_due) == {Kind.CGST: 4_500, Kind.SGST: 4_500}


def test_an_advance_for_goods_is_taken_off_the_money_alone():
    bill = work_out(supply(line(1_000, tax(18))))
    found = settled(bill, [advance_of(50_000, tax=tax(18), is_service=False, supply=WITHIN)])
    assert found.due == 68_000
    assert amounts(found.tax_due) == {Kind.CGST: 9_000, Kind.SGST: 9_000}


def refusal(slug: str):
    bill = work_out(supply(line(1_000, tax(18))))
    advance = advance_of(118_100, tax=tax(18), is_service=True, supply=WITHIN)
    other_rate = advance_of(10_500, tax=tax(5), is_service=True, supply=WITHIN)
    elsewhere = advance_of(
        11_800,
        tax=tax(18),
        is_service=True,
        supply=supply(line(1, tax(18)), place="27", buyer=Buyer.REGISTERED),
    )
    return {
        "advance_used_up": lambda: use(advance, 118_101),
        "advance_above_bill": lambda: settled(bill, [advance]),
        "advance_of_another_rate": lambda: settled(bill, [other_rate]),
        "advance_of_another_place": lambda: settled(bill, [elsewhere]),
        "advance_by_unit": lambda: advance_of(
            100, tax=tax(28, cess_per_unit=4), is_service=True, supply=WITHIN
        ),
        "price_refused": lambda: advance_of(0, tax=tax(18), is_service=True, supply=WITHIN),
    }[slug]


@pytest.mark.parametrize(
    "slug",
    ["advance_used_up", "advance_above_bill", "advance_of_another_rate", "advance_of_another_place",
     "advance_by_unit", "price_refused"],
)  # fmt: skip
def test_an_advance_that_does_not_fit_is_refused(slug):
    with pytest.raises(TaxFault) as refused:
        refusal(slug)()
    assert refused.value.slug == slug


RATES = st.sampled_from([3, 5, 12, 18, 28, 40])
PARTS = st.lists(st.integers(1, 5_000_00), min_size=1, max_size=12)


@given(rate=RATES, parts=PARTS, elsewhere=st.booleans())
def test_random_advances_agree_with_a_second_implementation(rate, parts, elsewhere):
    asked = supply(line(1, tax(rate)), place="27" if elsewhere else "19", buyer=Buyer.REGISTERED)
    whole = advance_of(sum(parts), tax=tax(rate), is_service=True, supply=asked)
    heads = 1 if elsewhere else 2
    assert (whole.value, [one.amount for one in whole.components]) == second_advance(sum(parts), rate, heads)
    before = []
    for amount in parts:
        part, left = use(whole, amount, before=before)
        before.append(part)
    assert (left.amount, left.value) == (0, 0)
    for at, one in enumerate(whole.components):
        taken = [part.components[at].amount for part in before]
        assert taken == parts_of_advance(whole.amount, one.amount, parts)
        assert sum(taken) == one.amount
        for so_far, paid in zip(accumulate(taken), accumulate(parts), strict=True):
            assert abs(so_far * whole.amount - one.amount * paid) * 2 <= whole.amount


@given(rate=RATES, parts=st.lists(st.integers(1, 5_000_00), min_size=3, max_size=8), data=st.data())
def test_a_part_taken_back_leaves_the_rest_exact(rate, parts, data):
    whole = advance_of(sum(parts), tax=tax(rate), is_service=True, supply=WITHIN)
    before = []
    for amount in parts:
        before.append(use(whole, amount, before=before)[0])
    back = before.pop(data.draw(st.integers(0, len(before) - 1)))
    first = data.draw(st.integers(1, back.amount))
    for amount in [one for one in (first, back.amount - first) if one]:
        before.append(use(whole, amount, before=before)[0])
    assert sum(one.value for one in before) == whole.value
    for at, one in enumerate(whole.components):
        amounts_taken = [part.components[at].amount for part in before]
        assert sum(amounts_taken) == one.amount
        assert min(amounts_taken) >= 0
    assert all(part.components[0].amount == part.components[1].amount for part in before)
