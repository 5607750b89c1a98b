"""Random histories: whatever people do, in whatever order, the books prove themselves afterwards."""

import datetime
import hashlib
import random
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

import pytest

from core.ids import uuid7
from ledger.models import Document, Party
from ledger.operations.entries import EntryResult
from ledger.operations.run_parties import PartyDraft, settle_parties
from ledger.operations.runs import ROWS_MAX, RowDraft, record_rows, undo_run_chunk
from ledger.queries.khata import khata_page
from ledger.queries.parties import totals
from ledger.verify import CHECKS, faults_of
from tests.ledger.shops import TODAY, Shop, open_shop
from tests.ledger.test_overdue import first_unpaid_due

pytestmark = pytest.mark.both_engines
DUE = "what a party has not paid falls due on another day"
NAMES = ["রহিম স্টোর", "शर्मा जी", "Gupta & Sons", "முருகன்", "فاطمہ", "ગોપાલ"]


@dataclass
class Model:
    """The books kept in plain Python: what every khata should say."""

    shop: Shop
    dice: random.Random
    parties: list[UUID] = field(default_factory=list)
    standing: dict[UUID, tuple[UUID, datetime.date, int, int]] = field(default_factory=dict)
    results: dict[UUID, EntryResult] = field(default_factory=dict)
    trashed: dict[UUID, tuple[UUID, datetime.date, int, int]] = field(default_factory=dict)
    before: dict[UUID, tuple[UUID, datetime.date, int, int]] = field(default_factory=dict)
    runs: list[UUID] = field(default_factory=list)

    def content(self) -> dict:
        return {
            "direction": self.dice.choice(["gave", "got"]),
            "amount": self.dice.choice([1, 99, self.dice.randint(1, 10**7), 10**15 - 1]),
            "mode": self.dice.choice(["goods", "cash", "upi", "bank", "unsorted"]),
            "day": (
                day := TODAY - datetime.timedelta(days=self.dice.choice([0, 0, 1, self.dice.randint(0, 800)]))
            ),
            "due_on": self.dice.choice([None, None, day + datetime.timedelta(days=self.dice.randint(0, 90))]),
        }

    def keep(self, result: EntryResult) -> None:
        self.results[result.document_id] = result
        effect = result.amount if result.direction == "gave" else -result.amount
        self.standing[result.document_id] = (result.party_id, result.day, result.pos, effect)

    def add_party(self) -> None:
        kind = self.dice.choice(["customer", "supplier", "tenant", "other"])
        self.parties.append(self.shop.party(f"{self.dice.choice(NAMES)} {len(self.parties)}", kind=kind))

    def record(self) -> None:
        said = self.content()
        party = self.dice.choice(self.parties)
        self.keep(self.shop.record(party, said.pop("direction"), said.pop("amount"), **said))

    def pick(self) -> EntryResult | None:
        return self.results[self.dice.choice(list(self.standing))] if self.standing else None

    def edit(self) -> None:
        if (result := self.pick()) is None:
            return
        self.before[result.document_id] = self.standing[result.document_id]
        self.keep(self.shop.edit(result, **self.content(), note=self.dice.choice(["", "চাল", "दाल"])))

    def undo(self) -> None:
        if (result := self.pick()) is None or result.document_id not in self.before:
            return
        undone = self.shop.change("undo_edit", result)
        self.keep(undone)
        assert self.standing[result.document_id] == self.before.pop(result.document_id)

    def delete(self) -> None:
        if (result := self.pick()) is None:
            return
        self.before.pop(result.document_id, None)
        self.results[result.document_id] = self.shop.change("delete_entry", result)
        self.trashed[result.document_id] = self.standing.pop(result.document_id)

    def restore(self) -> None:
        if not self.trashed:
            return
        document_id = self.dice.choice(list(self.trashed))
        del self.trashed[document_id]
        self.keep(self.shop.change("restore_entry", self.results[document_id]))

    def bring(self) -> None:
        run = uuid7()
        people = settle(self.shop, run, [f"Sheet {self.dice.randint(0, 5)}" for _ in range(3)])
        rows = [
            RowDraft(
                source_key=hashlib.sha256(f"{run}{number}".encode()).digest(), party_id=self.dice.choice(people),
                **self.content(),
            )
            for number in range(self.dice.randint(1, 12))
        ]  # fmt: skip
        done = bring(self.shop, rows, run)
        assert (done.made, done.same, done.refused) == (len(rows), 0, ())
        again = bring(self.shop, rows, run)
        assert (again.made, again.same) == (0, len(rows))
        self.runs.append(run)

    def take_back(self) -> None:
        if not self.runs:
            return
        run = self.runs.pop(self.dice.randrange(len(self.runs)))
        while undo_run_chunk(
            business_id=self.shop.id, actor=self.shop.asha, run_id=run, now=self.shop.now, limit=7
        ).left:
            pass

    def step(self) -> None:
        verbs = [self.record] * 8 + [self.edit] * 4 + [self.undo] * 2 + [self.delete] * 3 + [self.restore] * 2
        self.dice.choice([*verbs, self.add_party, self.bring, self.take_back])()
        assert list(faults_of(self.shop.id, what=DUE, sql=dict(CHECKS)[DUE])) == []

    def agrees(self) -> None:
        """Every khata row by row against the model, in the one order (day, pos)."""
        assert self.shop.proven()
        for party in Party.objects.filter(business_id=self.shop.id):
            assert party.unpaid_due_on == first_unpaid_due([party.pk])
        for party in self.parties:
            rows = sorted(
                (day, pos, one, effect)
                for one, (of, day, pos, effect) in self.standing.items()
                if of == party
            )
            running, expected = 0, []
            for day, pos, _one, effect in rows:
                running += effect
                expected.append((day, pos, effect, running))
            shown, cursor = [], None
            while True:
                page = khata_page(self.shop.id, party, before=cursor, limit=self.dice.randint(1, 9))
                shown += [(row.day, row.pos, row.effect, row.running_balance) for row in page.rows]
                assert page.balance == running
                if (cursor := page.next_cursor) is None:
                    break
            assert shown == expected[::-1]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_leave_the_books_proven(live_db, scale, figure, seed):
    model = Model(shop=open_shop(), dice=random.Random(seed))
    model.add_party()
    steps = scale(10_000)
    for step in range(steps):
        model.step()
        if step % max(1, steps // 8) == 0:
            model.agrees()
    model.agrees()
    while model.runs:
        model.take_back()
    balances = {}
    for party, _, _, effect in model.standing.values():
        balances[party] = balances.get(party, 0) + effect
    assert totals(model.shop.id).will_get == sum(balance for balance in balances.values() if balance > 0)
    assert totals(model.shop.id).will_give == -sum(balance for balance in balances.values() if balance < 0)
    model.agrees()
    figure("random operations", steps, "every sum proven, every khata as the model says")


def settle(shop: Shop, run, names) -> list[UUID]:
    """The ids of the people of a sheet: found, or made under the run."""
    drafts = [PartyDraft(party_id=uuid5(run, name), name=name, phone="", kind="customer") for name in names]
    return settle_parties(business_id=shop.id, actor=shop.asha, run_id=run, parties=drafts, now=shop.now)


def rows(shop: Shop, count: int, *, run: UUID) -> list[RowDraft]:
    people = settle(shop, run, [f"পার্টি {number}" for number in range(37)])
    return [
        RowDraft(
            source_key=hashlib.sha256(f"row {number}".encode()).digest(), party_id=people[number % 37],
            direction=["gave", "got"][number % 2], amount=number + 1, mode="unsorted",
            day=TODAY - datetime.timedelta(days=number % 400), note=f"চালান {number}",
        )
        for number in range(count)
    ]  # fmt: skip


def bring(shop: Shop, drafts, run):
    return record_rows(business_id=shop.id, actor=shop.asha, run_id=run, rows=drafts, now=shop.now)


def test_a_run_brought_twice_adds_nothing(live_shop):
    run = uuid7()
    first = bring(live_shop, rows(live_shop, 300, run=run), run)
    assert (first.made, first.same, first.refused) == (300, 0, ())
    again = bring(live_shop, rows(live_shop, 310, run=uuid7()), uuid7())
    assert (again.made, again.same) == (10, 300)
    assert Party.objects.filter(business_id=live_shop.id).count() == 37
    assert live_shop.proven()


def test_a_row_for_a_party_of_another_book_is_refused(live_shop):
    foreign = open_shop(name="Other").party()
    draft = replace(rows(live_shop, 1, run=uuid7())[0], party_id=foreign)
    done = bring(live_shop, [draft, replace(draft, party_id=None)], uuid7())
    assert (done.made, [item.index for item in done.refused]) == (0, [0])


def test_the_same_row_twice_in_one_call_is_written_once(live_shop):
    run = uuid7()
    drafts = rows(live_shop, 3, run=run)
    assert bring(live_shop, [*drafts, *drafts], run).made == 3


def test_undo_of_a_run_keeps_what_was_changed_by_hand(live_shop):
    run = uuid7()
    bring(live_shop, rows(live_shop, 20, run=run), run)
    party = live_shop.party("Own")
    live_shop.record(party, "gave", 900)
    touched = Document.objects.filter(run_id=run).order_by("pos").first()
    result = EntryResult(
        touched.id, touched.party_id, "", touched.direction, touched.amount, touched.mode, touched.day, touched.pos,
        touched.rev, 0, "posted", 0, False,
    )  # fmt: skip
    live_shop.edit(result, amount=5)
    undone = undo_run_chunk(business_id=live_shop.id, actor=live_shop.asha, run_id=run, now=live_shop.now)
    assert (undone.undone, undone.kept, undone.left) == (19, 1, 0)
    assert live_shop.balance(party) == 900
    assert live_shop.proven()


def test_rows_that_break_a_rule_are_named_and_the_others_stand(live_shop):
    drafts = rows(live_shop, 4, run=uuid7())
    drafts[1] = replace(drafts[1], amount=0)
    drafts[3] = replace(drafts[3], day=datetime.date(1200, 1, 1))
    done = bring(live_shop, drafts, uuid7())
    assert (done.made, [item.index for item in done.refused]) == (2, [1, 3])
    assert all(item.message.endswith(".") for item in done.refused)
    assert live_shop.proven()


def test_a_call_takes_a_bounded_number_of_rows(live_shop):
    with pytest.raises(ValueError, match="a call takes"):
        bring(live_shop, rows(live_shop, 1, run=uuid7()) * (ROWS_MAX + 1), uuid7())
