"""kill -9 while clients post: what was acknowledged is there, once, and the books balance."""

import os
import random
import signal
import subprocess
import sys
import threading
from uuid import UUID

from ledger.models import Document
from tests.ledger.shops import open_shop

CLIENTS = 8


class Client:
    """A posting process, and the ids it was told are written."""

    def __init__(self, *, arguments: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.posting_client", *arguments],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)

    def start(self, *, until: int, rest: float = 0.0) -> None:
        assert self.process.stdout.readline() == "ready\n"
        self.until = until
        self.reader.start()
        self.process.stdin.write(f"{rest}\n")
        self.process.stdin.flush()

    def read(self) -> None:
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.acknowledged.append(line.strip())
            if len(self.acknowledged) >= self.until:
                self.enough.set()
        self.enough.set()

    def kill(self) -> None:
        assert self.enough.wait(timeout=180)
        os.kill(self.process.pid, signal.SIGKILL)
        assert self.process.wait(timeout=180) == -signal.SIGKILL
        self.reader.join(timeout=180)
        self.process.stdin.close()
        self.process.stdout.close()


def test_what_was_acknowledged_survives_kill_9(on_engine, process_environment, scale, figure):
    shop = open_shop()
    parties = [shop.party(f"পার্টি {number}") for number in range(3)]
    arguments = [str(value) for value in (shop.id, shop.asha.user_id, *parties)]
    dice, kills, acknowledged = random.Random(7), max(CLIENTS, scale(200)), []
    for _ in range(0, kills, CLIENTS):
        clients = [
            Client(arguments=arguments, environment=process_environment(on_engine)) for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start(until=dice.randint(1, 25))
        for client in clients:
            client.kill()
        acknowledged += [UUID(text) for client in clients for text in client.acknowledged]
    standing = list(Document.objects.filter(business_id=shop.id).values_list("id", flat=True))
    assert len(acknowledged) == len(set(acknowledged)) >= kills
    assert set(acknowledged) <= set(standing)
    # At most the one entry each client had under way when it was killed was written and not yet told.
    assert len(standing) - len(acknowledged) <= kills
    assert sum(shop.balance(party) for party in parties) == 100 * len(standing)
    assert shop.proven()
    figure("kill -9 of 8 posting clients", kills, f"{len(acknowledged)} acknowledged entries, all there once")
