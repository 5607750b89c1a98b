"""What the program may decline to do, said in words the person can act on."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import AmountError


class Refusal(Exception):
    """An expected "no". Pages show `message` beside `field` with `status`, and change nothing.

    `slug` is the stable code of the refusal for programs; `message` is already in the reader's language;
    `field` is the form field it belongs to, or "" when it concerns the whole form.
    """

    slug: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class AmountRefused(Refusal):
    """An amount that could not be read; `reason` is the slug of the AmountError behind it."""

    slug: ClassVar[str] = "amount_refused"

    def __init__(self, message: str, *, reason: str, field: str = "") -> None:
        super().__init__(message, field=field)
        self.reason = reason


def amount_refusal(error: AmountError, *, field: str = "amount") -> AmountRefused:
    """The sentence for an AmountError, in the active language."""
    return AmountRefused(_amount_sentence(error), reason=error.slug, field=field)


def _amount_sentence(error: AmountError) -> str:
    if error.slug == "decimals":
        places = int(error.params["decimals"])
        if places == 0:
            return _("Use whole numbers only, without a point.")
        return ngettext(
            "Use at most %(decimals)s digit after the point.",
            "Use at most %(decimals)s digits after the point.",
            places,
        ) % {"decimals": places}
    sentences = {
        "empty": _("Enter an amount."),
        "not_above_zero": _("Enter an amount above 0."),
        "below_zero": _("Enter 0 or an amount above 0."),
        "grouping": _("%(text)s is not a full number. Did you mean %(suggestion)s?"),
        "unfinished": _("%(text)s is not finished. Add the missing number or remove the last sign."),
        "divided_by_zero": _("A number cannot be divided by 0."),
        "too_large": _("This amount is too large. Use an amount below %(limit)s."),
        "too_long": _("This amount is too long to read. Use at most %(limit)s characters."),
        "unreadable": _("%(text)s is not an amount. Use digits, like 1,200 or 1200.50."),
    }
    return sentences[error.slug] % error.params
