"""A shop with a GSTIN that writes papers, and short ways to do so. Quantities in whole units, money in rupees."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from businesses.models import Registration
from core.ids import uuid7
from core.quantities import ONE
from invoicing.content import LineContent, PaperContent
from invoicing.models import Paper, PaperLine
from invoicing.operations import approving, drafts, sources, states
from invoicing.operations.results import PaperResult
from ledger.models import Document, Party
from ledger.queries.posted import posted_by_role
from taxes.rates import tax_id_of
from tests.inventory.stores import Store, open_store
from tests.ledger.shops import TODAY

GSTIN = "19AAPFU0939F1ZS"
FIVE, EIGHTEEN = tax_id_of("IN", "gst-5"), tax_id_of("IN", "gst-18")


def line(quantity: float = 1, rupees: float = 100, **said) -> LineContent:
    usual = {"name": "চা পাতা", "tax_id": EIGHTEEN} if "item_id" not in said else {}
    return LineContent(quantity=round(quantity * ONE), price=round(rupees * 1_000_000), **{**usual, **said})


@dataclass
class Counter(Store):
    def said(
        self, *lines: LineContent, kind: str = "invoice", party: UUID | None = None, **fields
    ) -> PaperContent:
        return PaperContent(
            kind=kind,
            party_id=party or self.rahim,
            day=fields.pop("day", TODAY),
            lines=lines or (line(),),
            **fields,
        )

    def draft(
        self, *lines: LineContent, base_rev: int | None = None, paper_id: UUID | None = None, **fields
    ) -> PaperResult:
        usual = {key: fields.pop(key, getattr(self, key)) for key in ("now",)}
        actor = fields.pop("actor", self.asha)
        return drafts.save_draft(
            business_id=self.id,
            actor=actor,
            paper_id=paper_id or uuid7(),
            content=self.said(*lines, **fields),
            base_rev=base_rev,
            made_at=usual["now"],
            now=usual["now"],
        )

    def bill(
        self, *lines: LineContent, paper_id: UUID | None = None, number: str = "", **fields
    ) -> PaperResult:
        """Written and approved at once."""
        actor, now = fields.pop("actor", self.asha), fields.pop("now", self.now)
        return approving.approve_new(
            business_id=self.id,
            actor=actor,
            paper_id=paper_id or uuid7(),
            content=self.said(*lines, **fields),
            number=number,
            made_at=now,
            now=now,
        )

    def approve(self, made: PaperResult, **fields) -> PaperResult:
        said = {"actor": self.asha, "base_rev": made.rev, "now": self.now, **fields}
        return approving.approve_paper(business_id=self.id, paper_id=made.paper_id, **said)

    def void(self, made: PaperResult, **fields) -> PaperResult:
        said = {"actor": self.asha, "base_rev": made.rev, "now": self.now, **fields}
        return states.void_paper(business_id=self.id, paper_id=made.paper_id, **said)

    def sent(self, made: PaperResult) -> PaperResult:
        return states.mark_sent(business_id=self.id, actor=self.asha, paper_id=made.paper_id, now=self.now)

    def change(self, made: PaperResult, *lines: LineContent, **fields) -> PaperResult:
        return self.draft(*lines, paper_id=made.paper_id, base_rev=fields.pop("base_rev", made.rev), **fields)

    def made_from(self, source: PaperResult, into: str, **fields) -> PaperContent:
        return sources.content_from(self.id, source.paper_id, into=into, day=fields.get("day", TODAY))

    def write(self, content: PaperContent, **fields) -> PaperResult:
        return approving.approve_new(
            business_id=self.id,
            actor=self.asha,
            paper_id=uuid7(),
            content=content,
            made_at=self.now,
            now=self.now,
            **fields,
        )

    def save(self, made: PaperResult, content: PaperContent) -> PaperResult:
        return drafts.save_draft(
            business_id=self.id,
            actor=self.asha,
            paper_id=made.paper_id,
            content=content,
            base_rev=made.rev,
            made_at=self.now,
            now=self.now,
        )

    def balance(self, party: UUID | None = None) -> float:
        return Party.objects.get(id=party or self.rahim).balance / 100

    def posted(self, made: PaperResult) -> dict[str, float]:
        document = Document.objects.get(id=made.paper_id)
        roles = posted_by_role(self.id, kinds=[document.kind])[made.paper_id]
        return {role: amount / 100 for role, amount in roles.items()}

    @property
    def rahim(self) -> UUID:
        found = Party.objects.filter(business_id=self.id, name="রহিম").first()
        return found.id if found else self.party("রহিম")


def paper(made: PaperResult) -> Paper:
    return Paper.objects.get(id=made.paper_id)


def rows(made: PaperResult) -> list[PaperLine]:
    return list(PaperLine.objects.filter(paper_id=made.paper_id).order_by("position"))


def open_counter(*, gstin: str = GSTIN, scheme: str = "regular", **fields) -> Counter:
    store = open_store(**fields)
    counter = Counter(business=store.business, asha=store.asha, now=store.now)
    if gstin:
        register(counter, gstin, scheme=scheme)
    return counter


def register(counter: Counter, number: str, *, scheme: str = "regular", kind: str = "gstin") -> None:
    state = number[:2] if kind == "gstin" else ""
    made = Registration.objects.create(
        business_id=counter.id, kind=kind, number=number, state=state, scheme=scheme
    )
    counter.business.branches.update(registration=made)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)
