"""Pieces by their own numbers, brought up to date after the act that moved them was written."""

import uuid
from collections.abc import Iterable, Sequence

from core.text import clean_line
from inventory.models import Serial, StockDocument
from inventory.operations.lines import SERIAL_LENGTH_MAX, Coming, Going
from inventory.refusals import SerialsRefused


def bring(act: StockDocument, lines: Sequence[Coming]) -> None:
    """Numbers that come are here from now on. Raises SerialsRefused for one that is here already."""
    for item_id, number in _numbers(lines):
        own = Serial.objects.filter(business_id=act.business_id, item_id=item_id, number=number)
        standing = own.first()
        if standing is None:
            Serial.objects.create(
                business_id=act.business_id,
                item_id=item_id,
                number=number,
                branch_id=act.branch_id,
                came_by=act,
            )
        elif standing.branch_id is not None:
            raise SerialsRefused(number=number)
        else:
            own.update(branch_id=act.branch_id, came_by=act, left_by=None)


def take(act: StockDocument, lines: Sequence[Going]) -> None:
    """Numbers that go are here no more. Raises SerialsRefused for one that is not."""
    _move(act, lines, to_branch_id=None, left_by=act)


def carry(act: StockDocument, lines: Sequence[Going], *, to_branch_id: uuid.UUID) -> None:
    _move(act, lines, to_branch_id=to_branch_id, left_by=None)


def _move(
    act: StockDocument,
    lines: Sequence[Going],
    *,
    to_branch_id: uuid.UUID | None,
    left_by: StockDocument | None,
) -> None:
    for item_id, number in _numbers(lines):
        moved = Serial.objects.filter(
            business_id=act.business_id, item_id=item_id, number=number, branch_id=act.branch_id
        ).update(branch_id=to_branch_id, left_by=left_by)
        if not moved:
            raise SerialsRefused(number=number)


def _numbers(lines: Iterable[Coming | Going]) -> Iterable[tuple[uuid.UUID, str]]:
    for line in lines:
        for number in line.serials:
            yield line.item_id, clean_line(number, max_length=SERIAL_LENGTH_MAX, field="serials")
