"""One transaction for one operation, rolled back when it was only tried or had been done before."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from django.db import transaction


class Outcome(Protocol):
    @property
    def replayed(self) -> bool: ...


R = TypeVar("R", bound=Outcome)


class _RolledBack(Exception):
    """Carries a result out of a transaction that must leave nothing behind, its seq number included."""

    def __init__(self, result: object) -> None:
        super().__init__()
        self.result = result


def in_transaction(work: Callable[[], R], *, dry_run: bool = False) -> R:
    """Run `work` in a transaction. A dry run does all of it, seals and sums too, and keeps none of it."""
    try:
        with transaction.atomic():
            result = work()
            _leave_nothing_if(dry_run or result.replayed, result)
    except _RolledBack as rolled_back:
        return rolled_back.result  # type: ignore[return-value]
    return result


def _leave_nothing_if(is_wanted: bool, result: object) -> None:
    if is_wanted:
        raise _RolledBack(result)
