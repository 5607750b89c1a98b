"""The body of a message: {"id", "type", "business_id", "seq", "occurred_at", "data"}, with the API's names.

Amounts are JSON numbers with two decimals, made from minor units without a float; days are YYYY-MM-DD and
instants UTC. `data` is null when the person it was about has been erased.
"""

import datetime
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.webhooks.events import TEST

# NUL can't come from a person: core.text refuses it. So this mark is ours alone.
_AMOUNT = re.compile(r'"\\u0000(-?[0-9]+\.[0-9]{2})"')


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the trail with what its subject held afterwards (None when that was erased)."""

    business_id: uuid.UUID
    seq: int
    at: datetime.datetime
    verb: str
    subject_kind: str
    subject_id: uuid.UUID
    rev: int
    contents: dict[str, Any] | None


def amount(minor: int) -> str:
    """Stands for a JSON number with two decimals until body_of writes it."""
    sign, size = ("-" if minor < 0 else ""), abs(minor)
    return f"\0{sign}{size // 100}.{size % 100:02d}"


def body_of(*, message_id: uuid.UUID, happening: Happening) -> str:
    """The message as the text that is signed and sent."""
    return _written(
        {
            "id": str(message_id),
            "type": happening.verb,
            "business_id": str(happening.business_id),
            "seq": happening.seq,
            "occurred_at": instant(happening.at),
            "data": _data(happening),
        }
    )


def body_of_test(*, message_id: uuid.UUID, business_id: uuid.UUID, now: datetime.datetime) -> str:
    said = {
        "id": str(message_id), "type": TEST, "business_id": str(business_id), "seq": None,
        "occurred_at": instant(now), "data": {"message": "Halkhata"},
    }  # fmt: skip
    return _written(said)


def instant(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return _AMOUNT.sub(r"\1", text)


def _data(happening: Happening) -> dict[str, Any] | None:
    if happening.contents is None:
        return None
    return _SHAPES[happening.subject_kind](happening, happening.contents)


def _entry(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "entry_id": str(happening.subject_id),
        "ledger_id": held["party"],
        "kind": held["kind"],
        "direction": held["direction"],
        "amount": amount(held["amount"]),
        "mode": held["mode"],
        "date": held["day"],
        "due_date": held["due_on"],
        "note": held["note"],
        "photos": held["photos"],
        "is_deleted": held["state"] == "trashed",
        "rev": happening.rev,
    }


def _party(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    # A party that went out with its import left only name, phone and kind behind.
    limit = held.get("credit_limit")
    return {
        "ledger_id": str(happening.subject_id),
        "party_name": held["name"],
        "type": held["kind"],
        "phone": held["phone"],
        "address": held.get("address", ""),
        "registration_number": held.get("registration_number", ""),
        "language": held.get("language", ""),
        "credit_limit": None if limit is None else amount(limit),
        "merged_into": held.get("merged_into"),
        "rev": happening.rev,
    }


def _import(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {"import_id": str(happening.subject_id), "file_name": held["file"], "counts": held["counts"]}


_SHAPES: dict[str, Callable[[Happening, dict[str, Any]], dict[str, Any]]] = {
    "entry": _entry,
    "party": _party,
    "import": _import,
}
