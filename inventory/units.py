"""Units of quantity by their UQC, the three-letter codes of GST returns; other countries use the same list."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNITS: dict[str, str | Promise] = {
    "PCS": _("Pieces"),
    "KGS": _("Kilograms"),
    "GMS": _("Grams"),
    "LTR": _("Litres"),
    "MLT": _("Millilitres"),
    "PAC": _("Packs"),
    "BOX": _("Boxes"),
    "BTL": _("Bottles"),
    "BAG": _("Bags"),
    "DOZ": _("Dozens"),
    "MTR": _("Metres"),
    "NOS": _("Numbers"),
    "PRS": _("Pairs"),
    "SET": _("Sets"),
    "BAL": _("Bales"),
    "BDL": _("Bundles"),
    "BKL": _("Buckles"),
    "BOU": _("Billions of units"),
    "BUN": _("Bunches"),
    "CAN": _("Cans"),
    "CBM": _("Cubic metres"),
    "CCM": _("Cubic centimetres"),
    "CMS": _("Centimetres"),
    "CTN": _("Cartons"),
    "DRM": _("Drums"),
    "GGK": _("Great gross"),
    "GRS": _("Gross"),
    "GYD": _("Gross yards"),
    "KLR": _("Kilolitres"),
    "KME": _("Kilometres"),
    "MTS": _("Metric tons"),
    "QTL": _("Quintals"),
    "ROL": _("Rolls"),
    "SQF": _("Square feet"),
    "SQM": _("Square metres"),
    "SQY": _("Square yards"),
    "TBS": _("Tablets"),
    "TGM": _("Ten gross"),
    "THD": _("Thousands"),
    "TON": _("Tonnes"),
    "TUB": _("Tubes"),
    "UGS": _("US gallons"),
    "UNT": _("Units"),
    "YDS": _("Yards"),
    "OTH": _("Others"),
}
"""What shops use most stands first. Services have none: returns call theirs NA."""

SERVICE = "NA"
PACKS = ("BOX", "CTN", "PAC", "BAG", "DOZ", "BDL", "BUN", "SET", "ROL", "CAN", "DRM", "GRS", "BAL", "QTL")
"""What goods are bought in and opened, so many units a piece."""


def unit_name(code: str) -> str:
    return str(UNITS.get(code, code))
