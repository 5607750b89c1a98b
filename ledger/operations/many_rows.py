"""Many rows in one call: each is written, or refused by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from core.refusals import Refusal
from ledger.refusals import TooManyRows

Row = TypeVar("Row")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RowRefused:
    """`index` counts the rows of the call from 0; `message` is for the user."""

    index: int
    slug: str
    field: str
    message: str

    @classmethod
    def of(cls, index: int, refusal: Refusal) -> "RowRefused":
        return cls(index, refusal.slug, refusal.field, refusal.message)


def each_row(rows: Sequence[Row], write: Callable[[Row], Result], *, most: int) -> list[Result | Refusal]:
    """What became of each row: a refused one leaves nothing behind, the others stand. Raises TooManyRows."""
    if len(rows) > most:
        raise TooManyRows(most=most)
    return [_written(row, write) for row in rows]


def _written(row: Row, write: Callable[[Row], Result]) -> Result | Refusal:
    try:
        with transaction.atomic():
            return write(row)
    except Refusal as refusal:
        return refusal
