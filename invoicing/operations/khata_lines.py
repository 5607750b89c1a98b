"""Bill from khata: goods given on khata become the lines of an invoice.

The khata keeps its lines, and the party's balance stays as it was: the bill moves what waits in "Khata sales,
unbilled" to sales and their taxes, no more. So each of its lines comes to what the khata line came to, taxes in it.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.money import format_money
from core.quantities import ONE
from core.templatetags.dates import date_words
from invoicing.content import LineContent, PaperContent
from invoicing.models import Paper, PaperKind, PaperLine
from invoicing.refusals import KhataLineRefused, KhataLinesRefused
from ledger.models import Document
from ledger.operations.billing import bill_entries, free_entries
from ledger.queries.unbilled import GoodsGiven, goods_given
from taxes.arithmetic.supplies import MINOR_ONE, PRICE_ONE

if TYPE_CHECKING:
    from invoicing.working import Worked

LINES_MAX = 100
"""Lines of a khata on one bill."""
NAME_LENGTH_MAX = 200


def content_from_khata(
    business_id: uuid.UUID, party_id: uuid.UUID, *, entry_ids: Sequence[uuid.UUID], day: datetime.date
) -> PaperContent:
    """An invoice of goods given on khata, oldest first, to be filled in. Raises PartyUnknown, KhataLinesRefused."""
    wanted = list(dict.fromkeys(entry_ids))
    if not 0 < len(wanted) <= LINES_MAX:
        raise KhataLinesRefused.number_of(LINES_MAX)
    found = goods_given(business_id, party_id, wanted)
    for number, entry_id in enumerate(wanted, start=1):
        _check_free(found.get(entry_id), paper_id=None, number=number)
    rows = sorted(found.values(), key=lambda one: (one.day, one.document_id))
    return PaperContent(
        kind=PaperKind.INVOICE, party_id=party_id, day=day, branch_id=rows[0].branch_id, rounds=False,
        lines=tuple(
            LineContent(
                quantity=ONE, price=one.amount * PRICE_ONE // MINOR_ONE, inclusive=True, khata_id=one.document_id,
                name=(one.note.splitlines() or [""])[0][:NAME_LENGTH_MAX].strip()
                or _("Goods of %(day)s") % {"day": date_words(one.day)},
            )
            for one in rows
        ),
    )  # fmt: skip


def check_khata(paper_id: uuid.UUID, worked: "Worked") -> None:
    """What bills goods of a khata bills them alone, in their place, once and to the paisa.

    Raises KhataLinesRefused, KhataLineRefused, PartyUnknown.
    """
    content = worked.content
    ids = [line.khata_id for line in content.lines if line.khata_id is not None]
    if not ids:
        return
    if content.kind != PaperKind.INVOICE or content.source_id is not None or len(ids) < len(content.lines):
        raise KhataLinesRefused.mixed()
    if len(set(ids)) < len(ids) or len(ids) > LINES_MAX:
        raise KhataLinesRefused.number_of(LINES_MAX)
    if content.discount_amount or content.discount_rate:
        raise KhataLinesRefused.other_total()
    ground = worked.ground
    found = goods_given(ground.business.pk, ground.party.pk, ids)
    for number, entry_id in enumerate(ids, start=1):
        given = _check_free(found.get(entry_id), paper_id=paper_id, number=number)
        if given.branch_id != ground.branch_id:
            raise KhataLinesRefused.of_branches()
        if content.day < given.day:
            raise KhataLinesRefused.too_early(given.day)
        total = worked.found.lines[number - 1].total
        if total != given.amount:
            _refuse_sum(given, total, number=number, currency=ground.business.currency)


def take_khata(paper: Paper, lines: Sequence[PaperLine]) -> None:
    """The lines of the khata are this bill's from now on."""
    if ids := [line.khata_id for line in lines if line.khata_id is not None]:
        bill_entries(paper.business_id, bill_id=paper.pk, document_ids=ids)


def free_khata(paper: Paper) -> None:
    free_entries(paper.business_id, bill_id=paper.pk)


def stands_on_khata(paper: Paper) -> bool:
    """Whether the bill took goods of a khata."""
    return Document.objects.filter(business_id=paper.business_id, billed_by_id=paper.pk).exists()


def _check_free(given: GoodsGiven | None, *, paper_id: uuid.UUID | None, number: int) -> GoodsGiven:
    if given is None:
        raise KhataLineRefused(_("This is not among the goods given to this customer any more."), line=number)
    if given.billed_by not in (None, paper_id):
        raise KhataLineRefused(
            _("This was billed already, as %(number)s.") % {"number": given.billed_as}, line=number
        )
    return given


def _refuse_sum(given: GoodsGiven, total: int, *, number: int, currency: str) -> None:
    said = {
        "total": format_money(total, currency=currency),
        "amount": format_money(given.amount, currency=currency),
    }
    raise KhataLineRefused(
        _("It comes to %(total)s with tax, and the khata says %(amount)s. Let the price have the tax in it.")
        % said,
        line=number,
    )
