"""Random histories with vouchers of several parties, joined khatas and people who are forgotten."""

from dataclasses import dataclass, replace
from uuid import UUID

from audit.jobs import run_job
from audit.models import Event, Job, JobState, Revision
from ledger.models import Document, Party
from ledger.operations.erasing import erase_party
from ledger.operations.merges import merge_party, unmerge_party
from ledger.operations.vouchers import VoucherResult
from tests.ledger import desks
from tests.ledger.test_random_books import NAMES
from tests.ledger.time_model import TimeModel


@dataclass
class PeopleModel(TimeModel):
    """Each party's name is its own, so that a forgotten one can be looked for."""

    def add_party(self) -> None:
        """Each of a name that no other history has."""
        super().add_party()
        Party.objects.filter(id=self.parties[-1]).update(name=f"{NAMES[0]} {self.parties[-1].hex[-12:]}")

    def erase(self) -> None:
        """Somebody is forgotten, with whoever was joined to their khata; the money of both stays."""
        shown = [one for one in self.shown() if one not in self.erased]
        if not shown:
            return
        party = self.dice.choice(shown)
        family = {party, *(one for one, head in self.heads.items() if head == party)}
        names = list(Party.objects.filter(id__in=family).values_list("name", flat=True))
        asked = {
            "business_id": self.shop.id,
            "actor": self.shop.asha,
            "party_id": party,
            "now": self.shop.now,
        }
        done = erase_party(**asked, typed=Party.objects.get(id=party).name)
        assert run_job(done.job_id, clock=lambda: self.shop.now) == JobState.DONE
        self.refused("person_erased", erase_party, **asked, typed=done.name)
        self.erased |= family
        for one, (whose, *_rest) in [*self.standing.items(), *self.trashed.items()]:
            if whose in family:
                self.before.pop(one, None)
        self.catch_up()
        for table in (Party, Document, Revision, Event, Job):
            text = repr(list(table.objects.filter(business_id=self.shop.id).values()))
            assert not [name for name in names if name in text], table
        self.done["erased"] += 1

    def catch_up(self) -> None:
        """Taking out words is a change of each paper they stood on."""
        for papers in (self.results, self.vouchers, self.vouchers_deleted):
            revs = dict(Document.objects.filter(id__in=list(papers)).values_list("id", "rev"))
            for one, result in papers.items():
                papers[one] = replace(result, rev=revs[one])

    def has_erased(self, parties) -> bool:
        return any({one, self.heads.get(one, one)} & self.erased for one in parties)

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
        if self.has_erased(party for _code, _amount, *named in lines for party in named):
            self.refused("words_refused", desks.record, self.shop, *lines, day=day, note="ভাউচার")
            done = desks.record(self.shop, *lines, day=day)
        else:
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
        named = {*result.content.by_party(), *done.content.by_party()}
        if not self.heads and not self.has_erased(named) and self.dice.random() < 0.4:
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

    def join(self) -> None:
        """Two khatas of one person, with those that were joined to the first before."""
        live = [one for one in self.shown() if one not in self.erased]
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

    def shown(self) -> list[UUID]:
        """Parties with a khata of their own."""
        return [one for one in self.parties if one not in self.deleted and one not in self.heads]
