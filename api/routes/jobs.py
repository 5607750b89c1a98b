"""Work in the background: how far it is, and stopping it."""

from uuid import UUID

from django.utils import timezone

from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.refusals import JobUnknown
from audit.jobs import JobCard, cancel, job_card, try_again
from businesses.roles import is_granted


class Job(Answer):
    """`done` of `total` rows are through; `error` is for people."""

    job_id: UUID
    title: str
    state: str
    is_open: bool
    is_stopping: bool
    can_try_again: bool
    done: int
    total: int
    minutes_left: int | None
    error: str


router = Resource(singular="job", plural="jobs", row=Job, tag="Jobs")


@router.one("/jobs/{uuid:job_id}", scope="ledger.read", can="khata.read", etag=False)
def get_job(request: BookCall, job_id: UUID) -> Row:
    """One job."""
    return job_said(request, job_id)


@router.act("/jobs/{uuid:job_id}/cancel", scope="ledger.write", can="khata.read")
def cancel_job(request: BookCall, job_id: UUID) -> Row:
    """Stop a job; what it did so far stays."""
    cancel(_card(request, job_id).id, now=timezone.now())
    return job_said(request, job_id)


@router.act("/jobs/{uuid:job_id}/again", scope="ledger.write", can="khata.read")
def try_job_again(request: BookCall, job_id: UUID) -> Row:
    """Put a failed or stopped job back in the queue."""
    try_again(_card(request, job_id).id, now=timezone.now())
    return job_said(request, job_id)


def _card(request: BookCall, job_id: UUID) -> JobCard:
    card = job_card(
        business_id=request.business.pk, job_id=job_id, person_id=request.actor.user_id,
        is_granted=lambda can: is_granted(request.actor.role, can), now=timezone.now(),
    )  # fmt: skip
    if card is None:
        raise JobUnknown
    return card


def job_said(request: BookCall, job_id: UUID) -> Row:
    card = _card(request, job_id)
    return {
        "job_id": card.id,
        "title": card.title,
        "state": card.state,
        "is_open": card.is_open,
        "is_stopping": card.is_stopping,
        "can_try_again": card.can_try_again,
        "done": card.done,
        "total": card.total,
        "minutes_left": card.minutes_left,
        "error": card.error,
    }
