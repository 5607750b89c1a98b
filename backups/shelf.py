"""The folder where backups stand: which there are, what is kept of them, and that one is made at a time."""

import datetime
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from backups.faults import BackupFailed

NAME = re.compile(r"^halkhata-(\d{8}T\d{6}Z)(-\d+)?\.(?:tar|tar\.enc)$")
STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished-"
LISTED_MAX = 200
YOUNG = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    path: Path
    made_at: datetime.datetime
    size: int


def folder() -> Path | None:
    """Where backups go by themselves; None when the operator switched them off."""
    return Path(settings.BACKUPS) if settings.BACKUPS else None


def stamp_of(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime(STAMP)


def kept(place: Path) -> list[Kept]:
    """Newest first. Unfinished ones and files of others are not among them."""
    found = []
    for path in place.iterdir() if place.is_dir() else ():
        match = NAME.match(path.name)
        if match and path.is_file():
            made_at = datetime.datetime.strptime(match[1], STAMP).replace(tzinfo=datetime.UTC)
            found.append(Kept(name=path.name, path=path, made_at=made_at, size=path.stat().st_size))
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)


def free_path(place: Path, *, moment: datetime.datetime, is_encrypted: bool) -> Path:
    """A name nobody has: two in one second are told apart by a number."""
    ending = "tar.enc" if is_encrypted else "tar"
    stem = f"halkhata-{stamp_of(moment)}"
    number, path = 1, place / f"{stem}.{ending}"
    while path.exists():
        number += 1
        path = place / f"{stem}-{number}.{ending}"
    return path


@contextmanager
def at_work() -> Iterator[Path]:
    """A new folder to work in, on the disk that has room for the books; gone afterwards.

    One backup or restore at a time: raises BackupFailed when another is under way. What a killed one left
    behind is cleared first.
    """
    place = Path(settings.DATA) / "backups-at-work"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed("Another backup or restore is under way.") from None
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=place) as folder:
            yield Path(folder)
    finally:
        os.close(descriptor)


def clear_unfinished(place: Path) -> None:
    """Away with what a killed backup left in the folder; the caller is at work, so nobody is at these."""
    for left in place.glob(f"{UNFINISHED}*"):
        left.unlink(missing_ok=True)


def thin_out(place: Path) -> list[str]:
    """Keep the newest of each of the last days, weeks and months that have one; delete the rest, and name them.

    Young ones all stay: somebody may have made one on purpose, before an upgrade.
    """
    days, weeks, months = settings.BACKUPS_KEEP
    standing = kept(place)
    wanted = {one.name for one in standing if standing[0].made_at - one.made_at <= YOUNG}
    wanted |= _newest_of(standing, count=days, period="%Y-%m-%d")
    wanted |= _newest_of(standing, count=weeks, period="%G-%V")
    wanted |= _newest_of(standing, count=months, period="%Y-%m")
    gone = [one for one in standing if one.name not in wanted]
    for one in gone:
        one.path.unlink(missing_ok=True)
    return [one.name for one in gone]


def _newest_of(standing: list[Kept], *, count: int, period: str) -> set[str]:
    newest: dict[str, str] = {}
    for one in standing:
        newest.setdefault(one.made_at.strftime(period), one.name)
    return set(list(newest.values())[:count])
