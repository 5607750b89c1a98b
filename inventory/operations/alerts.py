"""What runs out and what expires soon, told once: in the trail, where webhooks read it."""

import datetime
import uuid

from django.db import transaction
from django.db.models import F, QuerySet

from audit import trail
from audit.actors import Actor
from businesses.books import lock
from core.ids import uuid7
from inventory.models import Batch, BatchStock, StockSum
from inventory.queries.items import SOON_DAYS

NOBODY = uuid.UUID(int=0)
AT_ONCE = 500


def raise_alerts(*, business_id: uuid.UUID, today: datetime.date, now: datetime.datetime) -> int:
    """Tell what has become low, and which batches have come near their day, since it was told last; how many.

    An item that was filled up again and runs low again is told again. Call until it answers 0.
    """
    with transaction.atomic():
        lock(business_id, events=0)
        _filled_up(business_id).update(is_told_low=False)
        low = list(_low(business_id).select_related("item").order_by("item_id")[:AT_ONCE])
        soon = list(
            _soon(business_id, today=today).select_related("item").order_by("id")[: AT_ONCE - len(low)]
        )
        if not low and not soon:
            return 0
        seq = lock(business_id, events=len(low) + len(soon)).first_seq
        news = [_low_news(one, seq=number) for number, one in enumerate(low, start=seq)]
        news += [_soon_news(one, seq=number) for number, one in enumerate(soon, start=seq + len(low))]
        StockSum.objects.filter(business_id=business_id, item_id__in=[one.item_id for one in low]).update(
            is_told_low=True
        )
        Batch.objects.filter(business_id=business_id, id__in=[one.id for one in soon]).update(is_told=True)
        trail.append(business_id=business_id, at=now, actor=Actor(NOBODY, "", None, "stock"), news=news)
    return len(news)


def _low(business_id: uuid.UUID) -> QuerySet[StockSum]:
    return StockSum.objects.filter(
        business_id=business_id, is_told_low=False, item__is_active=True, item__low_level__isnull=False,
        item__low_level__gte=F("on_hand") - F("committed"),
    )  # fmt: skip


def _filled_up(business_id: uuid.UUID) -> QuerySet[StockSum]:
    told = StockSum.objects.filter(business_id=business_id, is_told_low=True)
    return told.exclude(item__low_level__gte=F("on_hand") - F("committed"))


def _soon(business_id: uuid.UUID, *, today: datetime.date) -> QuerySet[Batch]:
    lying = BatchStock.objects.filter(business_id=business_id, on_hand__gt=0).values("batch_id")
    until = today + datetime.timedelta(days=SOON_DAYS)
    return Batch.objects.filter(business_id=business_id, is_told=False, expires_on__lte=until, id__in=lying)


def _low_news(one: StockSum, *, seq: int) -> trail.News:
    contents = {
        "item": str(one.item_id), "name": one.item.name, "on_hand": one.on_hand, "low_level": one.item.low_level
    }  # fmt: skip
    return trail.News(seq, "stock.low", "stock_alert", uuid7(), 1, None, contents)


def _soon_news(one: Batch, *, seq: int) -> trail.News:
    on_hand = sum(
        BatchStock.objects.filter(business_id=one.business_id, batch=one).values_list("on_hand", flat=True)
    )
    contents = {
        "item": str(one.item_id), "name": one.item.name, "on_hand": on_hand, "batch": one.number,
        "expires_on": str(one.expires_on),
    }  # fmt: skip
    return trail.News(seq, "stock.expiring", "stock_alert", uuid7(), 1, None, contents)
