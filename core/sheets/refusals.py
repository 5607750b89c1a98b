"""Why a file is not taken, one sentence a reason."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.money import format_amount
from core.refusals import Refusal

BYTES_LIMIT = 5 * 1024 * 1024
ROWS_LIMIT = 50_000
COLUMNS_LIMIT = 100


class SheetError(Refusal):
    """A file that cannot be read as a table. `reason` is a stable word for it."""

    slug: ClassVar[str] = "sheet_refused"

    def __init__(self, message: str, *, reason: str, field: str = "") -> None:
        super().__init__(message, field=field)
        self.reason = reason


def refused(reason: str, *, field: str = "file") -> SheetError:
    """The refusal for one of the reasons below, in the active language."""
    return SheetError(_sentence(reason), reason=reason, field=field)


def quote_left_open(line: int, *, field: str = "file") -> SheetError:
    sentence = _("A quotation mark in line %(line)s is never closed. Correct it and try again.")
    return SheetError(sentence % {"line": line}, reason="quote", field=field)


def _sentence(reason: str) -> str:
    sentences = {
        "empty": _("This file is empty. Choose a file with at least one row."),
        "bytes": _("This file is larger than 5 MB. Split it and bring the parts one after another."),
        "rows": _("This file has more than %(rows)s rows. Split it and bring the parts one after another."),
        "columns": _("This file has more than %(columns)s columns. Keep the ones you need and try again."),
        "password": _("This file is locked with a password. Save it without one and try again."),
        "bomb": _("This file unpacks to far more than it shows, so it was not opened. Save it again as CSV."),
        "broken": _("This file is broken or was cut off. Save it again and try once more."),
        "kind": _("This is not a CSV or Excel file. Save the table as .xlsx or .csv and try again."),
        "web_page": _(
            "This is a web page with the ending of an Excel file. Open it in Excel, save it as .xlsx."
        ),
        "pdf": _("This is a PDF. Bring the table as an Excel or CSV file."),
        "xlsb": _("This is a binary Excel file (.xlsb). Save it as .xlsx and try again."),
        "letters": _("The letters of this file cannot be read. Save it as “CSV UTF-8” and try again."),
        "time": _("This file takes too long to read. Save it as CSV and try again."),
    }
    limits = {
        "rows": format_amount(ROWS_LIMIT, decimals=0),
        "columns": format_amount(COLUMNS_LIMIT, decimals=0),
    }
    return sentences[reason] % limits if reason in limits else sentences[reason]
