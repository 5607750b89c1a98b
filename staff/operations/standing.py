"""Closing somebody's account, opening it again, and signing them out: the person's own trail tells of each."""

import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from api.operations.devices import sign_out_others
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from businesses.models import User
from core.refusals import Refusal


class StaffAccount(Refusal):
    slug: ClassVar[str] = "staff_account"

    def __init__(self) -> None:
        super().__init__(_("An account of the staff is not closed here. Take it out of the staff first."))


@transaction.atomic
def close_account(*, user_id: UUID, actor: Actor, now: datetime.datetime) -> None:
    """Nobody signs in to the account any more, and whoever is, is out. Books stay as they are.

    Raises StaffAccount.
    """
    seq = lock_user(user_id)
    if User.objects.filter(pk=user_id, is_staff=True).exists():
        raise StaffAccount
    if User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
        _tell(user_id, verb="user.closed", seq=seq, actor=actor, now=now)
        sign_out_everywhere(user_id=user_id, actor=actor, now=now)


@transaction.atomic
def open_account(*, user_id: UUID, actor: Actor, now: datetime.datetime) -> None:
    """The person may sign in again."""
    seq = lock_user(user_id)
    if User.objects.filter(pk=user_id, is_active=False).update(is_active=True):
        _tell(user_id, verb="user.opened", seq=seq, actor=actor, now=now)


def sign_out_everywhere(*, user_id: UUID, actor: Actor, now: datetime.datetime) -> None:
    """End every browser and every program's sign-in of the person. Tokens they made stay theirs to end."""
    sign_out_others(user_id=user_id, actor=actor, keep=(), now=now)


def _tell(user_id: UUID, *, verb: str, seq: int, actor: Actor, now: datetime.datetime) -> None:
    news = News(seq, verb, "user", user_id, 0, None, {})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
