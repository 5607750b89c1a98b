"""Posting what is due, many at once: threads speak to the network, this one alone to the database."""

import datetime
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from api.webhooks.addresses import Guard
from api.webhooks.models import StopReason
from api.webhooks.operations.claims import Claim, Settled, Tried, claim_due, settle
from api.webhooks.operations.endpoints import stop_endpoint
from api.webhooks.refusals import WebhookUnknown
from api.webhooks.signing import signed_headers
from api.webhooks.wire import Answer, post
from businesses.actors import Actor
from businesses.roles import Role
from core.ids import uuid7

THREADS = 16
LOOK_SECONDS = 0.5
"""While tries are under way, the table is looked at this often for more."""
NOBODY = uuid.UUID(int=0)
"""The actor of what the program does by itself."""

Clock = Callable[[], datetime.datetime]
_one_at_a_time = threading.Lock()
_look_again = threading.Event()


def deliver(
    *, guard: Guard, clock: Clock, seconds: float, business_id: uuid.UUID | None = None
) -> int | None:
    """Try every delivery that is due, for `seconds` at most. How many tries came to an end.

    None when another thread of this process does it already: that one looks again before it ends. Killed at
    any moment, it leaves rows whose lease runs out, and they are tried again.
    """
    _look_again.set()
    if not _one_at_a_time.acquire(blocking=False):
        return None
    try:
        with ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="webhook") as pool:
            return _deliver(pool, guard=guard, clock=clock, seconds=seconds, business_id=business_id)
    finally:
        _one_at_a_time.release()


def _deliver(
    pool: ThreadPoolExecutor, *, guard: Guard, clock: Clock, seconds: float, business_id: uuid.UUID | None
) -> int:
    end, count = time.monotonic() + seconds, 0
    under_way: set[Future[Tried]] = set()
    while True:
        if time.monotonic() < end and len(under_way) < THREADS:
            _look_again.clear()
            claims = claim_due(now=clock(), most=THREADS - len(under_way), business_id=business_id)
            under_way |= {pool.submit(_try, claim, guard, clock) for claim in claims}
        if not under_way:
            if _look_again.is_set() and time.monotonic() < end:
                continue
            return count
        done, under_way = wait(under_way, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        if done:
            _stop(settle([future.result() for future in done]), now=clock())
            count += len(done)


def _try(claim: Claim, guard: Guard, clock: Clock) -> Tried:
    if not claim.secrets:
        return Tried(claim, Answer(None, error="secret"), clock())
    headers = signed_headers(
        message_id=str(claim.delivery_id), body=claim.body, secrets_active=claim.secrets, now=clock()
    )
    answer = post(url=claim.url, body=claim.body.encode(), headers=headers, guard=guard)
    return Tried(claim, answer, clock())


def _stop(settled: Settled, *, now: datetime.datetime) -> None:
    for ends, reason in ((settled.gone, StopReason.GONE), (settled.dead, StopReason.DEAD)):
        for business_id, endpoint_id in ends:
            actor = Actor(NOBODY, Role.OWNER, None, uuid7().hex)
            try:
                stop_endpoint(
                    business_id=business_id, actor=actor, endpoint_id=endpoint_id, now=now, reason=reason
                )
            except WebhookUnknown:
                continue
