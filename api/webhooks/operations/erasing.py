"""Forgetting a person: messages that were sent, and those that wait to be."""

import json

from api.kit.texts import to_json
from api.webhooks.models import Delivery, DeliveryTry, Endpoint
from audit.erasing import Forgotten

AT_ONCE = 500


def blank_messages(forgotten: Forgotten) -> None:
    """The message stays with its number, its data goes; and so does what a receiver answered to it."""
    found = Delivery.objects.filter(business_id=forgotten.business_id).order_by("id")
    after = None
    while rows := list((found.filter(id__gt=after) if after else found)[:AT_ONCE]):
        meant = [
            row for row in rows if row.subject_id in forgotten.subjects or forgotten.is_meant_in(row.body)
        ]
        for row in meant:
            said = json.loads(row.body)
            if said.get("data") is not None:
                Delivery.objects.filter(pk=row.pk).update(body=to_json(said | {"data": None}).decode())
        DeliveryTry.objects.filter(delivery__in=[row.pk for row in meant]).exclude(response="").update(
            response=""
        )
        after = rows[-1].pk
    for endpoint in Endpoint.objects.filter(business_id=forgotten.business_id).exclude(description=""):
        if forgotten.is_named_in(endpoint.description):
            Endpoint.objects.filter(pk=endpoint.pk).update(description="")
