"""Which books the running request or job may reach, told to PostgreSQL before its next statement.

A second wall behind the filters of every query: row-level security (businesses/walls.sql) shows the app
role the rows of these books alone. SQLite has no such thing, and keeps to the first wall.

A request begins closed and its door opens what it has checked. Outside requests and jobs (commands, the
worker's rounds over all books) everything is in reach.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

ALL = "*"


@dataclass(frozen=True, slots=True)
class Reach:
    """As the database is told: ids with commas, or ALL; without books, those the person is a member of."""

    books: str = ""
    user: str = ""


EVERYTHING, NOTHING = Reach(books=ALL), Reach()
_reach: ContextVar[Reach] = ContextVar("reach", default=EVERYTHING)


def reach() -> Reach:
    return _reach.get()


def know(user_id: UUID) -> None:
    """The request is this person's: their memberships, and nobody else's, are in reach."""
    _reach.set(replace(_reach.get(), user=str(user_id)))


def enter(business_id: UUID) -> None:
    """The request is about this book, and about no other."""
    _reach.set(replace(_reach.get(), books=str(business_id)))


def admit(business_id: UUID) -> None:
    """One book more: a new one, which the caller makes."""
    now = _reach.get()
    if now.books != ALL:
        _reach.set(replace(now, books=f"{now.books},{business_id}" if now.books else str(business_id)))


@contextmanager
def within(business_id: UUID | None) -> Iterator[None]:
    """A job about one book; about none, it reaches all."""
    token = _reach.set(Reach(books=str(business_id)) if business_id else EVERYTHING)
    try:
        yield
    finally:
        _reach.reset(token)


@contextmanager
def everything() -> Iterator[None]:
    """For figures over all books that name none, as in a probe; never for what a user is shown."""
    with within(None):
        yield


class WallsMiddleware:
    """First of all: whatever an earlier request of this thread left is out of reach."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _reach.set(NOTHING)
        return self.get_response(request)


def _end(**_signal: Any) -> None:
    """After the answer was sent, and so after what it streams was read."""
    _reach.set(EVERYTHING)


request_finished.connect(_end, dispatch_uid="core.walls")
