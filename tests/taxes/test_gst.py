"""What the arithmetic refuses, and the corners that the worked bills leave out."""

import pytest

from taxes.arithmetic import Buyer, Kind, Line, Supplier, Supply, Tax, TaxFault, Treatment, work_out
from taxes.arithmetic.pricing import LINES_MAX
from tests.taxes.bills import line, off, supply, tax

ONE = line(100, tax(18))
REFUSED = {
    "lines_missing": supply(),
    "too_many_lines": supply(*[ONE] * (LINES_MAX + 1)),
    "quantity_refused": supply(line(100, tax(18), quantity=0)),
    "price_refused": supply(line(-1, tax(18))),
    "rate_refused": supply(line(100, tax(101))),
    "rate_on_untaxed": supply(line(100, tax(5, treatment="exempt"))),
    "discount_refused": supply(ONE, discount=off(10, rate=5)),
    "discount_above_price": supply(ONE, discount=off("100.01")),
    "state_unknown": supply(ONE, place="99"),
    "not_zero_rated": supply(ONE, with_tax=True),
    "composition_inter_state": supply(ONE, scheme="composition", place="27"),
    "reverse_charge_without_number": supply(ONE, reverse_charge=True),
    "price_below_cess": supply(line(5, tax(28, cess_per_unit="6"), inclusive=True)),
    "tax_of_another_country": supply(line(100, tax(15, duty=5))),
    "total_too_large": supply(line(9_999_999_999_999, tax(18))),
}


@pytest.mark.parametrize("slug", REFUSED)
def test_what_cannot_be_worked_out_says_why(slug):
    with pytest.raises(TaxFault) as refused:
        work_out(REFUSED[slug])
    assert refused.value.slug == slug


def test_a_refused_line_is_named():
    with pytest.raises(TaxFault) as refused:
        work_out(supply(ONE, ONE, line(100, tax(18), discount=off(101))))
    assert (refused.value.slug, refused.value.line) == ("discount_above_price", 3)


def test_a_state_code_that_is_no_more_is_refused():
    for code in ("25", "28"):
        with pytest.raises(TaxFault, match="state_unknown"):
            work_out(supply(ONE, place=code))


@pytest.mark.parametrize("slug", ["not_in_this_country", "tax_of_another_country"])
def test_what_only_india_has_is_refused_elsewhere(slug):
    asked = {
        "not_in_this_country": {"lines": (ONE,), "reverse_charge": True},
        "tax_of_another_country": {"lines": (line(100, tax(15, cess=1)),)},
    }[slug]
    with pytest.raises(TaxFault, match=slug):
        work_out(Supply(country="BD", supplier=Supplier(), **asked))


@pytest.mark.parametrize("rate", ["0.25", "5", "18", "40"])
@pytest.mark.parametrize("cess", [0, 12, 290])
def test_every_small_price_with_its_taxes_inside_adds_back(rate, cess):
    for gross in (*range(200), 9_999, 10_001, 123_457):
        for place in ("19", "27"):
            asked = Line(quantity=10_000, unit_price=gross * 10_000, tax=tax(rate, cess=cess), inclusive=True)
            (found,) = work_out(supply(asked, place=place, round_off=False)).lines
            amounts = [found.value, *(one.amount for one in found.charged)]
            assert sum(amounts) == gross == found.total
            assert min(amounts) >= 0
            assert found.of(Kind.CGST) == found.of(Kind.SGST)


def test_another_country_has_the_plain_value_added_tax_of_its_book():
    found = work_out(Supply(country="NP", lines=(line(100, tax(13)),), supplier=Supplier()))
    assert [(one.kind, one.amount) for one in found.charged] == [(Kind.VAT, 1_300)]
    assert found.total == 11_300


def test_what_is_outside_the_tax_is_summed_apart():
    untaxed = [line(10 * n, Tax(treatment=kind)) for n, kind in enumerate(list(Treatment)[1:], start=1)]
    found = work_out(supply(ONE, *untaxed, buyer=Buyer.REGISTERED))
    assert [found.value_of(kind) for kind in Treatment] == [10_000, 1_000, 2_000, 3_000]
    assert (found.value, found.tax, found.total) == (16_000, 1_800, 17_800)
