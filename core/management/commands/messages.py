from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogues import faults, update

SOURCE_LANGUAGE = "en"
SHOWN_MAX = 50


class Command(BaseCommand):
    help = "Gathers the texts of code and templates into the catalogues, or says which lack a translation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when one is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        languages = [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
        if check:
            self._check(Path(settings.ROOT), languages)
            return
        for language in languages:
            path = update(Path(settings.ROOT), language)
            missing = sum(1 for _ in faults(Path(settings.ROOT), language))
            self.stdout.write(f"{path.relative_to(settings.ROOT)}: {missing} to translate")

    def _check(self, root: Path, languages: list[str]) -> None:
        found = [fault for language in languages for fault in faults(root, language)]
        for fault in found[:SHOWN_MAX]:
            self.stdout.write(f"{fault.language}: {fault.what}: {fault.text}")
        if found:
            raise CommandError(f"{len(found)} texts are missing or wrong.")
