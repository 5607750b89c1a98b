"""Writes docs/api/errors.md from the catalogue of errors."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from api.guide.errors import errors_text


class Command(BaseCommand):
    help = "Writes docs/api/errors.md from the catalogue of errors."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = settings.ROOT / "docs/api/errors.md"
        path.write_text(errors_text(), encoding="utf-8")
        self.stdout.write(f"{path} is written.")
