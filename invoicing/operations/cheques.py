"""Cheques whose day has come, counted by the program itself."""

import datetime
import uuid

from businesses.actors import Actor
from core.refusals import Refusal
from invoicing.models import Payment, PaymentStatus
from invoicing.operations.payments import count_cheque

AT_ONCE = 200


def count_due_cheques(*, business_id: uuid.UUID, today: datetime.date, now: datetime.datetime) -> int:
    """How many of the cheques that wait for today or an earlier day count now, each in a transaction of its own.

    One of a closed period is left to wait, since somebody has to decide.
    """
    due = Payment.objects.filter(business_id=business_id, status=PaymentStatus.WAITING, day__lte=today)
    counted = 0
    for payment_id, user_id in due.order_by("day", "number").values_list("id", "created_by_id")[:AT_ONCE]:
        actor = Actor(user_id, "", None, "cheque")
        try:
            count_cheque(business_id=business_id, actor=actor, payment_id=payment_id, now=now)
        except Refusal:
            continue
        counted += 1
    return counted
