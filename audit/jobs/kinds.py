"""Kinds of jobs: each names the function that does the work and what people may see of it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.utils.functional import Promise

if TYPE_CHECKING:
    from audit.jobs.runs import JobRun

Work = Callable[["JobRun"], dict[str, Any] | None]
ResultUrl = Callable[[UUID | None, dict[str, Any]], str]
W = TypeVar("W", bound=Work)


@dataclass(frozen=True, slots=True)
class JobKind:
    """`can` is the grant that lets a member other than the asker see and stop the job; "" is nobody.

    `title` and `result_link` are lazy translations. `result_url` gets the book's id and the job's arguments
    and result in one dict. `result_template` is shown under an ended job with `job` in its context.
    `can_stop` False: what was begun must be done, and nobody stops it.
    """

    name: str
    work: Work
    title: str | Promise
    can: str
    result_url: ResultUrl | None
    result_link: str | Promise
    result_template: str
    max_tries: int
    lease: datetime.timedelta
    can_stop: bool


_KINDS: dict[str, JobKind] = {}


def job_kind(
    name: str,
    *,
    title: str | Promise,
    can: str = "",
    result_url: ResultUrl | None = None,
    result_link: str | Promise = "",
    result_template: str = "",
    max_tries: int = 5,
    lease_seconds: int = 60,
    can_stop: bool = True,
) -> Callable[[W], W]:
    """Register the decorated function as the work of jobs called `name` (at most 40 characters).

    The function gets a JobRun and returns a small dict of JSON values, or None. It may run twice, late
    or beside another run whose lease ended, and must leave the same result.
    """
    if len(name) > 40:
        raise ValueError(f"The job kind {name!r} is longer than 40 characters.")

    def register(work: W) -> W:
        standing = _KINDS.get(name)
        if standing and (standing.work.__module__, standing.work.__qualname__) != (
            work.__module__,
            work.__qualname__,
        ):
            raise ValueError(f"Two functions want to be the job kind {name!r}.")
        _KINDS[name] = JobKind(
            name=name,
            work=work,
            title=title,
            can=can,
            result_url=result_url,
            result_link=result_link,
            result_template=result_template,
            max_tries=max_tries,
            lease=datetime.timedelta(seconds=lease_seconds),
            can_stop=can_stop,
        )
        return work

    return register


def kind_of(name: str) -> JobKind | None:
    """The kind called `name`; None when this version of the program does not know it."""
    return _KINDS.get(name)
