"""The number and the e-mail of an account, changed after codes came back from the old and from the new."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.devices import Seen
from businesses.models import AccountNoteKind, User
from businesses.operations.account_notes import note
from core.refusals import Refusal


class ContactTaken(Refusal):
    """Said only to whoever proved that the number or mailbox is in their hands."""

    slug: ClassVar[str] = "contact_taken"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Another account is signed in with this already. Sign in there instead."))


@transaction.atomic
def change_phone(*, user_id: UUID, actor: Actor, phone: str, seen: Seen, now: datetime) -> str:
    """Make this proved number (E.164) the account's; gives back the former one, "" for none.

    Raises ContactTaken.
    """
    seq = lock_user(user_id)
    user = User.objects.get(pk=user_id)
    before, user.phone, user.phone_verified = user.phone or "", phone, True
    _keep(user, ["phone", "phone_verified"])
    _tell(
        user,
        verb="user.phone_changed",
        kind=AccountNoteKind.PHONE_CHANGED,
        seq=seq,
        actor=actor,
        seen=seen,
        now=now,
    )
    return before


@transaction.atomic
def change_email(*, user_id: UUID, actor: Actor, email: str, seen: Seen, now: datetime) -> str:
    """Make this proved address the account's; gives back the former one, "" for none. Raises ContactTaken."""
    seq = lock_user(user_id)
    user = User.objects.get(pk=user_id)
    before, user.email = user.email or "", email
    _keep(user, ["email"])
    EmailAddress.objects.filter(user=user).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    _tell(
        user,
        verb="user.email_changed",
        kind=AccountNoteKind.EMAIL_CHANGED,
        seq=seq,
        actor=actor,
        seen=seen,
        now=now,
    )
    return before


def _keep(user: User, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError:
        raise ContactTaken from None


def _tell(
    user: User, *, verb: str, kind: AccountNoteKind, seq: int, actor: Actor, seen: Seen, now: datetime
) -> None:
    news = News(seq=seq, verb=verb, subject_kind="user", subject_id=user.pk, rev=0, amount=None, contents={})
    append_to_user(user_id=user.pk, at=now, actor=actor, news=news)
    note(user_id=user.pk, kind=kind, seen=seen, now=now)
