import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backups.faults import BackupFailed, BackupRefused
from backups.purging import export_first, purge_business
from businesses.models import Business


class Command(BaseCommand):
    help = "Deletes one book with all its rows and files, for good. A backup of everything is made first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("book", type=uuid.UUID, help="the id of the book")
        parser.add_argument("--reason", required=True, help="kept in purged.jsonl; name no person in it")
        parser.add_argument("--yes", action="store_true", help="do not ask for the name of the book")
        parser.add_argument("--to", type=Path, metavar="DIR", help="where the backup goes (HALKHATA_BACKUPS)")
        parser.add_argument("--no-backup", action="store_true", help="make no backup first")

    def handle(self, *_args: Any, book: uuid.UUID, reason: str, **options: Any) -> None:
        if not reason.strip():
            raise CommandError("Say why with --reason.")
        if not options["yes"]:
            self._ask(book)
        now = timezone.now()
        try:
            exported = "" if options["no_backup"] else export_first(options["to"], now=now)
            done = purge_business(business_id=book, reason=reason.strip(), exported_to=exported, now=now)
        except (BackupFailed, BackupRefused) as refused:
            raise CommandError(f"{refused} Nothing was deleted.") from None
        self.stdout.write(f"Deleted: {done.rows:,} rows and {done.folders} folders of files of book {book}.")
        if exported:
            self.stdout.write(
                f"As it was before: {exported}. Delete that too when the book must be gone everywhere."
            )

    def _ask(self, book: uuid.UUID) -> None:
        name = Business.objects.filter(id=book).values_list("name", flat=True).first()
        if name is None:
            return
        typed = input(f"This deletes the book “{name}” for good. Type its name to go on: ")
        if typed.strip() != name:
            raise CommandError("That is another name. Nothing was deleted.")
