"""A process that sends each call many times at once: `python -m tests.api.racer SECRET COPIES`.

One call a line comes in as JSON (method, path, body, headers), one line of answers goes out: [status, replayed, body].
"""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor


class Racer:
    """The process as the test sees it."""

    def __init__(self, *, secret: str, copies: int, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.racer", secret, str(copies)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self) -> None:
        assert self.process.stdout.readline() == "ready\n"

    def ask(self, **call) -> None:
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()

    def answers(self) -> list[tuple[int, bool, str]]:
        return [tuple(one) for one in json.loads(self.process.stdout.readline())]

    def end(self) -> None:
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0
        self.process.stdout.close()


def race(racers: list[Racer], **call) -> list[tuple[int, bool, str]]:
    """Send one call from all of them at once; every copy's answer."""
    for racer in racers:
        racer.ask(**call)
    return [answer for racer in racers for answer in racer.answers()]


def main() -> None:
    import django

    django.setup()
    from django.db import connections
    from django.test import Client

    from tests.api.programs import Program

    secret, copies = sys.argv[1], int(sys.argv[2])
    at_once = threading.Barrier(copies)

    def send(call: dict) -> tuple[int, bool, str]:
        program = Program(secret, Client(SERVER_NAME="localhost"))
        at_once.wait()
        said = program.call(call["method"], call["path"], call["body"], **call["headers"])
        return said.status_code, said.has_header("Idempotent-Replayed"), said.content.decode()

    with ThreadPoolExecutor(copies) as pool:
        print("ready", flush=True)
        for line in sys.stdin:
            print(json.dumps(list(pool.map(send, [json.loads(line)] * copies))), flush=True)
        list(pool.map(lambda _number: connections.close_all(), range(copies)))


if __name__ == "__main__":
    main()
