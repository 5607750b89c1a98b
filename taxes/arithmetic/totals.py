"""The document from its lines: sums, and the rounding of what is paid to whole rupees."""

from collections.abc import Sequence

from core.money import half_up
from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.pricing import LIMIT
from taxes.arithmetic.sums import DocumentForm, LineSum, Sum, added, by_rate
from taxes.arithmetic.supplies import MINOR_ONE


def add_up(lines: Sequence[LineSum], *, form: DocumentForm, is_inter_state: bool, round_off: bool) -> Sum:
    """Raises TaxFault total_too_large."""
    charged = added(one for line in lines for one in line.charged)
    exact = sum(line.total for line in lines)
    off = rounded_to_whole(exact) - exact if round_off else 0
    if exact + off >= LIMIT:
        raise TaxFault("total_too_large")
    return Sum(
        form=form, is_inter_state=is_inter_state, lines=tuple(lines), by_rate=by_rate(lines),
        gross=sum(line.gross for line in lines), discount=sum(line.discount + line.share for line in lines),
        value=sum(line.value for line in lines), charged=charged,
        self_assessed=added(one for line in lines for one in line.self_assessed),
        tax=sum(one.amount for one in charged), round_off=off, total=exact + off,
    )  # fmt: skip


def rounded_to_whole(amount: int) -> int:
    """The nearest rupee or taka, 50 paisa up: section 170 of the CGST Act."""
    return half_up(amount, MINOR_ONE) * MINOR_ONE
