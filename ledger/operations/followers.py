"""What an app above the ledger adds when money of a party comes in: to which branch it belongs, and what else is told.

The ledger names no such app. It asks whoever wanted to know of books that have an account of a certain role.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from businesses.actors import Actor
from ledger.book_map import BookMap
from ledger.directions import Content
from ledger.models import AccountRole, Direction, DocumentKind, Mode

if TYPE_CHECKING:
    from ledger.operations.entries import EntryResult


class Place(Protocol):
    def __call__(
        self, *, business_id: uuid.UUID, party_id: uuid.UUID, day: datetime.date
    ) -> uuid.UUID | None:
        """The branch that money of the party belongs to, None where it is not known."""


class Tell(Protocol):
    def __call__(
        self, *, business_id: uuid.UUID, actor: Actor, entry: "EntryResult", branch_id: uuid.UUID,
        about: uuid.UUID | None, now: datetime.datetime,
    ) -> None:  # fmt: skip
        """Append what there is to tell besides the entry. `about` is what the money was said to be for."""


@dataclass(frozen=True, slots=True)
class Follower:
    place: Place
    tell: Tell


_FOLLOWERS: dict[AccountRole, Follower] = {}


def follow(role: AccountRole, *, place: Place, tell: Tell) -> None:
    """Be asked in books that have an account of this role."""
    _FOLLOWERS[role] = Follower(place, tell)


def place_of(
    business_id: uuid.UUID, *, books: BookMap, party_id: uuid.UUID, kind: str, content: Content
) -> uuid.UUID:
    """The branch an entry is written for: the one it names, else a follower's, else the book's first."""
    if content.branch_id is not None:
        return content.branch_id
    found = (
        one.place(business_id=business_id, party_id=party_id, day=content.day)
        for one in _asked(books, kind=kind, content=content)
    )
    return next((branch_id for branch_id in found if branch_id is not None), books.branch_id)


def tell_followers(
    business_id: uuid.UUID, *, books: BookMap, actor: Actor, entry: "EntryResult", kind: str, content: Content,
    about: uuid.UUID | None, now: datetime.datetime,
) -> None:  # fmt: skip
    for one in _asked(books, kind=kind, content=content):
        one.tell(
            business_id=business_id, actor=actor, entry=entry, about=about, now=now,
            branch_id=content.branch_id or books.branch_id,
        )  # fmt: skip


def _asked(books: BookMap, *, kind: str, content: Content) -> Iterator[Follower]:
    is_money = content.direction == Direction.GOT and content.mode not in {Mode.GOODS, Mode.UNSORTED}
    if is_money and kind == DocumentKind.KHATA:
        yield from (one for role, one in _FOLLOWERS.items() if role in books.accounts)
