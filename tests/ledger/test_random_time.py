"""Random histories with time in them: trash, joined khatas, closed periods, corrections, year ends, late entries.

The books prove themselves after each, every khata says what the model says, and "why did it change" adds up to
the change since any moment.
"""

import datetime
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from businesses.models import Business
from core.ids import uuid7
from core.periods import fiscal_year
from core.refusals import Refusal
from ledger.directions import Content
from ledger.models import Document, Party
from ledger.operations.corrections import CorrectionResult, correct_entry, take_correction_back
from ledger.operations.entries import EntryResult
from ledger.operations.merges import merge_party, unmerge_party
from ledger.operations.periods import close_period, open_period
from ledger.operations.trash import close_trash, delete_party, restore_party
from ledger.operations.vouchers import VoucherResult
from ledger.operations.years import close_year, reopen_year
from ledger.queries.entries import entry_card
from ledger.queries.since import Moment, history_since
from ledger.queries.trial_balance import trial_balance
from tests.ledger import desks
from tests.ledger.shops import TODAY, open_shop
from tests.ledger.test_random_books import Model

pytestmark = pytest.mark.both_engines
STEPS = 20


@dataclass
class TimeModel(Model):
    """The model of test_random_books that also closes, opens, corrects, empties the trash, ends years and writes
    vouchers of several parties.

    `taken` maps a corrected entry to its correction, `parts` are the lines of corrections; `deleted` are names in
    the trash, `gone` those that left it for good; `known` is every balance at a number of the book; `heads` maps a
    joined party to the one whose khata shows both.
    """

    taken: dict[UUID, CorrectionResult] = field(default_factory=dict)
    parts: set[UUID] = field(default_factory=set)
    deleted: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    known: dict[int, dict[UUID, int]] = field(default_factory=dict)
    heads: dict[UUID, UUID] = field(default_factory=dict)
    vouchers: dict[UUID, VoucherResult] = field(default_factory=dict)
    vouchers_deleted: dict[UUID, VoucherResult] = field(default_factory=dict)
    year: UUID | None = None
    done: Counter[str] = field(default_factory=Counter)

    @property
    def locked(self) -> datetime.date | None:
        return Business.objects.get(id=self.shop.id).books_locked_until

    def is_closed(self, day: datetime.date) -> bool:
        locked = self.locked
        return locked is not None and day <= locked

    def balances(self) -> dict[UUID, int]:
        found = dict.fromkeys(self.parties, 0)
        for party, _day, _pos, effect in self.standing.values():
            found[party] += effect
        return found

    def revived(self, party: UUID) -> None:
        """Money of its khata moved."""
        self.deleted.discard(party)
        self.gone.discard(party)

    def refused(self, slug: str, work, *args, **kwargs) -> None:
        with pytest.raises(Refusal) as refusal:
            work(*args, **kwargs)
        assert refusal.value.slug == slug
        self.done[slug] += 1

    def record(self) -> None:
        said, party = self.content(), self.dice.choice(self.parties)
        asked = (party, said.pop("direction"), said.pop("amount"))
        if party in self.deleted:
            self.refused(
                "period_locked" if self.is_closed(said["day"]) else "not_found",
                self.shop.record,
                *asked,
                **said,
            )
        elif self.is_closed(said["day"]):
            self.refused("period_locked", self.shop.record, *asked, **said)
        else:
            self.keep(self.shop.record(*asked, **said))

    def free(self) -> EntryResult | None:
        """A standing entry of an open day that no correction ties up."""
        found = [
            self.results[one]
            for one in self.standing
            if one not in self.taken and one not in self.parts and not self.is_closed(self.results[one].day)
        ]
        return self.dice.choice(found) if found else None

    def edit(self) -> None:
        if (result := self.free()) is None:
            return
        said = self.content()
        if self.is_closed(said["day"]):
            self.refused("period_locked", self.shop.edit, result, **said)
            return
        self.before[result.document_id] = self.standing[result.document_id]
        self.keep(self.shop.edit(result, **said))
        self.revived(result.party_id)

    def undo(self) -> None:
        result = self.free()
        if result is None or result.document_id not in self.before:
            return
        if self.is_closed(self.before[result.document_id][1]):
            self.refused("period_locked", self.shop.change, "undo_edit", result)
            return
        self.keep(self.shop.change("undo_edit", result))
        assert self.standing[result.document_id] == self.before.pop(result.document_id)
        self.revived(result.party_id)

    def delete(self) -> None:
        if (result := self.free()) is None:
            return
        self.before.pop(result.document_id, None)
        self.results[result.document_id] = self.shop.change("delete_entry", result)
        self.trashed[result.document_id] = self.standing.pop(result.document_id)
        self.revived(result.party_id)

    def restore(self) -> None:
        waiting = [
            one for one in self.trashed if one not in self.parts
        ]  # a part comes back with its correction
        if not waiting:
            return
        document_id = self.dice.choice(waiting)
        result = self.results[document_id]
        if self.is_closed(result.day):
            self.refused("period_locked", self.shop.change, "restore_entry", result)
            return
        del self.trashed[document_id]
        self.keep(self.shop.change("restore_entry", result))
        self.revived(result.party_id)

    def correct(self) -> None:
        """An entry of a closed day, to something else or to nothing."""
        found = [one for one in self.standing if self.is_closed(self.results[one].day)]
        if not found:
            return
        document_id = self.dice.choice(found)
        result, said = self.results[document_id], self.content()
        right = self.dice.choice([None, Content(**said, note="")])
        asked = {
            "business_id": self.shop.id, "actor": self.shop.asha, "document_id": document_id, "mutation_id": uuid7(),
            "base_rev": result.rev, "content": right, "made_at": self.shop.now, "now": self.shop.now,
        }  # fmt: skip
        if document_id in self.taken:
            self.refused("corrected_already", correct_entry, **asked)
            return
        if entry_card(self.shop.id, document_id).document.kind == "voucher_line":
            self.refused("voucher_line", correct_entry, **asked)
            return
        if entry_card(self.shop.id, document_id).document.kind == "correction":
            self.refused("correction_stands", correct_entry, **asked)
            return
        done = correct_entry(**asked)
        assert correct_entry(**asked).correction_id == done.correction_id
        self.taken[document_id] = done
        self.done["corrected" if right else "corrected to nothing"] += 1
        for one in filter(None, (done.correction_id, done.replacement_id)):
            self.adopt(one)
        self.revived(done.party_id)
        assert not self.is_closed(done.day)

    def adopt(self, document_id: UUID) -> None:
        """A line that a correction wrote."""
        document = entry_card(self.shop.id, document_id).document
        self.parts.add(document_id)
        self.keep(
            EntryResult(
                document.id, document.party_id, "", document.direction, document.amount, document.mode, document.day,
                document.pos, document.rev, document.changed_seq, document.state, 0, False,
            )
        )  # fmt: skip

    def voucher_lines(self) -> list[tuple]:
        """Up to three khatas and what they are balanced with."""
        live = [one for one in self.parties if one not in self.deleted]
        chosen = {self.heads.get(one, one): one for one in self.dice.sample(live, min(len(live), 3))}
        amounts = [self.dice.choice([-1, 1]) * self.dice.randint(1, 10**6) for _ in chosen]
        lines = [
            (self.dice.choice(["1100", "2100"]), *row) for row in zip(amounts, chosen.values(), strict=True)
        ]
        left = -sum(amounts)
        if left == 0:
            return [*lines, ("1000", 7), ("5900", -7)]
        return [*lines, (self.dice.choice(["1000", "4900", "5900", "3000"]), left)]

    def posted(self, result: VoucherResult, lines: list[tuple] | None) -> None:
        """The khatas after a voucher changed; without lines it is out of them."""
        laid = {
            row.party_id: row for row in Document.objects.filter(part_of_id=result.document_id).order_by("id")
        }
        for row in laid.values():
            self.standing.pop(row.id, None)
            self.parts.add(row.id)
        for _code, amount, *party in lines or []:
            if not party:
                continue
            head = self.heads.get(party[0], party[0])
            self.adopt(laid[head].id)
            self.standing[laid[head].id] = (head, result.content.day, result.pos, amount)
        for party in laid:
            self.revived(party)

    def write_voucher(self) -> None:
        day, lines = self.content()["day"], self.voucher_lines()
        if self.is_closed(day):
            self.refused("period_locked", desks.record, self.shop, *lines, day=day)
            return
        done = desks.record(self.shop, *lines, day=day, note="ভাউচার")
        self.vouchers[done.document_id] = done
        self.posted(done, lines)
        self.done["voucher"] += 1

    def change_voucher(self) -> None:
        """Another day and other lines; sometimes back again at once."""
        free = [one for one in self.vouchers.values() if not self.is_closed(one.content.day)]
        if not free:
            return
        result, day, lines = self.dice.choice(free), self.content()["day"], self.voucher_lines()
        if self.is_closed(day):
            self.refused("period_locked", desks.edit, self.shop, result, *lines, day=day)
            return
        before = [row for row in self.standing.items() if row[0] in self.parts]
        done = desks.edit(self.shop, result, *lines, day=day)
        self.posted(done, lines)
        self.done["voucher changed"] += 1
        if not self.heads and self.dice.random() < 0.4:
            done = desks.change(self.shop, "undo_voucher", done)
            assert done.content == result.content
            codes = {
                desks.account(self.shop, code): code
                for code in ("1000", "1100", "2100", "3000", "4900", "5900")
            }
            self.posted(
                done,
                [
                    (codes[line.account_id], line.amount, *([line.party_id] if line.party_id else []))
                    for line in done.content.lines
                ],
            )
            assert sorted(before) == sorted(row for row in self.standing.items() if row[0] in self.parts)
            self.done["voucher undone"] += 1
        self.vouchers[done.document_id] = done

    def turn_voucher(self) -> None:
        """One out of the books, or back into them."""
        found = [*self.vouchers.values(), *self.vouchers_deleted.values()]
        if not found:
            return
        result = self.dice.choice(found)
        stands = result.document_id in self.vouchers
        verb = "delete_voucher" if stands else "restore_voucher"
        if self.is_closed(result.content.day):
            self.refused("period_locked", desks.change, self.shop, verb, result)
            return
        done = desks.change(self.shop, verb, result)
        of, to = (self.vouchers, self.vouchers_deleted) if stands else (self.vouchers_deleted, self.vouchers)
        to[done.document_id] = done
        del of[done.document_id]
        self.revolve(done, stands=not stands)
        self.done[verb] += 1

    def revolve(self, result: VoucherResult, *, stands: bool) -> None:
        """A voucher's own parties, whoever stands for them now: its lines never move."""
        for row in Document.objects.filter(part_of_id=result.document_id):
            self.standing.pop(row.id, None)
            effect = result.content.by_party().get(row.party_id)
            if effect is not None:
                self.revived(row.party_id)
                if stands:
                    self.adopt(row.id)
                    self.standing[row.id] = (row.party_id, result.content.day, result.pos, effect)

    def take_back(self) -> None:
        """A correction as a whole, by any of its three lines."""
        if not self.taken:
            return
        document_id = self.dice.choice(list(self.taken))
        done = self.taken[document_id]
        lines = [one for one in (done.replacement_id, done.correction_id) if one is not None]
        asked = {
            "business_id": self.shop.id, "actor": self.shop.asha, "made_at": self.shop.now, "now": self.shop.now,
            "document_id": self.dice.choice([document_id, *lines]),
        }  # fmt: skip
        tied = [one for one in lines if one in self.taken]
        if tied:
            return
        if any(self.is_closed(self.results[one].day) for one in lines):
            self.refused("period_locked", take_correction_back, **asked)
            return
        take_correction_back(**asked)
        self.done["taken back"] += 1
        del self.taken[document_id]
        for one in lines:
            self.trashed[one] = self.standing.pop(one)
        self.revived(done.party_id)

    def close(self) -> None:
        until = TODAY - datetime.timedelta(days=self.dice.choice([0, 1, self.dice.randint(0, 800)]))
        asked = {
            "business_id": self.shop.id,
            "actor": self.shop.asha,
            "period": "books",
            "until": until,
            "now": self.shop.now,
        }
        if self.is_closed(until):
            self.refused("period_unchanged", close_period, **asked)
        else:
            assert close_period(**asked).until == self.locked == until

    def open(self) -> None:
        locked = self.locked
        until = self.dice.choice([None, TODAY - datetime.timedelta(days=self.dice.randint(0, 900))])
        asked = {
            "business_id": self.shop.id, "actor": self.shop.asha, "period": "books", "until": until, "reason": "ভুল",
            "now": self.shop.now,
        }  # fmt: skip
        if locked is None or (until is not None and until >= locked):
            self.refused("period_unchanged", open_period, **asked)
        elif self.year is not None and (
            until is None or until < fiscal_year(TODAY, starts_month=4).start - datetime.timedelta(days=1)
        ):
            self.refused("year_stands", open_period, **asked)
        else:
            open_period(**asked)
            self.done["opened"] += 1
            assert self.locked == until

    def end_year(self) -> None:
        """Last year: closed, or opened again."""
        asked = {"business_id": self.shop.id, "actor": self.shop.asha, "now": self.shop.now}
        this = fiscal_year(TODAY, starts_month=4)
        if self.year is not None:
            reopen_year(**asked, year_end_id=self.year, reason="শুধরে নেব")
            self.year = None
            self.done["year opened"] += 1
            return
        last = fiscal_year(this.start - datetime.timedelta(days=1), starts_month=4)
        before = trial_balance(self.shop.id, until=last.end)
        done = close_year(**asked, first_day=last.start)
        self.year = done.year_end_id
        self.done["year closed"] += 1
        after = trial_balance(self.shop.id, until=last.end)
        assert done.income == -sum(one.balance for one in before if one.kind == "income")
        assert done.expense == sum(one.balance for one in before if one.kind == "expense")
        assert all(one.balance == 0 for one in after if one.kind in ("income", "expense"))
        kept = {one.role: one.balance for one in before}["retained"]
        assert {one.role: one.balance for one in after}["retained"] == kept - done.result
        assert self.is_closed(last.end)
        self.refused("year_stands", close_year, **asked, first_day=last.start)

    def delete_party(self) -> None:
        party = self.dice.choice(self.parties)
        back = {"business_id": self.shop.id, "actor": self.shop.asha, "party_id": party, "now": self.shop.now}
        if party in self.heads or party in self.heads.values():
            return
        if party in self.gone:
            self.refused("gone_for_good", restore_party, **back)
            return
        if party in self.deleted:
            self.deleted.discard(party)
            restore_party(**back)
            return
        asked = {
            "business_id": self.shop.id, "actor": self.shop.asha, "party_id": party, "now": self.shop.now,
            "base_rev": Party.objects.get(id=party).rev,
        }  # fmt: skip
        if self.balances()[party]:
            self.refused("not_settled", delete_party, **asked)
            return
        delete_party(**asked)
        self.deleted.add(party)
        self.done["name deleted"] += 1

    def join(self) -> None:
        """Two khatas of one person, with those that were joined to the first before."""
        live = [one for one in self.parties if one not in self.deleted and one not in self.heads]
        if len(live) < 2:
            return
        party, head = self.dice.sample(live, 2)
        merge_party(
            business_id=self.shop.id, actor=self.shop.asha, party_id=party, into_id=head, now=self.shop.now,
            base_rev=Party.objects.get(id=party).rev,
        )  # fmt: skip
        self.heads |= {one: head for one, of in self.heads.items() if of == party} | {party: head}
        self.done["joined"] += 1

    def take_apart(self) -> None:
        if not self.heads:
            return
        party = self.dice.choice(list(self.heads))
        unmerge_party(business_id=self.shop.id, actor=self.shop.asha, party_id=party, now=self.shop.now)
        del self.heads[party]
        self.done["taken apart"] += 1

    def by_khata(self, balances: dict[UUID, int]) -> dict[UUID, int]:
        """Balances of parties as the khatas show them now: a head's with those joined to it."""
        found = dict.fromkeys(self.parties, 0)
        for party, balance in balances.items():
            found[self.heads.get(party, party)] += balance
        return found

    def empty_trash(self) -> None:
        later = self.shop.now + datetime.timedelta(days=31)
        while close_trash(business_id=self.shop.id, now=later, limit=3):
            pass
        for document_id in self.trashed:
            document = entry_card(self.shop.id, document_id).document
            assert (document.note, document.due_on) == ("", None)
            assert document.closed_at is not None
            self.done["left the trash"] += 1
        self.trashed.clear()
        for result in self.vouchers_deleted.values():
            if not self.is_closed(result.content.day):
                late = replace(result, rev=Document.objects.get(id=result.document_id).rev)
                self.refused("gone_for_good", desks.change, self.shop, "restore_voucher", late)
        self.vouchers_deleted.clear()
        self.gone |= self.deleted
        standing = {row[0] for row in self.standing.values()}
        for party in self.deleted:
            assert (Party.objects.get(id=party).name == "") == (party not in standing)

    def remember(self) -> None:
        self.known[Business.objects.get(id=self.shop.id).seq] = self.balances()

    def step(self) -> None:
        verbs = [self.record] * 8 + [self.edit] * 2 + [self.undo, self.delete, self.delete, self.restore]
        verbs += [self.correct] * 5 + [self.take_back, self.close, self.close, self.open, self.end_year]
        verbs += [self.delete_party] * 2 + [self.empty_trash] * 2
        verbs += [self.write_voucher] * 3 + [self.change_voucher] * 2 + [self.turn_voucher] * 2
        self.dice.choice([*verbs, self.add_party, self.join, self.take_apart, self.remember])()

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

    def shown(self) -> list[UUID]:
        """Parties with a khata of their own."""
        return [one for one in self.parties if one not in self.deleted and one not in self.heads]

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
    "voucher undone", "delete_voucher", "restore_voucher", "voucher_line",
}  # fmt: skip


def test_random_histories_of_time_are_explained(live_db, scale, figure):
    histories, done = scale(10_000, part=100), Counter()
    for seed in range(histories):
        model = TimeModel(shop=open_shop(), dice=random.Random(seed))
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
        "random histories with joins, trash, locks, year ends",
        histories,
        "proven, and every change explained",
    )
