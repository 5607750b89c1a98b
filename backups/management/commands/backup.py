from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups import shelf
from backups.faults import BackupFailed
from backups.making import make_backup


class Command(BaseCommand):
    help = "Writes the books and their files into one archive, while everybody works on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="DIR", help="the folder (HALKHATA_BACKUPS unless given)"
        )

    def handle(self, *_args: Any, to: Path | None, **_options: Any) -> None:
        place = to or shelf.folder()
        if place is None:
            raise CommandError("Say where to: manage.py backup --to DIR, or set HALKHATA_BACKUPS.")
        try:
            made = make_backup(to=place, now=timezone.now())
        except BackupFailed as failed:
            raise CommandError(str(failed)) from None
        self.stdout.write(f"{made.path}, {made.size:,} bytes")
