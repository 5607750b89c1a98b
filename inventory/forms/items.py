"""An item, as it is added and changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import format_amount
from core.quantities import format_quantity
from inventory.forms.fields import ChosenField, PriceField, QuantityField
from inventory.models import Item, ItemKind, Shortage, TaxPreference, Valuation
from inventory.operations.words import DESCRIPTION_LENGTH_MAX, NAME_LENGTH_MAX, SKU_LENGTH_MAX, ItemWords
from inventory.units import PACKS, UNITS
from ledger.forms.entries import PhotoForm
from ledger.forms.fields import DayField, IdField, LineField, NoteField, PhotoField, RevisionField

CODE = {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
UNIT_CHOICES = [(code, name) for code, name in UNITS.items()]
PACK_CHOICES = [("", gettext_lazy("No packs")), *((code, UNITS[code]) for code in PACKS)]
RATE_OF_ONE = 10_000
"""1/1,000,000 in a per cent, as quantities are in 1/10,000: a rate is read like a quantity."""
WHOLE_RATE = 1_000_000


class ItemPhotoForm(PhotoForm):
    photo = PhotoField(label=gettext_lazy("Photo of the item"))


class ItemForm(forms.Form):
    """Name is the only must. `base_rev` stands in the form of an item that exists already."""

    use_required_attribute = False
    item_id = IdField()
    base_rev = RevisionField(required=False)
    name = LineField(
        max_length=NAME_LENGTH_MAX, label=gettext_lazy("Name of the item"),
        missing=gettext_lazy("Enter the name of the item."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    kind = ChosenField(choices=ItemKind.choices, label=gettext_lazy("This is"))
    unit = ChosenField(choices=UNIT_CHOICES, label=gettext_lazy("Counted in"))
    sale_price = PriceField(label=gettext_lazy("Sale price"))
    purchase_price = PriceField(label=gettext_lazy("Purchase price"))
    tax_inclusive = forms.BooleanField(required=False, label=gettext_lazy("The sale price holds the tax"))
    opening = QuantityField(required=False, zero_allowed=True, label=gettext_lazy("How many are there now"))
    opening_value = PriceField(label=gettext_lazy("What all of them cost"))
    opening_batch = LineField(max_length=40, required=False, label=gettext_lazy("Batch number"))
    opening_expires = DayField(required=False, label=gettext_lazy("Good until"))
    low_level = QuantityField(
        required=False, zero_allowed=True, label=gettext_lazy("Warn when down to"),
        help_text=gettext_lazy("The item stands under Low from there on."),
    )  # fmt: skip
    barcode = LineField(
        max_length=40, required=False, label=gettext_lazy("Barcode"), widget=forms.TextInput(attrs=CODE)
    )
    sku = LineField(
        max_length=SKU_LENGTH_MAX, required=False, label=gettext_lazy("Your own code"),
        widget=forms.TextInput(attrs=CODE),
    )  # fmt: skip
    hsn = LineField(
        max_length=12, required=False, label=gettext_lazy("HSN or SAC"), widget=forms.TextInput(attrs=CODE)
    )
    tax_preference = ChosenField(choices=TaxPreference.choices, label=gettext_lazy("Tax"))
    tax_rate = QuantityField(
        required=False, zero_allowed=True, label=gettext_lazy("Tax in per cent, where the code does not say")
    )
    pack_unit = ChosenField(choices=PACK_CHOICES, label=gettext_lazy("Bought in"))
    pack_size = QuantityField(
        required=False, zero_allowed=True, label=gettext_lazy("One pack holds"),
        help_text=gettext_lazy("How many pieces or kilograms are in it, for example 12."),
    )  # fmt: skip
    is_counted = forms.BooleanField(required=False, label=gettext_lazy("Keep count of its stock"))
    has_batches = forms.BooleanField(
        required=False, label=gettext_lazy("Comes in batches with an expiry date")
    )
    shortage = ChosenField(choices=Shortage.choices, label=gettext_lazy("When there is not enough"))
    valuation = ChosenField(choices=Valuation.choices, label=gettext_lazy("What sold goods cost"))
    description = NoteField(max_length=DESCRIPTION_LENGTH_MAX, label=gettext_lazy("Description"))

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            for name in ("opening", "opening_value", "opening_batch", "opening_expires"):
                del self.fields[name]

    def clean_tax_rate(self) -> int | None:
        rate = self.cleaned_data["tax_rate"]
        if rate is not None and rate > WHOLE_RATE:
            raise ValidationError(_("A tax rate is from 0 to 100 per cent."))
        return rate

    def words(self, *, serials: bool) -> ItemWords:
        said = self.cleaned_data
        packed = bool(said["pack_unit"])
        return ItemWords(
            **{name: said[name] for name in ("name", "kind", "description", "sku", "barcode", "hsn", "unit",
                                             "sale_price", "purchase_price", "tax_inclusive", "tax_preference",
                                             "tax_rate", "low_level", "is_counted", "has_batches", "shortage",
                                             "valuation", "pack_unit")},
            pack_size=(said["pack_size"] or 0) if packed else 0, has_serials=serials,
        )  # fmt: skip


def said_of(item: Item) -> dict[str, Any]:
    """An item as its form shows it."""
    prices = {
        name: "" if (price := getattr(item, name)) is None else format_amount(price, trim=True)
        for name in ("sale_price", "purchase_price")
    }
    sizes = {
        name: "" if not (size := getattr(item, name)) else format_quantity(size)
        for name in ("low_level", "pack_size", "tax_rate")
    }
    plain = ("name", "kind", "unit", "tax_inclusive", "barcode", "sku", "hsn", "tax_preference", "pack_unit",
             "is_counted", "has_batches", "shortage", "valuation", "description")  # fmt: skip
    kept = {name: getattr(item, name) for name in plain}
    return {**kept, **prices, **sizes, "item_id": item.id, "base_rev": item.rev}
