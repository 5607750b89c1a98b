"""The statements of many parties at once: one PDF, a ZIP of PDFs, or one Excel sheet."""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from businesses.models import Business
from core.money import format_amount
from core.periods import Period
from core.refusals import Refusal
from ledger.queries.parties import party_page
from ledger.queries.statements import Statement, statement_head, statement_of
from ledger.refusals import PartyUnknown
from ledger.statements import sheets
from ledger.statements.names import file_name
from ledger.statements.pdf import pdf
from ledger.statements.ranges import CHIPS, DEFAULT, period_of

WHO = ("all", "get", "give", "overdue")
FORMS = ("pdf", "zip", "xlsx")
PARTIES_MAX = 2_000
PAGE = 200
Progress = Callable[[int, int], None]


class PackTooLarge(Refusal):
    slug: ClassVar[str] = "pack_too_large"

    def __init__(self) -> None:
        most = format_amount(PARTIES_MAX, decimals=0)
        super().__init__(
            _("One pack holds the statements of up to %(most)s people. Choose fewer.") % {"most": most},
            field="who",
        )


class NobodyToShow(Refusal):
    slug: ClassVar[str] = "nobody_to_show"

    def __init__(self) -> None:
        super().__init__(
            _("Nobody in your khata is like this. Choose other people, or other days."), field="who"
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """`range` is a chip of the statement, or "" with two days. `form` is one of FORMS."""

    who: str
    form: str
    range: str
    start: datetime.date | None
    end: datetime.date | None
    language: str
    digits: str

    def to_json(self) -> dict[str, Any]:
        return {
            "who": self.who, "form": self.form, "range": self.range, "language": self.language, "digits": self.digits,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }  # fmt: skip


def wanted_from(said: dict[str, Any]) -> Wanted:
    days = {
        name: datetime.date.fromisoformat(said[name]) if said[name] else None for name in ("start", "end")
    }
    return Wanted(
        who=said["who"], form=said["form"], range=said["range"], language=said["language"], digits=said["digits"],
        **days,
    )  # fmt: skip


def people_of(business_id: UUID, *, who: str, today: datetime.date) -> list[UUID]:
    """By name. Raises PackTooLarge, NobodyToShow."""
    found: list[UUID] = []
    after: str | None = None
    while True:
        page = party_page(business_id, today=today, chip=who, sort="name", after=after, limit=PAGE)
        found += [row.id for row in page.rows]
        after = page.next_cursor
        if len(found) > PARTIES_MAX:
            raise PackTooLarge
        if after is None:
            break
    if not found:
        raise NobodyToShow
    return found


def write_pack(
    file: BinaryIO, *, business_id: UUID, wanted: Wanted, now: datetime.datetime, progress: Progress
) -> str:
    """The pack, written into `file`; what to call it. Raises PackTooLarge, NobodyToShow."""
    book = Business.objects.get(id=business_id)
    today = now.astimezone(ZoneInfo(book.timezone)).date()
    ids = people_of(business_id, who=wanted.who, today=today)
    progress(0, len(ids))
    with override(wanted.language):
        found = _statements(business_id, ids, wanted=wanted, today=today, now=now, progress=progress)
        count = WRITERS[wanted.form](file, found, wanted)
        if not count:
            raise NobodyToShow
    progress(len(ids), len(ids))
    return f"{book.name}-{today}.{wanted.form}"


def _statements(
    business_id: UUID, ids: list[UUID], *, wanted: Wanted, today: datetime.date, now: datetime.datetime,
    progress: Progress,
) -> Iterator[Statement]:  # fmt: skip
    """One after the other; those with nothing in these days and nothing open are left out."""
    for place, party_id in enumerate(ids):
        progress(place, len(ids))
        try:
            head = statement_head(business_id, party_id)
        except PartyUnknown:  # went into the trash meanwhile
            continue
        days = _days(wanted, head=head, today=today)
        found = statement_of(head, start=days.start, end=days.end, made_at=now)
        if found.rows or found.closing:
            yield found


def _days(wanted: Wanted, *, head: Any, today: datetime.date) -> Period:
    if wanted.start and wanted.end:
        return Period(wanted.start, wanted.end)
    return period_of(wanted.range if wanted.range in CHIPS else DEFAULT, head=head, today=today)


def _as_pdf(file: BinaryIO, found: Iterator[Statement], wanted: Wanted) -> int:
    from pypdf import PdfReader, PdfWriter

    writer, count = PdfWriter(), 0
    for count, one in enumerate(found, 1):  # noqa: B007 the last number is how many there were
        drawn = pdf(one, language=wanted.language, digits=wanted.digits)
        writer.append(PdfReader(io.BytesIO(drawn)), outline_item=one.head.party_name, import_outline=False)
    if count:
        writer.compress_identical_objects()
        writer.write(file)
    return count


def _as_zip(file: BinaryIO, found: Iterator[Statement], wanted: Wanted) -> int:
    count, taken = 0, set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for count, one in enumerate(found, 1):
            name = file_name(one, kind="pdf")
            if name in taken:
                name = f"{name.removesuffix('.pdf')}-{count}.pdf"
            taken.add(name)
            archive.writestr(name, pdf(one, language=wanted.language, digits=wanted.digits))
    return count


def _as_excel(file: BinaryIO, found: Iterator[Statement], wanted: Wanted) -> int:
    content, count = sheets.excel_of_many(found, rtl=get_language_bidi())
    file.write(content)
    return count


WRITERS: dict[str, Callable[[BinaryIO, Iterator[Statement], Wanted], int]] = {
    "pdf": _as_pdf, "zip": _as_zip, "xlsx": _as_excel,
}  # fmt: skip
