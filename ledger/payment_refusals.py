"""What setting one document against another may decline, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_amount
from core.refusals import Refusal


class MoreThanLeft(Refusal):
    slug: ClassVar[str] = "more_than_left"

    def __init__(self, *, note: str, left: int) -> None:
        """`left` in minor units."""
        said = {"left": format_amount(left), "what": note}
        if note:
            message = _("%(left)s is left of %(what)s. Enter that or less.") % said
        else:
            message = _("%(left)s is left of it. Enter that or less.") % said
        super().__init__(message, field="amount")


class PaymentStands(Refusal):
    slug: ClassVar[str] = "payment_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Money was paid back or set against this one. Take that off first."))
