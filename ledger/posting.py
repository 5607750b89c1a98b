"""The only writer of the journal.

Everything here runs under the book's lock (businesses.books.lock), inside the caller's transaction, and
keeps the stored sums: party balances, month totals per account and per party, and each khata's chain.
Rules about who may post what live in the operations; seals live in ledger/seals/*.sql.
"""

import datetime
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from core.ids import uuid7
from core.sql import batched, bind, bind_all, insert_rows, marks

ENTRY_COLUMNS = (
    "id, business_id, branch_id, document_id, seq, day, pos, actor_id, device_id, reverses_id, chain"
)
LINE_COLUMNS = "business_id, branch_id, entry_id, account_id, party_id, day, pos, amount"
LINES_MAX = 200
"""Legs one entry may have: a long bill has a few dozen."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One line to be: minor units, debit positive. `counts` says whether it moves the party's balance
    (receivable and payable do, deposits and loans do not)."""

    account_id: uuid.UUID
    amount: int
    party_id: uuid.UUID | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A balanced entry to be. `khata_id` is the party whose chain it joins."""

    document_id: uuid.UUID
    branch_id: uuid.UUID
    seq: int
    day: datetime.date
    pos: int
    legs: tuple[Leg, ...]
    khata_id: uuid.UUID | None
    reverses: uuid.UUID | None = None
    entry_id: uuid.UUID = field(default_factory=uuid7)


class Unbalanced(ValueError):
    """A fault of ours, never of the user: an operation drew up an entry that does not sum to zero."""


def check(draft: Draft) -> None:
    if not 2 <= len(draft.legs) <= LINES_MAX:
        raise Unbalanced(f"an entry has 2 to {LINES_MAX} legs, not {len(draft.legs)}")
    if any(leg.amount == 0 for leg in draft.legs):
        raise Unbalanced("a leg of zero")
    if sum(leg.amount for leg in draft.legs) != 0:
        raise Unbalanced("legs do not sum to zero")


def content_digest(draft: Draft) -> bytes:
    """What an entry says, in one spelling that both engines and every later version agree on."""
    legs = ";".join(
        f"{leg.account_id.hex}:{leg.party_id.hex if leg.party_id else ''}:{leg.amount}" for leg in draft.legs
    )
    reverses = draft.reverses.hex if draft.reverses else ""
    text = f"{draft.entry_id.hex}|{draft.document_id.hex}|{draft.day.isoformat()}|{reverses}|{legs}"
    return hashlib.sha256(text.encode()).digest()


def next_link(*, previous: bytes, draft: Draft) -> bytes:
    """sha256(previous ‖ content digest ‖ pos): the khata's next check code."""
    return hashlib.sha256(previous + content_digest(draft) + draft.pos.to_bytes(8, "big")).digest()


def reversal(
    *, of: uuid.UUID, document_id: uuid.UUID, branch_id: uuid.UUID, seq: int, day: datetime.date, pos: int,
    legs: Iterable[Leg], khata_id: uuid.UUID | None,
) -> Draft:  # fmt: skip
    """The draft that undoes a posted entry: same place, every leg turned round."""
    turned = tuple(Leg(leg.account_id, -leg.amount, leg.party_id, leg.counts) for leg in legs)
    return Draft(
        document_id=document_id, branch_id=branch_id, seq=seq, day=day, pos=pos,
        legs=turned, khata_id=khata_id, reverses=of,
    )  # fmt: skip


@dataclass(slots=True)
class Sums:
    """What a batch of entries adds to the stored sums."""

    balances: dict[uuid.UUID, int] = field(default_factory=lambda: defaultdict(int))
    accounts: dict[tuple[uuid.UUID, uuid.UUID, datetime.date], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    parties: dict[tuple[uuid.UUID, uuid.UUID, datetime.date], int] = field(
        default_factory=lambda: defaultdict(int)
    )

    def add(self, draft: Draft) -> None:
        month = draft.day.replace(day=1)
        for leg in draft.legs:
            side = 0 if leg.amount > 0 else 1
            self.accounts[(leg.account_id, draft.branch_id, month)][side] += abs(leg.amount)
            if leg.party_id is not None and leg.counts:
                self.balances[leg.party_id] += leg.amount
                self.parties[(leg.party_id, draft.branch_id, month)] += leg.amount


@dataclass(slots=True)
class Khata:
    """The moving part of a party's row: read under the lock, advanced here, written back once."""

    party_id: uuid.UUID
    chain: bytes
    changed_seq: int
    last_day: datetime.date | None
    last_pos: int

    def note(self, *, day: datetime.date, pos: int) -> None:
        """Remember the newest entry of the khata."""
        if self.last_day is None or (day, pos) > (self.last_day, self.last_pos):
            self.last_day, self.last_pos = day, pos


def post(
    *, business_id: uuid.UUID, actor_id: uuid.UUID, device_id: uuid.UUID | None, drafts: Sequence[Draft],
    khatas: Mapping[uuid.UUID, Khata],
) -> None:  # fmt: skip
    """Write balanced entries, seal them, and move every stored sum.

    `khatas` holds each party of the batch as read under the lock; its chain is advanced in place.
    Documents must stand already, since an entry points at one. Raises Unbalanced.
    """
    entries: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    sums = Sums()
    for draft in drafts:
        check(draft)
        chain = b""
        if draft.khata_id is not None:
            khata = khatas[draft.khata_id]
            chain = khata.chain = next_link(previous=khata.chain, draft=draft)
        entries.append(
            (
                draft.entry_id, business_id, draft.branch_id, draft.document_id, draft.seq, draft.day, draft.pos,
                actor_id, device_id, draft.reverses, chain,
            )
        )  # fmt: skip
        lines.extend(line_rows(business_id=business_id, draft=draft))
        sums.add(draft)
    with connection.cursor() as cursor:
        write_entries(cursor, entries=entries, lines=lines)
        write_khatas(cursor, business_id=business_id, balances=sums.balances, khatas=khatas)
        write_months(cursor, business_id=business_id, sums=sums)


def line_rows(*, business_id: uuid.UUID, draft: Draft) -> list[tuple[Any, ...]]:
    return [
        (
            business_id,
            draft.branch_id,
            draft.entry_id,
            leg.account_id,
            leg.party_id,
            draft.day,
            draft.pos,
            leg.amount,
        )
        for leg in draft.legs
    ]


def write_entries(
    cursor: Any, *, entries: Sequence[tuple[Any, ...]], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Entries unposted, then their lines, then the seal: a trigger checks sum, period and book at that moment."""
    insert_rows(cursor, table="ledger_entry", columns=ENTRY_COLUMNS, rows=entries)
    insert_rows(cursor, table="ledger_line", columns=LINE_COLUMNS, rows=lines)
    for part in batched(entries):
        ids = [bind(row[0]) for row in part]
        cursor.execute(f"UPDATE ledger_entry SET posted_as = id WHERE id IN {marks(len(ids))}", ids)


def write_khatas(
    cursor: Any,
    *,
    business_id: uuid.UUID,
    balances: Mapping[uuid.UUID, int],
    khatas: Mapping[uuid.UUID, Khata],
) -> None:
    """Move each party's balance, and its chain, place and change number with it."""
    cursor.executemany(
        "UPDATE ledger_party SET balance = balance + %s, chain = %s, changed_seq = %s, last_day = %s, last_pos = %s"
        " WHERE id = %s AND business_id = %s",
        [
            bind_all(
                (
                    balances.get(party_id, 0), khata.chain, khata.changed_seq, khata.last_day, khata.last_pos,
                    party_id, business_id,
                )
            )
            for party_id, khata in khatas.items()
        ],
    )  # fmt: skip


def write_months(cursor: Any, *, business_id: uuid.UUID, sums: Sums) -> None:
    """Add to the month totals of accounts and parties, making the rows that are missing."""
    accounts = [
        (business_id, branch, account, month, debit, credit)
        for (account, branch, month), (debit, credit) in sums.accounts.items()
    ]
    for part in batched(accounts):
        cursor.execute(
            "INSERT INTO ledger_accountmonth (business_id, branch_id, account_id, month, debit, credit)"
            f" VALUES {marks(6, len(part))} ON CONFLICT (business_id, account_id, branch_id, month) DO UPDATE"
            " SET debit = ledger_accountmonth.debit + excluded.debit,"
            " credit = ledger_accountmonth.credit + excluded.credit",
            [value for row in part for value in bind_all(row)],
        )
    parties = [
        (business_id, branch, party, month, amount) for (party, branch, month), amount in sums.parties.items()
    ]
    for part in batched(parties):
        cursor.execute(
            "INSERT INTO ledger_partymonth (business_id, branch_id, party_id, month, amount)"
            f" VALUES {marks(5, len(part))} ON CONFLICT (party_id, branch_id, month) DO UPDATE"
            " SET amount = ledger_partymonth.amount + excluded.amount",
            [value for row in part for value in bind_all(row)],
        )
