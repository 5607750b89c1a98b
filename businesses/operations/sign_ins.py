"""Sign-ins and sign-outs, written to the person's own trail."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user


def record_sign_in(*, user_id: UUID, actor: Actor, is_new: bool, now: datetime) -> None:
    """Append user.joined (the first time) or user.signed_in."""
    _append(verb="user.joined" if is_new else "user.signed_in", user_id=user_id, actor=actor, now=now)


def record_sign_out(*, user_id: UUID, actor: Actor, now: datetime) -> None:
    """Append user.signed_out."""
    _append(verb="user.signed_out", user_id=user_id, actor=actor, now=now)


@transaction.atomic
def _append(*, verb: str, user_id: UUID, actor: Actor, now: datetime) -> None:
    seq = lock_user(user_id)
    news = News(seq=seq, verb=verb, subject_kind="user", subject_id=user_id, rev=0, amount=None, contents={})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
