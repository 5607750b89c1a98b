from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from businesses.actors import Actor
from businesses.models import User
from core.phones import local_form
from invoicing.demo import DemoBills
from ledger.demo.shop import DemoShop, Evening, make_demo_shop
from rentals.demo import make_demo_houses

PROGRESS_EVERY = 1_000


def demo_bills(business_id: UUID, actor: Actor) -> Evening:
    return DemoBills(business_id, actor).evening


class Command(BaseCommand):
    help = (
        "Make a demo shop with a year of entries and a rent book, or say how to sign in to those that stand."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.told = 0
        now = timezone.now()
        shop = make_demo_shop(now=now, watch=self.watch, evenings=demo_bills)
        make_demo_houses(owner=User.objects.get(email=shop.email), now=now)
        made = "The demo shop is ready" if shop.is_new else "The demo shop stands already"
        self.stdout.write(
            f"\n  {made}: {shop.parties} people, a year of entries, bills and stock; and a rent book."
        )
        for line in how_to_sign_in(shop):
            self.stdout.write(f"  {line}")

    def watch(self, done: int, of: int) -> None:
        if done - self.told >= PROGRESS_EVERY:
            self.told = done
            self.stdout.write(f"  Writing the demo shop: {done} of {of} entries")
            self.stdout.flush()


def how_to_sign_in(shop: DemoShop) -> list[str]:
    """Sentences for the console."""
    number = local_form(shop.phone)
    by_phone = (
        [f"Sign in with the phone number {number}; the code is printed in this window."] if number else []
    )
    if shop.password:
        return [
            *by_phone,
            f"E-mail and password work too: {shop.email} and {shop.password} (shown only now).",
        ]
    another = f".venv/bin/python manage.py changepassword {shop.email}"
    return [*by_phone, f"E-mail: {shop.email}, with the password shown at first. For another: {another}"]
