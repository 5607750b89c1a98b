"""Forgetting a person: every app says here where it keeps words of others, and takes them out when asked.

What must stay (money, numbers, who did what when) stays; what tells of the person goes. Each place may be
called again after a crash, and takes out the same.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from audit.models import Job, JobState, Revision

STRUCK = "•••"
RECORD = "erased.jsonl"
BLANKED_AT_ONCE = 500
WORD_LEAST = 3
"""A shorter name is half of what people write: looking for it would take out what is not meant."""


@dataclass(frozen=True)
class Forgotten:
    """A party, or several that were one person, of a book. `subjects` are the ids of all that is theirs;
    `words` what they were called, as it was written: names, and phone numbers in the ways people write them."""

    business_id: UUID
    subjects: frozenset[UUID]
    words: tuple[str, ...] = ()

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        """Names as whole words, in any case; a number also within a longer one, as behind a country's code."""
        said = [word.casefold() for word in self.words if len(word) >= WORD_LEAST]
        found = [re.escape(word) if word.isdigit() else rf"(?<!\w){re.escape(word)}(?!\w)" for word in said]
        return re.compile("|".join(found)) if found else None

    def is_named_in(self, text: str) -> bool:
        return self._words is not None and self._words.search(text.casefold()) is not None

    def masked(self, text: str) -> str:
        """The text with their words struck out. Folding the case of some letters changes the length of a text:
        then the whole of it goes."""
        folded = text.casefold()
        if self._words is None or len(folded) != len(text):
            return STRUCK if self.is_named_in(text) else text
        kept, start = "", 0
        for found in self._words.finditer(folded):
            kept, start = f"{kept}{text[start : found.start()]}{STRUCK}", found.end()
        return kept + text[start:]

    def is_meant_in(self, text: str) -> bool:
        """Named in it, or an id of theirs stands in it."""
        return any(UUID(one) in self.subjects for one in ID.findall(text)) or self.is_named_in(text)


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Place = Callable[[Forgotten], None]
_places: dict[str, Place] = {}


def erases(name: str) -> Callable[[Place], Place]:
    """Register what takes a party's words out of one place; outside a transaction, in short ones of its own."""

    def register(place: Place) -> Place:
        _places[name] = place
        return place

    return register


def places() -> list[tuple[str, Place]]:
    return sorted(_places.items())


def blank_revisions(*, business_id: UUID, subjects: Iterable[UUID]) -> None:
    """What these subjects held, and the salts of it: the digest that stays in the trail tells nothing then."""
    ids = list(subjects)
    for start in range(0, len(ids), BLANKED_AT_ONCE):
        part = ids[start : start + BLANKED_AT_ONCE]
        Revision.objects.filter(business_id=business_id, subject_id__in=part).filter(
            contents__isnull=False
        ).update(contents=None, salt=b"")


def blank_jobs(forgotten: Forgotten) -> None:
    """Files that were made carry names, in their own names as well; a refusal may quote one."""
    ended = Job.objects.filter(business_id=forgotten.business_id).exclude(
        state__in=(JobState.DUE, JobState.RUNNING)
    )
    for job in ended.order_by("id").iterator(chunk_size=BLANKED_AT_ONCE):
        said = json.dumps([job.arguments, job.result, job.error], ensure_ascii=False)
        if forgotten.is_meant_in(said):
            kept = {"erased": True} if job.result is not None else None
            error = "" if forgotten.is_named_in(job.error) else job.error
            Job.objects.filter(id=job.id).update(result=kept, error=error)


def record_paths() -> list[Path]:
    """The list of whom this installation forgot: in the data folder, and beside the backups."""
    found = [Path(settings.DATA) / RECORD]
    if settings.BACKUPS:
        found.append(Path(settings.BACKUPS) / RECORD)
    return found


def write_down(*, said: dict[str, Any]) -> None:
    """Add one line to the list, unless it stands there. It holds ids and an instant, and names nobody."""
    line = json.dumps(said, sort_keys=True)
    for path in record_paths():
        if path.is_file() and line in path.read_text(encoding="utf-8").splitlines():
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())


def written_down(*, also: Iterable[Path] = ()) -> list[dict[str, Any]]:
    """Every line of the list, and of copies of it that lie elsewhere, once. One that can't be read is left out."""
    found: dict[str, dict[str, Any]] = {}
    for path in dict.fromkeys([*record_paths(), *also]):
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            try:
                said = json.loads(line)
            except json.JSONDecodeError:
                continue
            if isinstance(said, dict):
                found[line] = said
    return list(found.values())
