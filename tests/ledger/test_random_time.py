"""Random histories with time in them: trash, joined khatas, closed periods, corrections, year ends, late entries.

The books prove themselves after each, every khata says what the model says, and "why did it change" adds up to
the change since any moment.
"""

import random
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import pytest

from businesses.models import Business
from ledger.queries.since import Moment, history_since
from tests.ledger.shops import TODAY, open_shop
from tests.ledger.time_people import PeopleModel

pytestmark = pytest.mark.both_engines
STEPS = 20


@dataclass
class WholeModel(PeopleModel):
    """All of it in one history, and the reasons for each change."""

    def remember(self) -> None:
        self.known[Business.objects.get(id=self.shop.id).seq] = self.balances()

    def step(self) -> None:
        verbs = [self.record] * 8 + [self.edit] * 2 + [self.undo, self.delete, self.delete, self.restore]
        verbs += [self.correct] * 6 + [self.take_back] * 3
        verbs += [self.close, self.close, self.open, self.end_year]
        verbs += [self.delete_party] * 2 + [self.empty_trash] * 2
        verbs += [self.write_voucher] * 3 + [self.change_voucher] * 2 + [self.turn_voucher] * 2
        self.dice.choice([*verbs, self.add_party, self.erase, self.join, self.take_apart, self.remember])()

    def explains(self) -> None:
        """The reasons add up to the change, since any remembered moment, for each khata and for the book."""
        now = self.by_khata(self.balances())
        for seq, known in self.known.items():
            moment, then = Moment(seq=seq, at=self.shop.now, day=TODAY), self.by_khata(known)
            for party in [None, *self.shown()]:
                before = sum(then.values()) if party is None else then[party]
                after = sum(now.values()) if party is None else now[party]
                self.explain(party, moment=moment, before=before, after=after)

    def explain(self, party: UUID | None, *, moment: Moment, before: int, after: int) -> None:
        told, cursor, rows = 0, None, 0
        while True:
            found = history_since(
                self.shop.id, moment=moment, party_id=party, before=cursor, limit=self.dice.randint(1, 7)
            )
            assert (found.known, found.balance) == (before, after)
            told += sum(row.difference for row in found.rows)
            rows += len(found.rows)
            if (cursor := found.next_cursor) is None:
                break
        assert told == found.difference == after - before
        assert rows == found.count

    def agrees(self) -> None:
        """As the model of books does, for the khatas that are shown."""
        kept = self.parties, self.standing
        self.standing = {
            one: (self.heads.get(row[0], row[0]), *row[1:]) for one, row in self.standing.items()
        }
        self.parties = self.shown()
        super().agrees()
        self.parties, self.standing = kept


MUST_HAPPEN = {
    "corrected", "corrected to nothing", "taken back", "year opened", "year closed", "left the trash", "opened",
    "name deleted", "period_locked", "period_unchanged", "year_stands", "corrected_already",
    "not_settled", "gone_for_good", "not_found", "joined", "taken apart", "voucher", "voucher changed",
    "erased", "person_erased", "words_refused", "voucher undone", "delete_voucher", "restore_voucher", "voucher_line",
}  # fmt: skip


def test_random_histories_of_time_are_explained(live_db, scale, figure, monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    histories, done = scale(10_000, part=100), Counter()
    for seed in range(histories):
        model = WholeModel(shop=open_shop(), dice=random.Random(seed))
        model.add_party()
        model.add_party()
        for step in range(STEPS):
            if step % 6 == 5:
                model.remember()
            model.step()
        model.agrees()
        model.explains()
        done += model.done
    assert set(done) >= MUST_HAPPEN, done
    figure(
        "random histories with joins, trash, locks, year ends, people erased",
        histories,
        "proven, and every change explained",
    )
