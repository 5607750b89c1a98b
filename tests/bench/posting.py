"""W1 with several clients: processes that post to books for some seconds and say how many they wrote.

Run as `python -m tests.bench.posting SECONDS BOOK USER PARTY…`; it waits for a line on standard input.
"""

import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import UUID


def poster(business_id: UUID, user_id: UUID, parties: list[UUID]) -> Callable[[], object]:
    from businesses.actors import Actor
    from core.ids import uuid7
    from ledger.operations.entries import record_entry
    from tests.ledger.shops import NOW, TODAY

    actor, turn = Actor(user_id, "owner", None, "bench"), itertools.cycle(parties)

    def post() -> object:
        return record_entry(
            business_id=business_id, actor=actor, document_id=uuid7(), party_id=next(turn), direction="gave",
            amount=100, mode="goods", day=TODAY, made_at=NOW, now=NOW,
        )  # fmt: skip

    return post


def clients(arguments: list[list[str]], *, environment: dict[str, str], seconds: float) -> float:
    """Entries a second of all processes together; a process that fails fails the measurement."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.posting", str(seconds), *words],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for words in arguments
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    total = 0.0
    for process in running:
        answer, _ = process.communicate(timeout=120)
        if process.returncode:
            raise RuntimeError(f"a client ended with {process.returncode}")
        total += float(answer)
    return total


def main() -> None:
    import django

    django.setup()
    seconds, book, user, *parties = sys.argv[1:]
    post = poster(UUID(book), UUID(user), [UUID(party) for party in parties])
    post()
    print("ready", flush=True)
    sys.stdin.readline()
    began, count = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < float(seconds):
        post()
        count += 1
    print(count / passed, flush=True)


if __name__ == "__main__":
    main()
