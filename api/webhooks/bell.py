"""The bell after a commit: asks a worker to look at the book's trail now rather than at the next round.

It costs a commit one look into a dictionary. A book without webhooks is asked for once in a while only; a
book that writes without pause rings once a second. What is missed is found by the round every 15 seconds.
"""

import logging
import threading
import time
from uuid import UUID

from celery import current_app

from api.webhooks.models import Endpoint

logger = logging.getLogger(__name__)

TASK = "webhooks.fan_out"
RING_SECONDS = 1.0
QUIET_SECONDS = 15.0
"""For so long a book is taken to have no webhooks, and a broker that did not answer is left alone."""
BOOKS_MAX = 10_000


class Bell:
    def __init__(self) -> None:
        self.next_at: dict[UUID, float] = {}
        self.quiet_until: dict[UUID, float] = {}
        self.silent_until = 0.0
        self.turn = threading.Lock()

    def ring(self, business_id: UUID) -> None:
        """Called after each commit that made news of the book, in whatever thread did it. Never raises."""
        moment = time.monotonic()
        if moment < max(self.silent_until, self.quiet_until.get(business_id, 0.0)):
            return
        wait = self._turn(business_id, moment)
        if wait is None:
            return
        try:
            if not has_webhooks(business_id):
                self.quiet_until[business_id] = moment + QUIET_SECONDS
                return
            current_app.send_task(
                TASK, args=[str(business_id)], countdown=wait or None, retry=False, ignore_result=True
            )
        except Exception as error:  # noqa: BLE001 whatever database or transport raise: the round comes by
            self.silent_until = moment + QUIET_SECONDS
            logger.warning("The bell of webhooks was not taken: %s", error)

    def _turn(self, business_id: UUID, moment: float) -> float | None:
        """Seconds to wait before this ring, so that the last of a burst is heard too; None to leave it out."""
        with self.turn:
            if len(self.next_at) + len(self.quiet_until) >= BOOKS_MAX:
                self.next_at.clear()
                self.quiet_until.clear()
            wait = max(0.0, self.next_at.get(business_id, 0.0) - moment)
            if wait > RING_SECONDS:
                return None
            self.next_at[business_id] = moment + wait + RING_SECONDS
            return wait

    def wake(self, business_id: UUID) -> None:
        """Forget what is believed of the book: it got a webhook just now."""
        self.quiet_until.pop(business_id, None)


def has_webhooks(business_id: UUID) -> bool:
    return Endpoint.objects.filter(business_id=business_id, is_enabled=True, removed_at=None).exists()


bell = Bell()
ring = bell.ring
wake = bell.wake
