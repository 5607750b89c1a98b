"""The numbers of a document as text."""

from core.digits import in_digits
from core.money import currency_of, format_amount, format_money, group_digits
from core.quantities import format_quantity
from taxes.arithmetic.supplies import PRICE_ONE, RATE_ONE


class Figures:
    """Writes numbers in one currency and one set of digits."""

    def __init__(self, *, currency: str, digits: str) -> None:
        self.currency, self.digits = currency, digits
        self.grouping = currency_of(currency).grouping

    def amount(self, minor: int) -> str:
        """ "1,200.00", without a sign: words say which way."""
        return format_amount(minor, grouping=self.grouping, digits=self.digits)

    def money(self, minor: int) -> str:
        return format_money(minor, currency=self.currency, digits=self.digits, trim=False)

    def price(self, price: int) -> str:
        """With as many places as it has, at least two."""
        whole, part = divmod(price, PRICE_ONE)
        places = f"{part:06d}".rstrip("0").ljust(2, "0")
        return in_digits(f"{group_digits(whole, grouping=self.grouping)}.{places}", self.digits)

    def rate(self, rate: int) -> str:
        """18 % as "18%", 0.25 % as "0.25%"."""
        whole, part = divmod(rate, RATE_ONE // 100)
        places = f".{part:04d}".rstrip("0") if part else ""
        return in_digits(f"{whole}{places}%", self.digits)

    def quantity(self, quantity: int, *, unit: str) -> str:
        """With the code of its unit, as the law has it: "2.5 KGS"."""
        size = format_quantity(quantity, grouping=self.grouping, digits=self.digits)
        return f"{size} {unit}" if unit else size

    def count(self, number: int) -> str:
        return in_digits(str(number), self.digits)
