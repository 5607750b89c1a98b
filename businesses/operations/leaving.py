"""A person takes their account away: what is theirs goes, and in the books of others they are a former member."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.erasing import blank_revisions, write_down, written_down
from audit.scrubbing import ask_to_scrub
from businesses.actors import Actor
from businesses.books import lock, lock_user
from businesses.models import BrowserSession, Business, Invitation, InvitationState, Membership, User
from businesses.operations.members import tell
from businesses.roles import Role
from core import walls
from core.digits import to_ascii_digits
from core.ids import uuid7
from core.phones import local_form
from core.refusals import Refusal

NOBODY = uuid.UUID(int=0)
KEPT_FOR_OTHERS = {"django_admin_log"}
"""What a person of the staff did to others is the site's to keep; it names their id, and nothing else of them."""


class OwnsBooks(Refusal):
    slug: ClassVar[str] = "owns_books"
    status: ClassVar[int] = 409

    def __init__(self, books: list[Business]) -> None:
        names = ", ".join(book.name for book in books)
        super().__init__(
            _(
                "You are the only owner of %(books)s. Make somebody else an owner first, or have the book deleted."
            )
            % {"books": names}
        )
        self.books = books


class SignNotTyped(Refusal):
    slug: ClassVar[str] = "name_not_typed"

    def __init__(self) -> None:
        super().__init__(_("Type the phone number or e-mail you sign in with."), field="typed")


@dataclass(frozen=True, slots=True)
class Left:
    """How many books they were taken out of."""

    books: int


def books_owned_alone(user_id: uuid.UUID) -> list[Business]:
    """Books that would have nobody to keep them; those in the trash go by themselves."""
    mine = Membership.objects.select_related("business").filter(
        user_id=user_id, role=Role.OWNER, business__deleted_at=None
    )
    with walls.everything():
        shared = set(
            Membership.objects.filter(business_id__in=[one.business_id for one in mine], role=Role.OWNER)
            .exclude(user_id=user_id)
            .values_list("business_id", flat=True)
        )
    return [one.business for one in mine.order_by("created_at", "id") if one.business_id not in shared]


def erase_account(*, user_id: uuid.UUID, actor: Actor, typed: str, now: datetime.datetime) -> Left:
    """Take the account away, for good. `typed` is the number or address they sign in with.

    Raises OwnsBooks, SignNotTyped.
    """
    user = User.objects.get(pk=user_id)
    if not _is_sign_of(user, typed):
        raise SignNotTyped
    with walls.everything(), transaction.atomic():
        left = forget_person(user_id=user_id, actor=actor, now=now)
        ask_to_scrub(job_id=uuid7(), now=now)
        at = now.isoformat()
        transaction.on_commit(lambda: write_down(said={"at": at, "person": str(user_id)}))
    return left


def _is_sign_of(user: User, typed: str) -> bool:
    said = typed.strip().casefold()
    digits = "".join(sign for sign in to_ascii_digits(said) if sign.isdigit())
    if user.email and said == user.email.casefold():
        return True
    local = "".join(sign for sign in local_form(user.phone or "") if sign.isdigit())
    return bool(user.phone and digits and digits in {user.phone.removeprefix("+"), local, local.lstrip("0")})


def forget_person(*, user_id: uuid.UUID, actor: Actor, now: datetime.datetime) -> Left:
    """In the caller's transaction. The books are locked in the order of their ids."""
    mine = list(Membership.objects.select_related("user").filter(user_id=user_id).order_by("business_id"))
    seqs = {one.business_id: lock(one.business_id).first_seq for one in mine}
    alone = books_owned_alone(user_id)
    if alone:
        raise OwnsBooks(alone)
    for one in mine:
        _leave(one, seq=seqs[one.business_id], actor=actor, now=now)
    user = User.objects.get(pk=user_id)
    _withdraw_invitations(user)
    keys = BrowserSession.objects.filter(user_id=user_id).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    _delete_own_rows(user_id)
    _blank(user, now=now)
    news = trail.News(lock_user(user_id), "user.erased", "user", user_id, 0, None, {})
    trail.append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return Left(books=len(mine))


def _leave(member: Membership, *, seq: int, actor: Actor, now: datetime.datetime) -> None:
    tell(member, verb="member.left", seq=seq, actor=actor, now=now, contents={"role": member.standing})
    blank_revisions(business_id=member.business_id, subjects=[member.pk])
    member.delete()


def _withdraw_invitations(user: User) -> None:
    """Invitations to their number or address: nobody is there any more to say yes."""
    contacts = [contact for contact in (user.phone, user.email) if contact]
    invited = Invitation.objects.filter(contact__in=contacts, state=InvitationState.OPEN)
    invited.update(state=InvitationState.ENDED, contact="")


def _delete_own_rows(user_id: uuid.UUID) -> None:
    """Every row that would go with a deleted person: devices, tokens, consents, notes at the door, proofs."""
    for field in User._meta.get_fields(include_hidden=True):  # noqa: SLF001 Django's documented interface
        if not isinstance(field, models.ManyToOneRel) or field.on_delete is not models.CASCADE:
            continue
        model = field.related_model
        if isinstance(model, type) and model._meta.db_table not in KEPT_FOR_OTHERS:  # noqa: SLF001
            model._base_manager.filter(**{field.field.name: user_id}).delete()  # noqa: SLF001


def _blank(user: User, *, now: datetime.datetime) -> None:
    user.phone = user.email = None
    user.name = user.language = ""
    user.phone_verified = user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.erased_at = None, now
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def forget_again(*, also: Sequence[Path], now: datetime.datetime) -> int:
    """After a restore: people who took their accounts away since and stand again. How many were forgotten.

    One who owned a book alone when the backup was made had handed it over since: the account goes, and the
    book waits for whoever runs the site.
    """
    count = 0
    for said in written_down(also=also):
        user = User.objects.filter(pk=str(said.get("person", NOBODY)), erased_at=None).first()
        if user is None:
            continue
        with transaction.atomic():
            actor = Actor(user_id=user.pk, role="", device_id=None, trace_id="restore")
            try:
                with transaction.atomic():
                    forget_person(user_id=user.pk, actor=actor, now=now)
            except OwnsBooks:
                _withdraw_invitations(user)
                _delete_own_rows(user.pk)
                _blank(user, now=now)
        count += 1
    return count
