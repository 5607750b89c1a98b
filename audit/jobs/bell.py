"""The bell: tells a worker that a row is due. It may be lost; the sweeper rings again."""

import logging
import time
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)

TASK = "audit.run_job"
SILENCE_SECONDS = 5.0
"""After a broker did not answer, this process does not try it again for so long."""


class Bell:
    def __init__(self) -> None:
        self.silent_until = 0.0

    def ring(self, job_id: UUID) -> bool:
        """Ask a worker to run the job now. False, never an error, when the broker is away.

        Waits for a broker that does not answer no longer than its socket timeouts in the settings, and then
        not at all for SILENCE_SECONDS, so that pages are slowed down once and not one by one.
        """
        if time.monotonic() < self.silent_until:
            return False
        try:
            current_app.send_task(TASK, args=[str(job_id)], retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001 whatever the transport raises: the sweeper rings again
            self.silent_until = time.monotonic() + SILENCE_SECONDS
            logger.warning("The broker did not take the bell of job %s: %s", job_id, error)
            return False
        return True


ring = Bell().ring
