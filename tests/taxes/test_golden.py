"""Bills worked by hand from the rules, each with its sum on paper and where the rule stands: tests/taxes/golden."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from taxes.arithmetic import Buyer, Component, Sum, Supply, work_out
from taxes.arithmetic.advances import advance_of, settled, use
from taxes.arithmetic.vat import mushak_6_3
from tests.taxes.bills import line, off, supply, tax
from tests.taxes.second import bill as second_bill

GOLDEN = Path(__file__).parent / "golden"
RATES = ("rate", "cess", "duty", "cess_per_unit", "vat_per_unit", "treatment")
NOT_TAXES = {"value", "share", "total", "self"}


def said(kind: str) -> list[dict]:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.toml"))]
    return [row for file in files for row in file.get(kind, [])]


BILLS, ADVANCES = said("bill"), said("advance")


def minor(amount: str) -> int:
    found = Decimal(amount) * 100
    assert found == int(found), amount
    return int(found)


def line_of(row: dict):
    return line(
        row["price"], tax(**{name: row[name] for name in RATES if name in row}), quantity=row.get("quantity", "1"),
        inclusive=row.get("inclusive", False),
        discount=off(row.get("discount", "0"), row.get("discount_rate", "0")),
    )  # fmt: skip


def supply_of(row: dict, *lines) -> Supply:
    return supply(
        *lines, state=row.get("state", "19"), place=row.get("place", "19"), scheme=row.get("scheme", "regular"),
        is_sez=row.get("is_sez", False), country=row.get("country", "IN"), buyer=Buyer(row.get("buyer", "consumer")),
        with_tax=row.get("with_tax", False), reverse_charge=row.get("reverse_charge", False),
        discount=off(row.get("discount", "0"), row.get("discount_rate", "0")), round_off=row.get("round", True),
    )  # fmt: skip


def amounts(components: tuple[Component, ...]) -> dict[str, int]:
    return {str(one.kind): one.amount for one in components}


def wanted_taxes(row: dict) -> dict[str, int]:
    return {name: minor(amount) for name, amount in row.items() if name not in NOT_TAXES}


def check_lines(found: Sum, wanted: list[dict]) -> None:
    for got, row in zip(found.lines, wanted, strict=True):
        assert got.value == minor(row["value"])
        assert got.share == minor(row.get("share", "0"))
        assert amounts(got.charged) == wanted_taxes(row)
        assert amounts(got.self_assessed) == wanted_taxes(row.get("self", {}))
        assert got.total == minor(row["total"])


@pytest.mark.parametrize("row", BILLS, ids=[row["name"] for row in BILLS])
def test_a_bill_comes_out_as_on_paper(row):
    asked = supply_of(row, *map(line_of, row["lines"]))
    found, wanted = work_out(asked), row["expect"]
    check_lines(found, wanted["lines"])
    assert found.round_off == minor(wanted["round_off"])
    assert found.total == minor(wanted["total"])
    assert found.is_inter_state == wanted.get("inter_state", False)
    assert "form" not in wanted or found.form == wanted["form"]
    assert second_bill(asked)["total"] == found.total


@pytest.mark.parametrize("row", ADVANCES, ids=[row["name"] for row in ADVANCES])
def test_an_advance_comes_out_as_on_paper(row):
    wanted = dict(row["expect"])
    who = supply_of(row | {"rate": 0})
    found = advance_of(
        minor(row["amount"]), tax=tax(row["rate"]), is_service=not row.get("goods"), supply=who
    )
    due, tax_due = wanted.pop("due", None), wanted.pop("tax_due", {})
    assert found.value == minor(wanted.pop("value"))
    assert amounts(found.components) == wanted_taxes(wanted)
    if "bill" in row:
        left = settled(work_out(supply_of({}, line(row["bill"], tax(row["rate"])))), [found])
        assert (left.due, amounts(left.tax_due)) == (minor(due), wanted_taxes(tax_due))


@pytest.mark.parametrize("row", [row for row in ADVANCES if "parts" in row], ids=lambda row: row["name"])
def test_an_advance_is_used_in_the_parts_of_the_paper(row):
    whole = advance_of(
        minor(row["amount"]), tax=tax(row["rate"]), is_service=True, supply=supply_of(row | {"rate": 0})
    )
    before = []
    for amount, head in row["parts"]:
        part, left = use(whole, minor(amount), before=before)
        assert {one.amount for one in part.components} == {minor(head)}
        before.append(part)
    assert left.amount == sum(one.amount for one in left.components) == 0


def test_there_are_enough_and_each_says_how_and_why():
    assert len(BILLS) + len(ADVANCES) >= 60
    assert all(row["working"] and row["source"] for row in BILLS + ADVANCES)
    assert len({row["name"] for row in BILLS + ADVANCES}) == len(BILLS + ADVANCES)


def test_every_rule_has_its_bill():
    kinds = {name for row in BILLS for each in row["expect"]["lines"] for name in each}
    kinds |= {name for row in BILLS for each in row["expect"]["lines"] for name in each.get("self", {})}
    assert kinds >= {"cgst", "sgst", "utgst", "igst", "cess", "cess_per_unit", "duty", "vat", "self", "share"}
    assert {row.get("scheme", "regular") for row in BILLS} == {"regular", "composition", "unregistered"}
    assert {row.get("buyer") for row in BILLS} >= {
        "business_sez",
        "overseas",
        "business_gst",
        "deemed_export",
    }
    forms = {row["expect"].get("form") for row in BILLS}
    assert forms >= {"tax_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "plain"}
    assert any(each.get("inclusive") for row in BILLS for each in row["lines"])


def test_the_numbers_of_mushak_6_3():
    """3 pieces at 115 with 15 % VAT inside, and 1 at 1000 with 20 % duty: the form's columns, without taxes first."""
    asked = supply(
        line(115, tax(15), quantity=3, inclusive=True), line(1_000, tax(15, duty=20)), country="BD"
    )
    found = mushak_6_3(asked, work_out(asked))
    first, second = found.rows
    assert (first.serial, first.quantity, first.unit_price, first.price) == (1, 30_000, 10_000, 30_000)
    assert (first.duty, first.vat_rate, first.vat, first.total) == (0, 150_000, 4_500, 34_500)
    assert (second.price, second.duty_rate, second.duty, second.vat, second.total) == (
        100_000, 200_000, 20_000, 18_000, 138_000,
    )  # fmt: skip
    assert (found.price, found.duty, found.vat, found.total) == (130_000, 20_000, 22_500, 172_500)
