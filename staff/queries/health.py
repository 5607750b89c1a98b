"""How the installation is: the work in the background, messages, backups, and the machine under them."""

import datetime
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from audit.models import Job, JobState
from audit.pulses import BEAT, WORKER, pulses
from backups import shelf
from backups.jobs import OLD as BACKUP_DUE
from backups.jobs import last_try
from core import walls as reach
from core.models import SendingDay
from staff.queries import machine
from staff.queries.readings import Level, Reading

log = structlog.get_logger("halkhata.staff")

COUNTED_MAX = 1_000
LATE = datetime.timedelta(minutes=1)
DEAD = datetime.timedelta(minutes=5)
BACKUP_OLD = datetime.timedelta(hours=36)
DAY = datetime.timedelta(days=1)


def health(*, now: datetime.datetime) -> list[Reading]:
    """A fixed number of queries, whatever the size of the books. A reading that breaks is told as bad."""
    parts: list[Callable[[], Reading]] = [
        lambda: queue(now=now), lambda: worker(now=now), lambda: messages("mail", now=now),
        lambda: messages("sms", now=now), lambda: backups(now=now), machine.disk, machine.database, machine.migrations,
        machine.seals, machine.walls, machine.version,
    ]  # fmt: skip
    with reach.everything():
        return [_read(name, part) for name, part in zip(NAMES, parts, strict=True)]


NAMES = (
    "queue", "worker", "mail", "sms", "backups", "disk", "database", "migrations", "seals", "walls", "version",
)  # fmt: skip


def _read(name: str, part: Callable[[], Reading]) -> Reading:
    try:
        return part()
    except (DatabaseError, OSError) as error:
        log.exception("a reading broke", reading=name)
        return Reading(name, name, "bad", type(error).__name__, _("Read the log of the program."))


def queue(*, now: datetime.datetime) -> Reading:
    due = Job.objects.filter(state=JobState.DUE, run_after__lte=now)
    waiting = due.order_by().values("pk")[:COUNTED_MAX].count()
    oldest = due.order_by("run_after").values_list("run_after", flat=True).first()
    failed = (
        Job.objects.filter(state=JobState.FAILED, ended_at__gte=now - DAY).values("pk")[:COUNTED_MAX].count()
    )
    seconds = int((now - oldest).total_seconds()) if oldest else 0
    level: Level = "bad" if seconds > DEAD.total_seconds() else "look" if failed else "good"
    says = _("%(waiting)s wait, the oldest for %(seconds)s s; %(failed)s failed in a day") % {
        "waiting": waiting, "seconds": seconds, "failed": failed,
    }  # fmt: skip
    todo = _("Look at the jobs. When the oldest waits for minutes, see whether the worker runs.")
    facts = {"waiting": waiting, "oldest_seconds": seconds, "failed_in_a_day": failed}
    return Reading("queue", _("Work in the background"), level, says, todo, facts)


def worker(*, now: datetime.datetime) -> Reading:
    """The beat sends the sweeper to the worker every few seconds: whichever is silent stands still."""
    seen = pulses()
    ages = {name: (now - seen[name]) if name in seen else None for name in (BEAT, WORKER)}
    silent = [name for name, age in ages.items() if age is None or age > LATE]
    is_dead = any(age is None or age > DEAD for age in ages.values())
    level: Level = "bad" if is_dead else "look" if silent else "good"
    facts = {f"{name}_seen_at": _iso(seen.get(name)) for name in (BEAT, WORKER)}
    says = (
        _("Beat and worker are at work")
        if not silent
        else _("Not seen: %(names)s") % {"names": ", ".join(silent)}
    )
    if BEAT in silent:
        todo = _("Start the beat: nothing that is due by itself is done.")
    else:
        todo = _("Start the worker, or see in its log what it hangs on.")
    return Reading("worker", _("Beat and worker"), level, says, todo, facts)


def messages(channel: str, *, now: datetime.datetime) -> Reading:
    """Of today and yesterday; UTC days, so that one is always whole."""
    since = (now - DAY).astimezone(datetime.UTC).date()
    rows = list(SendingDay.objects.filter(channel=channel, day__gte=since).order_by("day"))
    sent, failed = sum(row.sent for row in rows), sum(row.failed for row in rows)
    sent_at = max((row.sent_at for row in rows if row.sent_at), default=None)
    failed_at = max((row.failed_at for row in rows if row.failed_at), default=None)
    is_broken = failed_at is not None and (sent_at is None or failed_at > sent_at)
    is_console = _is_console(channel)
    level: Level = "bad" if is_broken else "look" if is_console or failed else "good"
    says = _("%(sent)s sent, %(failed)s failed since yesterday") % {"sent": sent, "failed": failed}
    if is_broken:
        todo = _("The last one failed (%(fault)s). Nobody may be able to sign in: see to the gateway.") % {
            "fault": next(row.fault for row in reversed(rows) if row.fault)
        }  # fmt: skip
    elif is_console:
        todo = _("Messages only appear in the window of the program. Set the way they leave it.")
    else:
        todo = _("Some failed. When it happens again, see to the gateway.")
    title = _("Mail") if channel == "mail" else _("Text messages")
    facts: dict[str, Any] = {
        "sent": sent,
        "failed": failed,
        "sent_at": _iso(sent_at),
        "failed_at": _iso(failed_at),
    }
    return Reading(channel, title, level, says, todo, facts)


def backups(*, now: datetime.datetime) -> Reading:
    title, place = _("Backups"), shelf.folder()
    if place is None:
        todo = _("Set HALKHATA_BACKUPS to a folder, or make sure that something else copies the books.")
        return Reading("backups", title, "look", _("Switched off"), todo)
    last, newest = last_try(), next(iter(shelf.kept(place)), None)
    next_at = newest.made_at + BACKUP_DUE if newest else now
    facts = {
        "made_at": _iso(newest.made_at) if newest else None,
        "next_at": _iso(next_at),
        "failed": last.failed if last else "",
    }
    todo = _("Make one now on the page of backups, and see why it did not come by itself.")
    if last and last.failed:
        return Reading(
            "backups", title, "bad", _("The last one failed: %(why)s") % {"why": last.failed}, todo, facts
        )
    if newest is None:
        return Reading("backups", title, "look", _("None yet"), todo, facts)
    says = _("The last good one is of %(made)s UTC, %(size)s; the next comes until %(next)s UTC") % {
        "made": _moment(newest.made_at), "size": filesizeformat(newest.size), "next": _moment(next_at),
    }  # fmt: skip
    level: Level = "good" if now - newest.made_at < BACKUP_OLD else "bad"
    return Reading("backups", title, level, says, todo, facts)


def _is_console(channel: str) -> bool:
    if channel == "sms":
        return bool(settings.HALKHATA_SMS == "console")
    return str(settings.EMAIL_BACKEND).endswith("console.EmailBackend")


def _moment(at: datetime.datetime) -> str:
    return f"{at.astimezone(datetime.UTC):%Y-%m-%d %H:%M}"


def _iso(at: datetime.datetime | None) -> str | None:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
