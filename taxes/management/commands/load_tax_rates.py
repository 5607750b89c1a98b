"""manage.py load_tax_rates FILE: rates of the law that changed since this version of the program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxes.files import FileFault, read
from taxes.laying import lay_file


class Command(BaseCommand):
    help = "Lay the rates of a file (TOML, as taxes/data/rates-in.toml) beside those the program brought."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="read and check the file, change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            file = read(options["file"])
        except (FileFault, OSError) as error:
            raise CommandError(str(error)) from error
        if options["check"]:
            self.stdout.write(
                f"{len(file.rates)} rates of {file.country}, edition {file.edition}: nothing is wrong."
            )
            return
        changed = lay_file(file)
        self.stdout.write(f"{changed} of {len(file.rates)} rates of {file.country} are new or changed.")
