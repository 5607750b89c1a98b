"""News of a book on its way to somebody's server."""

import json
import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from api.webhooks.models import Delivery, DeliveryState, DeliveryTry, Endpoint, StopReason
from api.webhooks.operations.claims import LEASE, Tried, claim_due, settle
from api.webhooks.operations.endpoints import (
    OVERLAP,
    edit_endpoint,
    rotate_secret,
    start_endpoint,
    stop_endpoint,
)
from api.webhooks.operations.fan_out import fan_out
from api.webhooks.operations.log import resend, send_test, trim
from api.webhooks.refusals import StillOnItsWay, WebhookIsOff, WebhookUnknown
from api.webhooks.schedule import DELAYS, JITTER, TRIES_MAX
from api.webhooks.wire import Answer
from audit.models import Event
from businesses.models import Branch
from core.ids import uuid7
from tests.api.webhooks.conftest import hook, read_on, send
from tests.api.webhooks.receiver import Reply
from tests.ledger.shops import NOW, open_shop

pytestmark = pytest.mark.both_engines


def test_an_entry_arrives_signed_with_the_names_and_amounts_of_the_api(
    live_shop, receiver, clock, signed_now
):
    made = hook(live_shop, receiver)
    party = live_shop.party("রহিম স্টোর")
    entry = live_shop.record(party, "gave", 420_050, note="चावल २ किलो")
    read_on(clock())
    assert send(receiver, clock) == 2
    message = next(one for one in receiver.taken if "entry.created" in one.body)
    said = Webhook(made.secret).verify(message.body, message.headers)
    assert said["id"] == message.id
    assert (said["business_id"], said["seq"]) == (str(live_shop.id), entry.seq)
    assert said["occurred_at"] == "2026-11-21T06:30:00Z"
    assert said["data"] == {
        "entry_id": str(entry.document_id), "ledger_id": str(party), "kind": "khata", "direction": "gave",
        "amount": 4200.5, "mode": "goods", "date": "2026-11-21", "due_date": None, "note": "चावल २ किलो", "has_attachment": False,
        "state": "posted", "rev": 1, "branch_id": str(Branch.objects.get(business_id=live_shop.id).pk),
    }  # fmt: skip
    assert '"amount":4200.50,' in message.body
    assert message.headers["content-type"].startswith("application/json")
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}


def test_only_chosen_news_is_sent_and_nothing_from_before(live_shop, receiver, clock):
    party = live_shop.party("সুরেশ")
    hook(live_shop, receiver, events=["entry.deleted"])
    entry = live_shop.record(party, "got", 100)
    live_shop.change("delete_entry", entry)
    read_on(clock())
    send(receiver, clock)
    assert [json.loads(one.body)["type"] for one in receiver.taken] == ["entry.deleted"]
    assert json.loads(receiver.taken[0].body)["data"]["state"] == "trashed"


def test_news_of_one_book_never_reaches_the_endpoint_of_another(live_shop, receiver, clock):
    hook(live_shop, receiver)
    other = open_shop(name="দেব ভাণ্ডার")
    other.record(other.party("গোপন"), "gave", 999)
    read_on(clock())
    send(receiver, clock)
    assert receiver.taken == []


def test_reading_the_trail_twice_sends_nothing_twice(live_shop, receiver, clock):
    made = hook(live_shop, receiver)
    live_shop.party("একবার")
    read_on(clock())
    Endpoint.objects.update(position=0)
    with pytest.raises(Exception, match=r"(?i)unique"):
        fan_out(endpoint_id=made.endpoint_id, now=clock())
    assert Delivery.objects.count() == 1


def test_10_000_events_at_an_endpoint_that_fails_often_all_find_their_end_in_order(
    live_shop, receiver, clock, signed_now, scale, figure
):
    chance = random.Random(11)
    made = hook(live_shop, receiver)
    parties = [live_shop.party(f"গ্রাহক {number}") for number in range(20)]
    entries = [
        live_shop.record(chance.choice(parties), "gave", 100 + number) for number in range(scale(6_000))
    ]
    edited = chance.choices(entries, k=scale(4_000))
    rev = Counter({entry.document_id: 1 for entry in entries})
    for number, entry in enumerate(edited):
        live_shop.edit(entry, base_rev=rev[entry.document_id], amount=500_000 + number)
        rev[entry.document_id] += 1
    refused = []

    def reply(message) -> Reply:
        try:
            Webhook(made.secret).verify(message.body, message.headers)
        except WebhookVerificationError as error:
            refused.append(str(error))
        roll = chance.random()
        if roll < 0.30:
            return Reply(
                chance.choice([500, 503, 429, 302]), headers={"retry-after": "7", "location": "http://x/"}
            )
        return Reply()

    receiver.reply = reply
    read_on(clock())
    while Delivery.objects.filter(state=DeliveryState.WAITING).exists():
        send(receiver, clock)
        clock.move(minutes=10)
    assert refused == []
    states = Counter(Delivery.objects.values_list("state", flat=True))
    news = Event.objects.filter(business_id=live_shop.id, verb__regex="entry|party").count()
    assert states.total() == news == len(entries) + len(edited) + len(parties)
    assert set(Delivery.objects.filter(state=DeliveryState.DEAD).values_list("tries", flat=True)) <= {
        TRIES_MAX
    }
    order = defaultdict(list)
    for message in receiver.taken:
        said = json.loads(message.body)
        subject = said["data"].get("entry_id") or said["data"]["ledger_id"]
        if said["seq"] not in order[subject]:
            order[subject].append(said["seq"])
    assert all(seqs == sorted(seqs) for seqs in order.values())
    assert {one.id for one in receiver.taken} == {
        str(one) for one in Delivery.objects.values_list("id", flat=True)
    }
    found = f"{states[DeliveryState.DELIVERED]:,} delivered, {states[DeliveryState.DEAD]:,} dead, {len(receiver.taken):,} tries"
    figure("webhook events at an endpoint that fails 30 %", news, found)


def test_a_message_that_never_arrives_is_tried_ten_times_by_the_table_and_then_dead(
    live_shop, receiver, clock
):
    hook(live_shop, receiver)
    live_shop.party("নীরব")
    receiver.reply = lambda _message: Reply(500, "সার্ভারে গোলমাল".encode())
    read_on(clock())
    times = []
    for delay in (*DELAYS, None):
        assert send(receiver, clock) == 1
        times.append(clock())
        delivery = Delivery.objects.get()
        if delay is None:
            break
        wait = delivery.due_at - clock()
        assert delay * (1 - JITTER) <= wait <= delay * (1 + JITTER)
        clock.at = delivery.due_at - timedelta(seconds=1)
        assert send(receiver, clock) == 0
        clock.at = delivery.due_at
    assert (delivery.state, delivery.tries, len(receiver.taken)) == (DeliveryState.DEAD, 10, 10)
    assert len({one.id for one in receiver.taken}) == 1
    assert DeliveryTry.objects.filter(status=500, response="সার্ভারে গোলমাল").count() == 10


def test_what_comes_later_about_a_subject_waits_for_the_end_of_what_came_before(live_shop, receiver, clock):
    hook(live_shop, receiver, events=["entry.created", "entry.updated"])
    entry = live_shop.record(live_shop.party("করিম"), "gave", 100)
    live_shop.edit(entry, amount=200)
    other = live_shop.record(live_shop.party("সীতা"), "gave", 300)
    receiver.reply = lambda message: Reply(500 if str(entry.document_id) in message.body else 200)
    read_on(clock())
    send(receiver, clock)
    tried = [json.loads(one.body)["data"]["entry_id"] for one in receiver.taken]
    assert sorted(tried) == sorted([str(entry.document_id), str(other.document_id)])
    receiver.reply = lambda _message: Reply()
    clock.move(minutes=1)
    assert send(receiver, clock) == 2
    assert [json.loads(one.body)["data"]["rev"] for one in receiver.taken[2:]] == [1, 2]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(live_shop, receiver, clock, status):
    hook(live_shop, receiver)
    live_shop.party("ঘোরা পথ")
    receiver.reply = lambda _message: Reply(
        status, headers={"location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    )
    read_on(clock())
    send(receiver, clock)
    assert [one.path for one in receiver.taken] == ["/hook"]
    assert (Delivery.objects.get().state, Delivery.objects.get().status) == (DeliveryState.WAITING, status)


def test_the_receiver_s_own_wish_to_wait_is_kept(live_shop, receiver, clock):
    hook(live_shop, receiver)
    live_shop.party("পরে এসো")
    receiver.reply = lambda _message: Reply(429, headers={"retry-after": "1800"})
    read_on(clock())
    send(receiver, clock)
    assert Delivery.objects.get().due_at == clock() + timedelta(minutes=30)


def test_an_address_that_says_it_is_gone_is_never_asked_again(live_shop, receiver, clock):
    made = hook(live_shop, receiver)
    live_shop.party("গেছে")
    receiver.reply = lambda _message: Reply(410)
    read_on(clock())
    send(receiver, clock)
    endpoint = Endpoint.objects.get(id=made.endpoint_id)
    assert (endpoint.is_enabled, endpoint.stop_reason) == (False, StopReason.GONE)
    assert Event.objects.filter(verb="webhook.stopped", subject_id=made.endpoint_id).count() == 1


def test_an_endpoint_that_lets_five_messages_die_is_turned_off_and_catches_up_when_turned_on(
    live_shop, receiver, clock
):
    made = hook(live_shop, receiver)
    for number in range(6):
        live_shop.party(f"মৃত {number}")
    receiver.reply = lambda _message: Reply(500)
    read_on(clock())
    Delivery.objects.update(tries=TRIES_MAX - 1)
    send(receiver, clock)
    endpoint = Endpoint.objects.get(id=made.endpoint_id)
    assert (endpoint.is_enabled, endpoint.stop_reason) == (False, StopReason.DEAD)
    before = len(receiver.taken)
    live_shop.party("এর মধ্যে")
    receiver.reply = lambda _message: Reply()
    read_on(clock())
    assert send(receiver, clock) == 0
    start_endpoint(business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, now=clock())
    read_on(clock())
    send(receiver, clock)
    assert "এর মধ্যে" in "".join(one.body for one in receiver.taken[before:])
    assert not Delivery.objects.filter(state=DeliveryState.WAITING).exists()


def test_what_was_missed_for_over_a_month_is_not_sent(live_shop, receiver, clock):
    made = hook(live_shop, receiver)
    stop_endpoint(business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, now=clock())
    live_shop.party("পুরোনো")
    clock.move(days=31)
    start_endpoint(business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, now=clock())
    read_on(clock())
    assert Delivery.objects.count() == 0
    assert Endpoint.objects.get().position > 0


def test_a_try_whose_worker_was_killed_is_made_again_and_the_late_end_of_the_first_is_dropped(
    live_shop, receiver, clock
):
    hook(live_shop, receiver)
    live_shop.party("বিদ্যুৎ গেল")
    read_on(clock())
    [killed] = claim_due(now=clock(), most=5)
    assert claim_due(now=clock(), most=5) == []
    clock.at += LEASE
    assert send(receiver, clock) == 1
    settle([Tried(killed, Answer(500), clock())])
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries) == (DeliveryState.DELIVERED, 1)


def test_both_secrets_sign_while_a_receiver_changes_over_and_then_only_the_new(
    live_shop, receiver, clock, signed_now
):
    made = hook(live_shop, receiver)
    fresh = rotate_secret(
        business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, base_rev=1, now=clock()
    )
    live_shop.party("দুই চাবি")
    read_on(clock())
    send(receiver, clock)
    for secret in (made.secret, fresh.secret):
        Webhook(secret).verify(receiver.taken[0].body, receiver.taken[0].headers)
    clock.move(seconds=OVERLAP.total_seconds() + 1)
    live_shop.party("এক চাবি")
    read_on(clock())
    send(receiver, clock)
    Webhook(fresh.secret).verify(receiver.taken[1].body, receiver.taken[1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(receiver.taken[1].body, receiver.taken[1].headers)


def test_the_reference_verifier_refuses_altered_and_old_messages(live_shop, receiver, clock, signed_now):
    made = hook(live_shop, receiver)
    live_shop.party("আসল")
    read_on(clock())
    send(receiver, clock)
    message, verifier = receiver.taken[0], Webhook(made.secret)
    verifier.verify(message.body, message.headers)
    altered = [
        (message.body.replace("আসল", "নকল"), message.headers),
        (message.body, {**message.headers, "webhook-id": str(uuid7())}),
        (
            message.body,
            {**message.headers, "webhook-timestamp": str(int(message.headers["webhook-timestamp"]) + 1)},
        ),
        (message.body, {**message.headers, "webhook-signature": "v1,AAAA"}),
    ]
    for body, headers in altered:
        with pytest.raises(WebhookVerificationError):
            verifier.verify(body, headers)
    clock.move(minutes=5, seconds=1)
    with pytest.raises(WebhookVerificationError, match="too old"):
        verifier.verify(message.body, message.headers)


def test_a_lost_key_of_the_installation_is_said_and_sends_nothing(live_shop, receiver, clock, settings):
    hook(live_shop, receiver)
    live_shop.party("চাবি হারাল")
    read_on(clock())
    settings.SECRET_KEY = "another key altogether, as long as the first one was, and more"
    send(receiver, clock)
    assert receiver.taken == []
    assert Delivery.objects.get().error == "secret"


def test_one_endpoint_that_hangs_keeps_nobody_waiting(live_shop, receiver, clock, monkeypatch):
    """A listener that takes connections and never answers, beside one that does."""
    import socket
    import time

    from api.webhooks.addresses import Guard, system_resolver
    from api.webhooks.operations import deliver as delivering

    deaf = socket.create_server(("127.0.0.1", 0), backlog=64)
    port = deaf.getsockname()[1]
    guard = Guard(more_ports=frozenset({receiver.port, port}), loopback=True, resolve=system_resolver)
    post = delivering.post
    monkeypatch.setattr(delivering, "post", lambda **said: post(**said, seconds=2.0))
    hook(live_shop, receiver, url=f"http://127.0.0.1:{port}/", guard=guard)
    hook(live_shop, receiver)
    for number in range(12):
        live_shop.party(f"সারি {number}")
    read_on(clock())
    arrived = []
    receiver.reply = lambda _message: arrived.append(time.monotonic()) or Reply()
    began = time.monotonic()
    delivering.deliver(guard=guard, clock=clock, seconds=60)
    deaf.close()
    assert len(arrived) == 12
    assert max(arrived) - began < 2.0, "all of them before the first try of the other gave up"
    assert set(Delivery.objects.exclude(state="delivered").values_list("error", flat=True)) == {"late"}


def test_a_test_message_goes_the_way_of_all_others(live_shop, receiver, clock, signed_now):
    made = hook(live_shop, receiver, events=["entry.deleted"])
    send_test(business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, now=clock())
    assert send(receiver, clock) == 1
    said = Webhook(made.secret).verify(receiver.taken[0].body, receiver.taken[0].headers)
    assert (said["type"], said["seq"]) == ("webhook.test", None)


def test_a_message_that_ended_can_be_sent_again_under_its_id(live_shop, receiver, clock):
    made = hook(live_shop, receiver)
    live_shop.party("আবার")
    read_on(clock())
    said = {
        "business_id": live_shop.id,
        "actor": live_shop.asha,
        "endpoint_id": made.endpoint_id,
        "now": clock(),
    }
    delivery = Delivery.objects.get()
    with pytest.raises(StillOnItsWay):
        resend(delivery_id=delivery.id, **said)
    send(receiver, clock)
    resend(delivery_id=delivery.id, **said)
    send(receiver, clock)
    assert [one.id for one in receiver.taken] == [str(delivery.id)] * 2
    assert delivery.log.count() == 2
    with pytest.raises(WebhookUnknown):
        resend(delivery_id=uuid7(), **said)
    stop_endpoint(**said)
    with pytest.raises(WebhookIsOff):
        resend(delivery_id=delivery.id, **said)


def test_the_log_is_kept_for_thirty_days(live_shop, receiver, clock):
    hook(live_shop, receiver)
    live_shop.party("পুরোনো")
    read_on(clock())
    send(receiver, clock)
    assert trim(now=NOW + timedelta(days=29)) == 0
    assert trim(now=NOW + timedelta(days=31)) == 1
    assert (Delivery.objects.count(), DeliveryTry.objects.count()) == (0, 0)


def test_a_changed_address_gets_what_still_waits(live_shop, receiver, clock):
    made = hook(live_shop, receiver)
    live_shop.party("নতুন ঠিকানা")
    read_on(clock())
    edit_endpoint(
        business_id=live_shop.id, actor=live_shop.asha, endpoint_id=made.endpoint_id, base_rev=1,
        url=f"{receiver.url}/new?from=halkhata", description="", events=[], guard=receiver.guard, now=clock(),
    )  # fmt: skip
    send(receiver, clock)
    assert [one.path for one in receiver.taken] == ["/hook/new?from=halkhata"]
