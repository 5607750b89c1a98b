"""Changes to who is in a book."""

from datetime import datetime, timedelta

from businesses.models import Membership

OPENED_AGAIN_AFTER = timedelta(hours=1)


def stamp_opened(*, membership: Membership, now: datetime) -> None:
    """Remember that the person opened this book; written at most once an hour."""
    if membership.opened_at is not None and now - membership.opened_at < OPENED_AGAIN_AFTER:
        return
    Membership.objects.filter(pk=membership.pk).update(opened_at=now)
    membership.opened_at = now
