"""Steps 4 and 5: the work going on, how it ended, and the way back out."""

import datetime
import uuid
from typing import Protocol

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit.jobs import job_card
from businesses.access import BookRequest, member
from businesses.actors import Actor
from businesses.roles import is_granted
from core.refusals import Refusal
from imports.models import RunState, RunSubject
from imports.operations.files import drop_file
from imports.operations.runs import go_on, start_run, start_undo
from imports.queries.runs import run_card
from imports.views.steps import page_context, step_of, to_start, to_step, told


class Operation(Protocol):
    def __call__(
        self, *, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, now: datetime.datetime
    ) -> None: ...


WORKING = (RunState.RUNNING, RunState.UNDOING)


@member(can="book.import")
@require_GET
def run_page(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    card = run_card(business_id=request.business.pk, run_id=run_id, now=now)
    if card is None:
        raise Http404
    if card.state in (RunState.MAPPING, RunState.CHECKED):
        if card.state == RunState.MAPPING or card.subject == RunSubject.RENTS:
            return to_step(request, step_of(card.subject), run_id)
        return to_step(request, "check", run_id)
    job = None
    if card.state in WORKING and card.job_id is not None:
        job = job_card(
            business_id=request.business.pk, job_id=card.job_id, person_id=request.user.pk,
            is_granted=lambda can: is_granted(request.membership.standing, can), now=now,
        )  # fmt: skip
    step = "run" if card.state in (*WORKING, "stopped") else "done"
    context = page_context(step, run=card, job=job, is_rents=card.subject == RunSubject.RENTS)
    return render(request, "imports/run.html", context)


@member(can="book.import")
@require_POST
def start(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    return _asked(request, run_id, start_run)


@member(can="book.import")
@require_POST
def undo(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    return _asked(request, run_id, start_undo)


@member(can="book.import")
@require_POST
def again(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    return _asked(request, run_id, go_on)


def _asked(request: BookRequest, run_id: uuid.UUID, operation: Operation) -> HttpResponse:
    try:
        operation(business_id=request.business.pk, run_id=run_id, actor=request.actor, now=timezone.now())
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)
    return to_step(request, "run", run_id)


@member(can="book.import")
@require_POST
def drop(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    try:
        drop_file(business_id=request.business.pk, run_id=run_id)
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)
    return to_start(request)
