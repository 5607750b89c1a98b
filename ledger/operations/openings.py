"""The opening balances of a book's accounts: one sheet, one voucher, beside what stands in the khatas.

Parties' openings stay with the parties. Both stand against "Opening balances", so that a sheet that comes out
even leaves nothing there.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from businesses.actors import Actor
from businesses.books import lock
from ledger.book_map import book_map
from ledger.models import AccountRole, DocumentKind
from ledger.operations.transactions import in_transaction
from ledger.operations.vouchers import delete_voucher, edit_voucher, record_voucher
from ledger.queries.chart import chart_of
from ledger.queries.openings import parties_opening
from ledger.queries.vouchers import opening_sheet_of, voucher_card
from ledger.refusals import AccountUnknown, ChangedElsewhere
from ledger.voucher_refusals import OpeningAccountRefused, OpeningsDiffer, VoucherLinesRefused
from ledger.vouchers import LINES_MAX, VoucherContent, VoucherLine


@dataclass(frozen=True, slots=True)
class OpeningsResult:
    """`difference`: what went to Opening balances by consent, minor units, debits less credits. Without lines
    there is no sheet, and `document_id` is None."""

    document_id: uuid.UUID | None
    day: datetime.date
    amounts: Mapping[uuid.UUID, int]
    difference: int
    rev: int
    replayed: bool = False


def write_openings(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    day: datetime.date, amounts: Mapping[uuid.UUID, int], rest_accepted: bool, branch_id: uuid.UUID | None = None,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> OpeningsResult:  # fmt: skip
    """Write the sheet, or write it anew at revision `base_rev` (0 while there is none). `amounts` are by
    account, debit positive, and without zeros; an empty one takes the sheet out of the books. `rest_accepted`
    says that a difference may stay on Opening balances. Without `branch_id` it goes to the book's first branch, or
    stays in its own.

    Raises RoleNotAllowed, ChangedElsewhere, OpeningsDiffer, OpeningAccountRefused and the refusals of vouchers.
    """

    def work() -> OpeningsResult:
        book = lock(business_id, events=0)
        standing = opening_sheet_of(business_id)
        rev = voucher_card(business_id, standing).rev if standing else 0
        if rev != base_rev and not (base_rev == 0 and standing == document_id):
            raise ChangedElsewhere
        change: dict[str, Any] = {"business_id": business_id, "actor": actor, "made_at": made_at, "now": now}
        if not amounts:
            if standing is None:
                raise VoucherLinesRefused(most=LINES_MAX)
            done = delete_voucher(**change, document_id=standing, mutation_id=mutation_id, base_rev=base_rev)
            return OpeningsResult(None, day, {}, 0, done.rev)
        difference = sum(amounts.values()) + parties_opening(business_id)
        if difference and not rest_accepted:
            raise OpeningsDiffer(difference=difference, currency=book.currency)
        content = VoucherContent(str(DocumentKind.OPENINGS), day, "", _lines(business_id, amounts), branch_id)
        if standing is None or base_rev == 0:
            result = record_voucher(**change, document_id=document_id, content=content)
        else:
            result = edit_voucher(
                **change, document_id=standing, mutation_id=mutation_id, base_rev=base_rev, content=content
            )
        return OpeningsResult(result.document_id, day, dict(amounts), difference, result.rev, result.replayed)

    return in_transaction(work, dry_run=dry_run)


def _lines(business_id: uuid.UUID, amounts: Mapping[uuid.UUID, int]) -> tuple[VoucherLine, ...]:
    """A line for each account in the order of the chart, and what balances them on Opening balances."""
    chart = chart_of(business_id)
    for account_id in amounts:
        account = chart.get(account_id)
        if account is None:
            raise AccountUnknown
        if account.keeps_khatas or account.role == AccountRole.OPENING:
            raise OpeningAccountRefused(account=account.name)
    lines = [VoucherLine(one, amounts[one]) for one in chart if amounts.get(one)]
    rest = -sum(line.amount for line in lines)
    if rest:
        lines.append(VoucherLine(book_map(business_id).accounts[AccountRole.OPENING], rest))
    return tuple(lines)
