"""What advances for services may decline, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_money
from core.refusals import Refusal


class AdvanceUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such advance in this book."))


class VoucherStands(Refusal):
    """Its number was given for what it says."""

    slug: ClassVar[str] = "voucher_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This payment has a voucher of its own. Take it out and write a new one."))


class AdvanceDoesNotFit(Refusal):
    """The voucher and the bill do not go together; the message tells why."""

    slug: ClassVar[str] = "advance_does_not_fit"
    status: ClassVar[int] = 409


class AdvanceAboveRoom(Refusal):
    """More than is left of the advance, or than the bill has of its rate."""

    slug: ClassVar[str] = "advance_above_room"

    def __init__(self, *, most: int, currency: str) -> None:
        said = {"most": format_money(most, currency=currency)}
        super().__init__(_("Up to %(most)s of this advance fits on the bill.") % said, field="amount")
