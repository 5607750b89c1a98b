"""When a message is tried again, and when it is given up: the table, and nothing of the database."""

import datetime
import random
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from api.webhooks.wire import Answer

DELAYS = tuple(
    datetime.timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""The wait after the first try, the second …: ten tries in 75 hours and 35 minutes."""
TRIES_MAX = len(DELAYS) + 1
JITTER = 0.1
"""Each wait is this part shorter or longer, so that a receiver that comes back is not met by all at once."""
RETRY_AFTER_MAX = datetime.timedelta(hours=24)
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is a DeliveryState; `due_at` stands when it is still waiting; `is_gone`: never send here again."""

    state: str
    due_at: datetime.datetime | None = None
    is_gone: bool = False


def outcome_of(answer: Answer, *, tries: int, now: datetime.datetime) -> Outcome:
    """What follows from the answer to try number `tries`, counted from 1."""
    if answer.status is not None and 200 <= answer.status < 300:
        return Outcome("delivered")
    if answer.status == GONE:
        return Outcome("dead", is_gone=True)
    if tries >= TRIES_MAX:
        return Outcome("dead")
    wait = DELAYS[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    return Outcome("waiting", due_at=now + max(wait, _asked_wait(answer.retry_after, now=now)))


def _asked_wait(text: str, *, now: datetime.datetime) -> datetime.timedelta:
    """The receiver's Retry-After, in seconds or as a date; a day at most."""
    if text.isascii() and text.isdigit():
        asked = datetime.timedelta(seconds=min(int(text[:9]), 24 * 3600))
    else:
        try:
            asked = parsedate_to_datetime(text) - now
        except (ValueError, TypeError):
            return datetime.timedelta()
    return min(max(asked, datetime.timedelta()), RETRY_AFTER_MAX)
