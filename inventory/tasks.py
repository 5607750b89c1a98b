"""What the worker does for the stock by itself, each night."""

from celery import shared_task
from django.utils import timezone

from businesses.models import Business
from inventory.models import StockSum
from inventory.operations.alerts import raise_alerts
from ledger.operations.drafts import local_day

ROUNDS_MAX = 100


@shared_task(name="inventory.raise_alerts", ignore_result=True)
def raise_alerts_task() -> None:
    """Book by book, in short transactions; books without stock are left alone."""
    now = timezone.now()
    with_stock = StockSum.objects.values("business_id")
    books = Business.objects.filter(id__in=with_stock).order_by("id").values_list("id", "timezone")
    for business_id, zone in books.iterator(chunk_size=500):
        for _round in range(ROUNDS_MAX):
            if not raise_alerts(business_id=business_id, today=local_day(now, timezone=zone), now=now):
                break
