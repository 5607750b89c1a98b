"""Pages as PDF, shaped right in every script we write. Documents fetch nothing but our own files.

The scripts come from the Noto fonts of the machine (Debian: fonts-noto-core).
"""

import io
import logging
import math
import mimetypes
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import escape

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

ROWS_PER_PART = 500  # one table of 5,000 rows takes half a gigabyte; parts of 500 take a quarter of that
PARTS_LIMIT = 40
ROLL_PAGE_MM = 4_000  # a PDF page can be 5,080 mm high
_ORIGIN = "http://halkhata.invalid"  # a name that leads nowhere, should a link ever slip past the fetcher
_FILE_LIMIT = 5 * 1024 * 1024

_SANS = (
    "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu",
    "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Kannada", "Noto Sans Malayalam", "Noto Sans Oriya",
    "Noto Sans Sinhala", "Noto Sans Arabic",
)  # fmt: skip
FONT_STACK = ", ".join(f'"{family}"' for family in _SANS) + ", sans-serif"
# A margin box, where page numbers stand, inherits from @page alone. Nastaliq hangs: it needs the height.
_BASE_CSS = f"""
@page {{ font-family: {FONT_STACK}; }}
html {{ font-family: {FONT_STACK}; line-height: 1.5; }}
:lang(ur) {{ font-family: "Noto Nastaliq Urdu", {FONT_STACK}; line-height: 2.1; }}
:lang(ur) table, .latin {{ font-family: {FONT_STACK}; }}
table {{ table-layout: fixed; }}
thead {{ display: table-header-group; }}
"""


def render_pdf(html: str, *, base: str = "/") -> bytes:
    """The PDF of one document. `base` is the path its relative links start from.

    Links lead only to our static files and data: URLs; anything else is left out of the document.
    """
    return bytes(_html(html, base=base).write_pdf(stylesheets=_stylesheets(), font_config=_fonts()))


def render_pdf_parts(
    htmls: Sequence[str], *, base: str = "/", page_label: Callable[[int, int], str] | None = None
) -> bytes:
    """One PDF of several documents in turn, at most PARTS_LIMIT, for tables too long for one piece.

    `page_label(page, pages)` gives the line at the foot of each page, such as "Page 2 of 7": only here are
    the pages of the whole known, so the parts print no page numbers of their own.
    """
    if not 1 <= len(htmls) <= PARTS_LIMIT:
        raise ValueError(f"Between 1 and {PARTS_LIMIT} parts can be joined, not {len(htmls)}.")
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for html in htmls:
        part = PdfReader(io.BytesIO(render_pdf(html, base=base)))
        if not writer.pages:
            # Title and author, which a reader shows for the file.
            writer.add_metadata({name: str(said) for name, said in (part.metadata or {}).items()})
        writer.append(part)
    if page_label:
        _number_pages(writer, page_label)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def render_roll(html: str, *, width_mm: int) -> bytes:
    """The PDF of one document on an endless roll: one page, cut below the element with the id "end".

    What is longer than a PDF page can be goes on to further pages.
    """
    drawn = _html(html, base="/")
    tall = drawn.render(stylesheets=[*_stylesheets(), _roll(width_mm, ROLL_PAGE_MM)], font_config=_fonts())
    if len(tall.pages) > 1:
        return bytes(tall.write_pdf())
    end = tall.pages[0].anchors["end"][1]  # in CSS pixels, 96 an inch
    height_mm = math.ceil(end * 25.4 / 96)
    return bytes(
        drawn.write_pdf(stylesheets=[*_stylesheets(), _roll(width_mm, height_mm)], font_config=_fonts())
    )


def _roll(width_mm: int, height_mm: int) -> "CSS":
    size = f"@page {{ size: {width_mm}mm {height_mm}mm; margin: 0; }}"
    return _weasyprint().CSS(string=size, font_config=_fonts(), url_fetcher=_fetcher())


def _number_pages(writer: "PdfWriter", page_label: Callable[[int, int], str]) -> None:
    from pypdf import PdfReader

    pages = list(writer.pages)
    size = pages[0].mediabox
    lines = "".join(f"<p>{escape(page_label(page, len(pages)))}</p>" for page in range(1, len(pages) + 1))
    style = (
        f"@page {{ size: {float(size.width)}pt {float(size.height)}pt; margin: 0; }}"
        f"p {{ height: {float(size.height) - 16}pt; margin: 0; page-break-after: always; font-size: 8pt;"
        " display: flex; align-items: flex-end; justify-content: center; }"
    )
    stamps = PdfReader(io.BytesIO(render_pdf(f"<style>{style}</style>{lines}")))
    for page, stamp in zip(pages, stamps.pages, strict=False):
        page.merge_page(stamp)
        page.compress_content_streams()  # merging left them written out


def _html(html: str, *, base: str) -> "HTML":
    return _weasyprint().HTML(string=html, base_url=f"{_ORIGIN}{base}", url_fetcher=_fetcher())


@lru_cache(maxsize=1)
def _weasyprint() -> ModuleType:
    """Imported late: it takes longer than the rest of the program."""
    # Its log repeats addresses out of the document, which people wrote. Importing it sets its own level.
    logging.getLogger("weasyprint.progress").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint


@lru_cache(maxsize=1)
def _fonts() -> "FontConfiguration":
    """One for the process: building it anew costs more than a page."""
    _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=1)
def _stylesheets() -> "list[CSS]":
    return [_weasyprint().CSS(string=_BASE_CSS, font_config=_fonts(), url_fetcher=_fetcher())]


def _fetcher() -> "URLFetcher":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Answers for data: and our static files. It never opens a connection, whatever the address."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            path = static_path(url)
            if path is None:
                raise ValueError("A document links only to the files that come with the program.")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=False)


def static_path(url: str) -> Path | None:
    """The static file behind an address of a document, or None for any other address."""
    prefix = f"{_ORIGIN}/{settings.STATIC_URL.lstrip('/')}"
    try:
        address = urlsplit(url)
    except ValueError:
        return None
    plain = f"{address.scheme}://{address.netloc}{unquote(address.path)}"
    if not plain.startswith(prefix) or "\\" in plain or "\x00" in plain:
        return None
    name = plain.removeprefix(prefix)
    if not name or any(part in ("", ".", "..") for part in name.split("/")):
        return None
    found = finders.find(name)
    if not found and settings.STATIC_ROOT:
        found = str(Path(settings.STATIC_ROOT) / name)
    path = Path(str(found)) if found else None
    if path is None or not path.is_file() or path.stat().st_size > _FILE_LIMIT:
        return None
    return path
