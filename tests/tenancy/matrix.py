"""Ask one address everything, as everybody, and list what it should not have answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

from businesses.roles import Role, is_granted
from tests.tenancy.books import Book, World
from tests.tenancy.routes import Route
from tests.tenancy.rows import IDS, Row

HTMX = {"HX-Request": "true"}
UNDER_HTMX = {Role.OWNER, Role.STAFF, Role.READER}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What differs between two answers to the same question: the number of the request, the guard of its forms.
OWN_MARKS = re.compile(rb"\b(?:[0-9a-f]{32}|[A-Za-z0-9]{64})\b")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str

    def like(self, other: "Answer") -> bool:
        return (self.status, self.body, self.location) == (other.status, other.body, other.location)


def faults(route: Route, row: Row, world: World) -> list[str]:
    return [f"{route.name}: {fault}" for fault in _all(route, row, world)]


def _all(route: Route, row: Row, world: World) -> Iterator[str]:
    if route.access is None:
        yield "its view carries none of @member, @signed_in, @public"
        return
    if route.access.kind == "staff":
        yield from _anonymous(route, row, world)
        yield from _staff_page(route, row, world)
        return
    yield from _other_methods(route, row, world)
    if route.access.kind == "public":
        yield from _open_to_all(route, row, world)
        return
    yield from _anonymous(route, row, world)
    if route.access.kind == "signed_in":
        yield from _own_page(route, row, world)
    elif route.of_book:
        yield from _members(route, row, world)
        yield from _strangers(route, row, world)
    else:
        yield f"asks for a {route.access.kind} without a business_id in its address"


def ids_of(route: Route, row: Row, book: Book, role: Role) -> dict[str, Any]:
    filled = {name: row.ids.get(name, IDS.get(name)) for name in route.ids}
    return {**{name: fill(book, role) for name, fill in filled.items() if fill}, **row.words}


def send(
    client: Client, method: str, route: Route, row: Row, *, kwargs: dict[str, Any], book: Book, role: Role,
    htmx: bool = False, said: dict[str, Any] | None = None, keep: bool = False,
) -> Answer:  # fmt: skip
    """One request; whatever it writes is rolled back unless `keep`."""
    query = {name: str(value) for name, value in {**row.query(book, role), **(said or {})}.items()}
    query = query if method != "POST" or row.query(book, role) else {}
    body = {**row.body(book, role), **(said or {})} if method == "POST" else None
    url = reverse(route.name, kwargs=kwargs)
    client.cookies.pop("messages", None)  # what was said of the request before
    with transaction.atomic():
        response = client.generic(method, url) if method not in ("GET", "POST") else (
            client.get(url, query, headers=HTMX if htmx else None) if method == "GET"
            else client.post(url, body, query_params=query or None, headers=HTMX if htmx else None)
        )  # fmt: skip
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(not keep)
    location = response.get("Location") or response.get("HX-Redirect") or ""
    return Answer(response.status_code, OWN_MARKS.sub(b"", content), location)


def _other_methods(route: Route, row: Row, world: World) -> Iterator[str]:
    """The methods it does not take are refused with 405, and nothing is written."""
    kwargs = ids_of(route, row, world.own, Role.OWNER)
    for method in METHODS:
        if method in row.methods.split():
            continue
        answer = _as(world, Role.OWNER, method, route, row, kwargs=kwargs)
        if answer.status != 405:
            yield f"{method} is not among its methods and was answered {answer.status}, not 405"


def _as(world: World, role: Role, method: str, route: Route, row: Row, **more: Any) -> Answer:
    return send(world.own.clients[role], method, route, row, book=world.own, role=role, **more)


def _open_to_all(route: Route, row: Row, world: World) -> Iterator[str]:
    kwargs = ids_of(route, row, world.own, Role.OWNER)
    for method in row.methods.split():
        answer = _nobody(method, route, row, world, kwargs=kwargs)
        if answer.status >= 500 or answer.location.startswith("/sign-in/?next"):
            yield f"{method} by nobody was answered {answer.status} {answer.location}"


def _nobody(method: str, route: Route, row: Row, world: World, **more: Any) -> Answer:
    client = Client(raise_request_exception=False)
    return send(client, method, route, row, book=world.own, role=Role.OWNER, **more)


def _anonymous(route: Route, row: Row, world: World) -> Iterator[str]:
    """To the door, whatever the ids are: the answer must not tell what exists."""
    own = ids_of(route, row, world.own, Role.OWNER)
    for method in row.methods.split():
        for htmx in (False, True):
            answer = _nobody(method, route, row, world, kwargs=own, htmx=htmx)
            if not answer.location.startswith("/sign-in/") or answer.status != (200 if htmx else 303):
                yield f"{method} by nobody was answered {answer.status} {answer.location!r}, not sent to the door"
            if answer.body:
                yield f"{method} by nobody was answered with a body"


def _own_page(route: Route, row: Row, world: World) -> Iterator[str]:
    kwargs = ids_of(route, row, world.own, Role.OWNER)
    for method in row.methods.split():
        answer = _as(world, Role.OWNER, method, route, row, kwargs=kwargs)
        if answer.status >= 400:
            yield f"{method} by its person was answered {answer.status}"
        # A sign-out is not undone by rolling back: the cookie is gone.
        world.own.clients[Role.OWNER].force_login(world.own.people[Role.OWNER])


def _staff_page(route: Route, row: Row, world: World) -> Iterator[str]:
    """For the operators alone: for every other person there is no such page."""
    kwargs, person = ids_of(route, row, world.own, Role.OWNER), world.own.people[Role.OWNER]
    for is_staff in (False, True):
        type(person).objects.filter(pk=person.pk).update(is_staff=is_staff)
        for method in row.methods.split():
            answer = _as(world, Role.OWNER, method, route, row, kwargs=kwargs)
            if (answer.status < 400) != is_staff or (not is_staff and answer.status != 404):
                yield f"{method} by {'staff' if is_staff else 'its owner'} was answered {answer.status}"
    yield from _other_methods(route, row, world)


def _members(route: Route, row: Row, world: World) -> Iterator[str]:
    for role in Role:
        allowed = is_granted(role, route.access.can)
        for method in row.methods.split():
            for htmx in (False, True) if role in UNDER_HTMX else (False,):
                if allowed:
                    yield from _granted(route, row, world, role=role, method=method, htmx=htmx)
                else:
                    yield from _not_granted(route, row, world, role=role, method=method, htmx=htmx)


def _granted(route: Route, row: Row, world: World, *, role: Role, method: str, htmx: bool) -> Iterator[str]:
    asked = f"{'HTMX ' if htmx else ''}{method} by {role}"
    own = ids_of(route, row, world.own, role)
    answer = _as(world, role, method, route, row, kwargs=own, htmx=htmx)
    if answer.status >= 400:
        yield f"{asked} with its own ids was answered {answer.status}"
    for name in route.ids:
        yield from _foreign(route, row, world, role=role, method=method, htmx=htmx, name=name, own=own)


def _foreign(
    route: Route, row: Row, world: World, *, role: Role, method: str, htmx: bool, name: str, own: dict[str, Any]
) -> Iterator[str]:  # fmt: skip
    """An id of another book and an id of nothing get one and the same 404, and nothing is written."""
    theirs = ids_of(route, row, world.foreign, Role.OWNER)[name]
    before = world.digest()
    answers = [
        _as(world, role, method, route, row, kwargs={**own, name: other}, htmx=htmx, keep=True)
        for other in (theirs, uuid4())
    ]
    asked = f"{'HTMX ' if htmx else ''}{method} by {role} with another's {name}"
    if answers[0].status != 404:
        yield f"{asked} was answered {answers[0].status}, not 404"
    if not answers[0].like(answers[1]):
        yield f"{asked} was answered otherwise than with an id of nothing ({answers[1].status})"
    if _names(answers[0].body, world.foreign):
        yield f"{asked} was answered with something of the other book"
    if world.digest() != before:
        yield f"{asked} wrote something"


def _names(body: bytes, book: Book) -> bool:
    """Whether the answer carries the other book's name or an id of it."""
    told = [book.shop.business.name, str(book.id), str(book.party), *map(str, book.documents.values())]
    return any(text.encode() in body for text in told)


def _not_granted(
    route: Route, row: Row, world: World, *, role: Role, method: str, htmx: bool
) -> Iterator[str]:
    asked = f"{'HTMX ' if htmx else ''}{method} by {role}"
    before = world.digest()
    own = ids_of(route, row, world.own, role)
    answer = _as(world, role, method, route, row, kwargs=own, htmx=htmx, keep=True)
    if answer.status != 403:
        yield f"{asked}, who lacks {route.access.can}, was answered {answer.status}, not 403"
    theirs = {**ids_of(route, row, world.foreign, Role.OWNER), "business_id": world.own.id}
    foreign = _as(world, role, method, route, row, kwargs=theirs, htmx=htmx, keep=True)
    if not answer.like(foreign):
        yield f"{asked}, who lacks {route.access.can}, learns which ids exist"
    if world.digest() != before:
        yield f"{asked}, who lacks {route.access.can}, wrote something"


def _strangers(route: Route, row: Row, world: World) -> Iterator[str]:
    """Dev keeps another book: this one is for him as if it did not exist."""
    before = world.digest()
    for method in row.methods.split():
        for htmx in (False, True):
            answers = [
                send(
                    world.stranger, method, route, row, kwargs=kwargs, book=world.own, role=Role.OWNER,
                    htmx=htmx, keep=True,
                )
                for kwargs in (ids_of(route, row, world.own, Role.OWNER), _of_nothing(route, row))
            ]  # fmt: skip
            if answers[0].status != 404:
                yield f"{method} by a stranger was answered {answers[0].status}, not 404"
            if not answers[0].like(answers[1]):
                yield f"{method} by a stranger tells a book from nothing"
    if world.digest() != before:
        yield "a stranger wrote something"


def _of_nothing(route: Route, row: Row) -> dict[str, UUID | str]:
    return {**{name: uuid4() for name in route.ids}, **row.words}
