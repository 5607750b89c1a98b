"""What the worker does for rent books by itself, each night."""

import logging
import uuid

from celery import shared_task
from django.utils import timezone

from audit.actors import Actor
from businesses.models import BookKind, Business, Membership
from businesses.roles import Role
from core.refusals import Refusal
from ledger.operations.drafts import local_day
from rentals.models import Lease
from rentals.operations.dues import raise_dues

ROUNDS_MAX = 500
log = logging.getLogger(__name__)


@shared_task(name="rentals.raise_rents", ignore_result=True)
def raise_rents_task() -> None:
    """Book by book, in short transactions; a book that declines leaves the others alone."""
    now = timezone.now()
    letting = Lease.objects.filter(ended_at=None).values("business_id")
    books = Business.objects.filter(id__in=letting, kind=BookKind.RENT).order_by("id")
    for business_id, zone in books.values_list("id", "timezone").iterator(chunk_size=500):
        actor = for_owner(business_id)
        if actor is None:
            continue
        try:
            for _round in range(ROUNDS_MAX):
                today = local_day(now, timezone=zone)
                if not raise_dues(business_id=business_id, actor=actor, today=today, now=now).is_more:
                    break
        except Refusal as refusal:
            log.warning("rents of book %s were not raised: %s", business_id, refusal.slug)


def for_owner(business_id: uuid.UUID) -> Actor | None:
    """The oldest owner: in whose name the program asks for rent."""
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER).order_by("created_at", "id")
    user_id = owners.values_list("user_id", flat=True).first()
    return None if user_id is None else Actor(user_id, Role.OWNER, None, "rents")
