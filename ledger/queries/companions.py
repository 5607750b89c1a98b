"""Who stands beside a party of whom an app above knows more: those who rent together with a tenant."""

import uuid
from collections.abc import Callable, Collection

Companions = Callable[[uuid.UUID, Collection[uuid.UUID]], tuple[str, ...]]
_readers: dict[str, Companions] = {}


def beside(kind: str, reader: Companions) -> None:
    """Register who reads the names beside parties of a kind, given the book and the party with those joined to it."""
    _readers[kind] = reader


def companions(business_id: uuid.UUID, party_ids: Collection[uuid.UUID], *, kind: str) -> tuple[str, ...]:
    """Names, in the order they were written."""
    reader = _readers.get(kind)
    return reader(business_id, party_ids) if reader else ()
