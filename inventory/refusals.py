"""What the stock may decline, in words for the user."""

import datetime
import uuid
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class ItemUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This item is not in your list."), field="item")


class StockUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such change of stock in this book."))


class NoStockHere(Refusal):
    slug: ClassVar[str] = "no_stock_here"

    def __init__(self) -> None:
        super().__init__(_("This book keeps no stock. Open a shop's book for it."))


class ItemNameMissing(Refusal):
    slug: ClassVar[str] = "item_name_missing"

    def __init__(self) -> None:
        super().__init__(_("Enter the name of the item."), field="name")


class CodeTaken(Refusal):
    """A code leads to one item."""

    slug: ClassVar[str] = "item_code_taken"
    status: ClassVar[int] = 409

    def __init__(self, *, name: str, item_id: uuid.UUID, field: str) -> None:
        super().__init__(
            _("%(name)s already has this code. Open %(name)s or change the code.") % {"name": name},
            field=field,
        )
        self.item_id = item_id


class HsnRefused(Refusal):
    slug: ClassVar[str] = "hsn_refused"

    def __init__(self, *, is_service: bool) -> None:
        words = (
            _("A SAC has 6 digits and begins with 99, like 998314.")
            if is_service
            else _("An HSN code has 4, 6 or 8 digits, like 1006. Codes that begin with 99 are for services.")
        )
        super().__init__(words, field="hsn")


class BarcodeRefused(Refusal):
    """`digit` is the check digit that would be right, None where the code cannot stand on goods at all."""

    slug: ClassVar[str] = "barcode_refused"

    def __init__(self, *, digit: int | None) -> None:
        words = (
            _("A barcode has 3 to 30 letters and digits.")
            if digit is None
            else _("The last digit of this barcode should be %(digit)s. Check it.") % {"digit": digit}
        )
        super().__init__(words, field="barcode")


class UnitRefused(Refusal):
    slug: ClassVar[str] = "unit_refused"

    def __init__(self, *, field: str = "unit") -> None:
        super().__init__(_("Choose a unit from the list."), field=field)


class PackRefused(Refusal):
    slug: ClassVar[str] = "pack_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Say how many a pack holds, more than 0, and in which other unit it is counted."),
            field="pack_size",
        )


class QuantityRefused(Refusal):
    slug: ClassVar[str] = "quantity_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Enter a quantity above 0 and below 1,00,00,00,00,000, with up to 4 places."), field="quantity"
        )


class TaxRateRefused(Refusal):
    slug: ClassVar[str] = "tax_rate_refused"

    def __init__(self) -> None:
        super().__init__(_("A tax rate is from 0 to 100 per cent."), field="tax_rate")


class NotCounted(Refusal):
    slug: ClassVar[str] = "not_counted"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("The stock of %(name)s is not counted. Switch it on in the item first.") % {"name": name},
            field="item",
        )


class ChoiceStands(Refusal):
    """How an item's stock is kept does not change once it moved."""

    slug: ClassVar[str] = "choice_stands"
    status: ClassVar[int] = 409

    def __init__(self, *, field: str) -> None:
        super().__init__(
            _("Stock of this item has moved, so this stays as it is. Add a new item for the other way."),
            field=field,
        )


class StockShort(Refusal):
    """More would leave than there is, and the item does not let that happen. `left` in 1/10,000."""

    slug: ClassVar[str] = "stock_short"
    status: ClassVar[int] = 409

    def __init__(self, *, item_id: uuid.UUID, name: str, left: str, day: str) -> None:
        words = {"name": name, "left": left, "day": day}
        message = (
            _("Only %(left)s of %(name)s is left on %(day)s. Enter that or less.") % words
            if day
            else _("Only %(left)s of %(name)s is left. Enter that or less.") % words
        )
        super().__init__(message, field="quantity")
        self.item_id = item_id


class NothingMoves(Refusal):
    slug: ClassVar[str] = "nothing_moves"

    def __init__(self) -> None:
        super().__init__(_("Nothing changes: enter a quantity for at least one item."))


class TooManyLines(Refusal):
    slug: ClassVar[str] = "too_many_lines"

    def __init__(self, *, most: int) -> None:
        super().__init__(_("Up to %(max)s lines go in at once.") % {"max": most})


class SameBranch(Refusal):
    slug: ClassVar[str] = "same_branch"

    def __init__(self) -> None:
        super().__init__(_("Choose another branch to send to."), field="to_branch")


class AnotherRegistration(Refusal):
    """Between two tax numbers goods that change their branch are sold, and the law wants a bill of it."""

    slug: ClassVar[str] = "another_registration"

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(
            _(
                "%(source)s and %(target)s stand under two tax numbers: between them goods are sold. "
                "Write a bill there, and the purchase here."
            )
            % {"source": source, "target": target},
            field="to_branch",
        )


class TakenBack(Refusal):
    slug: ClassVar[str] = "stock_taken_back"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This was taken back already."))


class CostStands(Refusal):
    slug: ClassVar[str] = "cost_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("The cost of these goods was corrected. Take the correction back first."))


class BatchNeeded(Refusal):
    slug: ClassVar[str] = "batch_needed"

    def __init__(self, *, name: str) -> None:
        super().__init__(_("Enter the batch number of %(name)s.") % {"name": name}, field="batch")


class BatchUnknown(Refusal):
    slug: ClassVar[str] = "batch_unknown"

    def __init__(self, *, number: str = "") -> None:
        super().__init__(
            _("There is no batch “%(number)s” of this item.") % {"number": number}, field="batch_number"
        )


class BatchRefused(Refusal):
    slug: ClassVar[str] = "batch_refused"

    def __init__(self, *, expires_on: datetime.date | None = None) -> None:
        super().__init__(
            _("This batch stands with another expiry date. Check the date on the pack.")
            if expires_on is None
            else _("Expiry is before the day the goods came. Enter the date on the pack."),
            field="expires_on",
        )


class SerialsRefused(Refusal):
    slug: ClassVar[str] = "serials_refused"

    def __init__(self, *, number: str = "") -> None:
        words = (
            _("%(number)s is not here, or is here already. Check the number.") % {"number": number}
            if number
            else _("Enter one serial number for each piece.")
        )
        super().__init__(words, field="serials")


class PartsRefused(Refusal):
    """An item is not made of itself, not by way of others either."""

    slug: ClassVar[str] = "parts_refused"

    def __init__(self) -> None:
        super().__init__(_("These parts do not go together: an item cannot be made of itself."))


class PartsMissing(Refusal):
    slug: ClassVar[str] = "parts_missing"

    def __init__(self) -> None:
        super().__init__(_("Add the parts of this item first."))
