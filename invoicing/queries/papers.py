"""Lists of papers, and one with its lines. Money in minor units."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from businesses.models import Business
from core.names import search_terms
from invoicing.kinds import POSTED_KINDS, SIDES
from invoicing.models import STANDING, TAKEN_OUT, Paper, PaperKind, PaperLine, PaperStatus
from invoicing.refusals import PaperUnknown
from ledger.queries.open_amounts import ASKED_MAX, open_amounts
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of
from ledger.queries.unbilled import billed_by

SEARCH_LENGTH_MAX = 120
MADE_MAX = 50
LOOKED_AT = 500
"""Papers looked at for one page of a chip that is read from amounts; the next page goes on from there."""
PAID_CHIPS = ("unpaid", "part_paid", "paid", "overdue")
CHIPS = ("all", "standing", *PAID_CHIPS, *PaperStatus.values, "expired", "out")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`balance` is what is still to be paid; `state` what people read: draft, approved, sent, part_paid, paid,
    overdue, accepted, declined, expired, invoiced, void or cancelled."""

    paper: Paper
    party_name: str
    balance: int
    state: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    rows: tuple[PaperRow, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper with all that a page or print of it shows; `made` are those made from it, the oldest first."""

    paper: Paper
    lines: tuple[PaperLine, ...]
    party_name: str
    balance: int
    state: str
    source: Paper | None
    made: tuple[Paper, ...]
    country: str
    currency: str


def paper_page(
    business_id: uuid.UUID, *, kind: str, today: datetime.date, chip: str = "all",
    party_id: uuid.UUID | None = None, search: str = "", since: datetime.date | None = None,
    until: datetime.date | None = None, after: str | None = None, limit: int = 50,
) -> PaperPage:  # fmt: skip
    """The newest first, from a cursor on. Raises CursorUnknown.

    A page of a chip that is read from amounts may be short, and go on all the same.
    """
    limit = min(limit, ROWS_MAX)
    papers = Paper.objects.filter(business_id=business_id, kind=kind).select_related("party", "paid_through")
    if party_id is not None:
        papers = papers.filter(Q(party_id=party_id) | Q(party__merged_into_id=party_id))
    if since is not None:
        papers = papers.filter(day__gte=since)
    if until is not None:
        papers = papers.filter(day__lte=until)
    papers = _of_chip(_searched(papers, search=search), chip, today=today)
    if after:
        day, last = _place(after)
        papers = papers.filter(Q(day__lt=day) | Q(day=day, id__lt=last))
    looked_at = LOOKED_AT if chip in PAID_CHIPS else limit
    found = list(papers.order_by("-day", "-id")[: looked_at + 1])
    rows = [
        row
        for row in rows_of(business_id, found[:looked_at], today=today)
        if chip not in PAID_CHIPS or _is_in(row, chip)
    ]
    more = rows[limit:] or found[looked_at:]
    if not more:
        return PaperPage(tuple(rows), None)
    last_paper = rows[limit - 1].paper if len(rows) > limit else found[looked_at - 1]
    return PaperPage(tuple(rows[:limit]), cursor_of(last_paper.day.isoformat(), last_paper.id.hex))


def rows_of(business_id: uuid.UUID, papers: list[Paper], *, today: datetime.date) -> list[PaperRow]:
    posted = [
        paper.pk
        for paper in papers
        if paper.kind in POSTED_KINDS and paper.status in STANDING and not SIDES[paper.kind].pays
    ]
    unpaid = open_amounts(business_id, posted) | _unpaid_on_khata(business_id, posted)
    return [
        PaperRow(
            paper, paper.party.name if paper.party else "", unpaid.get(paper.pk, 0),
            state_of(paper, balance=unpaid.get(paper.pk, 0), today=today),
        )
        for paper in papers
    ]  # fmt: skip


def _unpaid_on_khata(business_id: uuid.UUID, paper_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Of bills from khata, what is still to be paid of the khata's lines they took."""
    taken = billed_by(business_id, paper_ids)
    lines = [line for own in taken.values() for line in own]
    unpaid: dict[uuid.UUID, int] = {}
    for start in range(0, len(lines), ASKED_MAX):
        unpaid |= open_amounts(business_id, lines[start : start + ASKED_MAX])
    return {paper_id: sum(unpaid.get(line, 0) for line in own) for paper_id, own in taken.items()}


def paper_card(business_id: uuid.UUID, paper_id: uuid.UUID, *, today: datetime.date) -> PaperCard:
    """Raises PaperUnknown."""
    paper = (
        Paper.objects.select_related("party", "source", "paid_through")
        .filter(business_id=business_id, id=paper_id)
        .first()
    )
    if paper is None:
        raise PaperUnknown
    lines = PaperLine.objects.select_related("item", "batch", "account").filter(
        business_id=business_id, paper=paper
    )
    made = Paper.objects.filter(business_id=business_id, source=paper).order_by("created_at", "id")[:MADE_MAX]
    country, currency = Business.objects.values_list("country", "currency").get(id=business_id)
    (row,) = rows_of(business_id, [paper], today=today)
    return PaperCard(
        paper=paper, lines=tuple(lines.order_by("position")), party_name=row.party_name, balance=row.balance,
        state=row.state, source=paper.source, made=tuple(made), country=country, currency=currency,
    )  # fmt: skip


def state_of(paper: Paper, *, balance: int, today: datetime.date) -> str:
    """What people read of it: what was done with it, and for what is posted what was paid of it."""
    if paper.status == PaperStatus.DRAFT or paper.status in TAKEN_OUT or paper.status == PaperStatus.INVOICED:
        return paper.status
    is_past = paper.due_on is not None and paper.due_on < today
    if paper.kind not in POSTED_KINDS:
        is_open = paper.status in (PaperStatus.APPROVED, PaperStatus.SENT)
        return "expired" if is_past and is_open and paper.kind == PaperKind.ESTIMATE else paper.status
    if not balance:
        return "paid"
    if is_past:
        return "overdue"
    return "part_paid" if balance < paper.total else paper.status


def _is_in(row: PaperRow, chip: str) -> bool:
    if chip == "unpaid":
        return row.balance > 0
    if chip == "part_paid":
        return 0 < row.balance < row.paper.total
    return row.state == chip


def _of_chip(papers: QuerySet[Paper], chip: str, *, today: datetime.date) -> QuerySet[Paper]:
    if chip == "all":
        return papers
    if chip == "expired":
        return papers.filter(status__in=(PaperStatus.APPROVED, PaperStatus.SENT), due_on__lt=today)
    if chip == "out":
        return papers.filter(status__in=TAKEN_OUT)
    if chip in PAID_CHIPS or chip == "standing":
        return papers.filter(status__in=STANDING)
    return papers.filter(status=chip)


def _searched(papers: QuerySet[Paper], *, search: str) -> QuerySet[Paper]:
    """A number, their order's number, or a name in any script and spelling."""
    text = search.strip()[:SEARCH_LENGTH_MAX]
    if not text:
        return papers
    by_number = Q(number__icontains=text) | Q(reference__icontains=text)
    by_name = Q()
    for group in search_terms(text).groups:
        parts = Q()
        for part in group:
            parts |= Q(party__name_key__contains=part)
        by_name &= parts
    return papers.filter(by_number | by_name if by_name else by_number)


def _place(after: str) -> tuple[datetime.date, uuid.UUID]:
    day, last = key_of(after, shape=(str, str))
    try:
        return datetime.date.fromisoformat(day), uuid.UUID(last)
    except ValueError as error:
        raise CursorUnknown from error
