"""What was billed in a book of tests/tenancy/books.py, and rows of tests/tenancy/test_queries.py for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.ids import uuid7
from core.quantities import ONE
from invoicing.content import LineContent, PaperContent
from invoicing.models import PaperLine
from invoicing.operations import approving, drafts
from invoicing.operations.contacts import ContactContent, PersonContent, set_contact
from tests.tenancy.payments import take_money

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@dataclass
class Papers:
    """A draft, an approved invoice with its line and a payment on it, and an approved estimate; `party` is who they are
    for."""

    party: UUID
    draft: UUID
    invoice: UUID
    line: int
    estimate: UUID
    payment: UUID


def make_papers(shop: Shop) -> Papers:
    party = shop.party("कागज़ वाला", kind="other")
    set_contact(
        business_id=shop.id, actor=shop.asha, party_id=party, now=shop.now,
        content=ContactContent(legal_name=f"Legal {shop.business.name}", persons=(PersonContent(name="মিতা"),)),
    )  # fmt: skip
    ids = uuid7(), uuid7(), uuid7()
    drafts.save_draft(paper_id=ids[0], content=content(party, shop), **_made(shop))
    approving.approve_new(paper_id=ids[1], content=content(party, shop), **_made(shop))
    approving.approve_new(paper_id=ids[2], content=content(party, shop, kind="estimate"), **_made(shop))
    payment = take_money(shop, party=party, bill=ids[1])
    return Papers(party, ids[0], ids[1], PaperLine.objects.get(paper_id=ids[1]).pk, ids[2], payment)


def content(party: UUID, shop: Shop, *, kind: str = "invoice", **line: Any) -> PaperContent:
    said = {"name": f"চা {shop.business.name}", "quantity": ONE, "price": 50_000_000, **line}
    return PaperContent(kind=kind, party_id=party, day=_day(shop), lines=(LineContent(**said),))


def _made(shop: Shop) -> dict[str, Any]:
    return {"business_id": shop.id, "actor": shop.asha, "made_at": shop.now, "now": shop.now}


def _day(shop: Shop) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def _new(world: Any, **fields: Any) -> dict[str, Any]:
    said = {key: value for key, value in _made(world.own.shop).items() if key != "business_id"}
    return {**said, "paper_id": uuid7(), "content": content(world.own.papers.party, world.own.shop), **fields}


def _for_theirs(world: Any) -> PaperContent:
    return content(world.foreign.papers.party, world.own.shop)


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _standing(world: Any) -> dict[str, Any]:
    return {**_asked(world), "paper_id": world.foreign.papers.invoice, "base_rev": 1}


REFUSES: dict[str, Given] = {
    "invoicing.operations.drafts.save_draft": lambda world: _new(world, content=_for_theirs(world)),
    "invoicing.operations.drafts.delete_draft": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.draft, "base_rev": 1,
    },
    "invoicing.operations.drafts.standing_same": lambda world: {
        "paper_id": world.foreign.papers.draft, "said": content(world.own.papers.party, world.own.shop),
    },
    "invoicing.operations.approving.approve_paper": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.draft, "base_rev": 1,
    },
    "invoicing.operations.approving.approve_new": lambda world: _new(world, content=_for_theirs(world)),
    "invoicing.operations.states.mark_sent": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.invoice,
    },
    "invoicing.operations.states.answer_estimate": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.estimate, "answer": "accepted",
    },
    "invoicing.operations.states.void_paper": _standing,
    "invoicing.operations.states.cancel_paper": _standing,
    "invoicing.operations.sources.content_from": lambda world: {
        "source_id": world.foreign.papers.estimate, "into": "invoice", "day": _day(world.own.shop),
    },
    "invoicing.operations.writing.paper_of": lambda world: {"paper_id": world.foreign.papers.invoice},
    "invoicing.operations.contacts.set_contact": lambda world: {
        **_asked(world), "party_id": world.foreign.papers.party, "content": ContactContent(legal_name="X"),
    },
    "invoicing.queries.papers.paper_card": lambda world: {
        "paper_id": world.foreign.papers.invoice, "today": _day(world.own.shop),
    },
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "ledger.queries.open_amounts.open_amounts": lambda world: {
        "document_ids": [world.foreign.papers.invoice],
    },
    "invoicing.queries.papers.is_paper": lambda world: {"document_id": world.foreign.papers.invoice},
    "invoicing.queries.papers.rows_of": lambda world: {"papers": [], "today": _day(world.own.shop)},
    "invoicing.queries.contacts.persons_of": lambda world: {"party_id": world.foreign.papers.party},
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "ledger.queries.posted.posted_by_role": lambda world: {"kinds": ["invoice"]},
    "invoicing.queries.papers.paper_page": lambda world: {
        "kind": "invoice", "today": _day(world.own.shop), "limit": 500,
    },
}  # fmt: skip
SEEN_ELSEWHERE = {
    "invoicing.queries.contacts.contact_card": "persons_of is tried; the rest of it is asked in the same way",
}


def fill(shop: Shop) -> None:
    """One bill more."""
    party = shop.party("केवल दूसरी बही, बिल")
    approving.approve_new(paper_id=uuid7(), content=content(party, shop), **_made(shop))
