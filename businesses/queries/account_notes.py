"""What a person may look over about their own account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from businesses.models import AccountNote, AccountNoteKind
from businesses.queries.browsers import browser_words

WORDS: dict[str, str | Promise] = {
    AccountNoteKind.JOINED: _("Your account was made"),
    AccountNoteKind.SIGNED_IN: _("Signed in"),
    AccountNoteKind.NEW_DEVICE: _("Signed in on a new device"),
    AccountNoteKind.WRONG_CODE: _("A wrong code was typed"),
    AccountNoteKind.WRONG_PASSWORD: _("A wrong password was typed"),
    AccountNoteKind.PASSWORD_SET: _("The password was set anew"),
    AccountNoteKind.PHONE_CHANGED: _("The phone number was changed"),
    AccountNoteKind.EMAIL_CHANGED: _("The e-mail was changed"),
    AccountNoteKind.CLAIMED: _("Somebody with your number wanted in"),
    AccountNoteKind.SECOND_ON: _("A second proof was turned on"),
    AccountNoteKind.SECOND_OFF: _("A second proof was turned off"),
    AccountNoteKind.SECOND_WRONG: _("A wrong second proof was given"),
    AccountNoteKind.RECOVERY_USED: _("A recovery code was used"),
}
QUIET = {AccountNoteKind.JOINED, AccountNoteKind.SIGNED_IN}


@dataclass(frozen=True)
class NoteRow:
    id: UUID
    kind: str
    words: str
    at: datetime
    device: str
    network: str
    stands_out: bool


def notes_of(*, user_id: UUID, before: UUID | None = None, limit: int) -> list[NoteRow]:
    """Newest first, those before an id."""
    mine = AccountNote.objects.filter(user_id=user_id)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    return [_row(each) for each in mine.order_by("-pk")[:limit]]


def _row(each: AccountNote) -> NoteRow:
    return NoteRow(
        id=each.pk,
        kind=each.kind,
        words=str(WORDS[each.kind]),
        at=each.at,
        device=browser_words(each.label) if each.label else "",
        network=each.network,
        stands_out=each.kind not in QUIET,
    )
