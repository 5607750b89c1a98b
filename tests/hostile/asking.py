"""Send one hostile word to one address, and look at what came of it."""

import os
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from businesses.roles import Role
from tests.hostile.fields import counts
from tests.tenancy.books import World
from tests.tenancy.matrix import ids_of
from tests.tenancy.routes import all_routes
from tests.tenancy.rows import ROWS, new_name_entry

WHOLE = os.environ.get("HALKHATA_FULL") == "1"
SENTENCE = ('class="field-error"', 'class="error-summary"', 'class="note note-error"', 'class="toast')


@dataclass(frozen=True)
class Told:
    status: int
    body: str
    written: bool

    @property
    def has_sentence(self) -> bool:
        return any(mark in self.body for mark in SENTENCE)


def ask(world: World, name: str, said: dict[str, Any], *, client: Client | None = None, **more: Any) -> Told:
    """What comes of a POST with these words (a GET where the address takes no other); rolled back afterwards."""
    route, row, book, role = all_routes()[name], ROWS[name], world.own, Role.OWNER
    client = client or book.clients[role]
    url = reverse(name, kwargs=ids_of(route, row, book, role))
    body = new_name_entry(book, role) if "party_name" in said else row.body(book, role)
    query, said = row.query(book, role), {each: as_sent(word) for each, word in said.items()}
    before = counts()
    with transaction.atomic():
        if "POST" in row.methods:
            # An undo says what it is in the address; everything else in the form.
            asked = {**query, **said} if query else None
            answer = client.post(url, {**body, **said}, query_params=asked, **more)
        else:
            answer = client.get(url, {**query, **said}, **more)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        written = counts() != before
        transaction.set_rollback(True)
    return Told(answer.status_code, content.decode(errors="replace"), written)


def as_sent(word: Any) -> Any:
    """A lone surrogate has no UTF-8 of its own: these are the bytes a broken client sends."""
    return word.encode("utf-8", "surrogatepass") if isinstance(word, str) and "\ud800" in word else word
