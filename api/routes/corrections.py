"""Corrections of entries whose day is closed."""

import datetime
import uuid
from typing import Any
from uuid import UUID

from django.utils import timezone

from api.kit.amounts import Money, balance_number
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.entries import NAMES, EntryChange, sure_of
from ledger.directions import Content
from ledger.operations.corrections import CorrectionResult, correct_entry, take_correction_back
from ledger.queries.entries import entry_card


class Correction(Answer):
    """The entry stays as it is; `correction_id` takes it back on `date`, `replacement_id` says what was right
    (null: nothing was). Both are entries of their own."""

    entry_id: UUID
    correction_id: UUID
    replacement_id: UUID | None
    ledger_id: UUID
    party_name: str
    date: datetime.date
    balance: Money


class CorrectedEntry(EntryChange):
    """What the entry should have said; members left out are as they were. `is_wrong`: it should not be there."""

    is_wrong: bool = False


router = Resource(singular="correction", plural="corrections", row=Correction, tag="Entries", names=NAMES)


@router.act("/entries/{uuid:entry_id}/correct", scope="ledger.write", can="book.close", revised=True)
def correct_closed_entry(request: BookCall, entry_id: UUID, asked: CorrectedEntry) -> Row:
    """Correct an entry of a closed day, dated in the open period."""
    base, now = revision_of(request), timezone.now()
    said = f"api correct {base} {asked.model_dump_json(exclude_unset=True)}"
    done = correct_entry(
        business_id=request.business.pk, actor=request.actor, document_id=entry_id,
        mutation_id=uuid.uuid5(entry_id, said), base_rev=base, content=_right(request, entry_id, asked),
        made_at=now, now=now, sure_of=sure_of(asked),
    )  # fmt: skip
    return _said(done)


@router.act("/entries/{uuid:entry_id}/correction/take-back", scope="ledger.write", can="book.close")
def take_back_correction(request: BookCall, entry_id: UUID) -> Row:
    """Take a correction back as a whole; `entry_id` is any of its entries."""
    now = timezone.now()
    return _said(
        take_correction_back(
            business_id=request.business.pk, actor=request.actor, document_id=entry_id, made_at=now, now=now
        )
    )


def _right(request: BookCall, entry_id: UUID, asked: CorrectedEntry) -> Content | None:
    document = entry_card(request.business.pk, entry_id).document
    if asked.is_wrong:
        return None
    due: Any = asked.due_date if "due_date" in asked.model_fields_set else document.due_on
    return Content(
        direction=asked.direction or document.direction, amount=asked.amount or document.amount,
        mode=asked.mode or document.mode, day=asked.date or document.day,
        note=document.note if asked.note is None else asked.note, due_on=due,
        branch_id=asked.branch_id or document.branch_id,
    )  # fmt: skip


def _said(done: CorrectionResult) -> Row:
    return {
        "entry_id": done.document_id,
        "correction_id": done.correction_id,
        "replacement_id": done.replacement_id,
        "ledger_id": done.party_id,
        "party_name": done.party_name,
        "date": done.day,
        "balance": balance_number(done.balance),
    }
