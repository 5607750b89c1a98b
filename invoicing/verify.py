"""Proof of the papers: each head against its lines, its number, its document in the ledger and what that posted."""

import uuid
from collections.abc import Iterator

from django.db.models import Sum

from inventory.models import StockSum
from invoicing.buying import INPUT_ROLES, REVERSE_ROLES, WAITING_ROLES, bought_amounts
from invoicing.kinds import COMPONENT_ROLES, POSTED_KINDS, SIDES
from invoicing.models import STANDING, TAKEN_OUT, Paper, PaperLine
from invoicing.queries.promised import promised
from ledger.models import Document, DocumentKind, DocumentState
from ledger.queries.posted import posted_by_role
from ledger.verify import Fault
from taxes.models import DrawnNumber

SUMS = ("gross", "less", "share", "value", "cgst", "sgst", "igst", "cess", "vat", "duty", "total")
NONE = dict.fromkeys(SUMS, 0)
HEADS_A_FETCH = 500


def prove_papers(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the papers of one book."""
    sums = _sums(business_id)
    kinds = (*POSTED_KINDS, DocumentKind.KHATA_BILL)
    posted = posted_by_role(business_id, kinds=kinds)
    documents = Document.objects.filter(business_id=business_id, kind__in=kinds).in_bulk()
    taken = _taken(business_id)
    numbers = dict(
        DrawnNumber.objects.filter(business_id=business_id)
        .values_list("document_id", "number")
        .order_by("id")
    )
    for paper in Paper.objects.filter(business_id=business_id).iterator(chunk_size=HEADS_A_FETCH):
        lines = sums.get(paper.id, NONE)
        yield from _adds_up(paper, lines)
        document = documents.pop(paper.id, None)
        yield from _posted(paper, document, posted.get(paper.id, {}), lines)
        of_khata = document is not None and document.kind == DocumentKind.KHATA_BILL
        wanted = paper.total if of_khata and paper.status in STANDING else 0
        if taken.get(paper.id, 0) != wanted:
            yield _fault(paper, "a bill comes to something else than the lines of the khata that it took")
        if (
            paper.kind in SIDES
            and SIDES[paper.kind].is_numbered
            and paper.number != numbers.get(paper.id, "")
        ):
            yield _fault(paper, "a paper has another number than it was given")
    for document_id in documents:
        yield Fault(business_id, "a document of trade has no paper", str(document_id))
    yield from _promised(business_id)


def _promised(business_id: uuid.UUID) -> Iterator[Fault]:
    true = {item_id: quantity for item_id, quantity in promised(business_id).items() if quantity}
    stored = dict(
        StockSum.objects.filter(business_id=business_id)
        .exclude(committed=0)
        .values_list("item_id", "committed")
    )
    for item_id in true.keys() | stored.keys():
        if true.get(item_id, 0) != stored.get(item_id, 0):
            yield Fault(
                business_id, "what is promised of an item differs from what papers promise", str(item_id)
            )


def _taken(business_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """What the lines of khatas come to that each bill took."""
    billed = Document.objects.filter(
        business_id=business_id, billed_by__isnull=False, state=DocumentState.POSTED
    )
    return dict(billed.order_by().values_list("billed_by_id").annotate(Sum("amount")))


def _sums(business_id: uuid.UUID) -> dict[uuid.UUID, dict[str, int]]:
    """What the lines of each paper come to, by column."""
    rows = (
        PaperLine.objects.filter(business_id=business_id)
        .order_by("paper_id")
        .values_list("paper_id")
        .annotate(*[Sum(name, default=0) for name in SUMS])
    )
    return {row[0]: dict(zip(SUMS, row[1:], strict=True)) for row in rows}


def _adds_up(paper: Paper, lines: dict[str, int]) -> Iterator[Fault]:
    taxes = sum(lines[name] for name in COMPONENT_ROLES)
    charged = 0 if paper.reverse_charge else taxes
    said = (paper.gross, paper.discount, paper.value, paper.tax, paper.total - paper.round_off)
    if said != (lines["gross"], lines["less"] + lines["share"], lines["value"], charged, lines["total"]):
        yield _fault(paper, "a paper differs from its lines")


def _posted(
    paper: Paper, document: Document | None, roles: dict[str, int], lines: dict[str, int]
) -> Iterator[Fault]:
    if paper.kind not in POSTED_KINDS or paper.status not in (*STANDING, *TAKEN_OUT):
        if document is not None:
            yield _fault(paper, "a paper that is not approved is posted")
        return
    if document is None:
        yield from [_fault(paper, "a paper is not posted")] if paper.total else []
        return
    if (document.state == DocumentState.POSTED) != (paper.status in STANDING):
        yield _fault(paper, "a paper stands and its posting does not, or the other way")
    said = (document.kind, document.party_id, document.branch_id, document.day, document.amount)
    owed = sum(lines[name] for name in COMPONENT_ROLES) if paper.reverse_charge else 0
    amount = paper.total + (owed if SIDES[paper.kind].pays else 0)
    if said != (*_named(paper, document), paper.branch_id, paper.day, amount):
        yield _fault(paper, "a paper and its document do not agree")
    if document.state != DocumentState.POSTED:
        return
    side = SIDES[paper.kind]
    if not side.is_sale:
        yield from _bought(paper, roles, sign=-side.sign)
        return
    if paper.reverse_charge:
        return
    for name, role in COMPONENT_ROLES.items():
        if roles.get(role, 0) != -side.sign * lines[name]:
            yield _fault(paper, f"the journal holds another {name} than the lines")


def _named(paper: Paper, document: Document) -> tuple[str, uuid.UUID | None]:
    """The kind and the party of its document: a bill from khata and an expense stand in nobody's khata."""
    if document.kind == DocumentKind.KHATA_BILL:
        return DocumentKind.KHATA_BILL, None
    return paper.kind, None if SIDES[paper.kind].pays else paper.party_id


def _bought(paper: Paper, roles: dict[str, int], *, sign: int) -> Iterator[Fault]:
    """Taxes set off, and taxes owed in the vendor's place."""
    rows = list(PaperLine.objects.filter(business_id=paper.business_id, paper_id=paper.id))
    amounts = bought_amounts(paper, rows)
    for role in (*INPUT_ROLES.values(), *REVERSE_ROLES.values(), *WAITING_ROLES.values()):
        if roles.get(role, 0) != sign * amounts.get(role, 0):
            yield _fault(paper, f"the journal holds another {role} than the lines")


def _fault(paper: Paper, what: str) -> Fault:
    return Fault(paper.business_id, what, f"{paper.kind} {paper.number or paper.id}")
