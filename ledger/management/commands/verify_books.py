from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from businesses.models import Business
from ledger.verify import verify_book


class Command(BaseCommand):
    help = "Prove every stored sum and every chain of every book (or of one). Exits 1 when anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--book", help="the id of one book")

    def handle(self, *_args: Any, **options: Any) -> None:
        books = Business.objects.order_by("id")
        if options["book"]:
            books = books.filter(id=options["book"])
        seen = wrong = 0
        for business_id in books.values_list("id", flat=True).iterator():
            seen += 1
            for fault in verify_book(business_id):
                wrong += 1
                self.stderr.write(f"{fault.business_id}: {fault.what}: {fault.where}")
        if wrong:
            raise CommandError(f"{wrong} faults in {seen} books.")
        self.stdout.write(f"{seen} books proven.")
