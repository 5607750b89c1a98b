"""A shop with its people, and short ways to write in its khata."""

import datetime
from dataclasses import dataclass, field
from uuid import UUID

from businesses.actors import Actor
from businesses.models import Business, Membership, User
from businesses.roles import Role
from core.ids import uuid7
from ledger.directions import Content
from ledger.models import Party
from ledger.operations import entries, entry_changes, parties, trash
from ledger.operations.books import open_book
from ledger.operations.corrections import CorrectionResult, correct_entry
from ledger.operations.periods import close_period
from ledger.queries.khata import khata_page
from ledger.queries.parties import party_card
from ledger.verify import verify_book

NOW = datetime.datetime(2026, 11, 21, 6, 30, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 21)


@dataclass
class Shop:
    business: Business
    asha: Actor
    now: datetime.datetime = NOW
    documents: dict[UUID, int] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.business.id

    def member(self, role: Role) -> Actor:
        user = User.objects.create_user(email=f"{uuid7().hex}@example.com", name=role.title())
        Membership.objects.create(business=self.business, user=user, role=role)
        return Actor(user.id, role, None, "test")

    def party(self, name: str = "রহিম স্টোর", **fields) -> UUID:
        party_id = fields.pop("party_id", None) or uuid7()
        parties.add_party(
            business_id=self.id, actor=fields.pop("actor", self.asha), party_id=party_id, name=name, country="IN",
            made_at=self.now, now=self.now, **fields,
        )  # fmt: skip
        return party_id

    def record(self, party_id: UUID, direction: str, amount: int, **fields) -> entries.EntryResult:
        said = {
            "actor": self.asha, "document_id": uuid7(), "mode": "goods" if direction == "gave" else "cash",
            "day": TODAY, "made_at": self.now, "now": self.now,
        }  # fmt: skip
        return entries.record_entry(
            business_id=self.id, party_id=party_id, direction=direction, amount=amount, **{**said, **fields}
        )

    def edit(self, result: entries.EntryResult, **fields) -> entries.EntryResult:
        said = {
            "actor": self.asha, "mutation_id": uuid7(), "base_rev": result.rev, "direction": result.direction,
            "amount": result.amount, "mode": result.mode, "day": result.day, "note": "", "due_on": None,
            "made_at": self.now, "now": self.now,
        }  # fmt: skip
        return entry_changes.edit_entry(
            business_id=self.id, document_id=result.document_id, **{**said, **fields}
        )

    def change(self, verb: str, result: entries.EntryResult, **fields) -> entries.EntryResult:
        """verb: delete_entry, restore_entry or undo_edit."""
        said = {
            "actor": self.asha, "mutation_id": uuid7(), "base_rev": result.rev, "made_at": self.now, "now": self.now,
        }  # fmt: skip
        return getattr(entry_changes, verb)(
            business_id=self.id, document_id=result.document_id, **{**said, **fields}
        )

    def trash_party(self, party_id: UUID) -> None:
        trash.delete_party(
            business_id=self.id, actor=self.asha, party_id=party_id, now=self.now,
            base_rev=Party.objects.get(id=party_id).rev,
        )  # fmt: skip

    def correct(self, result: entries.EntryResult, content: Content | None, **fields) -> CorrectionResult:
        said = {
            "actor": self.asha, "mutation_id": uuid7(), "base_rev": result.rev, "made_at": self.now, "now": self.now,
        }  # fmt: skip
        return correct_entry(
            business_id=self.id, document_id=result.document_id, content=content, **{**said, **fields}
        )

    def close(self, until: datetime.date, **fields) -> None:
        said = {"actor": self.asha, "period": "books", "now": self.now}
        close_period(business_id=self.id, until=until, **{**said, **fields})

    def balance(self, party_id: UUID) -> int:
        return party_card(self.id, party_id, today=TODAY).balance

    def khata(self, party_id: UUID, *, limit: int = 200):
        return khata_page(self.id, party_id, limit=limit).rows

    def proven(self) -> bool:
        faults = verify_book(self.id)
        assert faults == [], faults
        return True


def open_shop(*, kind: str = "shop", name: str = "আশা স্টোর্স", country: str = "IN", now=NOW) -> Shop:
    user = User.objects.create_user(email=f"{uuid7().hex}@example.com", name="Asha")
    business = open_book(kind=kind, name=name, country=country, user=user, now=now)
    return Shop(business=business, asha=Actor(user.id, Role.OWNER, None, "test"), now=now)
