"""A paper's head and lines from what was worked out, and the goods that move by it. Under the caller's lock."""

import datetime
import hashlib
import uuid
from dataclasses import replace

from audit.trail import canonical
from businesses.actors import Actor
from core.ids import uuid7
from core.text import clean_line, clean_note
from inventory.models import Batch, Movement, StockKind
from inventory.operations.lines import Coming, Going, NewBatch
from inventory.operations.moves import issue_stock, receive_stock, reverse_stock
from inventory.refusals import BatchUnknown
from inventory.stock import Low
from invoicing.addresses import clean_address
from invoicing.buying import cost_of
from invoicing.content import LineContent, PaperContent, is_of_khata, said
from invoicing.ground import ships_to
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperKind, PaperLine
from invoicing.queries.contacts import khata_address
from invoicing.refusals import PaperUnknown
from invoicing.working import Worked, line_row
from ledger.models import Document
from taxes.arithmetic import Treatment

NOTE_LENGTH_MAX, TERMS_LENGTH_MAX, LINE_LENGTH_MAX, REASON_LENGTH_MAX = 1000, 2000, 60, 200
COMES = (StockKind.SALE_RETURN, StockKind.PURCHASE)
PAID_LATER = (PaperKind.INVOICE, PaperKind.DEBIT_NOTE, PaperKind.BILL)


def clean(content: PaperContent) -> PaperContent:
    """With its words as they are kept. Raises TextError, AddressRefused."""
    return replace(
        content,
        number=clean_line(content.number, max_length=40, field="number"),
        reference=clean_line(content.reference, max_length=LINE_LENGTH_MAX, field="reference"),
        note=clean_note(content.note, max_length=NOTE_LENGTH_MAX, field="note"),
        terms=clean_note(content.terms, max_length=TERMS_LENGTH_MAX, field="terms"),
        reason=clean_line(content.reason, max_length=REASON_LENGTH_MAX, field="reason"),
        shipping_address=clean_address(content.shipping_address, field="shipping_address"),
        rounds=content.rounds and not is_of_khata(content.lines) and not SIDES[content.kind].pays,
        their_registration=_number_of_nobody(content),
    )


def _number_of_nobody(content: PaperContent) -> str:
    """The tax number of a seller whom the book does not know. Raises TextError."""
    if content.party_id is not None:
        return ""
    return clean_line(
        content.their_registration, max_length=LINE_LENGTH_MAX, field="their_registration"
    ).upper()


def digest(content: PaperContent) -> bytes:
    """What tells a repeated request from another under the same id."""
    return hashlib.sha256(canonical(said(content)).encode()).digest()


def paper_of(business_id: uuid.UUID, paper_id: uuid.UUID) -> Paper:
    """Raises PaperUnknown."""
    found = Paper.objects.select_related("party").filter(business_id=business_id, id=paper_id).first()
    if found is None:
        raise PaperUnknown
    return found


def lines_of(paper: Paper) -> list[PaperLine]:
    own = PaperLine.objects.filter(business_id=paper.business_id, paper_id=paper.id)
    return list(own.select_related("item").order_by("position"))


def items_on(lines: list[PaperLine]) -> set[uuid.UUID]:
    return {line.item_id for line in lines if line.item_id is not None}


def content_of(paper: Paper, lines: list[PaperLine]) -> PaperContent:
    """What was said on a paper that stands, to be worked out again."""
    return PaperContent(
        kind=paper.kind, party_id=paper.party_id, day=paper.day, due_on=paper.due_on, supply_on=paper.supply_on,
        lines=tuple(line_content(line, kind=paper.kind) for line in lines), branch_id=paper.branch_id,
        series_id=paper.series_id, number=paper.number, reference=paper.reference, place=paper.place,
        treatment=paper.treatment, reverse_charge=paper.reverse_charge, with_tax=paper.with_tax,
        discount_amount=paper.discount_amount, discount_rate=paper.discount_rate, rounds=paper.rounds,
        note=paper.note, terms=paper.terms, reason=paper.reason, source_id=paper.source_id,
        shipping_address=dict(paper.shipping_address), paid_through_id=paper.paid_through_id,
        their_registration=paper.their_registration if paper.party_id is None else "",
    )  # fmt: skip


def line_content(line: PaperLine, *, kind: str) -> LineContent:
    is_taxed = line.treatment == Treatment.TAXABLE
    return LineContent(
        quantity=line.quantity, price=line.price, item_id=line.item_id, name=line.name, hsn=line.hsn,
        description=line.description, unit=line.unit, inclusive=line.inclusive,
        discount_amount=line.discount_amount, discount_rate=line.discount_rate, tax_id=line.tax_id,
        rate=line.rate if is_taxed and line.tax_id is None else None, treatment="" if is_taxed else line.treatment,
        batch_id=line.batch_id, batch_number=line.batch_number, expires_on=line.expires_on,
        serials=tuple(line.serials), source_line_id=line.source_line_id,
        account_id=line.account_id, credit_clause=line.credit_clause,
        returns=line.stock_quantity > 0 or SIDES[kind].goods is None, khata_id=line.khata_id,
    )  # fmt: skip


def fill(paper: Paper, worked: Worked, *, seq: int, now: datetime.datetime) -> None:
    """Everything on the head but its status and number."""
    content, ground, found = worked.content, worked.ground, worked.found
    contact = ground.contact
    paper.branch_id, paper.paid_through_id = ground.branch_id, content.paid_through_id
    paper.party = ground.party if content.party_id is not None else None
    paper.source_id, paper.series_id = content.source_id, content.series_id
    paper.day, paper.supply_on, paper.reference = content.day, content.supply_on, content.reference
    paper.due_on = content.due_on or _due(content, contact.payment_terms)
    paper.form, paper.is_inter_state = found.form.value, found.is_inter_state
    paper.our_registration, paper.our_state = ground.registration, ground.supplier.state
    paper.our_scheme, paper.treatment, paper.place = (
        ground.supplier.scheme.value,
        ground.buyer.value,
        worked.place,
    )
    paper.their_name = contact.legal_name or ground.party.name
    paper.their_registration = ground.party.registration_number
    paper.billing_address = contact.billing_address or khata_address(ground.party)
    paper.shipping_address = ships_to(content, contact)
    paper.reverse_charge, paper.with_tax = content.reverse_charge, content.with_tax
    paper.credit_waits = content.reverse_charge and not SIDES[content.kind].is_sale
    paper.discount_amount, paper.discount_rate = content.discount_amount, content.discount_rate
    paper.rounds = content.rounds
    paper.gross, paper.discount, paper.value = found.gross, found.discount, found.value
    paper.tax, paper.round_off, paper.total = found.tax, found.round_off, found.total
    paper.note, paper.terms, paper.reason = content.note, content.terms, content.reason
    paper.content_hash = digest(content)
    paper.changed_seq, paper.changed_at = seq, now


def bump(paper: Paper) -> None:
    """The next revision: a paper and its document of the ledger count theirs together, since both tell the trail of
    one subject."""
    document = Document.objects.filter(business_id=paper.business_id, id=paper.pk).values_list(
        "rev", flat=True
    )
    paper.rev = max(paper.rev, document.first() or 0) + 1


def write_lines(paper: Paper, worked: Worked, *, is_new: bool) -> list[PaperLine]:
    """The paper's lines as worked out, in the place of those it had.

    What was made from those is taken out by now (rules.check_untied), and names them no more.
    """
    if not is_new:
        of_book = PaperLine.objects.filter(business_id=paper.business_id)
        of_book.filter(source_line__paper=paper).update(source_line=None)
        PaperLine.objects.filter(business_id=paper.business_id, paper=paper).delete()
    rows = [line_row(worked, position, paper=paper) for position in range(1, len(worked.lines) + 1)]
    PaperLine.objects.bulk_create(rows)
    return rows


def move_goods(
    paper: Paper, lines: list[PaperLine], *, actor: Actor, now: datetime.datetime
) -> tuple[Low, ...]:
    """Goods go or come by an approved paper; what went short. Raises what issue_stock and receive_stock raise."""
    kind = SIDES[paper.kind].goods
    moving = [line for line in lines if line.stock_quantity and line.item_id is not None]
    paper.stock_id = None
    if kind is None or not moving:
        return ()
    paper.stock_id = uuid7()
    if kind in COMES:
        result = receive_stock(
            business_id=paper.business_id, actor=actor, document_id=paper.stock_id, day=paper.day, kind=kind,
            lines=_coming(paper, moving), branch_id=paper.branch_id, source_id=paper.id, now=now,
        )  # fmt: skip
    else:
        going = [
            Going(
                line.item_id, line.stock_quantity, batch_id=_out_of_batch(line), serials=tuple(line.serials)
            )
            for line in moving
            if line.item_id is not None
        ]
        result = issue_stock(
            business_id=paper.business_id, actor=actor, document_id=paper.stock_id, day=paper.day, kind=kind,
            lines=going, branch_id=paper.branch_id, source_id=paper.id, now=now,
        )  # fmt: skip
    return result.low


def take_goods_back(paper: Paper, *, actor: Actor, now: datetime.datetime) -> None:
    if paper.stock_id is not None:
        reverse_stock(
            business_id=paper.business_id, actor=actor, document_id=paper.stock_id, new_id=uuid7(), now=now
        )


def _coming(paper: Paper, lines: list[PaperLine]) -> list[Coming]:
    """Goods that come back say what they cost through the stock itself; goods bought cost their value."""
    is_bought = paper.kind == PaperKind.BILL
    batches = Batch.objects.filter(business_id=paper.business_id).in_bulk(
        [line.batch_id for line in lines if line.batch_id is not None]
    )
    found = []
    for line in lines:
        if line.item_id is None:
            continue
        value = cost_of(paper, line) if is_bought else None
        batch = batches[line.batch_id] if line.batch_id is not None else None
        new = NewBatch(batch.number, batch.expires_on) if batch else None
        if line.batch_number:
            new = NewBatch(line.batch_number, line.expires_on)
        if new is None and not is_bought and line.item is not None and line.item.has_batches:
            found += _out_of(paper, line)
            continue
        found.append(Coming(line.item_id, line.stock_quantity, value, new, tuple(line.serials)))
    return found


def _out_of_batch(line: PaperLine) -> uuid.UUID | None:
    """The batch that goods go out of, None for what expires first. Raises BatchUnknown."""
    if not line.batch_number or line.item is None or not line.item.has_batches:
        return line.batch_id
    own = Batch.objects.filter(business_id=line.business_id, item=line.item, number=line.batch_number)
    found = own.values_list("id", flat=True).first()
    if found is None:
        raise BatchUnknown(number=line.batch_number)
    return found


def _out_of(paper: Paper, line: PaperLine) -> list[Coming]:
    """Goods that come back without a batch said go into those they were sold out of, the last ones first."""
    source = None
    if paper.source_id is not None:
        source = Paper.objects.filter(business_id=paper.business_id, id=paper.source_id).first()
    left, parts = line.stock_quantity, []
    if source is not None and source.stock_id is not None and line.item_id is not None:
        sold = Movement.objects.select_related("batch").filter(
            business_id=paper.business_id, document_id=source.stock_id, item_id=line.item_id, quantity__lt=0
        )
        for row in sold.exclude(batch=None).order_by("-line"):
            part = min(left, -row.quantity)
            if part and row.batch is not None:
                parts.append(
                    Coming(line.item_id, part, None, NewBatch(row.batch.number, row.batch.expires_on))
                )
                left -= part
    if left and line.item_id is not None:
        parts.append(Coming(line.item_id, left))
    return parts


def _due(content: PaperContent, days: int | None) -> datetime.date | None:
    if days is None or content.kind not in PAID_LATER:
        return None
    return content.day + datetime.timedelta(days=days)
