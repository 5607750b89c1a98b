"""A rent book with houses, and short ways to let, ask and be paid. Money in rupees."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from businesses.models import Branch, Registration
from businesses.operations import branches, registrations
from businesses.operations.registrations import RegistrationContent
from core.ids import uuid7
from ledger.models import Account, Party
from rentals.models import Due
from rentals.operations import (
    deposits,
    dues,
    expenses,
    late_fees,
    leases,
    moving,
    payments,
    properties,
    tax_kept,
)
from rentals.queries.deposits import held
from rentals.queries.owed import DueRow, Owed, due_rows, owed
from rentals.terms import LeaseContent
from tests.ledger.shops import TODAY, Shop, open_shop

OWN_NUMBER, NUMBER = "19AAPFU0939F1ZS", "19AAACG2115R1ZE"
"""GSTINs of West Bengal: the landlord's and a tenant's."""
JANUARY = datetime.date(2026, 1, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@dataclass
class RentBook(Shop):
    def house(self, name: str = "শান্তি ভিলা", **fields) -> UUID:
        said = {"actor": self.asha, "now": self.now, **fields}
        return properties.add_property(business_id=self.id, name=name, **said).property_id

    def unit(self, house: UUID, name: str = "2A", **fields) -> UUID:
        said = {"actor": self.asha, "unit_id": uuid7(), "now": self.now, **fields}
        return properties.add_unit(business_id=self.id, property_id=house, name=name, **said).unit_id

    def tenant(self, name: str = "Imran Ali", gstin: str = "") -> UUID:
        return self.party(name, kind="tenant", registration_number=gstin)

    def register(self, house: UUID, number: str = OWN_NUMBER, scheme: str = "regular") -> None:
        """Put the house under a GSTIN, of West Bengal."""
        content = RegistrationContent(kind="gstin", number=number, scheme=scheme)
        said = {"business_id": self.id, "actor": self.asha, "now": self.now}
        found = Registration.objects.filter(business_id=self.id, number=number).first()
        found = found or registrations.add_registration(**said, content=content)
        branch = Branch.objects.get(pk=house)
        branches.change_branch(
            **said, branch_id=house, base_rev=branch.rev, name=branch.name, kind=branch.kind,
            registration_id=found.id,
        )  # fmt: skip

    def let(
        self, unit: UUID, tenant: UUID, rent: float = 9000, start: datetime.date = JANUARY, **fields
    ) -> UUID:
        said = {"actor": fields.pop("actor", self.asha), "now": self.now, "others": fields.pop("others", ())}
        lease_id = fields.pop("lease_id", None) or uuid7()
        content = LeaseContent(starts_on=start, rent=round(rent * 100), **fields)
        leases.add_lease(
            business_id=self.id, lease_id=lease_id, unit_id=unit, party_id=tenant, content=content, **said
        )
        return lease_id

    def home(
        self, rent: float = 9000, start: datetime.date = JANUARY, name: str = "Imran Ali", **fields
    ) -> UUID:
        """A house with one unit let to one tenant; its lease."""
        unit = self.unit(self.house(f"House {uuid7().hex[-6:]}"))
        return self.let(unit, self.tenant(name), rent, start, **fields)

    def ask(self, today: datetime.date = TODAY, **fields) -> dues.RaisedResult:
        said = {"actor": self.asha, "now": self.now, **fields}
        return dues.raise_dues(business_id=self.id, today=today, **said)

    def pay(self, lease: UUID, rupees: float, day: datetime.date = TODAY, **fields) -> payments.PaymentResult:
        said = {
            "actor": self.asha,
            "document_id": uuid7(),
            "mode": "cash",
            "made_at": self.now,
            "now": self.now,
        }
        return payments.receive_rent(
            business_id=self.id, lease_id=lease, amount=round(rupees * 100), day=day, **{**said, **fields}
        )

    def undo(self, payment: UUID, **fields):
        """A payment of which tax was kept back."""
        said = {"actor": self.asha, "base_rev": 1, "now": self.now, **fields}
        return tax_kept.take_back_kept_back(business_id=self.id, document_id=payment, **said)

    def charge(self, lease: UUID, rupees: float, label: str = "Water", **fields) -> dues.DueResult:
        said = {"actor": self.asha, "kind": "utility", "period": TODAY, "due_on": TODAY, "now": self.now}
        return dues.add_charge(
            business_id=self.id, lease_id=lease, label=label, amount=round(rupees * 100), **{**said, **fields}
        )

    def fees(self, today: datetime.date = TODAY, **fields) -> late_fees.FeesResult:
        said = {"actor": self.asha, "now": self.now, **fields}
        return late_fees.apply_late_fees(business_id=self.id, today=today, **said)

    def waive(self, due_id: UUID, reason: str = "Festival", **fields) -> dues.DueResult:
        said = {"actor": self.asha, "now": self.now, **fields}
        return dues.take_back_due(business_id=self.id, due_id=due_id, reason=reason, **said)

    def deposit(self, lease: UUID, rupees: float, verb: str = "receive", **fields) -> deposits.DepositResult:
        """verb: receive, return, cut or use."""
        said = {"actor": self.asha, "movement_id": uuid7(), "day": TODAY, "reason": "", "now": self.now}
        if verb in {"receive", "return"}:
            said["mode"] = "bank"
        return getattr(deposits, f"{verb}_deposit")(
            business_id=self.id, lease_id=lease, amount=round(rupees * 100), **{**said, **fields}
        )

    def leave(self, lease: UUID, day: datetime.date = TODAY, **fields) -> moving.MoveOutResult:
        said = {"actor": self.asha, "now": self.now, **fields}
        return moving.move_out(business_id=self.id, lease_id=lease, day=day, **said)

    def spend(self, house: UUID, rupees: float, account: str = "Repairs", **fields) -> expenses.ExpenseResult:
        said = {"actor": self.asha, "expense_id": uuid7(), "mode": "cash", "day": TODAY, "now": self.now}
        account_id = Account.objects.get(business_id=self.id, name=account).id
        return expenses.add_expense(
            business_id=self.id, property_id=house, account_id=account_id, amount=round(rupees * 100),
            **{**said, **fields},
        )  # fmt: skip

    def dues(self, lease: UUID) -> list[DueRow]:
        return due_rows(self.id, lease_ids=[lease])

    def owes(self, lease: UUID) -> Owed:
        party_id = Due.objects.filter(lease_id=lease).values_list("lease__party_id", flat=True)[0]
        return owed(self.id, [party_id])[party_id]

    def held(self, lease: UUID) -> int:
        return held(self.id, [lease])[lease]

    def owed_by(self, tenant: UUID) -> int:
        return Party.objects.get(id=tenant).balance


def open_rent_book(**fields) -> RentBook:
    shop = open_shop(kind="rent", name="Asha's houses", **fields)
    return RentBook(business=shop.business, asha=shop.asha, now=shop.now)
