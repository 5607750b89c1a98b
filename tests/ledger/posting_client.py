"""A client that posts until it is killed: one line on standard output for each entry the database acknowledged.

Run as `python -m tests.ledger.posting_client BOOK USER PARTY…`. It says "ready", waits for a line on
standard input that says how many seconds it rests after each, and then writes entries of 1 rupee; each id is printed
only after the commit.
"""

import datetime
import itertools
import sys
import time
from uuid import UUID

import django

django.setup()

from businesses.actors import Actor
from core.ids import uuid7
from ledger.operations.entries import record_entry
from tests.ledger.shops import NOW, TODAY


def main() -> None:
    book, user, *parties = (UUID(argument) for argument in sys.argv[1:])
    actor = Actor(user, "owner", None, "kill")
    print("ready", flush=True)
    rest = float(sys.stdin.readline())
    for party in itertools.cycle(parties):
        document_id = uuid7()
        record_entry(
            business_id=book, actor=actor, document_id=document_id, party_id=party, direction="gave", amount=100,
            mode="goods", day=TODAY - datetime.timedelta(days=0), made_at=NOW, now=NOW,
        )  # fmt: skip
        print(document_id.hex, flush=True)
        time.sleep(rest)


if __name__ == "__main__":
    main()
