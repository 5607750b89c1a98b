"""What the worker does for payments by itself, each hour: cheques whose day has come."""

from celery import shared_task
from django.utils import timezone

from businesses.models import Business
from invoicing.models import Payment, PaymentStatus
from invoicing.operations.cheques import count_due_cheques
from ledger.operations.drafts import local_day


@shared_task(name="invoicing.count_cheques", ignore_result=True)
def count_cheques_task() -> None:
    """Book by book; books without a cheque that waits are left alone."""
    now = timezone.now()
    waiting = Payment.objects.filter(status=PaymentStatus.WAITING).values("business_id")
    books = Business.objects.filter(id__in=waiting).order_by("id").values_list("id", "timezone")
    for business_id, zone in books.iterator(chunk_size=500):
        count_due_cheques(business_id=business_id, today=local_day(now, timezone=zone), now=now)
