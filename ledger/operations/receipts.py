"""Receipts of changes: the same change sent twice is done once and answered twice."""

import datetime
import hashlib
import uuid

from audit.retention import kept
from audit.trail import canonical
from ledger.models import MutationReceipt
from ledger.refusals import IdTaken

TRIMMED_AT_ONCE = 2_000


def request_hash(*, verb: str, document_id: uuid.UUID, said: dict[str, object]) -> bytes:
    return hashlib.sha256(
        canonical({"verb": verb, "document": str(document_id), "said": said}).encode()
    ).digest()


def standing_receipt(
    *, business_id: uuid.UUID, mutation_id: uuid.UUID, asked: bytes
) -> MutationReceipt | None:
    """The receipt of this very change, if it was done. Raises IdTaken when the id was used for another."""
    receipt = MutationReceipt.objects.filter(business_id=business_id, mutation_id=mutation_id).first()
    if receipt is not None and bytes(receipt.request_hash) != asked:
        raise IdTaken
    return receipt


def write_receipt(
    *, business_id: uuid.UUID, mutation_id: uuid.UUID, document_id: uuid.UUID, asked: bytes, rev: int, seq: int,
    now: datetime.datetime,
) -> None:  # fmt: skip
    MutationReceipt.objects.create(
        business_id=business_id, mutation_id=mutation_id, document_id=document_id,
        request_hash=asked, rev=rev, seq=seq, at=now,
    )  # fmt: skip


def trim_receipts(*, now: datetime.datetime) -> int:
    """Delete receipts past their time, oldest first; how many. Their numbers rise with time, so the first ones tell."""
    oldest = MutationReceipt.objects.order_by("id").values_list("id", "at")[:TRIMMED_AT_ONCE]
    ids = [number for number, at in oldest if at < now - kept("receipts")]
    deleted, _by_model = MutationReceipt.objects.filter(id__in=ids).delete()
    return deleted
