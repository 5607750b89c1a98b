"""The phones of tests.ledger.phones, speaking to the book over the API."""

import datetime
import json
from dataclasses import dataclass, field
from uuid import UUID

from ledger.operations.push import Mutation, PushAnswer
from ledger.queries.changes import Change
from tests.api.programs import Program
from tests.ledger.phones import Phone


@dataclass
class HttpPhone(Phone):
    """Its cursor is the opaque one; its batches and pages travel as JSON."""

    program: Program = field(kw_only=True)
    place: str = ""

    def push(self) -> None:
        """Send the queue in pieces of a few; some answers are lost."""
        batch = list(self.queue)
        if self.dice.random() < 0.3:
            self.dice.shuffle(batch)
        if self.dice.random() < 0.3:
            batch += batch
        while batch:
            size = self.dice.randint(1, len(batch))
            sent, batch = batch[:size], batch[size:]
            answer = self.program.post("/sync/push", {"mutations": [said(mutation) for mutation in sent]})
            if self.dice.random() < 0.2:
                continue
            self.take_all(sent, answer.content)

    def take_all(self, sent: list[Mutation], body: bytes) -> None:
        results = json.loads(body)["results"]
        assert [result["mutation_id"] for result in results] == [
            str(mutation.mutation_id) for mutation in sent
        ]
        for mutation, result in zip(sent, results, strict=True):
            self.take(mutation, PushAnswer(mutation.mutation_id, result["state"], slug=result["error"]))

    def pull(self, *, crash: bool = False) -> bool:
        size = self.dice.randint(1, 20)
        answer = self.program.get(f"/sync/changes?per_page={size}&cursor={self.place}").json()
        if crash:
            return True
        for row in answer["changes"]:
            if row["kind"] != "pending":
                kept = self.entries if row["kind"] == "entry" else self.parties
                kept[UUID(row["id"])] = heard(row)
        self.place = answer["sync_cursor"]
        return answer["page_context"]["has_more_page"]


def said(mutation: Mutation) -> dict[str, object]:
    """A mutation as push takes it."""
    body: dict[str, object] = {
        "kind": "entry", "verb": mutation.verb, "mutation_id": str(mutation.mutation_id),
        "entry_id": str(mutation.document_id), "base_rev": mutation.base_rev, "made_at": mutation.made_at.isoformat(),
    }  # fmt: skip
    if mutation.party_id:
        body["ledger_id"] = str(mutation.party_id)
    content = mutation.content
    if content:
        body |= {
            "direction": content.direction, "amount": f"{content.amount // 100}.{content.amount % 100:02d}",
            "mode": content.mode, "date": content.day.isoformat(), "note": content.note,
            "due_date": content.due_on.isoformat() if content.due_on else None,
        }  # fmt: skip
    return body


def heard(row: dict) -> Change:
    """A row of the feed as the phones of tests.ledger keep it."""
    fields = row[row["kind"]]
    if row["kind"] == "entry":
        due_on = fields["due_date"]
        fields = {
            "direction": fields["direction"], "amount": round(fields["amount"] * 100), "mode": fields["mode"],
            "day": datetime.date.fromisoformat(fields["date"]),
            "due_on": datetime.date.fromisoformat(due_on) if due_on else None,
        }  # fmt: skip
    return Change(
        seq=0,
        kind=row["kind"],
        id=UUID(row["id"]),
        rev=row["rev"],
        is_deleted=row["is_deleted"],
        fields=fields,
    )
