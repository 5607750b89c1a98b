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


class DaysRefused(Refusal):
    slug: ClassVar[str] = "days_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose an end date on or after the start."), field="to")


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
