"""Work in the background: bring a run, take it back, and let go of old files."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.erasing import erases
from audit.jobs import JobRun, job_kind
from audit.nights import nightly
from businesses.actors import Actor
from businesses.models import Business
from businesses.queries.memberships import membership_of
from imports.operations.erasing import take_out_of_runs
from imports.operations.files import clear_files
from imports.operations.rent_runs import bring_rents, take_back_rents
from imports.operations.runs import RENTS, RENTS_UNDO, RUN, UNDO, bring, take_back
from ledger.refusals import RoleNotAllowed

erases("brought files")(take_out_of_runs)
nightly("brought files", clear_files)


def result_url(business_id: uuid.UUID | None, told: dict[str, Any]) -> str:
    return reverse("imports:run", args=[business_id, told["run_id"]])


@job_kind(
    RUN, title=_("Bringing the old khata"), can="book.import", result_url=result_url,
    result_link=_("See the whole, or take it back"), result_template="imports/_job_result.html",
)  # fmt: skip
def bring_job(run: JobRun) -> dict[str, Any]:
    business, actor = _asker(run)
    run_id = uuid.UUID(run.arguments["run_id"])
    return bring(business=business, run_id=run_id, actor=actor, progress=run.progress, clock=run.now)


@job_kind(UNDO, title=_("Taking the old khata back out"), can="book.import", result_url=result_url)
def take_back_job(run: JobRun) -> dict[str, Any]:
    business, actor = _asker(run)
    run_id = uuid.UUID(run.arguments["run_id"])
    return take_back(
        business_id=business.id, run_id=run_id, actor=actor, progress=run.progress, clock=run.now
    )


@job_kind(
    RENTS, title=_("Bringing the houses"), can="book.import", result_url=result_url,
    result_link=_("See the whole, or take it back"), result_template="imports/_rents_result.html",
)  # fmt: skip
def bring_rents_job(run: JobRun) -> dict[str, Any]:
    business, actor = _asker(run)
    run_id = uuid.UUID(run.arguments["run_id"])
    return bring_rents(business=business, run_id=run_id, actor=actor, progress=run.progress, clock=run.now)


@job_kind(RENTS_UNDO, title=_("Taking the houses back out"), can="book.import", result_url=result_url)
def take_back_rents_job(run: JobRun) -> dict[str, Any]:
    business, actor = _asker(run)
    run_id = uuid.UUID(run.arguments["run_id"])
    return take_back_rents(
        business_id=business.id, run_id=run_id, actor=actor, progress=run.progress, clock=run.now
    )


def _asker(run: JobRun) -> tuple[Business, Actor]:
    """The book, and who asked in the role they have now: it may have been taken from them meanwhile."""
    membership = None
    if run.business_id is not None and run.asked_by_id is not None:
        membership = membership_of(business_id=run.business_id, user_id=run.asked_by_id)
    if membership is None:
        raise RoleNotAllowed
    actor = Actor(user_id=membership.user_id, role=membership.standing, device_id=None, trace_id=run.trace_id)
    return membership.business, actor
