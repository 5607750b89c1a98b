"""The lines of a bill as they are typed. An empty line is none; what is left empty is the item's own."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import AmountError, format_amount, parse_amount
from core.quantities import ONE, format_quantity
from core.refusals import amount_refusal
from inventory.forms.fields import QUANTITY, ChosenField, QuantityField
from inventory.models import Item
from inventory.operations.lines import NUMBER_LENGTH_MAX
from inventory.queries.items import Apart
from inventory.units import UNITS
from invoicing.content import LineContent
from invoicing.working import NAME_LENGTH_MAX
from ledger.forms.fields import LineField, readable
from taxes.arithmetic import Treatment
from taxes.arithmetic.supplies import MINOR_ONE, PRICE_ONE, RATE_ONE
from taxes.rates import Rate

LINES_MAX = 200
PRICE_PLACES = 6
EXTRA = ("batch", "serials", "discount", "tax", "unit", "hsn", "inclusive")
INCLUSIVE = [
    ("", gettext_lazy("As the item")),
    ("no", gettext_lazy("Without tax")),
    ("yes", gettext_lazy("Tax is in it")),
]
SERIALS_LENGTH_MAX = 4000
SERIALS_BETWEEN = re.compile(r"[,،;]\s*")
NOT_APART = Apart()
TREATMENTS = [
    (Treatment.NIL.value, gettext_lazy("Nil rated")),
    (Treatment.EXEMPT.value, gettext_lazy("Exempt")),
    (Treatment.NON_GST.value, gettext_lazy("Outside the tax")),
]


class UnitPriceField(forms.Field):
    """1/1,000,000 of the currency from 0 on; None when left empty."""

    def clean(self, value: Any) -> int | None:
        text = readable(str(value or ""))
        if not text.strip():
            return None
        try:
            return parse_amount(text, decimals=PRICE_PLACES, zero_allowed=True)
        except AmountError as error:
            raise ValidationError(amount_refusal(error).message) from None


class DiscountField(forms.Field):
    """ "50" off, or "5%" off: (minor units, rate), one of them 0."""

    def clean(self, value: Any) -> tuple[int, int]:
        text = readable(str(value or "")).strip()
        if not text:
            return 0, 0
        is_rate = text.endswith(("%", "٪"))
        try:
            found = parse_amount(text.rstrip("%٪ "), decimals=4 if is_rate else 2, zero_allowed=True)
        except AmountError as error:
            raise ValidationError(amount_refusal(error).message) from None
        if is_rate and found > RATE_ONE:
            raise ValidationError(_("A discount is at most 100%."))
        return (0, found) if is_rate else (found, 0)


class LineRow(forms.Form):
    """One line. `item` is the name or code of an item, or the words of anything else."""

    use_required_attribute = False
    item = LineField(
        max_length=NAME_LENGTH_MAX, required=False, label=gettext_lazy("Item"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-cell": ""}),
    )  # fmt: skip
    quantity = QuantityField(
        required=False,
        label=gettext_lazy("Quantity"),
        widget=forms.TextInput(attrs={**QUANTITY, "data-cell": ""}),
    )
    price = UnitPriceField(
        required=False,
        label=gettext_lazy("Price"),
        widget=forms.TextInput(attrs={**QUANTITY, "data-cell": ""}),
    )
    discount = DiscountField(
        required=False, label=gettext_lazy("Discount, as 50 or 5%"), widget=forms.TextInput(attrs=QUANTITY)
    )
    unit = LineField(
        max_length=3, required=False, label=gettext_lazy("Unit, as PCS"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "list": "units"}),
    )  # fmt: skip
    hsn = LineField(
        max_length=8, required=False, label=gettext_lazy("HSN or SAC"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "numeric"}),
    )  # fmt: skip
    batch = LineField(
        max_length=NUMBER_LENGTH_MAX, required=False, label=gettext_lazy("Batch number"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    serials = LineField(
        max_length=SERIALS_LENGTH_MAX, required=False, label=gettext_lazy("Serial numbers"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    tax = forms.Field(required=False, label=gettext_lazy("Tax"), widget=forms.Select)
    inclusive = ChosenField(choices=INCLUSIVE, label=gettext_lazy("The price is"))
    source_line = forms.Field(required=False, widget=forms.HiddenInput)
    was = forms.Field(required=False, widget=forms.HiddenInput)
    """The place it had among the lines that stand: what the form does not show of it is kept."""

    khata = forms.Field(required=False, widget=forms.HiddenInput)
    """The goods given on khata that the line bills."""

    def __init__(
        self, *args: Any, taxes: Sequence[tuple[str, Any]], apart: Apart = NOT_APART, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax"].widget.choices = taxes  # type: ignore[attr-defined]
        self.known = {value for value, _name in taxes}
        self.apart = apart.batches or apart.serials
        """Whether goods of the book are told apart by batch or by piece."""
        for name in ("batch", "expires_on") if not apart.batches else ():
            self.fields.pop(name, None)
        if not apart.serials:
            del self.fields["serials"]

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in ("item", "quantity", "price", "hsn"))

    EXTRA: tuple[str, ...] = EXTRA

    @property
    def extra(self) -> list[forms.BoundField]:
        """What folds away below the line."""
        return [self[name] for name in self.EXTRA if name in self.fields]

    @property
    def more_open(self) -> bool:
        return any(name in self.errors for name in self.EXTRA) if self.is_bound else False

    def clean_tax(self) -> str:
        chosen = str(self.cleaned_data["tax"] or "")
        if chosen not in self.known:
            raise ValidationError(_("Choose a tax of the list."))
        return chosen

    def clean_unit(self) -> str:
        unit = self.cleaned_data["unit"].upper()
        if unit and unit not in UNITS:
            raise ValidationError(_("Choose a unit of the list, as PCS, KGS or BOX."))
        return str(unit)

    @staticmethod
    def usual_price(item: Item) -> int | None:
        """What one costs where no price is said, minor units."""
        return item.sale_price

    def clean_source_line(self) -> int | None:
        return _number_or_none(self.cleaned_data["source_line"])

    def clean_khata(self) -> uuid.UUID | None:
        return id_or_none(self.cleaned_data["khata"])

    def clean_was(self) -> int | None:
        return _number_or_none(self.cleaned_data["was"])

    def content(self, items: Mapping[str, Item], *, standing: Sequence[LineContent] = ()) -> LineContent:
        """The line as an operation takes it. Raises ValidationError where it has no price."""
        said = self.cleaned_data
        item = items.get(said["item"].casefold())
        price, usual = said["price"], self.usual_price(item) if item is not None else None
        if price is None and usual is not None:
            price = usual * PRICE_ONE // MINOR_ONE
        if price is None:
            raise ValidationError({"price": _("Enter a price.")})
        less, rate = said["discount"] or (0, 0)
        inclusive = said["inclusive"] == "yes" if said["inclusive"] else bool(item and item.tax_inclusive)
        chosen = said["tax"]
        is_treatment = chosen in {value for value, _name in TREATMENTS}
        was = said["was"]
        old = standing[was] if was is not None and was < len(standing) else None
        if old is None or old.item_id != (item.id if item else None):
            old = LineContent(quantity=ONE, price=0)
        return replace(
            old, item_id=item.id if item else None, name="" if item else said["item"], hsn=said["hsn"],
            unit=said["unit"],
            quantity=said["quantity"] or ONE, price=price, inclusive=inclusive, discount_amount=less,
            discount_rate=rate, treatment=chosen if is_treatment else "",
            tax_id=uuid.UUID(chosen) if chosen and not is_treatment else None,
            source_line_id=said["source_line"], rate=None, khata_id=said["khata"], **self._packs(old),
        )  # fmt: skip

    def _packs(self, old: LineContent) -> dict[str, Any]:
        """Which batch and which pieces, as far as the form asks."""
        found: dict[str, Any] = {}
        if "batch" in self.fields:
            number = self.cleaned_data["batch"]
            found = {"batch_number": number, "batch_id": None if number else old.batch_id}
            found["expires_on"] = self.cleaned_data.get("expires_on", old.expires_on)
        if "serials" in self.fields:
            found["serials"] = tuple(SERIALS_BETWEEN.split(self.cleaned_data["serials"].strip(", ")))
            found["serials"] = tuple(one for one in found["serials"] if one)
        return found


def id_or_none(value: Any) -> uuid.UUID | None:
    """Raises ValidationError."""
    if not value:
        return None
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise ValidationError(_("This page is out of date. Load it again and write it anew.")) from None


def _number_or_none(value: Any) -> int | None:
    text = str(value or "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValidationError(_("This page is out of date. Load it again and write it anew."))
    return int(text) if text else None


def tax_choices(rates: Sequence[Rate]) -> list[tuple[str, Any]]:
    """ "" for what the item or its code says; then the rates of the day by name."""
    named = {str(rate.tax_id): rate.name for rate in rates if rate.tax.treatment == Treatment.TAXABLE}
    return [("", _("As the item or its code")), *named.items(), *TREATMENTS]


def row_of(line: LineContent, *, name: str, item: Item | None, was: int | None = None) -> dict[str, str]:
    """A line that stands, as its row shows it."""
    less = format_amount(line.discount_amount, trim=True) if line.discount_amount else ""
    if line.discount_rate:
        less = f"{format_quantity(line.discount_rate)}%"
    tax = line.treatment or (str(line.tax_id) if line.tax_id else "")
    as_item = item is not None and item.tax_inclusive == line.inclusive
    return {
        "item": name, "quantity": format_quantity(line.quantity), "price": price_text(line.price), "discount": less,
        "unit": line.unit if item is None or line.unit != item.unit else "",
        "hsn": line.hsn if item is None or line.hsn != item.hsn else "",
        "tax": tax, "inclusive": "" if as_item or (item is None and not line.inclusive) else
        ("yes" if line.inclusive else "no"),
        "source_line": str(line.source_line_id or ""), "was": "" if was is None else str(was),
        "khata": str(line.khata_id or ""), "account": str(line.account_id or ""), "credit_clause": line.credit_clause,
        "batch": line.batch_number, "serials": ", ".join(line.serials),
        "expires_on": line.expires_on.isoformat() if line.expires_on else "",
    }  # fmt: skip


def price_text(price: int) -> str:
    whole, part = divmod(price, PRICE_ONE)
    places = f"{part:06d}".rstrip("0").ljust(2, "0") if part else ""
    return f"{whole}.{places}" if places else str(whole)
