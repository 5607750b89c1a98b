"""What a second factor declines, in words for its person."""

from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Refusal


class SecondFactorNeeded(Refusal):
    """`token` goes with the second step of a program's sign-in."""

    slug: ClassVar[str] = "second_factor_needed"
    status: ClassVar[int] = 403

    def __init__(self, *, token: str) -> None:
        super().__init__(_("This account asks for a second proof. Send it with this token."))
        self.members = {"second_factor_token": token}


class SecondFactorExpired(Refusal):
    slug: ClassVar[str] = "second_factor_expired"
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(_("This sign-in took too long. Begin again."))


class SecondFactorWrong(Refusal):
    slug: ClassVar[str] = "second_factor_wrong"

    def __init__(self, *, was_used: bool = False) -> None:
        used = _("That code was used already. Wait for the next one in the app.")
        super().__init__(used if was_used else _("That code does not match. Look again."), field="code")


class PasskeyRefused(Refusal):
    slug: ClassVar[str] = "passkey_refused"

    def __init__(self) -> None:
        super().__init__(_("The passkey did not answer as it should. Try once more."))


class TooManyProofs(Refusal):
    slug: ClassVar[str] = "too_many_proofs"
    status: ClassVar[int] = 429

    def __init__(self, *, wait: timedelta) -> None:
        minutes = max(-(-int(wait.total_seconds()) // 60), 1)
        if minutes < 120:
            text = ngettext(
                "Too many wrong codes. Try again in %(count)s minute.",
                "Too many wrong codes. Try again in %(count)s minutes.",
                minutes,
            ) % {"count": minutes}
        else:
            text = _("Too many wrong codes. Try again in %(count)s hours.") % {"count": -(-minutes // 60)}
        super().__init__(text)
        self.wait = wait


class SecondFactorStands(Refusal):
    slug: ClassVar[str] = "second_factor_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("An app makes codes for this account already. Turn it off first."))


class TooManyPasskeys(Refusal):
    slug: ClassVar[str] = "too_many_passkeys"

    def __init__(self) -> None:
        super().__init__(_("You have 10 passkeys, which is the most. Remove one first."))


class SecondFactorUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("You have no such proof."))
