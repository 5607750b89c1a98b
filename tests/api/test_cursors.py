"""Walking a list page by page while others write: what stood throughout is met once, and a wrong cursor breaks nothing."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections

from api.models import Token
from businesses.roles import Role
from tests.api.calls import operations, ready, send
from tests.api.programs import Program, program_of
from tests.ledger.shops import Shop, open_shop
from tests.tenancy.test_programs import program

STANDING, MOVING, OF_ONE = 16, 4, 24
WRITERS, PAUSE = 2, 0.05
LISTS: list[tuple[str, str, str, dict[str, str]]] = [
    *(("/ledgers", "ledgers", "ledger_id", {"filter": chip, "sort": sort})
      for chip in ("all", "get", "give") for sort in ("recent", "amount", "name")),
    ("/businesses/{book}/ledgers", "ledgers", "ledger_id", {"sort": "amount"}),
    ("/contacts", "contacts", "contact_id", {"sort": "name"}),
    ("/ledgers/{party}/entries", "entries", "entry_id", {}),
    ("/ledgers/{party}/entries", "entries", "entry_id", {"after": "0"}),
    ("/transactions", "transactions", "transaction_id", {}),
    ("/transactions", "transactions", "transaction_id", {"direction": "gave", "from": "2026-11-01"}),
    ("/ledger", "entries", "id", {}),
    ("/journals", "journals", "journal_id", {}),
    ("/history", "history", "seq", {}),
    ("/history", "history", "seq", {"verb": "entry.created"}),
    ("/sync/changes", "changes", "id", {}),
]  # fmt: skip
"""Path, the member that holds the rows, what names a row, and the query."""


def standing_shop() -> tuple[Shop, Any]:
    """A shop with khatas nobody touches any more: some owe us, some we owe, several the same amount."""
    shop = open_shop()
    parties = [shop.party(f"पार्टी {number:02}") for number in range(STANDING)]
    for number, party in enumerate(parties):
        shop.record(party, "gave" if number % 3 else "got", 1_000 * (1 + number % 5))
    for number in range(OF_ONE):
        shop.record(parties[0], "got", 100 + number)
    return shop, parties[0]


@contextmanager
def writing(shop: Shop, party: Any, *, seed: int) -> Iterator[None]:
    """Others add, change and delete what is theirs, in khatas of their own and in the one that is walked."""
    own, over = [shop.party(f"নতুন {number}") for number in range(MOVING)], threading.Event()
    failed: list[BaseException] = []

    def write(number: int) -> None:
        dice = random.Random(seed + number)
        try:
            while not over.is_set():
                made = shop.record(
                    dice.choice([*own, party]), dice.choice(["gave", "got"]), dice.randint(1, 9_000)
                )
                if dice.random() < 0.5:
                    made = shop.edit(made, amount=dice.randint(1, 9_000))
                if dice.random() < 0.5:
                    shop.change("delete_entry", made)
                if dice.random() < 0.1:
                    shop.party(f"আরও {dice.random()}")
                over.wait(PAUSE)
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=180)
    assert failed == []


def walk(
    reader: Program, path: str, plural: str, name: str, query: dict[str, str], *, per_page: int
) -> list[Any]:
    """What names each row met, page after page. A feed of changes is read until nothing more is there."""
    met, asked = [], {**query, "per_page": str(per_page)}
    for _ in range(2_000):
        answer = reader.get(f"{path}?{urlencode(asked)}")
        assert answer.status_code == 200, answer.content
        said = answer.json()
        met += [row[name] for row in said[plural]]
        following = said["page_context"]["next_cursor"]
        if not said["page_context"]["has_more_page"]:
            return met
        asked["after" if "after" in query else "cursor"] = following
    pytest.fail(f"{path} has no end")


@pytest.mark.both_engines
def test_a_walk_meets_what_stood_throughout_once(live_db, scale, figure):
    """A new shop for each round: what two writers add in an hour takes an hour to walk through."""
    rounds, dice, faults = -(-scale(1_000) // len(LISTS)), random.Random(3), []
    for number in range(rounds):
        faults += faults_of_a_round(dice, seed=2 * number)
    assert not faults, "\n".join(faults)
    figure("walks of lists while two write", rounds * len(LISTS), "each row that stood throughout met once")


def faults_of_a_round(dice: random.Random, *, seed: int) -> list[str]:
    shop, party = standing_shop()
    reader = program_of(shop.asha)
    Token.objects.update(limit=10_000_000)
    places = [(path.format(book=shop.id, party=party), *rest) for path, *rest in LISTS]
    before = [walk(reader, *place, per_page=200) for place in places]
    assert all(len(stood) >= 5 for stood in before)
    faults = []
    with writing(shop, party, seed=seed):
        for place, stood in zip(places, before, strict=True):
            met = Counter(walk(reader, *place, per_page=dice.randint(3, 17)))
            # The khata they write in moves in its lists, and leaves those its balance is not of any more.
            held = {name for name in stood if name != str(party)}
            faults += [f"{place}: {name} was met {met[name]} times" for name in held if met[name] != 1]
    return faults


SHAPED = ["WzFd", "WyJ4Il0"]
"""Of the shape some list uses."""
WRONG = [
    "x",
    "%00",
    "é",
    "W10",
    "bnVsbA",
    "WzE4NDQ2NzQ0MDczNzA5NTUxNjE2XQ",
    "a" * 600,
    "=" * 9,
    "🙂",
]


PUTS_ITS_BOOK_AWAY = "list_deleted_businesses"


def test_a_wrong_or_foreign_cursor_is_refused_or_of_no_use(world):
    """Whatever is put in the place of a cursor: nothing breaks, and nothing of another book is given."""
    caller, stranger = program(world.own, Role.OWNER), program(world.foreign, Role.OWNER)
    Token.objects.update(limit=10_000_000)
    lists = [one for one in operations().values() if one.reads and "cursor" in one.parameters]
    lists.sort(key=lambda one: one.id == PUTS_ITS_BOOK_AWAY)
    cursors = [*WRONG, *SHAPED]
    for one in lists:
        said = send(stranger, ready(one, world.foreign), query="per_page=1").json()
        cursors += [said["page_context"]["next_cursor"], said.get("sync_cursor")]
    names = [str(world.foreign.id), str(world.foreign.party), world.foreign.shop.business.name]
    faults = []
    for one in lists:
        asked = ready(one, world.own)
        for cursor in filter(None, cursors):
            answer = send(caller, asked, query=urlencode({"cursor": cursor}))
            if answer.status_code not in (200, 400, 410, 422) or (
                cursor in WRONG and answer.status_code == 200
            ):
                faults.append(f"{one.id} with {cursor!r}: {answer.status_code}")
            if any(name.encode() in answer.content for name in names):
                faults.append(f"{one.id} with {cursor!r} tells of the other book")
    assert len(lists) >= 15
    assert not faults, "\n".join(faults)
