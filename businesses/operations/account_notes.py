"""Notes of what happened at the door of an account: sign-ins, new devices, wrong codes and passwords."""

from datetime import datetime, timedelta
from uuid import UUID

from audit.retention import kept
from businesses.devices import Seen
from businesses.models import AccountNote, AccountNoteKind

FAILURES_MAX = 10
FAILURES_WITHIN = timedelta(hours=24)
FAILURES = (AccountNoteKind.WRONG_CODE, AccountNoteKind.WRONG_PASSWORD, AccountNoteKind.SECOND_WRONG)
PURGED_AT_ONCE = 500


def note(*, user_id: UUID, kind: AccountNoteKind, seen: Seen, now: datetime) -> None:
    """Write one note. Of failures, which strangers can make at will, FAILURES_MAX a day are kept."""
    mine = AccountNote.objects.filter(user_id=user_id)
    if kind in FAILURES:
        recent = mine.filter(kind__in=FAILURES, at__gt=now - FAILURES_WITHIN)
        if recent.count() >= FAILURES_MAX:
            return
    AccountNote.objects.create(user_id=user_id, kind=kind, at=now, label=seen.label, network=seen.network)


def trim_notes(*, now: datetime) -> int:
    """Delete notes past their time, some at once; how many."""
    old = (
        AccountNote.objects.filter(at__lt=now - kept("sign_ins")).order_by("at").values_list("pk", flat=True)
    )
    deleted, _by_model = AccountNote.objects.filter(pk__in=list(old[:PURGED_AT_ONCE])).delete()
    return deleted
