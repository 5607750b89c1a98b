"""Everything a book holds, or everything about one party, row by row, for people to take along.

Read in pieces by key, so that a long book takes little memory. Amounts are text with the currency's places.
"""

import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from audit.models import Event, Revision
from businesses.models import Branch, Business, Membership
from core.money import currency_of
from ledger.models import Account, Attachment, Document, Party, Pending
from ledger.models.journal import Line

ROWS_A_FETCH = 1_000
Row = dict[str, Any]


def plain(minor: int, *, currency: str) -> str:
    """1234.50"""
    return f"{Decimal(minor).scaleb(-currency_of(currency).decimals):f}"


def _in_pieces(found: "QuerySet[Any]") -> Iterator[Any]:
    """Rows by their key, without holding a place in the database open."""
    after: Any = None
    while part := list(
        (found if after is None else found.filter(pk__gt=after)).order_by("pk")[:ROWS_A_FETCH]
    ):
        yield from part
        after = part[-1].pk


def book_facts(business_id: uuid.UUID) -> Row:
    """What the book is, who is in it and which branches it has."""
    book = Business.objects.get(id=business_id)
    members = (
        Membership.objects.select_related("user").filter(business_id=business_id).order_by("created_at", "id")
    )
    return {
        "business_id": book.id, "name": book.name, "kind": book.kind, "country": book.country,
        "currency": book.currency, "timezone": book.timezone, "year_starts_month": book.year_starts_month,
        "phone": book.phone, "address": book.address, "upi_id": book.upi_id, "created_at": book.created_at,
        "books_locked_until": book.books_locked_until, "tax_locked_until": book.tax_locked_until, "seq": book.seq,
        "members": [{"name": str(one.user), "role": one.standing} for one in members],
        "branches": list(Branch.objects.filter(business_id=business_id).order_by("id").values("id", "name", "kind")),
    }  # fmt: skip


def parties(
    business_id: uuid.UUID, *, currency: str, only: Sequence[uuid.UUID] | None = None
) -> Iterator[Row]:
    found = Party.objects.filter(business_id=business_id)
    for party in _in_pieces(found if only is None else found.filter(id__in=only)):
        limit = party.credit_limit
        yield {
            "party_id": party.id, "name": party.name, "phone": party.phone, "kind": party.kind,
            "address": party.address, "registration_number": party.registration_number, "language": party.language,
            "credit_limit": None if limit is None else plain(limit, currency=currency),
            "balance": plain(party.balance, currency=currency), "joined_to": party.merged_into_id,
            "created_at": party.created_at, "deleted_at": party.trashed_at, "erased_at": party.erased_at,
        }  # fmt: skip


def entries(
    business_id: uuid.UUID, *, currency: str, only: Sequence[uuid.UUID] | None = None
) -> Iterator[Row]:
    found = Document.objects.filter(business_id=business_id)
    for one in _in_pieces(found if only is None else found.filter(party_id__in=only)):
        yield {
            "entry_id": one.id, "party_id": one.party_id, "kind": one.kind, "date": one.day,
            "direction": one.direction, "amount": plain(one.amount, currency=currency), "mode": one.mode,
            "note": one.note, "due_date": one.due_on, "state": one.state, "corrects": one.corrects_id,
            "written_at": one.made_at, "kept_at": one.created_at, "deleted_at": one.trashed_at,
            "written_by": one.created_by_id, "branch_id": one.branch_id,
        }  # fmt: skip


def accounts(business_id: uuid.UUID) -> Iterator[Row]:
    for one in _in_pieces(Account.objects.filter(business_id=business_id)):
        yield {
            "account_id": one.id, "code": one.code, "name": one.name, "kind": one.kind, "role": one.role,
            "under": one.parent_id, "currency": one.currency, "in_use": one.is_active,
        }  # fmt: skip


def journal(business_id: uuid.UUID, *, currency: str, upto: int) -> Iterator[Row]:
    """Every line of every posting, up to a number of the book; above zero is a debit."""
    found = Line.objects.filter(business_id=business_id, entry__seq__lte=upto).select_related("entry")
    for one in _in_pieces(found):
        yield {
            "line_id": one.pk, "posting_id": one.entry_id, "number": one.entry.seq, "date": one.day,
            "entry_id": one.entry.document_id, "reverses": one.entry.reverses_id, "account_id": one.account_id,
            "party_id": one.party_id, "amount": plain(one.amount, currency=currency),
        }  # fmt: skip


def history(business_id: uuid.UUID, *, upto: int, only: Sequence[uuid.UUID] | None = None) -> Iterator[Row]:
    """Who did what when, and what the subject held afterwards. Amounts in contents are whole paisa."""
    found = Event.objects.filter(business_id=business_id, seq__lte=upto)
    pieces = _in_pieces(found) if only is None else _of_subjects(found, only)
    part: list[Event] = []
    for event in pieces:
        part.append(event)
        if len(part) == ROWS_A_FETCH:
            yield from _told(business_id, part)
            part = []
    yield from _told(business_id, part)


def _of_subjects(found: "QuerySet[Event]", only: Sequence[uuid.UUID]) -> Iterator[Event]:
    for start in range(0, len(only), ROWS_A_FETCH):
        yield from found.filter(subject_id__in=only[start : start + ROWS_A_FETCH]).order_by("seq")


def _told(business_id: uuid.UUID, events: Sequence[Event]) -> Iterator[Row]:
    numbers = [event.seq for event in events]
    held = Revision.objects.filter(business_id=business_id, seq__in=numbers).values_list(
        "seq", "subject_id", "contents"
    )
    contents = {(seq, subject): said for seq, subject, said in held}
    for event in events:
        yield {
            "number": event.seq, "at": event.at, "what": event.verb, "about": event.subject_kind,
            "id": event.subject_id, "by": event.actor_id, "contents": contents.get((event.seq, event.subject_id)),
        }  # fmt: skip


def waiting(business_id: uuid.UUID, *, only: Sequence[uuid.UUID] | None = None) -> Iterator[Row]:
    """Changes from phones that were kept for somebody to decide."""
    found = Pending.objects.filter(business_id=business_id)
    for one in _in_pieces(found if only is None else found.filter(party_id__in=only)):
        yield {
            "id": one.id, "entry_id": one.document_id, "party_id": one.party_id, "verb": one.verb,
            "reason": one.reason, "decision": one.decision, "at": one.at, "contents": one.contents,
        }  # fmt: skip


def photos(business_id: uuid.UUID, *, only: Sequence[uuid.UUID] | None = None) -> Iterator[Attachment]:
    """Those that hang on an entry, by key."""
    found = Attachment.objects.filter(business_id=business_id, removed_at=None).exclude(file="")
    if only is not None:
        found = found.filter(document__party_id__in=only)
    yield from _in_pieces(found)
