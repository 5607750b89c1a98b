"""Staff of the site: list apps of partners, and switch one off or on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from api.oauth.models import App
from api.oauth.operations.apps import switch_app
from api.oauth.refusals import AppUnknown
from core.trace import trace

LISTED_MAX = 1_000


class Command(BaseCommand):
    help = "Lists the apps of partners. With a client id and on or off: switches one; off stops its tokens at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("client_id", nargs="?", default="")
        parser.add_argument("state", nargs="?", choices=["on", "off"])

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["client_id"] and not options["state"]:
            raise CommandError("Say on or off behind the client id.")
        if options["client_id"]:
            self._switch(options["client_id"], on=options["state"] == "on")
            return
        for app in App.objects.filter(removed_at=None).order_by("created_at", "pk")[:LISTED_MAX]:
            state = "off" if app.stopped_at else "on"
            self.stdout.write(f"{app.client_id}  {state:3}  {app.name}  {app.home_page}")

    def _switch(self, client_id: str, *, on: bool) -> None:
        with trace("") as trace_id:
            try:
                app = switch_app(client_id=client_id, on=on, trace_id=trace_id, now=timezone.now())
            except AppUnknown:
                raise CommandError("There is no app with this client id.") from None
        self.stdout.write(f"{app.name} is {'on' if on else 'off'}.")
