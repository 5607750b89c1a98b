"""The demo shop's shelves: goods bought by bills of suppliers, and bills for its eating houses, over the last weeks.

Called for each evening of the year, so that all of it stands among the entries of its day; an evening that was
written already is left as it is.
"""

import datetime
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from businesses.actors import Actor
from businesses.models import Branch, Registration
from businesses.operations.branches import change_branch, main_branch_id
from businesses.operations.registrations import RegistrationContent, add_registration
from core.quantities import ONE
from inventory.models import TaxPreference
from inventory.operations.items import add_item
from inventory.operations.words import ItemWords
from invoicing.content import LineContent, PaperContent
from invoicing.models import Paper, PaperKind
from invoicing.operations.approving import approve_new
from invoicing.operations.contact_cards import write_contact
from invoicing.operations.contacts import ContactContent
from invoicing.operations.drafts import save_draft
from invoicing.operations.payments import record_payment
from invoicing.operations.results import PaperResult
from invoicing.payments import PaymentContent
from ledger.models import Mode, Party, PartyKind
from ledger.operations.allocations import Share
from taxes.arithmetic import Buyer

ITEMS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[
    "item"
]
OPENS, BUYS, NEW_CURD = 56, (55, 27), (13, 4)
"""Days before the last one: the shop registers for GST, goods come, curd comes."""
SHOP_NUMBER, CUSTOMER_NUMBER = "19AAPFU0939F1ZS", "19AAACG2115R1ZE"
ADDRESS = "12 College Street, Kolkata 700073"
CUSTOMERS, SUPPLIERS, TERMS = 6, 3, 15
SEED = "eight weeks of bills"
RUPEE, PRICE = 100, 1_000_000


@dataclass(frozen=True, slots=True)
class DemoBills:
    business_id: uuid.UUID
    actor: Actor

    def evening(self, *, day: datetime.date, left: int, at: datetime.datetime) -> None:
        """What is bought and billed on a day with `left` days to come."""
        with transaction.atomic():
            if left == OPENS and not Registration.objects.filter(business_id=self.business_id).exists():
                self._open(at=at)
            if left in BUYS:
                self._buy([one for one in ITEMS if "keeps" not in one], day=day, left=left, at=at)
            if left in NEW_CURD:
                self._buy([one for one in ITEMS if "keeps" in one], day=day, left=left, at=at)
            if left < BUYS[0] and left % 2 == 0:
                self._sell(day=day, left=left, at=at)

    def _open(self, *, at: datetime.datetime) -> None:
        said: dict[str, Any] = {"business_id": self.business_id, "actor": self.actor, "now": at}
        content = RegistrationContent("gstin", SHOP_NUMBER, "regular", "Asha Sen", "Lakshmi Stores", ADDRESS)
        registration = add_registration(content=content, **said)
        branch = Branch.objects.get(id=main_branch_id(self.business_id))
        change_branch(
            branch_id=branch.id, base_rev=branch.rev, name=branch.name, kind=branch.kind,
            registration_id=registration.id, **said,
        )  # fmt: skip
        for one in ITEMS:
            add_item(item_id=self._id(one["key"]), words=_words(one), country="IN", **said)
        customer = self._customers()[0]
        write_contact(
            party_id=customer.id, base_rev=customer.rev, registration_number=CUSTOMER_NUMBER,
            content=ContactContent(treatment=Buyer.REGISTERED, place="19", payment_terms=TERMS), **said,
        )  # fmt: skip

    def _buy(
        self, items: list[dict[str, Any]], *, day: datetime.date, left: int, at: datetime.datetime
    ) -> None:
        supplier = self._parties(PartyKind.SUPPLIER)[left % SUPPLIERS]
        lines = tuple(
            LineContent(
                item_id=self._id(one["key"]), quantity=one["comes"] * ONE, price=one["cost"] * PRICE,
                batch_number=f"{day:%d%m}" if "keeps" in one else "",
                expires_on=day + datetime.timedelta(days=one["keeps"]) if "keeps" in one else None,
            )
            for one in items
        )  # fmt: skip
        made = self._write(PaperKind.BILL, supplier, lines, day=day, at=at, number=f"LS/{day:%d%m%y}")
        if made is not None and left > TERMS:
            self._settle(supplier, made, side="vendor", day=day, mode=Mode.BANK, at=at)

    def _sell(self, *, day: datetime.date, left: int, at: datetime.datetime) -> None:
        chance = Random(f"{SEED} {left}")
        customer = chance.choice(self._customers())
        stood_before = [one for one in ITEMS if "keeps" not in one or left < NEW_CURD[0]]
        lines = tuple(
            LineContent(
                item_id=self._id(one["key"]), quantity=chance.randint(1, 4) * ONE, inclusive=True,
                price=round(one["price"] * PRICE),
            )
            for one in chance.sample(stood_before, k=chance.randint(2, 4))
        )  # fmt: skip
        if left == 0:
            self._write(PaperKind.ESTIMATE, customer, lines, day=day, at=at, is_draft=True)
            return
        made = self._write(PaperKind.INVOICE, customer, lines, day=day, at=at)
        if made is not None and chance.random() < 0.7:
            mode = chance.choice((Mode.CASH, Mode.UPI, Mode.UPI))
            self._settle(customer, made, side="customer", day=day, mode=mode, at=at)

    def _write(
        self, kind: PaperKind, party: Party, lines: tuple[LineContent, ...], *, day: datetime.date,
        at: datetime.datetime, number: str = "", is_draft: bool = False,
    ) -> PaperResult | None:  # fmt: skip
        """None when it stood already."""
        paper_id = self._id(f"{kind} {day}")
        if Paper.objects.filter(id=paper_id).exists():
            return None
        write = save_draft if is_draft else approve_new
        content = PaperContent(
            kind=kind, party_id=party.id, day=day, lines=lines, number=number,
            due_on=day + datetime.timedelta(days=TERMS),
        )  # fmt: skip
        return write(
            business_id=self.business_id,
            actor=self.actor,
            paper_id=paper_id,
            content=content,
            made_at=at,
            now=at,
        )

    def _settle(
        self,
        party: Party,
        made: PaperResult,
        *,
        side: str,
        day: datetime.date,
        mode: Mode,
        at: datetime.datetime,
    ) -> None:
        record_payment(
            business_id=self.business_id, actor=self.actor, payment_id=self._id(f"{side} {day}"), made_at=at, now=at,
            content=PaymentContent(
                side=side, party_id=party.id, day=day, mode=mode, amount=made.total,
                shares=(Share(made.paper_id, made.total, 0),),
            ),
        )  # fmt: skip

    def _customers(self) -> list[Party]:
        return [one for one in self._parties(PartyKind.CUSTOMER) if one.credit_limit][:CUSTOMERS]

    def _parties(self, kind: PartyKind) -> list[Party]:
        """Those who came first."""
        found = Party.objects.filter(business_id=self.business_id, kind=kind, trashed_at=None)
        return list(found.order_by("created_at", "id")[:100])

    def _id(self, words: str) -> uuid.UUID:
        return uuid.uuid5(self.business_id, f"demo {words}")


def _words(one: dict[str, Any]) -> ItemWords:
    rate = one.get("rate")
    return ItemWords(
        name=one["name"], hsn=one["hsn"], unit=one["unit"], sale_price=round(one["price"] * RUPEE),
        purchase_price=round(one["cost"] * RUPEE), tax_inclusive=True, has_batches="keeps" in one, low_level=10 * ONE,
        tax_preference=TaxPreference.TAXABLE if rate else TaxPreference.EXEMPT,
        tax_rate=rate * 10_000 if rate else None,
    )  # fmt: skip
