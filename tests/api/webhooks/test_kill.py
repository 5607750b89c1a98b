"""A worker killed in the middle of sending loses no message."""

import json
import signal
import subprocess
import sys
import time

from api.webhooks.models import Delivery, DeliveryState
from api.webhooks.operations.claims import LEASE
from api.webhooks.operations.deliver import deliver
from tests.api.webhooks.conftest import Clock, hook, read_on
from tests.api.webhooks.receiver import Receiver, Reply
from tests.ledger.shops import open_shop

WORKER = """
import django
django.setup()
import datetime, sys
from api.webhooks.addresses import Guard, system_resolver
from api.webhooks.operations.deliver import deliver
guard = Guard(more_ports=frozenset({int(sys.argv[1])}), loopback=True, resolve=system_resolver)
now = datetime.datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
deliver(guard=guard, clock=lambda: now, seconds=60)
"""


def test_every_message_arrives_though_workers_are_killed_in_the_middle(
    on_engine, receiver: Receiver, clock: Clock, process_environment, wait_until, scale, figure
):
    shop = open_shop()
    hook(shop, receiver)
    party = shop.party("মীনা")
    for number in range(scale(3_000)):
        shop.record(party, "gave", 100 + number)
    read_on(clock())
    receiver.reply = lambda _message: time.sleep(0.004) or Reply()
    kills = 3
    for _kill in range(kills):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(receiver.port), clock().isoformat()],
            env=process_environment(on_engine), stdout=subprocess.PIPE,
        )  # fmt: skip
        worker.stdout.readline()
        sooner = len(receiver.taken)
        wait_until(lambda: len(receiver.taken) >= sooner + scale(3_000) // 5)  # noqa: B023
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        clock.at += LEASE
    left = Delivery.objects.filter(state=DeliveryState.WAITING).count()
    assert left > 0, "they were killed in the middle"
    deliver(guard=receiver.guard, clock=clock, seconds=120)
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}
    arrived = [json.loads(one.body)["seq"] for one in receiver.taken]
    assert set(arrived) == set(Delivery.objects.values_list("seq", flat=True))
    figure(
        "webhook messages, workers killed",
        len(set(arrived)),
        f"{kills} kills, {len(arrived) - len(set(arrived))} sent twice",
    )
