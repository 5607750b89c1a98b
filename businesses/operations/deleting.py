"""A book goes to the trash as a whole, comes back from it, or is deleted for good when its time there is over.

Nothing of it changes meanwhile: its people find no door to it. The deletion itself is `backups.purging`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from audit.jobs import enqueue
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business, Membership, User
from businesses.operations.members import enter
from businesses.roles import Role
from businesses.told import tell_book_deleted
from core import walls
from core.refusals import Refusal

DAYS_IN_TRASH = 30
PURGE = "books.purge"
"""The job that deletes for good what is due."""


class NameOfBookNotTyped(Refusal):
    slug: ClassVar[str] = "name_not_typed"

    def __init__(self) -> None:
        super().__init__(_("Type the name of the book as it is written above."), field="typed")


class DeletedBookUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("You have no such book in the trash."))


@dataclass(frozen=True, slots=True)
class DeletedBook:
    """`purge_at` is when it goes for good: at once for a practice book."""

    id: UUID
    name: str
    is_demo: bool
    deleted_at: datetime
    purge_at: datetime


def check_name(*, name: str, typed: str) -> None:
    """Raises NameOfBookNotTyped."""
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise NameOfBookNotTyped


@transaction.atomic
def delete_book(*, business_id: UUID, actor: Actor, typed: str, now: datetime) -> DeletedBook:
    """Put a book away for 30 days, a practice book for good; its other people are told.

    Raises OwnerNeeded, NameOfBookNotTyped (not of a practice book).
    """
    seq = enter(business_id=business_id, actor=actor)
    book = Business.objects.get(pk=business_id)
    if not book.is_demo:
        check_name(name=book.name, typed=typed)
    book.deleted_at = now
    book.purge_at = now if book.is_demo else now + timedelta(days=DAYS_IN_TRASH)
    book.save(update_fields=["deleted_at", "purge_at"])
    _tell(book, verb="book.deleted", seq=seq, actor=actor, now=now)
    if book.is_demo:
        enqueue(kind=PURGE, business_id=None, asked_by_id=None, arguments={}, now=now)
    else:
        transaction.on_commit(partial(_tell_others, book, by=actor.user_id), robust=True)
    return _said(book)


@transaction.atomic
def restore_book(*, business_id: UUID, actor: Actor, now: datetime) -> Business:
    """Bring a book back from the trash, as it was. Raises DeletedBookUnknown for one that is not there, or whose
    owner somebody else is."""
    mine = Membership.objects.filter(
        business_id=business_id, user_id=actor.user_id, role=Role.OWNER, business__deleted_at__isnull=False
    )
    if not mine.exists():
        raise DeletedBookUnknown
    walls.enter(business_id)
    seq = lock(business_id).first_seq
    book = Business.objects.get(pk=business_id)
    if book.deleted_at is None or book.is_demo:
        raise DeletedBookUnknown
    book.deleted_at = book.purge_at = None
    book.save(update_fields=["deleted_at", "purge_at"])
    _tell(book, verb="book.restored", seq=seq, actor=actor, now=now)
    return book


def deleted_books(user_id: UUID, *, after: UUID | None = None, limit: int = 50) -> list[DeletedBook]:
    """The person's own books that can come back, in the order they were opened."""
    mine = Membership.objects.select_related("business").filter(
        user_id=user_id, role=Role.OWNER, business__deleted_at__isnull=False, business__is_demo=False
    )
    found = mine if after is None else mine.filter(business_id__gt=after)
    return [_said(one.business) for one in found.order_by("business_id")[:limit]]


def _said(book: Business) -> DeletedBook:
    if book.deleted_at is None or book.purge_at is None:
        raise DeletedBookUnknown
    return DeletedBook(book.pk, book.name, book.is_demo, book.deleted_at, book.purge_at)


def _tell(book: Business, *, verb: str, seq: int, actor: Actor, now: datetime) -> None:
    news = trail.News(seq, verb, "book", book.pk, seq, None, {"name": book.name})
    trail.append(business_id=book.pk, at=now, actor=actor, news=[news])


def _tell_others(book: Business, *, by: UUID) -> None:
    with walls.within(book.pk):
        members = Membership.objects.filter(business_id=book.pk).exclude(user_id=by)
        ids = list(members.values_list("user_id", flat=True)[:50])
    for user in User.objects.filter(pk__in=ids, is_active=True):
        tell_book_deleted(user, name=book.name, days=DAYS_IN_TRASH)
