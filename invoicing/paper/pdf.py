"""A document as PDF, on sheets or on the roll of a small printer."""

from enum import StrEnum

from django.template.loader import render_to_string
from django.utils.translation import override

from core.pdf import render_pdf_parts, render_roll
from invoicing.paper.document import PaperDocument
from invoicing.paper.page import context
from invoicing.paper.titles import copies


class PaperSize(StrEnum):
    A4 = "a4"
    A5 = "a5"
    ROLL_80 = "80mm"
    ROLL_58 = "58mm"


ROLL_WIDTHS = {PaperSize.ROLL_80: 80, PaperSize.ROLL_58: 58}
"""In mm."""


def pdf(
    document: PaperDocument, *, size: PaperSize, language: str, digits: str = "latn", copies_wanted: int = 1
) -> bytes:
    """The PDF; the same document is the same bytes. `copies_wanted`: the first so many of the copies its kind has,
    each with its own pages. A roll has one copy and no word for it."""
    with override(language):
        if size in ROLL_WIDTHS:
            html = render_to_string(
                "invoicing/pdf/roll.html", context(document, digits=digits) | {"size": size.value}
            )
            return render_roll(html, width_mm=ROLL_WIDTHS[size])
        wanted = copies(document)[: max(1, copies_wanted)]
        return render_pdf_parts([_sheet(document, size=size, digits=digits, copy=copy) for copy in wanted])


def _sheet(document: PaperDocument, *, size: PaperSize, digits: str, copy: str) -> str:
    return render_to_string(
        "invoicing/pdf/sheet.html", context(document, digits=digits, copy=copy) | {"size": size.value}
    )
