"""A phone that keeps a khata without a connection: its copy, its queue, its wrong clock."""

import datetime
import random
from dataclasses import dataclass, field
from uuid import UUID

from core.ids import uuid7
from ledger.directions import Content
from ledger.operations.push import Mutation, PushAnswer, apply_mutation
from ledger.queries.changes import Change, bucket_digest, bucket_of, changes, digest_line
from tests.ledger.shops import TODAY, Shop

AT_REST = {"applied", "duplicate", "conflict", "held", "rejected"}


@dataclass
class Phone:
    shop: Shop
    dice: random.Random
    clock: datetime.timedelta
    entries: dict[UUID, Change] = field(default_factory=dict)
    parties: dict[UUID, Change] = field(default_factory=dict)
    cursor: int = 0
    queue: list[Mutation] = field(default_factory=list)
    answers: dict[UUID, PushAnswer] = field(default_factory=dict)
    created: set[UUID] = field(default_factory=set)

    @property
    def now(self) -> datetime.datetime:
        return self.shop.now + self.clock

    def content(self) -> Content:
        return Content(
            self.dice.choice(["gave", "got"]), self.dice.randint(1, 9_999), self.dice.choice(["goods", "cash"]),
            TODAY - datetime.timedelta(days=self.dice.randint(0, 60)), self.dice.choice(["", "চাল", "दूध"]), None,
        )  # fmt: skip

    def write(self) -> None:
        """Record, edit, delete or restore something this phone knows of; nothing is sent."""
        verb = self.dice.choice(["create", "create", "edit", "edit", "word", "delete", "restore"])
        known = [entry for entry in self.entries.values() if entry.is_deleted == (verb == "restore")]
        if verb != "create" and not known:
            verb = "create"
        if verb == "create":
            if not self.parties:
                return
            document_id = uuid7()
            self.created.add(document_id)
            self.queue.append(
                Mutation(
                    uuid7(),
                    "create",
                    document_id,
                    0,
                    self.now,
                    self.dice.choice(list(self.parties)),
                    self.content(),
                )
            )
            return
        entry = self.dice.choice(known)
        content = None
        if verb in ("edit", "word"):
            content = self.content()
        if verb == "word":
            was = entry.fields
            content = Content(
                was["direction"],
                was["amount"],
                was["mode"],
                was["day"],
                self.dice.choice(["x", "y"]),
                was["due_on"],
            )
        self.queue.append(
            Mutation(
                uuid7(), "edit" if verb == "word" else verb, entry.id, entry.rev, self.now, None, content
            )
        )

    def push(self) -> None:
        """Send the queue as a bad network does: some of it, shuffled, twice, the answer lost."""
        batch = list(self.queue)
        if self.dice.random() < 0.3:
            self.dice.shuffle(batch)
        if self.dice.random() < 0.3:
            batch = batch[: self.dice.randint(0, len(batch))]
        if self.dice.random() < 0.3:
            batch += batch
        for mutation in batch:
            answer = apply_mutation(
                business_id=self.shop.id, actor=self.shop.asha, mutation=mutation, now=self.shop.now
            )
            if self.dice.random() < 0.2:
                continue  # the answer is lost; the phone will send again
            self.take(mutation, answer)

    def take(self, mutation: Mutation, answer: PushAnswer) -> None:
        known = self.answers.get(mutation.mutation_id)
        if known is not None and known.state in AT_REST:
            assert answer.state in ("duplicate", known.state)
            return
        self.answers[mutation.mutation_id] = answer
        if answer.state in AT_REST and mutation in self.queue:
            self.queue.remove(mutation)

    def pull(self, *, crash: bool = False) -> bool:
        """Take one page. Rows and cursor are kept together, or neither: a crash keeps neither."""
        page = changes(self.shop.id, after=self.cursor, limit=self.dice.randint(1, 20))
        assert all(self.cursor < row.seq <= page.seq for row in page.rows)
        if crash:
            return True
        for row in page.rows:
            if row.kind != "pending":
                (self.entries if row.kind == "entry" else self.parties)[row.id] = row
        self.cursor = page.seq
        return page.has_more

    def digests(self) -> list[str]:
        buckets: list[list[str]] = [[] for _ in range(256)]
        for entry in self.entries.values():
            state = "trashed" if entry.is_deleted else "posted"
            buckets[bucket_of(entry.id)].append(digest_line(entry.id, entry.rev, state))
        return [bucket_digest(lines) for lines in buckets]
