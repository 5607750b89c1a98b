"""What is noted, and told, when somebody comes to the door of an account: by a page or by a program."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from businesses.devices import seen_by
from businesses.models import AccountNoteKind, User
from businesses.operations.account_notes import note
from businesses.told import tell_new_device


def note_arrival(
    request: HttpRequest,
    *,
    user: User,
    is_new: bool,
    is_elsewhere: bool,
    proved: Collection[str],
    now: datetime,
    label: str = "",
) -> None:
    """Somebody came in. A new device is told to where the proof did not come from: whoever holds the phone
    holds its texts. `label` is what a program calls its device."""
    seen = seen_by(request)
    seen = replace(seen, label=label) if label else seen
    kind = AccountNoteKind.NEW_DEVICE if is_elsewhere else AccountNoteKind.SIGNED_IN
    note(user_id=user.pk, kind=AccountNoteKind.JOINED if is_new else kind, seen=seen, now=now)
    if is_elsewhere and not is_new:
        tell_new_device(user, seen=seen, not_to=proved)


def note_failure(request: HttpRequest, *, contact: str, kind: AccountNoteKind, now: datetime) -> None:
    """A wrong code or password for whoever has this number or e-mail, if anybody has."""
    by = {"email": contact} if "@" in contact else {"phone": contact}
    user_id = User.objects.filter(**by).values_list("pk", flat=True).first()
    if user_id is not None:
        note(user_id=user_id, kind=kind, seen=seen_by(request), now=now)
