"""A person's own data, as a ZIP made by the worker: what every app keeps of their account."""

import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from audit.jobs import JobRun, enqueue, job_kind
from audit.models import Job
from audit.own_data import parts
from businesses.actors import Actor
from businesses.books import lock_user
from ledger.exports.archives import Archive
from ledger.exports.data import FORMAT
from ledger.made_files import KINDS, KeptFile, keep, opened, workplace

KIND = "export.person"
KINDS[KIND] = "nobody else"
"""No grant of a book opens it: it is its person's alone."""


def ask_for_own(*, user_id: UUID, actor: Actor, request_id: UUID, now: datetime.datetime) -> UUID:
    """The job that packs the person's own data. Asked twice under one `request_id`, it is one job."""
    key = f"{KIND}:{request_id}"
    with transaction.atomic():
        standing = Job.objects.filter(business=None, key=key, asked_by_id=user_id).first()
        if standing is not None:
            return standing.id
        seq = lock_user(user_id)
        job = enqueue(
            kind=KIND,
            business_id=None,
            asked_by_id=user_id,
            arguments={"made_at": now.isoformat()},
            now=now,
            key=key,
        )
        news = trail.News(seq, "export.asked", "export", job.id, 0, None, {})
        trail.append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return job.id


@job_kind(KIND, title=gettext_lazy("Your own data"), lease_seconds=300)
def own_job(run: JobRun) -> dict[str, Any]:
    if run.asked_by_id is None:
        raise ValueError("Own data is somebody's.")
    made_at, found = run.arguments["made_at"], parts()
    with workplace() as file:
        with Archive(file, tell=lambda _rows: None) as archive:
            archive.add_json(
                "about.json", {"format": FORMAT, "made_at": made_at, "what": _("All about your account")}
            )
            for place, (name, part) in enumerate(found):
                run.progress(place, len(found))
                archive.add_table(name, part(run.asked_by_id))
        name = f"halkhata-{made_at[:10]}.zip"
        made = keep(run, owner_id=run.asked_by_id, name=name, content=File(file, name=name))
    run.progress(len(found), len(found))
    return made


def own_file(*, user_id: UUID, job_id: UUID) -> KeptFile | None:
    """Raises FileGone."""
    job = Job.objects.filter(id=job_id, business=None, kind=KIND, asked_by_id=user_id).first()
    return opened(job, owner_id=user_id)
