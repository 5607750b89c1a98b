"""What bills of suppliers and their credits have in common, under the names of Zoho Books."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.routes import papers
from api.routes.papers import LineShown, PaperLineItem, PaperParts, PaperSaid, PapersAsked, PaperWords
from invoicing.queries.purchases import self_invoice_number

Number = Annotated[str, Field(max_length=40)]
Clause = Literal[
    "", "17(5)a", "17(5)aa", "17(5)ab", "17(5)b", "17(5)c", "17(5)d", "17(5)e", "17(5)f", "17(5)fa", "17(5)g",
    "17(5)h", "17(5)i", "17(2)", "17(1)",
]  # fmt: skip


class PurchaseLineItem(PaperLineItem):
    """`account_id`: where what was bought is booked, for what is no item. `blocked_credit_clause` says by which
    clause its tax cannot be set off: it goes to the cost then. Goods kept by batches come with the `batch_number`
    on the pack; a new batch is good until `expiry_date`."""

    account_id: UUID | None = None
    blocked_credit_clause: Clause = ""
    expiry_date: datetime.date | None = None


class PurchaseChange(PaperWords):
    """Members left out stay as they are; `line_items` replaces all lines."""

    line_items: Annotated[list[PurchaseLineItem] | None, Field(max_length=200)] = None


class PurchaseLineShown(LineShown):
    account_id: UUID | None
    blocked_credit_clause: str
    expiry_date: datetime.date | None


class PurchaseBrief(PaperSaid):
    """`balance` is what is still to be paid of it, or not used of a credit."""

    vendor_id: UUID
    vendor_name: str


class PurchaseParts(PaperParts):
    line_items: list[PurchaseLineShown]


class Attachment(Answer):
    document_id: UUID | None
    file_name: str
    file_type: str
    file_size: int


class PurchasesWanted(PapersAsked):
    """`search_text` finds a number or a name. A page of what is paid or unpaid may be short and go on all the same."""

    vendor_id: UUID | None = None


def page_of(request: BookCall, asked: PurchasesWanted, *, kind: str, name: str, number: str) -> Page:
    found = papers.read(request, asked, kind=kind, name=name, party_id=asked.vendor_id)
    return Page([bought(row, number=number) for row in found.rows], found.next_cursor, found.per_page)


def said_of(
    request: BookCall, paper_id: UUID, *, kind: str, name: str, number: str, after: Row | None = None
) -> Row:
    """One of the kind, with the warnings of what was done to it: `after` is what that answered. Raises PaperUnknown."""
    row = bought(papers.said_of(request, paper_id, kind=kind, name=name), number=number)
    if after is not None:
        row["warnings"] = after["warnings"]
    return {**row, "self_invoice_number": self_invoice_number(request.business.pk, paper_id)}


def bought(row: Row, *, number: str) -> Row:
    """A row with what only sales call so under its own name."""
    names = {"customer_id": "vendor_id", "customer_name": "vendor_name", "number": number}
    return {names.get(member, member): value for member, value in row.items()}
