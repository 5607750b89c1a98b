"""Two implementations, one answer."""

from random import Random

from taxes.arithmetic import Kind, Sum, Supply, work_out
from tests.taxes.invoices import random_supply
from tests.taxes.second import bill


def told(found: Sum) -> dict:
    """The answer in the second implementation's words."""
    return {
        "rows": [
            {
                "value": line.value,
                "total": line.total,
                "taxes": {str(one.kind): one.amount for one in line.charged + line.self_assessed},
            }
            for line in found.lines
        ],
        "shares": [line.share for line in found.lines],
        "round_off": found.round_off,
        "total": found.total,
    }


def check_by_itself(supply: Supply, found: Sum) -> None:
    """What holds of every sum, whatever the second implementation says."""
    charged = sum(one.amount for line in found.lines for one in line.charged)
    assert sum(line.total for line in found.lines) == found.value + charged == found.total - found.round_off
    assert found.tax == charged == sum(one.amount for one in found.charged)
    assert sum(rate.value for rate in found.by_rate) == found.value
    assert -50 < found.round_off <= 50
    assert not supply.round_off or found.total % 100 == 0
    for line, asked in zip(found.lines, supply.lines, strict=True):
        paid = line.gross - line.discount - line.share
        assert line.total == paid if asked.inclusive or not line.charged else line.value == paid
        assert min([line.value, *(one.amount for one in line.charged + line.self_assessed)]) >= 0
        assert line.of(Kind.CGST) == line.of(Kind.SGST) + line.of(Kind.UTGST)
        assert not (line.charged and line.self_assessed)


def test_random_invoices_agree_with_the_rational_numbers(scale, figure):
    chance, count, taxed = Random(20_261_121), scale(100_000), 0
    for number in range(count):
        supply = random_supply(chance)
        found = work_out(supply)
        assert told(found) == bill(supply), (number, supply)
        check_by_itself(supply, found)
        taxed += bool(found.tax)
    assert taxed > count / 3
    figure("random invoices worked out twice", count, f"agree to the paisa; {taxed} of them with tax")
