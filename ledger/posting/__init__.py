"""The only writer of the journal.

Everything here runs under the book's lock (businesses.books.lock), inside the caller's transaction, and
keeps the stored sums: party balances, month totals per account and per party, and each khata's chain. The
day on which a party's unpaid entries fall due is kept by `renew_dues`, which an operation that writes or changes
documents of a khata calls last, unless `moves_due` says that it stays.
Rules about who may post what live in the operations; seals live in ledger/seals/*.sql.
"""

import uuid
from collections.abc import Mapping, Sequence

from django.db import connection

from ledger.posting import function, statements
from ledger.posting.drafts import Draft, Khata, Leg, Unbalanced, next_link, reversal
from ledger.posting.dues import moves_due, renew_dues
from ledger.posting.rows import rows_of

__all__ = ["Draft", "Khata", "Leg", "Unbalanced", "moves_due", "next_link", "post", "renew_dues", "reversal"]

BY_FUNCTION_MAX = 20
"""More drafts than this go by arrays, which PostgreSQL reads quicker than JSON."""


def post(
    *, business_id: uuid.UUID, actor_id: uuid.UUID, device_id: uuid.UUID | None, drafts: Sequence[Draft],
    khatas: Mapping[uuid.UUID, Khata],
) -> None:  # fmt: skip
    """Write balanced entries, seal them, and move every stored sum.

    `khatas` holds each party of the batch as read under the lock; its chain is advanced in place.
    Documents must stand already, since an entry points at one. Raises Unbalanced.
    """
    rows = rows_of(
        business_id=business_id, actor_id=actor_id, device_id=device_id, drafts=drafts, khatas=khatas
    )
    if connection.vendor == "postgresql" and len(drafts) <= BY_FUNCTION_MAX:
        function.write(rows, business_id=business_id)
    else:
        statements.write(rows)
