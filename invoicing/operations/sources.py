"""What a paper was made from, and what that allows: an estimate is billed once, no more comes back than was sold."""

import datetime
import uuid
from dataclasses import replace

from django.db.models import Sum
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from core.periods import fiscal_year
from core.templatetags.dates import date_words
from invoicing.content import LineContent, PaperContent
from invoicing.models import STANDING, Paper, PaperKind, PaperLine, PaperStatus
from invoicing.operations.results import tell
from invoicing.operations.writing import bump, line_content, lines_of, paper_of
from invoicing.refusals import SourceRefused, TooManyReturned
from invoicing.working import Worked

MADE_FROM = {
    PaperKind.INVOICE: (PaperKind.ESTIMATE, PaperKind.CHALLAN),
    PaperKind.CHALLAN: (PaperKind.ESTIMATE, PaperKind.INVOICE),
    PaperKind.CREDIT_NOTE: (PaperKind.INVOICE,),
    PaperKind.DEBIT_NOTE: (PaperKind.INVOICE,),
    PaperKind.VENDOR_CREDIT: (PaperKind.BILL,),
    PaperKind.ESTIMATE: (),
    PaperKind.BILL: (),
    PaperKind.EXPENSE: (),
}
RETURNS = (PaperKind.CREDIT_NOTE, PaperKind.VENDOR_CREDIT)
ANSWERED = (PaperStatus.ACCEPTED, PaperStatus.DECLINED)
BILLED_ONCE = (PaperKind.ESTIMATE, PaperKind.CHALLAN)
YEAR_STARTS_MONTH, NOTES_UNTIL = 4, (11, 30)
"""Of the GST, whatever year the book keeps."""
ROUNDING = 100
"""Minor units: notes and bill are rounded to whole rupees apart."""


def check_source(paper_id: uuid.UUID, worked: Worked) -> None:
    """Raises SourceRefused, TooManyReturned, PaperUnknown."""
    content, business_id = worked.content, worked.ground.business.pk
    if content.source_id is None:
        return
    source = paper_of(business_id, content.source_id)
    if source.kind not in MADE_FROM[PaperKind(content.kind)]:
        raise SourceRefused(_("This paper cannot be made from that one."))
    if source.status not in STANDING:
        raise SourceRefused(_("Approve the paper it is made from first."))
    if source.party_id != worked.ground.party.pk:
        raise SourceRefused(_("The paper it is made from is somebody else's."))
    if source.kind in BILLED_ONCE and content.kind == PaperKind.INVOICE:
        _check_billed_once(source, paper_id=paper_id)
    if content.kind in RETURNS:
        if content.day < source.day:
            raise SourceRefused(_("Choose a day on or after the day of the bill."))
        _check_in_time(source, worked)
        _check_returned(source, paper_id=paper_id, worked=worked)


def _check_in_time(source: Paper, worked: Worked) -> None:
    """Section 34 of the CGST Act: tax comes back with a credit note until 30 November after the year of the supply."""
    if worked.content.kind != PaperKind.CREDIT_NOTE or not worked.ground.is_indian or not worked.found.tax:
        return
    year = fiscal_year(source.supply_on or source.day, starts_month=YEAR_STARTS_MONTH)
    last = datetime.date(year.end.year, *NOTES_UNTIL)
    if worked.content.day > last:
        raise SourceRefused(
            _(
                "The tax of this bill came back by a note until %(day)s. Write one without tax, on lines of its own."
            )
            % {"day": date_words(last)}
        )


def content_from(
    business_id: uuid.UUID, source_id: uuid.UUID, *, into: str, day: datetime.date
) -> PaperContent:
    """A new paper that says what another says, its lines linked: an invoice of an estimate, a note of an invoice.

    Of a note, what did not come back yet. Raises PaperUnknown, SourceRefused.
    """
    source = paper_of(business_id, source_id)
    if source.kind not in MADE_FROM[PaperKind(into)]:
        raise SourceRefused(_("This paper cannot be made from that one."))
    back = _returned(source) if into in RETURNS else {}
    lines = []
    for line in lines_of(source):
        said = line_content(line, kind=source.kind)
        left = line.quantity - back.get(line.pk, 0)
        if left <= 0:
            continue
        is_whole = left == line.quantity
        lines.append(_linked(said, line.pk, quantity=left, discount=line.discount_amount if is_whole else 0))
    return PaperContent(
        kind=into, party_id=source.party_id, day=day, lines=tuple(lines), branch_id=source.branch_id,
        reference=source.reference, place=source.place, treatment=source.treatment, with_tax=source.with_tax,
        reverse_charge=source.reverse_charge, rounds=source.rounds, note=source.note, terms=source.terms,
        discount_rate=source.discount_rate, discount_amount=0 if into in RETURNS else source.discount_amount,
        source_id=source.pk, shipping_address=dict(source.shipping_address),
    )  # fmt: skip


def mark_source(paper: Paper, *, is_billed: bool, actor: Actor, now: datetime.datetime) -> None:
    """The estimate or challan an invoice was made from is billed, or it is not any more. Draws a number more."""
    if paper.source_id is None or paper.kind != PaperKind.INVOICE:
        return
    source = paper_of(paper.business_id, paper.source_id)
    if source.kind not in BILLED_ONCE or (source.status == PaperStatus.INVOICED) == is_billed:
        return
    if is_billed:
        source.status, source.status_before = PaperStatus.INVOICED, source.status
    else:
        source.status, source.status_before = _unbilled(source), ""
    bump(source)
    source.changed_seq, source.changed_at = lock(paper.business_id).first_seq, now
    source.save(update_fields=["status", "status_before", "rev", "changed_seq", "changed_at"])
    what = "invoiced" if is_billed else "updated"
    tell(source, what=what, lines=lines_of(source), actor=actor, now=now)


def _unbilled(source: Paper) -> str:
    """As it stood before its bill: an answer stays. Whoever got it in between has it."""
    if source.status_before in ANSWERED:
        return source.status_before
    return PaperStatus.SENT if source.sent_at else PaperStatus.APPROVED


def _linked(said: LineContent, source_line: int, *, quantity: int, discount: int) -> LineContent:
    return replace(
        said,
        source_line_id=source_line,
        quantity=quantity,
        discount_amount=discount,
        returns=True,
        khata_id=None,
    )


def _check_billed_once(source: Paper, *, paper_id: uuid.UUID) -> None:
    other = (
        Paper.objects.filter(business_id=source.business_id, source_id=source.pk, kind=PaperKind.INVOICE)
        .filter(status__in=STANDING)
        .exclude(id=paper_id)
        .first()
    )
    if other is not None:
        raise SourceRefused(_("This was billed already, as %(number)s.") % {"number": other.number})


def _check_returned(source: Paper, *, paper_id: uuid.UUID, worked: Worked) -> None:
    back = _returned(source, other_than=paper_id)
    sold = {line.pk: line for line in lines_of(source)}
    asked: dict[int, int] = {}
    for number, line in enumerate(worked.lines, start=1):
        key = line.said.source_line_id
        if key is None:
            continue
        asked[key] = asked.get(key, 0) + line.said.quantity
        left = sold[key].quantity - back.get(key, 0)
        if line.unit != sold[key].unit or asked[key] > left:
            raise TooManyReturned(line=number, sold=sold[key].quantity, left=max(left, 0))
    others = (
        Paper.objects.filter(business_id=source.business_id, source_id=source.pk, kind=worked.content.kind)
        .filter(status__in=STANDING)
        .exclude(id=paper_id)
        .aggregate(total=Sum("total"))["total"]
        or 0
    )
    if others + worked.found.total > source.total + ROUNDING:
        raise SourceRefused(_("The notes come to more than the bill itself."))


def _returned(source: Paper, *, other_than: uuid.UUID | None = None) -> dict[int, int]:
    """What came back of each line of a bill by notes that stand."""
    lines = PaperLine.objects.filter(
        business_id=source.business_id, source_line__paper_id=source.pk, paper__kind__in=RETURNS,
        paper__status__in=STANDING,
    )  # fmt: skip
    if other_than is not None:
        lines = lines.exclude(paper_id=other_than)
    return dict(
        lines.values_list("source_line_id").annotate(total=Sum("quantity")).order_by("source_line_id")
    )
