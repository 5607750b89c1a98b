"""What sign-in of programs and the resources decline, in words for the user."""

from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class SignInRefused(Refusal):
    slug: ClassVar[str] = "sign_in_refused"
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(_("This e-mail and password do not belong together. Check both."))


class TooManyTries(Refusal):
    slug: ClassVar[str] = "too_many_tries"
    status: ClassVar[int] = 429

    def __init__(self) -> None:
        super().__init__(_("Too many wrong passwords. Wait 5 minutes, or ask for a code."))
        self.wait = timedelta(minutes=5)


class AccountClosed(Refusal):
    slug: ClassVar[str] = "account_closed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("This account is closed. Ask the people who run this site to open it again."))


class RefreshRefused(Refusal):
    slug: ClassVar[str] = "refresh_refused"
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(_("This sign-in has ended. Sign in again."))


class TokenUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("You have no such token."))


class TooManyTokens(Refusal):
    slug: ClassVar[str] = "too_many_tokens"

    def __init__(self) -> None:
        super().__init__(_("You have 50 tokens, which is the most. End one first."))


class DeviceNeeded(Refusal):
    slug: ClassVar[str] = "device_needed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("Only a program that signed in on a device of yours may do this."))


class EndRefused(Refusal):
    slug: ClassVar[str] = "end_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose a last day after today, at most 5 years ahead."), field="ends_on")


class OriginRefused(Refusal):
    slug: ClassVar[str] = "origin_refused"

    def __init__(self, text: str) -> None:
        message = _("%(text)s is not the address of a site. Write it like https://shop.example.com")
        super().__init__(message % {"text": text[:80]}, field="origins")


class TooManyOrigins(Refusal):
    slug: ClassVar[str] = "too_many_origins"

    def __init__(self, most: int) -> None:
        super().__init__(_("A token takes at most %(most)s sites.") % {"most": most}, field="origins")


class LimitRefused(Refusal):
    slug: ClassVar[str] = "limit_refused"

    def __init__(self, most: int) -> None:
        super().__init__(_("Choose from 1 to %(most)s calls a minute.") % {"most": most}, field="limit")


class TooManySandboxes(Refusal):
    slug: ClassVar[str] = "too_many_sandboxes"

    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)s practice books, which is the most.") % {"most": most})


class DaysRefused(Refusal):
    slug: ClassVar[str] = "days_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose an end date on or after the start."), field="to")


class ContactRefused(Refusal):
    slug: ClassVar[str] = "contact_refused"


class NothingAsked(Refusal):
    slug: ClassVar[str] = "nothing_asked"

    def __init__(self) -> None:
        super().__init__(_("Say what to change."))


class JobUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This book has no such job."))


class TooManyDocuments(Refusal):
    slug: ClassVar[str] = "too_many_documents"

    def __init__(self, most: int) -> None:
        super().__init__(_("Send at most %(most)s documents in one call.") % {"most": most})


class StatementTooLong(Refusal):
    slug: ClassVar[str] = "too_many_entries"

    def __init__(self) -> None:
        super().__init__(_("This statement is long: ask for it with statement-jobs, or choose fewer days."))
