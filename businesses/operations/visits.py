"""The site's staff look into a book: only after saying why, for a time, and the book's own trail tells."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import StaffVisit
from audit.trail import News, append
from businesses.actors import Actor
from businesses.books import lock
from core import walls
from core.text import TextError, clean_line

REASON_MIN, REASON_MAX = 10, 200
MINUTES = (15, 60, 240)


def begin_visit(*, business_id: UUID, actor: Actor, reason: str, minutes: int, now: datetime) -> StaffVisit:
    """Open the book to this one person of the staff for so many minutes; a visit that stands open ends.

    Raises BookUnknown, TextError.
    """
    said = clean_line(reason, max_length=REASON_MAX, field="reason")
    if len(said) < REASON_MIN:
        raise TextError(_("Say why in a few words more: the book's owner reads it."), field="reason")
    end_visit(actor=actor, now=now)
    ends_at = now + timedelta(minutes=min(minutes, MINUTES[-1]))
    with walls.within(business_id), transaction.atomic():
        seq = lock(business_id).first_seq
        visit = StaffVisit.objects.create(
            business_id=business_id, user_id=actor.user_id, reason=said, began_at=now, ends_at=ends_at
        )
        contents = {"reason": said, "until": ends_at.isoformat()}
        _tell(visit, verb="staff.visit_began", seq=seq, rev=1, actor=actor, contents=contents, now=now)
    return visit


def end_visit(*, actor: Actor, now: datetime) -> None:
    """End the visit of this person that stands open; without one nothing happens."""
    with walls.everything():
        standing = StaffVisit.objects.filter(user_id=actor.user_id, ended_at=None, ends_at__gt=now)
        visit = standing.order_by("-began_at").first()
    if visit is None:
        return
    with walls.within(visit.business_id), transaction.atomic():
        seq = lock(visit.business_id).first_seq
        if StaffVisit.objects.filter(pk=visit.pk, ended_at=None).update(ended_at=now):
            _tell(visit, verb="staff.visit_ended", seq=seq, rev=2, actor=actor, contents={}, now=now)


def _tell(
    visit: StaffVisit, *, verb: str, seq: int, rev: int, actor: Actor, contents: dict[str, str], now: datetime
) -> None:
    news = News(seq, verb, "visit", visit.pk, rev, None, contents)
    append(business_id=visit.business_id, at=now, actor=actor, news=[news])
