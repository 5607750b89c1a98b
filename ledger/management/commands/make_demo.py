from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.phones import local_form
from ledger.demo.shop import DemoShop, make_demo_shop

PROGRESS_EVERY = 1_000


class Command(BaseCommand):
    help = "Make a demo shop with a year of entries, or say how to sign in to the one that stands."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.told = 0
        shop = make_demo_shop(now=timezone.now(), watch=self.watch)
        made = "The demo shop is ready" if shop.is_new else "The demo shop stands already"
        self.stdout.write(f"\n  {made}: {shop.parties} people, a year of entries.")
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
