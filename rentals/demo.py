"""The demo landlord's houses: eight months of rent, one tenant behind who says they paid, and an empty flat."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from businesses.actors import Actor
from businesses.models import BookKind, Branch, Business, Membership, User
from businesses.roles import Role
from core.ids import uuid7
from core.periods import add_months
from ledger.models import Account, Mode, PartyKind
from ledger.operations.books import open_book
from ledger.operations.parties import add_party
from rentals.arithmetic import FeeKind, FeeRule, Rise
from rentals.models import UnitUse
from rentals.operations.deposits import receive_deposit
from rentals.operations.dues import raise_dues
from rentals.operations.expenses import add_expense
from rentals.operations.leases import add_lease
from rentals.operations.payments import receive_rent
from rentals.operations.portal import claim_payment
from rentals.operations.properties import add_property, add_unit
from rentals.terms import LeaseContent

NAME, COUNTRY, ZONE = "Sen Houses", "IN", ZoneInfo("Asia/Kolkata")
MONTHS, EVENING = 8, datetime.time(20, 0)
BEFORE = 5
"""Months before the first rent that the book was begun: before the shop's, which is the one to open first."""
RUPEE = 100
FEE = FeeRule(kind=FeeKind.FLAT, amount=200 * RUPEE, grace_days=5, repeats=True, cap=1_000 * RUPEE)


@dataclass(frozen=True, slots=True)
class Flat:
    """`rent` in rupees; a tenant pays on `pays_on` of a month, in full unless it is one of the last `behind`."""

    name: str
    rent: int
    tenant: str = ""
    phone: str = ""
    pays_on: int = 3
    behind: int = 0
    mode: Mode = Mode.UPI
    use: UnitUse = UnitUse.HOME


HOUSES = {
    "শান্তি ভিলা": (
        Flat("Ground", 9_000, "Imran Ali", "+916060010001"),
        Flat("1A", 12_500, "अनीता वर्मा", "+916060010002", pays_on=5),
        Flat("1B", 8_000, "সুব্রত দাস", "+916060010003", pays_on=8, behind=2, mode=Mode.CASH),
        Flat("2A", 11_000),
    ),
    "Market Road": (
        Flat("Shop 1", 18_000, "Gupta Medical Hall", "+916060010004", mode=Mode.BANK, use=UnitUse.SHOP),
        Flat("Shop 2", 15_000, "நடராஜன்", "+916060010005", pays_on=6, use=UnitUse.SHOP),
    ),
}
COSTS = ((5, "Repairs", 3_400, "Water pump"), (2, "Repairs", 1_250, "রং"))
"""Months before the last one, account, rupees and note."""


@transaction.atomic
def make_demo_houses(*, owner: User, now: datetime.datetime) -> None:
    """A rent book marked as practice, unless the owner has one."""
    mine = Membership.objects.filter(user=owner, role=Role.OWNER, business__is_demo=True)
    if not mine.filter(business__kind=BookKind.RENT).exists():
        today = now.astimezone(ZONE).date()
        DemoHouses.open(owner, first=add_months(today.replace(day=1), -MONTHS), now=now).live(today)


@dataclass(frozen=True, slots=True)
class DemoHouses:
    business_id: uuid.UUID
    actor: Actor
    first: datetime.date
    now: datetime.datetime

    @classmethod
    def open(cls, owner: User, *, first: datetime.date, now: datetime.datetime) -> "DemoHouses":
        began = datetime.datetime.combine(add_months(first, -BEFORE), EVENING, tzinfo=ZONE)
        book = open_book(kind=BookKind.RENT, name=NAME, country=COUNTRY, user=owner, now=began)
        Business.objects.filter(pk=book.pk).update(is_demo=True)
        return cls(book.pk, Actor(owner.pk, Role.OWNER, None, "demo"), first, now)

    def live(self, today: datetime.date) -> None:
        leases = [one for name, flats in HOUSES.items() for one in self._let(name, flats)]
        for month in range(MONTHS + 1):
            begins = add_months(self.first, month)
            raise_dues(today=begins, now=self._at(begins), **self._said)
            for flat, lease_id in leases:
                day = begins.replace(day=flat.pays_on)
                if day < today and MONTHS - month >= flat.behind:
                    self._pay(flat, lease_id, day=day)
            self._spend(months_left=MONTHS - month, day=begins.replace(day=12))
        self._claim(*leases[2], day=today)

    def _let(self, name: str, flats: tuple[Flat, ...]) -> list[tuple[Flat, uuid.UUID]]:
        at, let = self._at(self.first), list[tuple[Flat, uuid.UUID]]()
        worth = sum(flat.rent for flat in flats) * 250 * RUPEE
        house = add_property(name=name, worth=worth, now=at, **self._said).property_id
        for flat in flats:
            unit = add_unit(
                unit_id=uuid7(), property_id=house, name=flat.name, use=flat.use, asking_rent=flat.rent * RUPEE,
                now=at, **self._said,
            ).unit_id  # fmt: skip
            if flat.tenant:
                let.append((flat, self._move_in(flat, unit, at=at)))
        return let

    def _move_in(self, flat: Flat, unit_id: uuid.UUID, *, at: datetime.datetime) -> uuid.UUID:
        party_id, lease_id = uuid7(), uuid7()
        add_party(
            party_id=party_id, name=flat.tenant, country=COUNTRY, phone=flat.phone, kind=PartyKind.TENANT, made_at=at,
            now=at, **self._said,
        )  # fmt: skip
        content = LeaseContent(
            starts_on=self.first, rent=flat.rent * RUPEE, due_day=5, deposit_asked=2 * flat.rent * RUPEE, fee=FEE,
            rises=(Rise(add_months(self.first, 11), percent=500, every_months=11),),
        )  # fmt: skip
        add_lease(
            lease_id=lease_id, unit_id=unit_id, party_id=party_id, content=content, now=at, **self._said
        )
        receive_deposit(
            movement_id=uuid7(), lease_id=lease_id, amount=content.deposit_asked, mode=flat.mode, day=self.first,
            now=at, **self._said,
        )  # fmt: skip
        return lease_id

    def _pay(self, flat: Flat, lease_id: uuid.UUID, *, day: datetime.date) -> None:
        at = self._at(day)
        receive_rent(
            document_id=uuid7(), lease_id=lease_id, amount=flat.rent * RUPEE, mode=flat.mode, day=day, made_at=at,
            now=at, **self._said,
        )  # fmt: skip

    def _spend(self, *, months_left: int, day: datetime.date) -> None:
        for months, account, rupees, note in COSTS:
            if months == months_left:
                add_expense(
                    expense_id=uuid7(), property_id=self._first_house(), amount=rupees * RUPEE, mode=Mode.CASH,
                    account_id=Account.objects.get(business_id=self.business_id, name=account).pk, day=day, note=note,
                    now=self._at(day), **self._said,
                )  # fmt: skip

    def _first_house(self) -> uuid.UUID:
        return Branch.objects.get(business_id=self.business_id, name=next(iter(HOUSES))).pk

    def _claim(self, flat: Flat, lease_id: uuid.UUID, *, day: datetime.date) -> None:
        claim_payment(
            lease_ids=[lease_id], claim_id=uuid7(), lease_id=lease_id, amount=flat.rent * RUPEE, day=day,
            mode=Mode.UPI, reference="UPI 4416", now=self.now, **self._said,
        )  # fmt: skip

    def _at(self, day: datetime.date) -> datetime.datetime:
        return min(datetime.datetime.combine(day, EVENING, tzinfo=ZONE), self.now)

    @property
    def _said(self) -> dict[str, Any]:
        return {"business_id": self.business_id, "actor": self.actor}
