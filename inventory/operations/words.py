"""The words of an item, cleaned, and refused where they cannot be."""

from dataclasses import dataclass, replace

from core.text import clean_line, clean_note
from inventory.codes import check_digit, clean_barcode, clean_hsn, is_barcode, is_hsn, looks_like_ean
from inventory.models import ItemKind, Shortage, TaxPreference, Valuation
from inventory.refusals import (
    BarcodeRefused,
    HsnRefused,
    ItemNameMissing,
    PackRefused,
    QuantityRefused,
    TaxRateRefused,
    UnitRefused,
)
from inventory.units import UNITS
from ledger.operations.drafts import AMOUNT_BELOW
from ledger.refusals import AmountOutOfReach

NAME_LENGTH_MAX = 120
DESCRIPTION_LENGTH_MAX = 1000
SKU_LENGTH_MAX = 40
QUANTITY_BELOW = 10**15
WHOLE_RATE = 1_000_000


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What a person says of an item. Prices in minor units for one `unit`, quantities in 1/10,000, `tax_rate` in
    1/1,000,000; None where nothing is said."""

    name: str
    kind: str = ItemKind.GOODS
    description: str = ""
    sku: str = ""
    barcode: str = ""
    hsn: str = ""
    unit: str = "PCS"
    pack_unit: str = ""
    pack_size: int = 0
    sale_price: int | None = None
    purchase_price: int | None = None
    tax_inclusive: bool = False
    tax_preference: str = TaxPreference.TAXABLE
    tax_rate: int | None = None
    low_level: int | None = None
    is_counted: bool = True
    has_batches: bool = False
    has_serials: bool = False
    shortage: str = Shortage.WARN
    valuation: str = Valuation.AVERAGE


def clean(words: ItemWords, *, country: str) -> ItemWords:
    """Raises ItemNameMissing, TextError, HsnRefused, BarcodeRefused, UnitRefused, PackRefused, TaxRateRefused,
    AmountOutOfReach, QuantityRefused."""
    name = clean_line(words.name, max_length=NAME_LENGTH_MAX, field="name")
    if not name:
        raise ItemNameMissing
    is_service = words.kind == ItemKind.SERVICE
    _check_figures(words)
    said = replace(
        words,
        name=name,
        kind=str(words.kind),
        description=clean_note(words.description, max_length=DESCRIPTION_LENGTH_MAX),
        sku=clean_line(words.sku, max_length=SKU_LENGTH_MAX, field="sku"),
        barcode=_barcode(words.barcode),
        hsn=_hsn(words.hsn, is_service=is_service, country=country),
        tax_preference=str(words.tax_preference),
        shortage=str(words.shortage),
        valuation=str(words.valuation),
    )
    if not is_service:
        _check_units(said)
        return said
    return replace(
        said, unit="", pack_unit="", pack_size=0, low_level=None, is_counted=False, has_batches=False,
        has_serials=False,
    )  # fmt: skip


def _check_figures(words: ItemWords) -> None:
    for price, field in ((words.sale_price, "sale_price"), (words.purchase_price, "purchase_price")):
        if price is not None and not 0 <= price < AMOUNT_BELOW:
            refusal = AmountOutOfReach()
            refusal.field = field
            raise refusal
    if words.low_level is not None and not 0 <= words.low_level < QUANTITY_BELOW:
        raise QuantityRefused
    if words.tax_rate is not None and not 0 <= words.tax_rate <= WHOLE_RATE:
        raise TaxRateRefused


def _check_units(said: ItemWords) -> None:
    if said.unit not in UNITS:
        raise UnitRefused
    if said.pack_unit and said.pack_unit not in UNITS:
        raise UnitRefused(field="pack_unit")
    if bool(said.pack_unit) != bool(said.pack_size) or not 0 <= said.pack_size < QUANTITY_BELOW:
        raise PackRefused
    if said.pack_unit == said.unit:
        raise PackRefused


def _hsn(text: str, *, is_service: bool, country: str) -> str:
    """The code by the form the country's law gives it; elsewhere customs tariffs and tax lists have others."""
    code = clean_hsn(text).upper()
    if not code:
        return ""
    if country == "IN":
        if not is_hsn(code, is_service=is_service):
            raise HsnRefused(is_service=is_service)
    elif not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise HsnRefused(is_service=is_service)
    return code


def _barcode(text: str) -> str:
    code = clean_barcode(text)
    if code and not is_barcode(code):
        raise BarcodeRefused(digit=check_digit(code[:-1]) if looks_like_ean(code) else None)
    return code
