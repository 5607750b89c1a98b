"""Prints the Postman collection of the API."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from api.guide.postman import collection
from api.urls import api


class Command(BaseCommand):
    help = "Prints the Postman collection of the API, made from its OpenAPI description."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default=settings.SITE_URL, help="address that `site` stands for")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write(
            json.dumps(collection(api.described, site=options["site"]), ensure_ascii=False, indent=1)
        )
