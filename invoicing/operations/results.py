"""What an operation on a paper answers, and what the trail is told of it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit import trail
from businesses.actors import Actor
from inventory.stock import Low
from invoicing.kinds import SIDES
from invoicing.models import STANDING, Paper, PaperLine
from invoicing.posting import mode_of


@dataclass(frozen=True, slots=True)
class PaperResult:
    """`total` in minor units. `low`: items of which more left than there was, and that let it happen;
    `promised`: those of which less is there now than was promised to others."""

    paper_id: uuid.UUID
    kind: str
    status: str
    number: str
    party_id: uuid.UUID | None
    total: int
    rev: int
    seq: int
    low: tuple[Low, ...] = ()
    promised: tuple[Low, ...] = ()
    replayed: bool = False


def result_of(
    paper: Paper, *, low: tuple[Low, ...] = (), promised: tuple[Low, ...] = (), replayed: bool = False
) -> PaperResult:
    return PaperResult(
        paper_id=paper.id, kind=paper.kind, status=paper.status, number=paper.number, party_id=paper.party_id,
        total=paper.total, rev=paper.rev, seq=paper.changed_seq, low=low, promised=promised,
        replayed=replayed,
    )  # fmt: skip


def tell(
    paper: Paper, *, what: str, lines: Sequence[PaperLine], actor: Actor, now: datetime.datetime
) -> None:
    """News under the paper's own number: invoice.approved, estimate.created …"""
    sign = SIDES[paper.kind].sign
    news = trail.News(
        seq=paper.changed_seq, verb=f"{paper.kind}.{what}", subject_kind=paper.kind, subject_id=paper.id,
        rev=paper.rev, amount=sign * paper.total, contents=contents_of(paper, lines),
    )  # fmt: skip
    trail.append(business_id=paper.business_id, at=now, actor=actor, news=[news])


def contents_of(paper: Paper, lines: Sequence[PaperLine]) -> dict[str, Any]:
    """A paper as the trail keeps it; the first part is what every document of a khata says of itself."""
    return {
        "kind": paper.kind,
        "party": str(paper.party_id) if paper.party_id else None,
        "state": "posted" if paper.status in STANDING else "trashed" if paper.number else "draft",
        "direction": str(SIDES[paper.kind].direction),
        "amount": paper.total,
        "mode": str(mode_of(paper)),
        "day": paper.day.isoformat(),
        "note": paper.note,
        "due_on": paper.due_on.isoformat() if paper.due_on else None,
        "photos": 0,
        "status": paper.status,
        "number": paper.number,
        "reference": paper.reference,
        "form": paper.form,
        "source": str(paper.source_id) if paper.source_id else None,
        "reason": paper.reason,
        "place": paper.place,
        **({"shipping_address": dict(paper.shipping_address)} if paper.shipping_address else {}),
        **({"paid_through": str(paper.paid_through_id)} if paper.paid_through_id else {}),
        "treatment": paper.treatment,
        "their_registration": paper.their_registration,
        "value": paper.value,
        "tax": paper.tax,
        "round_off": paper.round_off,
        "lines": [_line(line) for line in lines],
    }


def _line(line: PaperLine) -> dict[str, Any]:
    return {
        "item": str(line.item_id) if line.item_id else None,
        "name": line.name,
        "hsn": line.hsn,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": line.price,
        "rate": line.rate,
        "value": line.value,
        "taxes": line.taxes,
        "total": line.total,
    }
