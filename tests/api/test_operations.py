"""What every operation of the API keeps, read from its description: a new one is asked the same."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.models import Token
from api.operations.sessions import sign_in_device
from api.scopes import ALL
from businesses.actors import Actor
from businesses.roles import Role, is_granted
from tests.api.calls import (
    ASKS,
    HOW_TO,
    READS,
    WRITES,
    Asked,
    Operation,
    call_of,
    is_known,
    more_of_all,
    operations,
    ready,
    send,
)
from tests.api.programs import Program, program_of
from tests.tenancy.books import World

Check = Callable[[Operation, Asked], Iterator[str]]
LOGS = {"api.AccessRow", "api.CallCount", "api.KeptAnswer"}
"""Tables in which the doors write about every call."""
STAMPS = {
    "api.Token": {"used_at"},
    "api.DeviceSession": {"seen_at"},
    "businesses.Device": {"seen_at"},
}
"""Columns that say when somebody called last."""


def program(world: World, operation: Operation, *, role: Role = Role.OWNER, scopes=ALL) -> Program:
    """A program with a token of the person's; of a device where the operation wants one."""
    person, now = world.own.people[role], timezone.now()
    if call_of(operation).on_a_device:
        made = sign_in_device(
            user=person, device_id="the counter", label="Counter", scopes=scopes, trace_id="", now=now
        )
        found = Program(made.access_token, Client())
    else:
        actor = Actor(person.id, role, None, "test")
        found = program_of(actor, books=[world.own.id], scopes=scopes, now=now)
    Token.objects.update(limit=1_000_000)
    return found


@contextmanager
def undone_after() -> Iterator[None]:
    block = transaction.atomic()
    block._from_testcase = True  # a job that runs inside may ask for a transaction of its own
    with block:
        yield
        transaction.set_rollback(True)


def everything(world: World) -> dict[str, Any]:
    """A digest of each table, and the names of all files."""
    found: dict[str, Any] = {"files": sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*"))}
    for model in apps.get_models():
        if model._meta.label not in LOGS and not model._meta.proxy:
            found[model._meta.label] = world.watch.once(model, model._meta.db_table, partial(digest, model))
    return found


def digest(model: type[Model]) -> tuple[int, str]:
    stamps = STAMPS.get(model._meta.label, set())
    names = sorted({each.attname for each in model._meta.concrete_fields} - stamps)
    rows = sorted(map(repr, model._base_manager.values_list(*names)))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def changed(world: World, before: dict[str, Any]) -> list[str]:
    after = everything(world)
    return [name for name in after if after[name] != before[name]]


def writes() -> list[Operation]:
    return [one for one in operations().values() if not one.reads]


def ask_each(world: World, chosen: list[Operation], check: Check) -> None:
    """Fail with every fault of every operation, each asked in the book as it was."""
    faults = []
    for operation in chosen:
        if not is_known(operation):
            continue  # test_every_operation_has_its_call says so
        kept = {name: copy(value) for name, value in vars(world.own).items() if name != "shop"}
        with undone_after():
            asked = ready(operation, world.own)
            faults += [f"{operation.id}: {fault}" for fault in check(operation, asked)]
        vars(world.own).update(kept)
    assert not faults, "\n".join(faults)


def shown(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code} {content[:300].decode(errors='replace')}"


def test_every_operation_has_its_call():
    assert sorted(one.id for one in operations().values() if not is_known(one)) == [], HOW_TO
    assert sorted((set(WRITES) | set(READS)) - set(operations())) == []


def test_every_operation_is_behind_its_address(world):
    """Modules may share an address; none hides the methods of another."""

    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        if send(program(world, operation), asked, query="dry_run=true").status_code == 405:
            yield "its address does not take its method"

    ask_each(world, list(operations().values()), check)


def test_an_operation_takes_its_own_scope_and_no_other(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        others = [scope for scope in ALL if scope != operation.scope]
        answer = send(program(world, operation, scopes=others), asked)
        if (answer.status_code, answer.json()["error"]) != (403, "scope_missing"):
            yield f"without {operation.scope} it was answered {shown(answer)}"
        answer = send(program(world, operation, scopes=[operation.scope]), asked)
        if str(answer.status_code) not in operation.answers or answer.status_code >= 400:
            yield f"with {operation.scope} alone it was answered {shown(answer)}"

    ask_each(world, list(operations().values()), check)


def test_a_token_never_does_more_than_its_person_may(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        for role in Role:
            if operation.can and not is_granted(role, operation.can):
                answer = send(program(world, operation, role=role), asked)
                if (answer.status_code, answer.json()["error"]) != (403, "role_not_allowed"):
                    yield f"by {role} it was answered {shown(answer)}"

    ask_each(world, list(operations().values()), check)


def test_a_trial_writes_nothing_and_the_same_call_does(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        caller = program(world, operation)
        before = everything(world)
        tried = send(caller, asked, query="dry_run=true")
        if str(tried.status_code) not in operation.answers or tried.status_code >= 400:
            yield f"as a trial it was answered {shown(tried)}"
        if tried.get("Dry-Run") != "true":
            yield "a trial is not called one"
        if tables := changed(world, before):
            yield f"as a trial it wrote to {', '.join(tables)}"
        done = send(caller, asked)
        if done.status_code != tried.status_code:
            yield f"the trial was answered {tried.status_code}, the call {shown(done)}"
        if not changed(world, before) and operation.id not in ASKS:
            yield "it writes nothing at all"

    ask_each(world, writes(), check)


def test_a_stale_or_missing_revision_is_refused(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        caller, before = program(world, operation), everything(world)
        for said, status in (("999", 412), (None, 428), ("x", 428)):
            answer = send(caller, asked, If_Match=said)
            if answer.status_code != status:
                yield f"with If-Match {said} it was answered {shown(answer)}"
        if tables := changed(world, before):
            yield f"it wrote to {', '.join(tables)}"

    revised = [one for one in writes() if "If-Match" in one.parameters]
    assert len(revised) >= 6
    ask_each(world, revised, check)


def test_a_key_makes_one_effect_of_two_calls(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        caller = program(world, operation)
        first = send(caller, asked, Idempotency_Key="one-call")
        after = everything(world)
        again = send(caller, asked, Idempotency_Key="one-call")
        if (again.status_code, again.content) != (first.status_code, first.content):
            yield f"sent again it was answered {shown(again)}"
        if first.status_code >= 400 or again.get("Idempotent-Replayed") != "true":
            yield f"it was not kept: {shown(first)}"
        if tables := changed(world, after):
            yield f"sent again it wrote to {', '.join(tables)}"

    keyed = [one for one in writes() if "Idempotency-Key" in one.parameters]
    assert len(keyed) >= 20
    ask_each(world, keyed, check)


def test_what_a_caller_holds_is_not_sent_again(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        caller = program(world, operation)
        first = send(caller, asked)
        again = send(caller, asked, If_None_Match=first.get("ETag", "none"))
        if (again.status_code, again.content, again.get("ETag")) != (304, b"", first.get("ETag")):
            yield f"it was sent again: {shown(again)}"
        world.own.shop.record(world.own.party, "gave", 700)
        later = send(caller, asked, If_None_Match=first["ETag"])
        if later.status_code != 200 or later["ETag"] == first["ETag"]:
            yield f"after a change it was answered {later.status_code}"

    tagged = [one for one in operations().values() if "If-None-Match" in one.parameters]
    assert len(tagged) >= 12
    ask_each(world, tagged, check)


def test_a_caller_chooses_what_it_is_given(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        caller = program(world, operation)
        whole = _held(send(caller, asked))
        if not whole:
            yield "it gives nothing in this book"
            return
        names = sorted(whole)[:2]
        chosen = _held(send(caller, asked, query=f"fields={','.join(names)},nothing"))
        if sorted(chosen) != names:
            yield f"of {names} it gives {sorted(chosen)}"

    reads = [one for one in operations().values() if one.reads and "fields" in one.parameters]
    ask_each(world, reads, check)


def _held(answer: Any) -> dict[str, Any]:
    """The thing an answer holds, or the first of its list."""
    said = answer.json()
    held = next(
        value for name, value in said.items() if isinstance(value, dict | list) and name != "page_context"
    )
    return (held[0] if held else {}) if isinstance(held, list) else held


def test_a_list_asks_as_much_for_many_as_for_few(world):
    """Queries do not grow with rows."""

    def asked_for(operation: Operation, asked: Asked) -> list[str]:
        caller = program(world, operation)
        send(caller, asked)
        with CaptureQueriesContext(connection) as queries:
            answer = send(caller, asked, query="per_page=100")
        assert answer.status_code == 200, shown(answer)
        return [one["sql"] for one in queries]

    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        few = asked_for(operation, asked)
        more_of_all(world.own)
        many = asked_for(operation, asked)
        if len(many) > len(few):
            yield f"{len(few)} queries for few rows, {len(many)} for many: {many[-1][:200]}"

    lists = [one for one in operations().values() if one.lists]
    assert len(lists) >= 20
    ask_each(world, lists, check)


def test_an_answer_is_compressed_for_who_can_read_it(world):
    def check(operation: Operation, asked: Asked) -> Iterator[str]:
        answer = send(program(world, operation), asked, Accept_Encoding="gzip")
        if len(answer.content) > 600 and answer.get("Content-Encoding") != "gzip":
            yield "it is not compressed"
        if (
            answer.get("Content-Encoding") == "gzip"
            and json.loads(gzip.decompress(answer.content))["code"] != 0
        ):
            yield "what is compressed is not the answer"

    ask_each(world, [one for one in operations().values() if one.lists], check)


def test_a_date_far_from_today_is_written_once_a_person_confirmed_it(asha, shop):
    path = f"/ledgers/{shop.party('রহিম')}/entries"
    said = {"direction": "gave", "amount": 5, "date": "1962-11-05"}
    refused = asha.post(path, said)
    assert (refused.status_code, refused.json()["error"], list(refused.json()["errors"])) == (
        422, "day_unlikely", ["date"],
    )  # fmt: skip
    assert asha.post(path, said | {"confirm_dates": True}).json()["entry"]["date"] == "1962-11-05"
