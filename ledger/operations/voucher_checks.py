"""The rules a voucher must keep before it is posted."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import replace

from django.db import connection

from businesses.books import BookLock
from core.sql import bind, bind_all, marks
from core.text import clean_note
from ledger.directions import Content
from ledger.models import Direction, DocumentKind, Mode
from ledger.operations.drafts import AMOUNT_BELOW, NOTE_LENGTH_MAX, check_branch, check_content
from ledger.operations.standing import PARTY_COLUMNS, StandingParty, party_from
from ledger.queries.chart import ChartAccount, chart_of
from ledger.refusals import AccountUnknown, AmountOutOfReach, PartyUnknown
from ledger.voucher_refusals import (
    AccountClosed,
    NotAContra,
    OpeningAccountRefused,
    PartyLinesCancel,
    PartyMisplaced,
    PartyNeeded,
    VoucherLinesRefused,
    VoucherUnbalanced,
)
from ledger.vouchers import LINES_MAX, VoucherContent

OPENINGS_LINES_MAX = 200


def clean_voucher(content: VoucherContent) -> VoucherContent:
    """The content with its narration in NFC and without control characters. Raises TextError."""
    return replace(content, note=clean_note(content.note, max_length=NOTE_LENGTH_MAX))


def check_voucher(
    content: VoucherContent, *, book: BookLock, now: datetime.datetime, standing: VoucherContent | None = None
) -> None:
    """What any voucher must keep, but for its parties; `standing` is what it said before, and where nothing of that
    moves its words alone are looked at. Raises VoucherLinesRefused, AmountOutOfReach, AccountUnknown,
    AccountClosed, PartyNeeded, PartyMisplaced, NotAContra, OpeningAccountRefused, VoucherUnbalanced,
    DayOutOfReach, PeriodLocked, BranchUnknown, BranchClosed."""
    if standing is not None and content.moves_like(standing):
        return
    most = OPENINGS_LINES_MAX if content.kind == DocumentKind.OPENINGS else LINES_MAX
    if not 2 <= len(content.lines) <= most:
        raise VoucherLinesRefused(most=LINES_MAX)
    if any(not 0 < abs(line.amount) < AMOUNT_BELOW for line in content.lines):
        raise AmountOutOfReach
    _check_accounts(content, accounts=chart_of(book.business_id))
    if content.difference:
        raise VoucherUnbalanced(difference=content.difference, currency=book.currency)
    said = moves_as(content, amount=content.amount, direction=Direction.GAVE)
    check_content(replace(said, branch_id=None), book=book, now=now)
    if content.branch_id and (standing is None or not content.is_placed_like(standing)):
        check_branch(book.business_id, content.branch_id)


def moves_as(content: VoucherContent, *, amount: int, direction: str) -> Content:
    """A voucher, or its line in a khata, as any document says it."""
    return Content(
        str(direction), amount, str(Mode.UNSORTED), content.day, content.note, None, content.branch_id
    )


def _check_accounts(content: VoucherContent, *, accounts: dict[uuid.UUID, ChartAccount]) -> None:
    for line in content.lines:
        account = accounts.get(line.account_id)
        if account is None:
            raise AccountUnknown
        if not account.is_active:
            raise AccountClosed(account=account.name)
        if content.kind == DocumentKind.CONTRA and not account.is_money:
            raise NotAContra
        if content.kind == DocumentKind.OPENINGS and account.keeps_khatas:
            raise OpeningAccountRefused(account=account.name)
        if account.keeps_khatas and line.party_id is None:
            raise PartyNeeded(account=account.name)
        if line.party_id is not None and not account.keeps_khatas:
            raise PartyMisplaced(account=account.name)


def with_heads(
    content: VoucherContent, *, parties: dict[uuid.UUID, StandingParty], known: Collection[uuid.UUID] = ()
) -> VoucherContent:
    """The content with each joined party replaced by the one that stands for it.

    Raises PartyUnknown for one of another book, or in the trash and not `known`; PartyLinesCancel.
    """
    heads: dict[uuid.UUID, uuid.UUID] = {}
    for line in content.lines:
        if line.party_id is not None:
            party = parties.get(line.party_id)
            if party is None or (party.is_trashed and party.party_id not in known):
                raise PartyUnknown
            heads[line.party_id] = party.merged_into or party.party_id
    lines = tuple(
        replace(line, party_id=heads[line.party_id]) if line.party_id is not None else line
        for line in content.lines
    )
    done = replace(content, lines=lines)
    for party_id, amount in done.by_party().items():
        if amount == 0:
            found = parties.get(party_id)
            raise PartyLinesCancel(name=found.name if found else "")
    return done


def read_parties(business_id: uuid.UUID, ids: set[uuid.UUID]) -> dict[uuid.UUID, StandingParty]:
    """Parties of the book by id, with those that stand for them; foreign and unknown ids are left out."""
    if not ids:
        return {}
    wanted = sorted(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {PARTY_COLUMNS} FROM ledger_party p WHERE p.business_id = %s AND p.id IN (SELECT"
            f" COALESCE(g.merged_into_id, g.id) FROM ledger_party g WHERE g.business_id = %s"
            f" AND g.id IN {marks(len(wanted))} UNION SELECT g.id FROM ledger_party g WHERE g.business_id = %s"
            f" AND g.id IN {marks(len(wanted))}) ORDER BY p.id",
            [
                bind(business_id),
                bind(business_id),
                *bind_all(wanted),
                bind(business_id),
                *bind_all(wanted),
            ],
        )
        return {party.party_id: party for party in map(party_from, cursor.fetchall())}
