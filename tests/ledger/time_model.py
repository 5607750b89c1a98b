"""A book of random histories in which days pass: closed periods, corrections, the trash."""

import datetime
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
from ledger.operations.periods import close_period, open_period
from ledger.operations.trash import close_trash, delete_party, restore_party
from ledger.operations.vouchers import VoucherResult
from ledger.operations.years import close_year, reopen_year
from ledger.queries.entries import entry_card
from ledger.queries.trial_balance import trial_balance
from tests.ledger import desks
from tests.ledger.shops import TODAY
from tests.ledger.test_random_books import Model


@dataclass
class TimeModel(Model):
    """The model of test_random_books that also closes, opens, corrects, empties the trash, ends years and writes
    vouchers of several parties.

    `taken` maps a corrected entry to its correction, `parts` are the lines of corrections; `deleted` are names in
    the trash, `gone` those that left it for good; `known` is every balance at a number of the book; `heads` maps a
    joined party to the one whose khata shows both; `erased` are people who were forgotten.
    """

    taken: dict[UUID, CorrectionResult] = field(default_factory=dict)
    parts: set[UUID] = field(default_factory=set)
    deleted: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    known: dict[int, dict[UUID, int]] = field(default_factory=dict)
    heads: dict[UUID, UUID] = field(default_factory=dict)
    vouchers: dict[UUID, VoucherResult] = field(default_factory=dict)
    vouchers_deleted: dict[UUID, VoucherResult] = field(default_factory=dict)
    erased: set[UUID] = field(default_factory=set)
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
        if right and all(
            said[name] == getattr(result, name) for name in ("direction", "amount", "mode", "day")
        ):
            self.refused("nothing_to_correct", correct_entry, **asked)
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
        if party in self.heads or party in self.heads.values() or party in self.erased:
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
