"""Turns off the second factor of a person who has neither the app nor the paper any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from businesses.actors import Actor
from businesses.devices import Seen
from businesses.models import AccountNoteKind, User
from businesses.operations.account_notes import note
from businesses.second_factor.operations.changes import end_second_factor
from businesses.told import tell_second_factor


class Command(BaseCommand):
    help = "Turn off the second factor of a person (phone or e-mail) whom you know by another way."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contact", help="the account's phone, as +919830012345, or its e-mail")

    def handle(self, *_args: Any, **options: Any) -> None:
        contact = options["contact"].strip()
        by = {"email": contact.lower()} if "@" in contact else {"phone": contact}
        user = User.objects.filter(**by).first()
        if user is None:
            raise CommandError("There is no such account.")
        now = timezone.now()
        if not end_second_factor(user_id=user.pk, actor=Actor(user.pk, "", None, "operator"), now=now):
            raise CommandError("This account has no second factor.")
        note(user_id=user.pk, kind=AccountNoteKind.SECOND_OFF, seen=Seen(label="operator"), now=now)
        tell_second_factor(user, is_on=False)
        self.stdout.write("Turned off. The person was told, and signs in with the first proof alone.")
