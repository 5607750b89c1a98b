"""A process that sends each call many times at once: `python -m tests.api.racer SECRET COPIES`.

One call a line comes in as JSON (method, path, body, headers), one line of answers goes out.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

Send = Callable[..., list["Said"]]


class Said(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]

    @property
    def replayed(self) -> bool:
        return "Idempotent-Replayed" in self.headers


class Racer:
    """The process as the test sees it."""

    def __init__(self, *, secret: str, copies: int, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.racer", secret, str(copies)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self) -> None:
        assert self.process.stdout.readline() == "ready\n"

    def ask(self, call: dict) -> None:
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()

    def answers(self) -> list[Said]:
        return [Said(*one) for one in json.loads(self.process.stdout.readline())]

    def end(self) -> None:
        self.process.stdin.close()
        assert self.process.wait(timeout=180) == 0
        self.process.stdout.close()


@contextmanager
def racing(*, processes: int, copies: int, secret: str, environment: dict[str, str]) -> Iterator[Send]:
    """A function that sends one call from all processes at once and gives every copy's answer."""
    racers = [Racer(secret=secret, copies=copies, environment=environment) for _ in range(processes)]
    for racer in racers:
        racer.begin()
    yield lambda **call: race(racers, **call)
    for racer in racers:
        racer.end()


def race(racers: list[Racer], *, method: str, path: str, body: object = None, **headers: str) -> list[Said]:
    call = {"method": method, "path": path, "body": body, "headers": headers}
    for racer in racers:
        racer.ask(call)
    return [answer for racer in racers for answer in racer.answers()]


def main() -> None:
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    from tests.api.programs import Program

    secret, copies = sys.argv[1], int(sys.argv[2])
    at_once = threading.Barrier(copies)

    def send(call: dict) -> Said:
        program = Program(secret, Client(SERVER_NAME="localhost"))
        at_once.wait()
        said = program.call(call["method"], call["path"], call["body"], **call["headers"])
        return Said(said.status_code, said.content.decode(), dict(said.headers))

    with ThreadPoolExecutor(copies) as pool:
        print("ready", flush=True)
        for line in sys.stdin:
            print(json.dumps(list(pool.map(send, [json.loads(line)] * copies))), flush=True)
        list(pool.map(lambda _number: connections.close_all(), range(copies)))


if __name__ == "__main__":
    main()
