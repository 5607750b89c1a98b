"""Goods come and go: the operations that bills, invoices, counts and people call.

Each takes the book's lock first and may stand inside a caller's own transaction. `document_id` names the act:
the same one sent again answers the first result. Quantities in 1/10,000, money in minor units.
"""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from audit.trail import canonical
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Branch
from businesses.roles import is_granted
from core.text import clean_line
from inventory import stock
from inventory.models import StockDocument, StockKind
from inventory.operations import serials
from inventory.operations.lines import (
    Coming,
    Going,
    branch_of,
    coming_rows,
    going_rows,
    said,
)
from inventory.refusals import AnotherRegistration, SameBranch
from inventory.stock import Act, Row, StockResult
from ledger.models import AccountRole, Document
from ledger.operations.drafts import local_day
from ledger.operations.transactions import in_transaction
from ledger.refusals import BackdatingNotAllowed, EntryUnknown, IdTaken, RoleNotAllowed

NOTE_LENGTH_MAX = 300
TAX_NUMBERS = ("gstin", "bin", "tax")
"""Kinds of registrations under which goods are sold; a licence is none."""


def receive_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, lines: Sequence[Coming], day: datetime.date,
    branch_id: uuid.UUID | None = None, kind: str = StockKind.PURCHASE, source_id: uuid.UUID | None = None,
    against: AccountRole | None = None, note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Goods come in: bought, brought back by a customer (`kind` sale_return), or there from the start (opening).

    `source_id` is the bill they came with; `against` the account their worth is taken out of, Purchases unless
    said. Raises ItemUnknown, NotCounted, QuantityRefused, BatchNeeded, BatchRefused, SerialsRefused, BranchUnknown,
    PeriodLocked, BackdatingNotAllowed, RoleNotAllowed, IdTaken, NoStockHere.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        rows = coming_rows(business_id, lines, branch_id=branch, day=day)
        return Act(document_id, kind, branch, day, tuple(rows), asked, words, source_id, against)

    asked = asked_of("receive", kind, day, branch_id, source_id, note, said(lines))
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id, asked=asked, day=day, note=note,
        source_id=source_id, now=now, dry_run=dry_run, after=lambda act: serials.bring(act, lines),
    )  # fmt: skip


def issue_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, lines: Sequence[Going], day: datetime.date,
    branch_id: uuid.UUID | None = None, kind: str = StockKind.SALE, source_id: uuid.UUID | None = None,
    against: AccountRole | None = None, note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Goods go out: sold, or sent back to a supplier (`kind` purchase_return). What expires first goes first.

    The result says what they cost, and which items went below zero where that is allowed. Raises StockShort where
    it is not, and what receive_stock raises.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        rows = going_rows(business_id, lines, branch_id=branch, day=day)
        return Act(document_id, kind, branch, day, tuple(rows), asked, words, source_id, against)

    asked = asked_of("issue", kind, day, branch_id, source_id, note, said(lines))
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id, asked=asked, day=day, note=note,
        source_id=source_id, now=now, dry_run=dry_run, after=lambda act: serials.take(act, lines),
    )  # fmt: skip


def adjust_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, coming: Sequence[Coming] = (),
    going: Sequence[Going] = (), day: datetime.date, branch_id: uuid.UUID | None = None, note: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Goods found, broken, given away or used: against Stock adjustment. Raises what issue_stock raises."""

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        rows = [
            *coming_rows(business_id, coming, branch_id=branch, day=day),
            *going_rows(business_id, going, branch_id=branch, day=day),
        ]
        return Act(document_id, StockKind.ADJUSTMENT, branch, day, tuple(rows), asked, words)

    def after(act: StockDocument) -> None:
        serials.bring(act, coming)
        serials.take(act, going)

    asked = asked_of("adjust", day, branch_id, note, said(coming), said(going))
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id, asked=asked, day=day, note=note,
        now=now, dry_run=dry_run, after=after,
    )  # fmt: skip


def transfer_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, lines: Sequence[Going],
    from_branch_id: uuid.UUID, to_branch_id: uuid.UUID, day: datetime.date, note: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Goods change their branch and nothing else: no cost, no posting. Between two registrations the law sees a
    supply, which is an invoice's affair. Raises SameBranch, AnotherRegistration and what issue_stock raises."""

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        source, target = branch_of(business_id, from_branch_id), branch_of(business_id, to_branch_id)
        if source == target:
            raise SameBranch
        _check_registrations(business_id, source, target)
        out = going_rows(business_id, lines, branch_id=source, day=day)
        there = [Row(row.item_id, target, -row.quantity, batch_id=row.batch_id) for row in out]
        return Act(document_id, StockKind.TRANSFER, source, day, (*out, *there), asked, words)

    asked = asked_of("transfer", day, from_branch_id, to_branch_id, note, said(lines))
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id, asked=asked, day=day, note=note,
        now=now, dry_run=dry_run, after=lambda act: serials.carry(act, lines, to_branch_id=to_branch_id),
    )  # fmt: skip


def reverse_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, new_id: uuid.UUID, now: datetime.datetime,
    dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Take an act back, as when its invoice is void: by a new one, `new_id`, in its place.

    Raises StockUnknown, TakenBack, CostStands, PeriodLocked, StockShort, BackdatingNotAllowed, RoleNotAllowed.
    """
    asked = asked_of("reverse", document_id)

    def work() -> StockResult:
        book = lock(business_id)
        done = standing(business_id, new_id, asked=asked)
        if done is not None:
            return done
        act = StockDocument.objects.filter(business_id=business_id, id=document_id).only("day").first()
        if act is not None:
            check_mover(actor, day=act.day, book=book, now=now)
        return stock.take_back(
            book=book, actor=actor, document_id=document_id, new_id=new_id, content_hash=asked, now=now
        )

    return in_transaction(work, dry_run=dry_run)


def run(
    build: Callable[[BookLock, bytes, str], Act], *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID,
    asked: bytes, day: datetime.date, note: str, now: datetime.datetime, dry_run: bool,
    source_id: uuid.UUID | None = None, after: Callable[[StockDocument], None] | None = None,
) -> StockResult:  # fmt: skip
    """Lock, see whether the act stands already, check the writer, then build and write it."""
    words = clean_line(note, max_length=NOTE_LENGTH_MAX, field="note")

    def work() -> StockResult:
        book = lock(business_id)
        done = standing(business_id, document_id, asked=asked)
        if done is not None:
            return done
        check_mover(actor, day=day, book=book, now=now)
        _check_source(business_id, source_id)
        result = stock.write(build(book, asked, words), book=book, actor=actor, now=now)
        if after is not None:
            after(StockDocument.objects.get(business_id=business_id, id=document_id))
        return result

    return in_transaction(work, dry_run=dry_run)


def check_mover(actor: Actor, *, day: datetime.date, book: BookLock, now: datetime.datetime) -> None:
    """Who may move stock on this day: staff today's alone. Raises RoleNotAllowed, BackdatingNotAllowed."""
    if not is_granted(actor.role, "stock.write"):
        raise RoleNotAllowed
    if not is_granted(actor.role, "stock.edit") and day != local_day(now, timezone=book.timezone):
        raise BackdatingNotAllowed


def standing(business_id: uuid.UUID, document_id: uuid.UUID, *, asked: bytes) -> StockResult | None:
    """The result of an act that stands under this id. Raises IdTaken when it says something else."""
    taken = (
        StockDocument.objects.filter(id=document_id)
        .values_list("business_id", "content_hash", "reverses_id")
        .first()
    )
    if taken is None:
        return None
    if taken[0] != business_id or bytes(taken[1]) != asked:
        raise IdTaken
    return stock.standing_result(business_id, document_id)


def asked_of(*parts: Any) -> bytes:
    """What tells a repeated request from another one under the same id."""
    spelled = [part if isinstance(part, list | str) else str(part) for part in parts]
    return hashlib.sha256(canonical({"asked": spelled}).encode()).digest()


def _check_source(business_id: uuid.UUID, source_id: uuid.UUID | None) -> None:
    if source_id is not None and not Document.objects.filter(business_id=business_id, id=source_id).exists():
        raise EntryUnknown


def _check_registrations(business_id: uuid.UUID, source: uuid.UUID, target: uuid.UUID) -> None:
    """Raises AnotherRegistration where the two branches stand under tax numbers of their own each."""
    own = Branch.objects.select_related("registration").filter(business_id=business_id)
    one, other = (own.get(id=branch_id) for branch_id in (source, target))
    found = [branch.registration for branch in (one, other) if branch.registration is not None]
    if len({number.number for number in found if number.kind in TAX_NUMBERS}) > 1:
        raise AnotherRegistration(source=one.name, target=other.name)
