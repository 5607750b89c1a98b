"""Ids that clients choose, when somebody uses one already.

Behind the second wall another book's row is out of sight, so nothing but the primary key can tell.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from core.refusals import Refusal


@contextmanager
def refused_when_taken(refusal: Callable[[], Refusal]) -> Iterator[None]:
    """Around the insert of one row under a chosen id. Raises `refusal`, which names no reason but the id; the
    caller's transaction is lost then."""
    try:
        yield
    except IntegrityError as error:
        told = getattr(error.__cause__, "diag", None)
        if told is None or not (told.constraint_name or "").endswith("_pkey"):
            raise
        raise refusal() from None
