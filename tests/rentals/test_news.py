"""What happened to rents stands in the trail, and goes out to whoever asked for news."""

import json

from api.webhooks.payloads import Happening, body_of
from audit.models import Event, Revision
from core.ids import uuid7
from rentals.arithmetic import FeeKind, FeeRule
from tests.rentals.houses import day

TOLD = {"rent.due", "rent.paid", "late_fee.applied", "tenant.changed", "lease.ended"}


def test_each_piece_of_news_has_its_shape(rents):
    lease = rents.home(start=day("2026-10-01"), fee=FeeRule(kind=FeeKind.PER_DAY, amount=1000))
    rents.ask()
    rents.fees()
    rents.pay(lease, 500)
    rents.leave(lease, day("2026-11-30"))
    told = {}
    for event in Event.objects.filter(business_id=rents.id, verb__in=TOLD).order_by("seq"):
        contents = Revision.objects.get(business_id=rents.id, seq=event.seq).contents
        happening = Happening(
            business_id=rents.id, seq=event.seq, at=event.at, verb=event.verb, subject_kind=event.subject_kind,
            subject_id=event.subject_id, rev=event.rev, contents=contents,
        )  # fmt: skip
        told[event.verb] = json.loads(body_of(message_id=uuid7(), happening=happening))["data"]
    assert told.keys() == TOLD
    assert told["rent.due"]["amount"] == 9000
    assert told["rent.paid"]["balance"] == -(18_000 + 710 - 500)
    assert (told["tenant.changed"]["has_ended"], told["lease.ended"]["has_ended"]) == (False, True)
