"""Changing an entry of a closed day: a correction in the open period, or a change that waits for the owner."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from businesses.access import BookRequest, member
from ledger.directions import Content
from ledger.models import Document
from ledger.operations.corrections import correct_entry, take_correction_back
from ledger.operations.push import Mutation, hold_change
from ledger.queries.entries import EntryCard
from ledger.views.contexts import may, today_of
from ledger.views.replies import day_words, refusals_answered, saved


def is_closed(request: BookRequest, document: Document) -> bool:
    locked = request.business.books_locked_until
    return locked is not None and document.day <= locked and document.state == "posted"


def correction_day(request: BookRequest) -> datetime.date:
    """The day a correction would be dated: today, or the first open day after it."""
    today, locked = today_of(request), request.business.books_locked_until
    return today if locked is None or today > locked else locked + datetime.timedelta(days=1)


def closed_words(request: BookRequest, document: Document) -> dict[str, Any]:
    """What a page says of a closed day, and what changing it will mean; nothing of an open one."""
    if not is_closed(request, document):
        return {"closed": ""}
    if not may(request, "book.close"):
        said = _("The book is closed for this day. Your change will wait for the owner.")
    else:
        day = day_words(request, correction_day(request))
        said = _("The book is closed for this day. This will be shown as a correction dated %(day)s.") % {
            "day": day
        }
    free = _("Note and due date can be changed as ever.")
    return {"closed": f"{said} {free}"}


def held_words(request: BookRequest) -> str:
    """What deciding about a change of a closed day will mean."""
    if not may(request, "book.close"):
        return _("The book is closed for this day. The owner or the accountant decides about it.")
    day = day_words(request, correction_day(request))
    return _("The book is closed for this day. Written now, it will be shown on %(day)s.") % {"day": day}


def closed_day_changed(
    request: BookRequest, card: EntryCard, *, content: Content | None, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, sure_of: Collection[datetime.date] = (),
) -> HttpResponse:  # fmt: skip
    """Correct an entry of a closed day (`content` None takes it out), or keep the change for who may.

    Raises what correct_entry and hold_change raise.
    """
    book, now = request.business.pk, timezone.now()
    onward = reverse("ledger:party", args=[book, card.party.id])
    if not may(request, "book.close"):
        mutation = Mutation(
            mutation_id, "edit" if content else "delete", card.document.id, base_rev, made_at, None, content
        )
        hold_change(business_id=book, actor=request.actor, mutation=mutation, now=now)
        return saved(
            request, message=_("Kept for the owner to decide. Nothing is changed yet."), onward=onward
        )
    done = correct_entry(
        business_id=book, actor=request.actor, document_id=card.document.id, mutation_id=mutation_id,
        base_rev=base_rev, content=content, made_at=made_at, now=now, sure_of=sure_of,
    )  # fmt: skip
    return saved(
        request,
        message=_("Saved as a correction dated %(day)s.") % {"day": day_words(request, done.day)},
        undo_url=reverse("ledger:correction_back", args=[book, done.correction_id]),
        onward=onward,
    )


@member(can="book.close")
@require_POST
@refusals_answered
def correction_back(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a correction back as a whole."""
    now = timezone.now()
    done = take_correction_back(
        business_id=business_id, actor=request.actor, document_id=document_id, made_at=now, now=now
    )
    onward = reverse("ledger:entry", args=[business_id, done.document_id])
    return saved(request, message=_("The correction is taken back."), onward=onward)
