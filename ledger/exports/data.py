"""All that is kept of a party, and all that a book holds, as a ZIP."""

import datetime
from collections.abc import Callable
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from audit.models import Event
from businesses.models import Business
from ledger.exports.archives import Archive, photo_name
from ledger.models import Attachment, Document, Party
from ledger.models.parties import MERGED_MAX
from ledger.queries import whole
from ledger.queries.statements import Statement, TooManyEntries, statement_head, statement_of
from ledger.refusals import PartyUnknown
from ledger.statements import sheets
from ledger.statements.pdf import pdf
from ledger.statements.ranges import ALL, period_of

FORMAT = 1
Progress = Callable[[int, int], None]


def write_party(
    file: BinaryIO, *, business_id: UUID, party_id: UUID, language: str, digits: str, now: datetime.datetime,
    progress: Progress,
) -> str:  # fmt: skip
    """Card, entries, notes, photos, history, and the statement as people read it. The party's name.

    Raises PartyUnknown.
    """
    book = Business.objects.get(id=business_id)
    party = Party.objects.filter(business_id=business_id, id=party_id).first()
    if party is None:
        raise PartyUnknown
    head = party.merged_into_id or party.id
    joined = Party.objects.filter(business_id=business_id, merged_into_id=head).values_list("id", flat=True)
    ids = [head, *joined[:MERGED_MAX]]
    theirs = Document.objects.filter(business_id=business_id, party_id__in=ids)
    subjects = [*ids, *theirs.order_by("id").values_list("id", flat=True)]
    total = len(subjects) * 2
    with Archive(file, tell=_counting(progress, total=total)) as archive:
        said = {
            "format": FORMAT,
            "made_at": now,
            "book": book.name,
            "currency": book.currency,
            "number": book.seq,
        }
        archive.add_json("about.json", said | {"what": _("All that this book keeps of one person")})
        archive.add_table("card", whole.parties(business_id, currency=book.currency, only=ids))
        archive.add_table("entries", whole.entries(business_id, currency=book.currency, only=ids))
        archive.add_table("history", whole.history(business_id, upto=book.seq, only=subjects), is_sheet=False)
        archive.add_table("waiting", whole.waiting(business_id, only=ids), is_sheet=False)
        _add_photos(archive, business_id, only=ids)
        if party.trashed_at is None:
            _add_statement(archive, business_id, head, language=language, digits=digits, now=now)
    progress(total, total)
    return party.name


def _add_statement(
    archive: Archive, business_id: UUID, party_id: UUID, *, language: str, digits: str, now: datetime.datetime
) -> None:
    found = whole_statement(business_id, party_id, now=now)
    if found is not None:
        archive.add_bytes("statement.pdf", pdf(found, language=language, digits=digits))
        archive.add_bytes("statement.xlsx", sheets.excel(found, language=language))


def whole_statement(business_id: UUID, party_id: UUID, *, now: datetime.datetime) -> Statement | None:
    """From the first entry to the last; None where that is more than one statement holds: the sheets have it."""
    head = statement_head(business_id, party_id)
    days = period_of(ALL, head=head, today=now.date())
    try:
        return statement_of(head, start=days.start, end=days.end, made_at=now)
    except TooManyEntries:
        return None


def write_book(file: BinaryIO, *, business_id: UUID, now: datetime.datetime, progress: Progress) -> str:
    """The whole book: parties, entries, accounts, journal, history, photos. The book's name.

    Journal and history go up to the number that stands in about.json; what is written meanwhile is not in them.
    """
    book = Business.objects.get(id=business_id)
    currency, upto = book.currency, book.seq
    total = _rows_of(business_id, upto=upto)
    with Archive(file, tell=_counting(progress, total=total)) as archive:
        said = {"format": FORMAT, "made_at": now, "what": _("All that this book holds")}
        archive.add_json("about.json", said | whole.book_facts(business_id))
        archive.add_table("parties", whole.parties(business_id, currency=currency))
        archive.add_table("entries", whole.entries(business_id, currency=currency))
        archive.add_table("accounts", whole.accounts(business_id))
        archive.add_table("journal", whole.journal(business_id, currency=currency, upto=upto))
        archive.add_table("history", whole.history(business_id, upto=upto), is_sheet=False)
        archive.add_table("waiting", whole.waiting(business_id), is_sheet=False)
        _add_photos(archive, business_id)
    progress(total, total)
    return book.name


def _rows_of(business_id: UUID, *, upto: int) -> int:
    parties = Party.objects.filter(business_id=business_id).count()
    entries = Document.objects.filter(business_id=business_id).count()
    return parties + entries * 3 + Event.objects.filter(business_id=business_id, seq__lte=upto).count()


def _add_photos(archive: Archive, business_id: UUID, *, only: list[UUID] | None = None) -> None:
    rows = []
    for photo in whole.photos(business_id, only=only):
        archive.add_photo(photo)
        rows.append(_listed(photo))
    archive.add_table("photos", rows)


def _listed(photo: Attachment) -> whole.Row:
    return {
        "photo_id": photo.id, "entry_id": photo.document_id, "file": photo_name(photo), "size": photo.size,
        "kept_at": photo.created_at,
    }  # fmt: skip


def _counting(progress: Progress, *, total: int) -> Callable[[int], None]:
    done = 0

    def tell(rows: int) -> None:
        nonlocal done
        done = min(done + rows, total)
        progress(done, total)

    progress(0, total)
    return tell
