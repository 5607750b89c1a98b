from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backups.deleting import purge_due


class Command(BaseCommand):
    help = "Deletes for good the books whose time in the trash is over. The worker does it by itself."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{purge_due(now=timezone.now())} books deleted for good.")
