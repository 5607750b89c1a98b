"""Ids that are sent beside the address: each place for one × each kind of token × an id of another book.

What names a thing that stands is answered as for an id of nothing. What names a thing to be made is refused alike
whether this book or another uses the id.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from api.models import AccessRow, Token
from api.oauth.scopes import offered
from api.operations.sessions import sign_in_device
from api.scopes import ALL
from businesses.actors import Actor
from businesses.roles import Role
from core.ids import uuid7
from ledger.models import MutationReceipt, Party
from ledger.operations.books import open_book
from tests.api.calls import Operation, call_of, entry, operations, rev_of_party
from tests.api.oauth.partners import let_in, register
from tests.api.programs import Program, program_of
from tests.imports import sheets
from tests.tenancy import book_bodies, desk, papers, payments, rent_calls, stock
from tests.tenancy.books import Book, World
from tests.tenancy.places import Place, places
from tests.tenancy.test_programs import OWN_MARKS

MADE_AT = "2026-11-21T06:30:00Z"
NEWS = "https://93.184.216.34/more"
HEADER = "X-Business-Id:"
HOW_TO = "Say in STANDING or CHOSEN of tests/tenancy/test_bodies.py what the id names and how it is answered."


@dataclass(frozen=True)
class Row:
    """`id_in` gives the id such a place names in a book, `body` or `query` the call with an id in that place.

    `told` is the answer to an id of another book, `known` to one of this book.
    """

    id_in: Callable[[Book], UUID]
    told: str
    known: str
    body: Callable[[Book, UUID], Any] | None = None
    query: str = ""
    before: Callable[[Book], None] = lambda _book: None
    rev: Callable[[Book], int] | None = None


def party(book: Book) -> UUID:
    return book.party


def document(book: Book) -> UUID:
    return book.documents[Role.OWNER]


def pushed(kind: str, verb: str, name: str, **more: Any) -> Callable[[Book, UUID], Any]:
    """A push of one change, whole but for the id under `name`."""

    def body(book: Book, value: UUID) -> Any:
        item = {"kind": kind, "verb": verb, "mutation_id": str(uuid7()), "made_at": MADE_AT}
        item |= (
            {"party_name": "মীনা"} if kind == "party" else entry(book) if verb in ("create", "edit") else {}
        )
        if kind == "party":
            item["ledger_id"] = str(uuid7() if verb == "create" else book.party)
        else:
            item["entry_id"] = str(uuid7() if verb == "create" else document(book))
        if (kind, verb) == ("entry", "create"):
            item["ledger_id"] = str(book.party)
        elif verb != "create":
            item["base_rev"] = book.rev(Role.OWNER) if kind == "entry" else rev_of_party(book)
        return {"mutations": [item | more | {name: str(value)}]}

    return body


def trashed(book: Book) -> None:
    made = book.shop.record(book.party, "gave", 900, day=timezone.localdate())
    book.documents[Role.OWNER] = book.shop.change("delete_entry", made).document_id


def mutated(book: Book) -> UUID:
    """The id of a change that was done."""
    return MutationReceipt.objects.filter(business_id=book.id).first().mutation_id


def with_a_doubt(book: Book) -> None:
    book.shop.party("Sunita Devi")
    rows = [sheets.HEADING, ["Sunita Debi", "03/10/2026", "কাপড়", "500", ""]]
    book.runs["mapping"] = sheets.upload(book.shop, sheets.csv_file(rows))


def sunita(book: Book) -> UUID:
    return Party.objects.filter(business_id=book.id, name="Sunita Devi").first().id


def caller(book: Book) -> UUID:
    return AccessRow.objects.filter(business_id=book.id).first().caller_id


def change_of(kind: str, verb: str, **more: Any) -> Row:
    return Row(
        mutated, "applied", "rejected id_taken", pushed(kind, verb, "mutation_id"), before=changed, **more
    )


def changed(book: Book) -> None:
    """A change of each book, so that its id is in use."""
    book.shop.edit(book.shop.record(book.party, "gave", 900, day=timezone.localdate()), amount=800)


def one_entry(name: str) -> Callable[[Book, UUID], Any]:
    return lambda book, value: {"entries": [{**entry(book), "ledger_id": str(book.party), name: str(value)}]}


STANDING: dict[Place, list[Row]] = {
    ("merge_ledger", "into_ledger_id"): [
        Row(
            lambda book: book.another_party, "404 not_found", "200",
            lambda _book, value: {"into_ledger_id": str(value)}, rev=rev_of_party,
        ),
    ],
    ("change_ledgers", "ledgers[].ledger_id"): [
        Row(
            party, "404 not_found", "200",
            lambda book, value: {
                "ledgers": [{"ledger_id": str(value), "rev": rev_of_party(book), "party_name": "মীনা"}]
            },
        ),
    ],
    ("create_entries", "entries[].ledger_id"): [Row(party, "404 not_found", "201", one_entry("ledger_id"))],
    ("create_token", "business_ids[]"): [
        Row(
            lambda book: book.id, "404 not_found", "201",
            lambda _book, value: {"name": "কাউন্টার", "scopes": ["ledger.read"], "business_ids": [str(value)]},
        ),
    ],
    ("check_import", "same_as{}"): [
        Row(
            sunita, "404 not_found", "200", lambda _book, value: {"same_as": {"sunita debi": str(value)}},
            before=with_a_doubt,
        ),
    ],
    ("check_import", "branch_id"): [
        Row(lambda book: book.branch, "404 not_found", "200", lambda _book, value: {"branch_id": str(value)})
    ],
    ("list_history", "?subject_id"): [Row(document, "200", "200", query="subject_id")],
    ("list_accesses", "?caller_id"): [Row(caller, "200", "200", query="caller_id")],
    ("push_changes", "mutations[].PushedNewEntry.ledger_id"): [
        Row(party, "waiting not_found", "applied", pushed("entry", "create", "ledger_id"))
    ],
    ("push_changes", "mutations[].PushedEdit.entry_id"): [
        Row(document, "waiting not_found", "applied", pushed("entry", "edit", "entry_id"))
    ],
    ("push_changes", "mutations[].PushedRemoval.entry_id"): [
        Row(document, "waiting not_found", "applied", pushed("entry", "delete", "entry_id")),
        Row(document, "waiting not_found", "applied", pushed("entry", "restore", "entry_id"), before=trashed),
    ],
    ("push_changes", "mutations[].PushedNewEntry.mutation_id"): [
        Row(mutated, "applied", "applied", pushed("entry", "create", "mutation_id"), before=changed)
    ],
    ("push_changes", "mutations[].PushedEdit.mutation_id"): [change_of("entry", "edit")],
    ("push_changes", "mutations[].PushedRemoval.mutation_id"): [change_of("entry", "delete")],
    ("push_changes", "mutations[].PushedParty.mutation_id"): [
        change_of("party", "create"),
        change_of("party", "edit"),
    ],
    ("push_changes", "mutations[].PushedParty.ledger_id"): [
        Row(party, "waiting not_found", "applied", pushed("party", "edit", "ledger_id")),
    ],
    **book_bodies.entries_of_a_branch(Row, entry=entry, pushed=pushed),
    **papers.standing(Row),
    **stock.standing(Row),
    **desk.standing(Row),
    **payments.standing(Row),
    **rent_calls.standing(Row),
    **book_bodies.standing(Row),
}  # fmt: skip
"""Ids of things that stand: another book's are as unknown as any."""

TAKEN = "409 id_taken"
CHOSEN: dict[Place, Row] = {
    ("create_ledger", "ledger_id"): Row(
        party, TAKEN, "201", lambda _book, value: {"party_name": "মীনা", "ledger_id": str(value)}
    ),
    ("create_contact", "contact_id"): Row(
        party, TAKEN, "201", lambda _book, value: {"contact_name": "মীনা", "contact_id": str(value)}
    ),
    ("create_ledgers", "ledgers[].ledger_id"): Row(
        party, TAKEN, "201", lambda _book, value: {"ledgers": [{"party_name": "মীনা", "ledger_id": str(value)}]}
    ),
    ("create_entry", "entry_id"): Row(
        document, TAKEN, "201", lambda book, value: {**entry(book), "entry_id": str(value)}
    ),
    ("create_entries", "entries[].entry_id"): Row(document, TAKEN, "201", one_entry("entry_id")),
    ("add_webhook", "webhook_id"): Row(
        lambda book: book.endpoint, TAKEN, "201", lambda _book, value: {"url": NEWS, "webhook_id": str(value)}
    ),
    ("push_changes", "mutations[].PushedNewEntry.entry_id"): Row(
        document, "rejected id_taken", "applied", pushed("entry", "create", "entry_id")
    ),
    ("push_changes", "mutations[].PushedParty.ledger_id"): Row(
        party, "rejected id_taken", "applied", pushed("party", "create", "ledger_id")
    ),
    **papers.chosen(Row),
    **stock.chosen(Row),
    **desk.chosen(Row),
    **payments.chosen(Row),
    **rent_calls.chosen(Row),
    **book_bodies.chosen(Row),
}  # fmt: skip
"""Ids a program chooses for what it makes: one in use is refused, wherever it is; `known` is a free one's answer."""


@dataclass(frozen=True)
class Answer:
    told: str
    body: bytes


@contextmanager
def undone_after() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def callers(world) -> dict[str, Program]:
    """The owner's programs, one with each kind of token; somebody has called for the other book too."""
    owner, now = world.own.people[Role.OWNER], timezone.now()
    actor = Actor(owner.id, Role.OWNER, None, "test")
    device = sign_in_device(
        user=owner, device_id="the counter", label="Counter", scopes=ALL, trace_id="", now=now
    )
    app = register(actor, now=now)
    pair = let_in(app.app_id, actor, books=[world.own.id], scopes=tuple(offered()), now=now)
    found = {
        "pat": program_of(actor, books=[world.own.id], now=now),
        "device": Program(device.access_token, Client()),
        "oauth": Program(pair.access_token, Client()),
    }
    Token.objects.update(limit=1_000_000)
    for book in (world.own, world.foreign):
        person = Actor(book.people[Role.OWNER].id, Role.OWNER, None, "test")
        assert program_of(person, books=[book.id], now=now).get("/ledgers").status_code == 200
    return found


def _paid_of(operation: Operation, book: Book) -> dict[str, UUID]:
    """Which payment an address names, and on which bill an advance is set."""
    if "vendor" in operation.path:
        return {"payment_id": book.papers.paid}
    if operation.path.endswith("/refunds"):
        return {"payment_id": book.papers.ahead.open}
    bill = {"invoice_id": book.papers.ahead.bill} if "/advances" in operation.path else {}
    return {"payment_id": book.papers.payment, **bill}


def ask(program: Program, operation: Operation, row: Row, book: Book, value: UUID) -> Answer:
    path = operation.path.format(
        ledger_id=book.party,
        entry_id=book.documents[Role.OWNER],
        import_id=book.runs["mapping"],
        item_id=book.stock.cake,
        voucher_id=book.desk.voucher,
        business_id=book.id,
        branch_id=book.branch,
        number_series_id=book.series,
        **{name: of(book) for name, of in {**papers.THINGS, **rent_calls.THINGS}.items()}
        | _paid_of(operation, book),
    ) + (f"?{row.query}={value}" if row.query else "")
    rev = str(row.rev(book)) if row.rev else None
    body = row.body(book, value) if row.body else None
    answer = program.call(operation.method, path, body, X_Business_Id=str(book.id), If_Match=rev)
    return Answer(told(answer), OWN_MARKS.sub(b"", answer.content))


def told(answer: Any) -> str:
    """The status and the slug of a refusal; of many items the first one's."""
    said = json.loads(answer.content)
    first = said["results"][0] if answer.status_code < 300 and "results" in said else None
    if first is None:
        return f"{answer.status_code} {said.get('error', '')}".strip()
    if "state" in first:
        return f"{first['state']} {first['error']}".strip()
    return f"{first['status']} {(first['problem'] or {}).get('error', '')}".strip()


def is_open_to(kind: str, operation: Operation) -> bool:
    if call_of(operation).on_a_device:
        return kind == "device"
    return kind != "oauth" or operation.scope in offered()


def test_every_id_beside_an_address_is_in_a_table():
    found = {place for place in places() if place[1] != HEADER}
    assert len(found) >= 20
    assert found - set(STANDING) - set(CHOSEN) == set(), HOW_TO
    assert (set(STANDING) | set(CHOSEN)) - found == set(), "The description has no such place any more."


@pytest.mark.both_engines
def test_an_id_of_another_book_is_answered_as_one_of_nothing(world, callers):
    faults = []
    for place, rows in STANDING.items():
        for row in rows:
            kept = {name: copy(value) for name, value in vars(world.own).items() if name != "shop"}
            with undone_after():
                for book in (world.own, world.foreign):
                    row.before(book)
                standing, operation = world.digest(), operations()[place[0]]
                for kind, program in callers.items():
                    found = _unlike_nothing(kind, program, operation, row, world, standing)
                    faults += [f"{' '.join(place)} by {kind}: {fault}" for fault in found]
                faults += [
                    f"{' '.join(place)}: {fault}"
                    for fault in _proving_nothing(callers, operation, row, world)
                ]
            vars(world.own).update(kept)
    assert not faults, "\n".join(faults)


def _unlike_nothing(
    kind: str, program: Program, operation: Operation, row: Row, world: World, standing: Any
) -> Iterator[str]:
    with undone_after():
        theirs = ask(program, operation, row, world.own, row.id_in(world.foreign))
        own, foreign = world.digest()
    with undone_after():
        nothings = ask(program, operation, row, world.own, uuid7())
    if theirs != nothings:
        yield f"another book's id was answered {theirs}, an id of nothing {nothings}"
    if foreign != standing[1]:
        yield "the other book was changed"
    if theirs.told.startswith(("4", "waiting")) and own != standing[0]:
        yield "something was written though it was refused"
    if not is_open_to(kind, operation):
        if not theirs.told.startswith("403"):
            yield f"it was answered {theirs}"
        return
    if theirs.told != row.told:
        yield f"it was answered {theirs}"


def _proving_nothing(
    callers: dict[str, Program], operation: Operation, row: Row, world: World
) -> Iterator[str]:
    """With an id of this book the same call is answered otherwise: asked of one kind of token that may do it."""
    program = next(program for kind, program in callers.items() if is_open_to(kind, operation))
    with undone_after():
        known = ask(program, operation, row, world.own, row.id_in(world.own))
    if known.told != row.known or (
        row.told == row.known and known == _theirs(program, operation, row, world)
    ):
        yield f"this book's own id was answered {known}, so the row proves nothing"


def _theirs(program: Program, operation: Operation, row: Row, world: World) -> Answer | None:
    if row.id_in is mutated:
        return None
    with undone_after():
        return ask(program, operation, row, world.own, row.id_in(world.foreign))


@pytest.mark.both_engines
def test_a_chosen_id_is_refused_alike_whoever_uses_it(world, callers):
    faults, standing = [], world.digest()
    for place, row in CHOSEN.items():
        for kind, program in callers.items():
            found = _unlike_taken(program, operations()[place[0]], row, world, standing)
            faults += [f"{' '.join(place)} by {kind}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def _unlike_taken(
    program: Program, operation: Operation, row: Row, world: World, standing: Any
) -> Iterator[str]:
    answers = []
    for book in (world.own, world.foreign):
        with undone_after():
            answers.append(ask(program, operation, row, world.own, row.id_in(book)))
            if world.digest() != standing:
                yield f"under an id in use it wrote something, and answered {answers[-1]}"
    if answers[0].told != row.told or answers[0] != answers[1]:
        yield f"an id of this book was answered {answers[0]}, another's {answers[1]}"
    with undone_after():
        free = ask(program, operation, row, world.own, uuid7())
    if free.told != row.known:
        yield f"a free id was answered {free}"


@pytest.mark.both_engines
def test_the_same_words_under_an_id_of_another_book_are_no_repetition(world, callers):
    """Both books hold a party and a webhook of the same words; only this book's are answered as sent again."""
    said = {"party_name": Party.objects.get(id=world.foreign.another_party).name}
    hook = {"url": "https://93.184.216.34/news"}
    for path, name, body, id_in in (
        ("/ledgers", "ledger_id", said, lambda book: book.another_party),
        ("/webhooks", "webhook_id", hook, lambda book: book.endpoint),
    ):
        for program in callers.values():
            answers = [
                told(program.post(path, {**body, name: str(id_in(book))}, X_Business_Id=str(world.own.id)))
                for book in (world.own, world.foreign)
            ]
            assert answers == ["201", TAKEN]


def test_another_book_is_nowhere_whatever_is_asked(world, callers):
    """As an X-Business-Id, with every operation: a stranger's book, and a book of the person's the token was not given."""
    owner, now = world.own.people[Role.OWNER], timezone.now()
    unlent = open_book(kind="shop", name="দ্বিতীয় দোকান", country="IN", user=owner, now=now).id
    faults, standing = [], world.digest()
    for operation_id, place in sorted(places()):
        if place != HEADER:
            continue
        operation = operations()[operation_id]
        path = operation.path
        for name in [part.split("}")[0] for part in path.split("{")[1:]]:
            path = path.replace("{" + name + "}", {"kind": "csv", "year": "2025"}.get(name, str(uuid7())))
        for kind, program in callers.items():
            asked = [world.foreign.id, uuid7(), *([] if kind == "device" else [unlent])]
            answers = {named(program, operation, path, X_Business_Id=str(book)) for book in asked}
            wanted = 404 if is_open_to(kind, operation) else 403
            if len(answers) != 1 or {status for status, _body in answers} != {wanted}:
                faults.append((operation_id, kind, answers))
    assert faults == []
    assert world.digest() == standing


@pytest.mark.parametrize("name", ["business_id", "organization_id"])
def test_another_book_in_the_query_is_nowhere(world, callers, name):
    for program in callers.values():
        answers = {
            named(program, operations()["list_ledgers"], f"/ledgers?{name}={book}")
            for book in (world.foreign.id, uuid7())
        }
        assert [status for status, _body in answers] == [404]


def named(program: Program, operation: Operation, path: str, **headers: str) -> tuple[int, bytes]:
    body = None if operation.method in ("GET", "DELETE") else {}
    answer = program.call(operation.method, path, body, If_Match="1", **headers)
    return answer.status_code, OWN_MARKS.sub(b"", answer.content)
