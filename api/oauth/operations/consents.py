"""What a person allows an app: given on the page of consent, taken back at any time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from api.kit.caller import hash_of
from api.models import Token
from api.oauth.models import App, Code, Consent
from api.oauth.refusals import AppUnknown, BeyondRole, BooksNeeded, NothingAllowed
from api.oauth.scopes import beyond, offered
from api.scopes import SCOPES
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import BookUnknown, lock_user
from businesses.models import Membership
from businesses.roles import Role

CODE_LIFE = datetime.timedelta(seconds=60)
DAYS = (30, 90, 365)
STANDING_MAX = 20
"""Consents of one person to one app; the oldest ends when there would be more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person chose on the page of consent."""

    actor: Actor
    scopes: tuple[str, ...]
    business_ids: tuple[UUID, ...]
    days: int


def check_answer(answer: Answer) -> list[Membership]:
    """The memberships of the books that were chosen.

    Raises NothingAllowed, BooksNeeded, BookUnknown, BeyondRole.
    """
    if not answer.scopes or not set(answer.scopes) <= set(offered()):
        raise NothingAllowed
    if not answer.business_ids:
        raise BooksNeeded
    found = Membership.objects.select_related("business").filter(
        user_id=answer.actor.user_id, business_id__in=answer.business_ids
    )
    memberships = list(found.order_by("business_id"))
    if len(memberships) != len(set(answer.business_ids)) or answer.days not in DAYS:
        raise BookUnknown
    for membership in memberships:
        for scope in beyond(membership.standing, answer.scopes):
            raise BeyondRole(
                book=membership.business.name, role=str(Role(membership.role).label), sentence=str(SCOPES[scope])
            )  # fmt: skip
    return memberships


@transaction.atomic
def give_consent(
    *, app: App, answer: Answer, code: str, redirect_uri: str, challenge: str, now: datetime.datetime
) -> Consent:
    """Write down what was allowed, and the code the app will exchange. Raises what check_answer raises."""
    user_id = answer.actor.user_id
    seq = lock_user(user_id)
    memberships = check_answer(answer)
    _make_room(app, user_id, now=now)
    consent = Consent.objects.create(
        app=app, user_id=user_id, scopes=list(answer.scopes), given_at=now,
        ends_at=now + datetime.timedelta(days=answer.days),
    )  # fmt: skip
    consent.books.set([membership.business for membership in memberships])
    Code.objects.create(
        consent=consent, secret_hash=hash_of(code), redirect_uri=redirect_uri, challenge=challenge,
        expires_at=now + CODE_LIFE,
    )  # fmt: skip
    _tell(seq, "app.allowed", consent, actor=answer.actor, now=now)
    return consent


@transaction.atomic
def withdraw(*, actor: Actor, app_id: UUID, now: datetime.datetime) -> str:
    """Take back all the person allowed an app, and give back its name. Raises AppUnknown."""
    seq = lock_user(actor.user_id)
    standing = list(
        Consent.objects.select_related("app").filter(user_id=actor.user_id, app_id=app_id, ended_at=None)
    )
    if not standing:
        raise AppUnknown
    _end([consent.pk for consent in standing], why="person", now=now)
    _tell(seq, "app.withdrawn", standing[0], actor=actor, now=now)
    return standing[0].app.name


@transaction.atomic
def end_consent(*, consent_id: UUID, why: str, trace_id: str, now: datetime.datetime) -> None:
    """End one consent with all its tokens: the app gave it back, or a used code or token came again."""
    consent = Consent.objects.filter(pk=consent_id, ended_at=None).first()
    if consent is None:
        return
    seq = lock_user(consent.user_id)
    _end([consent_id], why=why, now=now)
    verb = "app.replayed" if why == "replayed" else "app.given_back"
    _tell(seq, verb, consent, actor=Actor(consent.user_id, "", None, trace_id), now=now)


def _make_room(app: App, user_id: UUID, *, now: datetime.datetime) -> None:
    standing = Consent.objects.filter(app=app, user_id=user_id, ended_at=None, ends_at__gt=now)
    oldest = standing.order_by("-given_at").values_list("pk", flat=True)[STANDING_MAX - 1 :]
    _end(list(oldest), why="replaced", now=now)


def _end(consent_ids: Sequence[UUID], *, why: str, now: datetime.datetime) -> None:
    Consent.objects.filter(pk__in=consent_ids, ended_at=None).update(ended_at=now, ended_why=why)
    Token.objects.filter(consent__in=consent_ids, revoked_at=None).update(revoked_at=now)


def _tell(seq: int, verb: str, consent: Consent, *, actor: Actor, now: datetime.datetime) -> None:
    books = [str(book) for book in consent.business_ids()]
    contents: dict[str, object] = {
        "app": consent.app.name, "scopes": consent.scopes, "books": books,
        "ends_at": consent.ends_at.isoformat(),
    }  # fmt: skip
    news = News(seq, verb, "app_consent", consent.pk, 1 if verb == "app.allowed" else 2, None, contents)
    append_to_user(user_id=consent.user_id, at=now, actor=actor, news=news)


def days_words(days: int) -> str:
    return {30: _("30 days"), 90: _("90 days"), 365: _("1 year")}[days]
