from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups.faults import BackupFailed, BackupRefused
from backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Puts a backup in the place of the books. What stands now is kept beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            done = restore_backup(file, now=timezone.now())
        except (BackupFailed, BackupRefused) as refused:
            raise CommandError(f"{refused} Nothing was changed.") from None
        self.stdout.write(
            f"Restored: {done.books} books and {done.files} files, as they were at {done.made_at}."
        )
        if done.erased:
            self.stdout.write(
                f"Erased again: {done.erased} people. The worker takes out the rest when Halkhata runs."
            )
        if done.before:
            self.stdout.write(f"What stood before is kept as {done.before}.")
