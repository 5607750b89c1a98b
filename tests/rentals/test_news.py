"""What happened to rents stands in the trail, and goes out to whoever asked for news."""

import json

from api.webhooks.payloads import Happening, body_of
from audit.models import Event, Revision
from core.ids import uuid7
from rentals.arithmetic import FeeKind, FeeRule
from rentals.models import Unit
from rentals.operations.meters import add_meter, read_meter
from rentals.operations.portal import answer_word, claim_payment, confirm_claim, write_word
from tests.rentals.houses import day

SAID = {"rent.claimed", "rent.claim_confirmed", "tenant.wrote", "tenant.answered", "meter.read"}
TOLD = {"rent.due", "rent.paid", "late_fee.applied", "tenant.changed", "lease.ended"}


def news_of(rents, verbs) -> dict:
    told = {}
    for event in Event.objects.filter(business_id=rents.id, verb__in=verbs).order_by("seq"):
        contents = Revision.objects.get(business_id=rents.id, seq=event.seq).contents
        happening = Happening(
            business_id=rents.id, seq=event.seq, at=event.at, verb=event.verb, subject_kind=event.subject_kind,
            subject_id=event.subject_id, rev=event.rev, contents=contents,
        )  # fmt: skip
        told[event.verb] = json.loads(body_of(message_id=uuid7(), happening=happening))["data"]
    return told


def test_each_piece_of_news_has_its_shape(rents):
    lease = rents.home(start=day("2026-10-01"), fee=FeeRule(kind=FeeKind.PER_DAY, amount=1000))
    rents.ask()
    rents.fees()
    rents.pay(lease, 500)
    rents.leave(lease, day("2026-11-30"))
    told = news_of(rents, TOLD)
    assert told.keys() == TOLD
    assert told["rent.due"]["amount"] == 9000
    assert told["rent.paid"]["balance"] == -(18_000 + 710 - 500)
    assert (told["tenant.changed"]["has_ended"], told["lease.ended"]["has_ended"]) == (False, True)


def test_what_a_tenant_says_and_a_meter_shows_goes_out_too(rents):
    lease = rents.home(start=day("2026-11-01"))
    rents.ask()
    by = {"business_id": rents.id, "actor": rents.asha, "now": rents.now}
    own = {"lease_ids": [lease], "lease_id": lease, **by}
    due = rents.dues(lease)[0].id
    claim = claim_payment(
        claim_id=uuid7(), amount=900_00, day=day("2026-11-20"), mode="upi", due_id=due, **own
    )
    confirm_claim(claim_id=claim.pk, **by)
    word = write_word(word_id=uuid7(), kind="problem", text="জল নেই", **own)
    answer_word(word_id=word.pk, state="done", answer="ঠিক হয়েছে", **by)
    meter = add_meter(
        meter_id=uuid7(), unit_id=Unit.objects.get().id, name="Power", measured_in="kWh", rate=8_500_000,
        value=12_000_000, day=day("2026-11-01"), **by,
    )  # fmt: skip
    read_meter(meter_id=meter.meter_id, reading_id=uuid7(), value=13_455_000, day=day("2026-11-20"), **by)
    told = news_of(rents, SAID)
    assert told.keys() == SAID
    assert (told["rent.claimed"]["status"], told["rent.claimed"]["due_id"]) == ("waiting", str(due))
    assert told["rent.claimed"]["entry_id"] is None
    assert told["rent.claim_confirmed"]["entry_id"]
    assert "জল নেই" not in str(told), "words stay on the page"
    assert (told["tenant.wrote"]["kind"], told["tenant.answered"]["status"]) == ("problem", "done")
    assert (told["meter.read"]["used"], told["meter.read"]["amount"]) == (145.5, 1236.75)
