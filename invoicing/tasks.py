"""What the worker does for bills by itself, each hour: cheques whose day has come, and bills that come back."""

import datetime
import logging
import uuid

from celery import shared_task
from django.utils import timezone

from businesses.actors import Actor
from businesses.models import Business, Membership
from businesses.roles import Role
from businesses.told import tell_recurring_stuck
from core.refusals import Refusal
from invoicing.models import Payment, PaymentStatus, Recurring, RecurringState
from invoicing.operations.cheques import count_due_cheques
from invoicing.operations.raising import raise_bills
from ledger.operations.drafts import local_day

ROUNDS_MAX = 200
log = logging.getLogger(__name__)


@shared_task(name="invoicing.count_cheques", ignore_result=True)
def count_cheques_task() -> None:
    """Book by book; books without a cheque that waits are left alone."""
    now = timezone.now()
    waiting = Payment.objects.filter(status=PaymentStatus.WAITING).values("business_id")
    books = Business.objects.filter(id__in=waiting).order_by("id").values_list("id", "timezone")
    for business_id, zone in books.iterator(chunk_size=500):
        count_due_cheques(business_id=business_id, today=local_day(now, timezone=zone), now=now)


@shared_task(name="invoicing.raise_bills", ignore_result=True)
def raise_bills_task() -> None:
    """Book by book, in short transactions; a book that declines leaves the others alone."""
    now = timezone.now()
    due = Recurring.objects.filter(state=RecurringState.RUNNING, next_on__isnull=False).values("business_id")
    books = Business.objects.filter(id__in=due, deleted_at=None).order_by("id")
    for book in books.iterator(chunk_size=500):
        actor = _for_owner(book.pk)
        if actor is None:
            continue
        try:
            _raise_all(book, actor=actor, now=now)
        except Refusal as refusal:
            log.warning("bills of book %s were not raised: %s", book.pk, refusal.slug)


def _raise_all(book: Business, *, actor: Actor, now: datetime.datetime) -> None:
    tried: set[uuid.UUID] = set()
    today = local_day(now, timezone=book.timezone)
    for _round in range(ROUNDS_MAX):
        raised = raise_bills(business_id=book.pk, actor=actor, today=today, now=now, tried=frozenset(tried))
        tried |= set(raised.refused)
        for row in raised.news:
            tell_recurring_stuck(row.created_by, book=book.name, name=row.name, why=row.error)
        if not raised.is_more:
            return


def _for_owner(business_id: uuid.UUID) -> Actor | None:
    """The oldest owner: in whose name the program bills."""
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER).order_by("created_at", "id")
    user_id = owners.values_list("user_id", flat=True).first()
    return None if user_id is None else Actor(user_id, Role.OWNER, None, "recurring")
