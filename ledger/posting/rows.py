"""The rows a batch of drafts becomes, before any engine sees them."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.posting.drafts import Draft, Khata, check, next_link

ENTRY_COLUMNS = (
    "id, business_id, branch_id, document_id, seq, day, pos, actor_id, device_id, reverses_id, chain"
)
LINE_COLUMNS = "business_id, branch_id, entry_id, account_id, party_id, day, pos, amount"
KHATA_COLUMNS = "id, balance, chain, changed_seq, last_day, last_pos"
ACCOUNT_MONTH_COLUMNS = "business_id, branch_id, account_id, month, debit, credit"
PARTY_MONTH_COLUMNS = "business_id, branch_id, party_id, month, amount, given"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by table, values in the order of the columns above. Balances and months are what to add."""

    entries: list[Row]
    lines: list[Row]
    khatas: list[Row]
    account_months: list[Row]
    party_months: list[Row]


@dataclass(slots=True)
class Sums:
    """What a batch of entries adds to the stored sums."""

    balances: dict[uuid.UUID, int] = field(default_factory=lambda: defaultdict(int))
    accounts: dict[tuple[uuid.UUID, uuid.UUID, datetime.date], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    parties: dict[tuple[uuid.UUID, uuid.UUID, datetime.date], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )

    def add(self, draft: Draft) -> None:
        month = draft.day.replace(day=1)
        for leg in draft.legs:
            side = 0 if leg.amount > 0 else 1
            self.accounts[(leg.account_id, draft.branch_id, month)][side] += abs(leg.amount)
        for party_id, effect in draft.effects.items():
            self.balances[party_id] += effect
            sums = self.parties[(party_id, draft.branch_id, month)]
            sums[0] += effect
            if draft.gave(effect):
                sums[1] += effect


def rows_of(
    *, business_id: uuid.UUID, actor_id: uuid.UUID, device_id: uuid.UUID | None, drafts: Sequence[Draft],
    khatas: Mapping[uuid.UUID, Khata],
) -> Rows:  # fmt: skip
    """Check the drafts, advance their khatas' chains, and lay out every row. Raises Unbalanced."""
    entries: list[Row] = []
    lines: list[Row] = []
    sums = Sums()
    for draft in drafts:
        check(draft)
        links = []
        for party_id in draft.khata_ids:
            khata = khatas[party_id]
            khata.chain = next_link(previous=khata.chain, draft=draft)
            links.append(khata.chain)
        entries.append(
            (
                draft.entry_id, business_id, draft.branch_id, draft.document_id, draft.seq, draft.day, draft.pos,
                actor_id, device_id, draft.reverses, b"".join(links),
            )
        )  # fmt: skip
        lines.extend(
            (
                business_id, draft.branch_id, draft.entry_id, leg.account_id, leg.party_id, draft.day, draft.pos,
                leg.amount,
            )
            for leg in draft.legs
        )  # fmt: skip
        sums.add(draft)
    return Rows(
        entries=entries,
        lines=lines,
        khatas=[
            (
                party,
                sums.balances.get(party, 0),
                khata.chain,
                khata.changed_seq,
                khata.last_day,
                khata.last_pos,
            )
            for party, khata in khatas.items()
        ],
        account_months=[
            (business_id, branch, account, month, debit, credit)
            for (account, branch, month), (debit, credit) in sums.accounts.items()
        ],
        party_months=[
            (business_id, branch, party, month, amount, given)
            for (party, branch, month), (amount, given) in sums.parties.items()
        ],
    )
