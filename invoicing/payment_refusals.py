"""What payments may decline, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_money
from core.refusals import Refusal


class PaymentUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such payment in this book."))


class PaymentRefused(Refusal):
    """Something it says does not go together; the message tells, at its field."""

    slug: ClassVar[str] = "payment_refused"

    @classmethod
    def of_another(cls) -> "PaymentRefused":
        return cls(_("A payment stays with its party. Take it out and write a new one."), field="party")

    @classmethod
    def counted_already(cls) -> "PaymentRefused":
        return cls(_("This counts already. Take it out and write the cheque anew."), field="cheque_on")


class OverPaid(Refusal):
    """More than is due, and nobody said what to do with the rest."""

    slug: ClassVar[str] = "over_paid"

    def __init__(self, *, amount: int, due: int, currency: str) -> None:
        """`amount` and `due` in minor units."""
        self.rest = amount - due
        said = {
            "amount": format_money(amount, currency=currency),
            "due": format_money(due, currency=currency),
            "rest": format_money(self.rest, currency=currency),
        }
        if due:
            message = _("%(amount)s is more than the %(due)s due. Keep %(rest)s as advance?") % said
        else:
            message = _("Nothing is due. Keep %(rest)s as advance?") % said
        super().__init__(message, field="amount")


class PaymentGone(Refusal):
    slug: ClassVar[str] = "payment_gone"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This payment was taken out already."))


class NotWaiting(Refusal):
    slug: ClassVar[str] = "cheque_not_waiting"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This payment does not wait for a day."))


class TooManyAtOnce(Refusal):
    slug: ClassVar[str] = "too_many_at_once"

    def __init__(self) -> None:
        super().__init__(_("Up to 100 go at once. Send the rest after them."))
