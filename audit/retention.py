"""How long what is kept for a time only is kept: one table, and the night's work that holds to it.

What is not in the table stays until somebody erases it or the whole book is deleted: entries, history, the trail.
"""

import datetime
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _

from audit.jobs.kinds import job_kind
from audit.jobs.queue import enqueue
from audit.jobs.runs import JobRun

logger = logging.getLogger(__name__)

KIND = "retention.night"
NIGHT_HOUR = 20
"""In UTC: past midnight from Karachi to Dhaka."""
BATCHES = 200
"""A night takes so many batches of each at most; what is left waits for the next."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` unless HALKHATA_KEEP_DAYS says otherwise; never fewer than `least`, which equals `days` where nobody
    may choose. `about` is for operators."""

    days: int
    least: int
    about: str


RULES: dict[str, Rule] = {
    "calls": Rule(366, 365, "the log of the API's calls; the law wants logs of processing for a year"),
    "receipts": Rule(
        400, 400, "receipts of changes from phones: one that comes back after a year sends none twice"
    ),
    "tokens": Rule(
        400, 400, "names of ended tokens and sign-ins of programs, which the log of calls points at"
    ),
    "sign_ins": Rule(180, 30, "notes at an account's door: browser, shortened network, wrong codes"),
    "jobs": Rule(30, 7, "ended work in the background; with a key of its own it is kept 400 days"),
    "messages": Rule(30, 3, "webhooks that were sent, and what was answered"),
    "brought_files": Rule(30, 1, "spreadsheets that were brought in, as they came"),
    "made_files": Rule(7, 7, "statements, packs and exports the worker made"),
    "answers": Rule(1, 1, "answers kept for an Idempotency-Key"),
    "trash": Rule(30, 30, "deleted entries and names; each book chooses 1 to 365 days itself"),
}


def kept(name: str) -> datetime.timedelta:
    rule = RULES[name]
    return datetime.timedelta(days=max(rule.least, int(settings.KEEP_DAYS.get(name, rule.days))))


NightWork = Callable[..., int]
_works: dict[str, NightWork] = {}


def nightly(name: str, work: NightWork) -> None:
    """Register a piece of the night's work: called with `now`, it does one batch and says how many rows went."""
    _works[name] = work


def all_of(work: NightWork, *, now: datetime.datetime, batches: int | None = None) -> int:
    """Batches until one is empty, BATCHES at most; how many rows went."""
    gone = 0
    for _batch in range(BATCHES if batches is None else batches):
        taken = work(now=now)
        gone += taken
        if not taken:
            break
    return gone


def ask_for_night(*, now: datetime.datetime) -> None:
    """Once from one night's beginning to the next, however often it is asked for: a machine that was off at
    night does it in the morning."""
    day = now.astimezone(datetime.UTC) - datetime.timedelta(hours=NIGHT_HOUR)
    enqueue(
        kind=KIND, business_id=None, asked_by_id=None, arguments={}, now=now, key=f"{KIND} {day:%Y-%m-%d}"
    )


class NightUnfinished(Exception):
    """Some of the work failed; the rest was done. The job tries again by itself."""


@job_kind(KIND, title=_("Clearing what was kept for its time"), lease_seconds=1800)
def night(run: JobRun) -> dict[str, Any]:
    """Everything in the table, one after the other; one that fails does not stop the others."""
    counts: dict[str, Any] = {}
    failed = []
    for place, (name, work) in enumerate(sorted(_works.items())):
        run.progress(place, len(_works))
        try:
            counts[name] = all_of(work, now=run.now())
        except Exception:
            logger.exception("The night's work %s failed", name)
            failed.append(name)
    if failed:
        raise NightUnfinished(", ".join(failed))
    return counts


@checks.register
def check_keep_days(
    *, app_configs: object = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """HALKHATA_KEEP_DAYS names rows of the table, and keeps to what each allows."""
    found: list[checks.CheckMessage] = []
    for name, days in settings.KEEP_DAYS.items():
        rule = RULES.get(name)
        if rule is None:
            known = ", ".join(RULES)
            found.append(
                checks.Error(f"HALKHATA_KEEP_DAYS names {name}; it can name {known}.", id="audit.E001")
            )
        elif days < rule.least or rule.least == rule.days != days:
            found.append(
                checks.Error(
                    f"HALKHATA_KEEP_DAYS: {name} is kept {rule.least} days at least.", id="audit.E002"
                )
            )
    return found
