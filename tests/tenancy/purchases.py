"""What was bought in a book of tests/tenancy/books.py, and the rows that pages, queries and the API need for it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.ids import uuid7
from core.quantities import ONE
from core.scans import read_scan
from invoicing.content import LineContent, PaperContent
from invoicing.operations import approving, drafts
from invoicing.operations.contacts import ContactContent
from invoicing.operations.files import attach_file

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


def picture(colour: str = "olive") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Bought:
    """A draft with a file, an approved bill nothing was paid of, and the same of a credit."""

    draft: UUID
    file: UUID
    bill: UUID
    credit_draft: UUID
    credit: UUID


def make_bought(shop: Shop, *, party: UUID) -> Bought:
    made = {"business_id": shop.id, "actor": shop.asha, "made_at": shop.now, "now": shop.now}
    ids = [uuid7() for _ in range(4)]
    drafts.save_draft(paper_id=ids[0], content=content(party, shop, number="ক-১"), **made)
    file = attach_file(
        business_id=shop.id, actor=shop.asha, paper_id=ids[0], scan=read_scan(picture()), name="বিল.jpg", now=shop.now
    ).pk  # fmt: skip
    approving.approve_new(paper_id=ids[1], content=content(party, shop, number="ক-২"), **made)
    credit = content(party, shop, kind="vendor_credit", number="ফেরত-১")
    drafts.save_draft(paper_id=ids[2], content=credit, **made)
    approving.approve_new(paper_id=ids[3], content=replace(credit, number="ফেরত-২"), **made)
    return Bought(ids[0], file, ids[1], ids[2], ids[3])


def content(party: UUID, shop: Shop, *, kind: str = "bill", number: str) -> PaperContent:
    line = LineContent(name="বস্তা", quantity=ONE, price=50_000_000)
    return PaperContent(kind=kind, party_id=party, day=_day(shop), number=number, lines=(line,))


def _day(shop: Shop) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def bought(book: Any, _role: Any) -> dict[str, Any]:
    return {
        "kind": "bill", "paper_id": uuid7(), "party": book.papers.party, "day": _day(book.shop).isoformat(),
        "number": "ক-৯", "act": "draft", "0-item": "ডাল", "0-quantity": "2", "0-price": "60",
    }  # fmt: skip


def changed(book: Any, role: Any) -> dict[str, Any]:
    return {**bought(book, role), "paper_id": book.papers.bought.draft, "base_rev": 2, "0-was": "0"}


def scan(*_: Any) -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("bill.jpg", picture("navy"), "image/jpeg")}


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    draft = {"paper_id": lambda book, role: book.papers.bought.draft}
    file = {**draft, "file_id": lambda book, role: book.papers.bought.file}
    bill = {"paper_id": lambda book, role: book.papers.bought.bill}
    return {
        "purchases:papers": row(query=lambda *_: {"kind": "bill", "q": "ক", "show": "unpaid"}),
        "purchases:new": row("GET POST", body=bought, inside={"party": "party_id"}),
        "purchases:many": row("GET POST", body=lambda book, role: {"one": book.papers.bought.draft}),
        "purchases:paper": row(ids=bill),
        "purchases:edit": row("GET POST", ids=draft, body=changed),
        "purchases:approve": row("POST", ids=draft),
        "purchases:take_out": row("GET POST", ids=bill, body=lambda *_: {"base_rev": 1, "reason": "ভুল"}),
        "purchases:drop": row("POST", ids=draft),
        "purchases:file_add": row("POST", ids=draft, body=scan),
        "purchases:file": row(ids=file),
        "purchases:file_remove": row("POST", ids=file),
    }


def _theirs(world: Any) -> dict[str, Any]:
    return {"paper_id": world.foreign.papers.bought.draft}


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


REFUSES: dict[str, Given] = {
    "invoicing.operations.contact_cards.write_contact": lambda world: {
        **_asked(world), "party_id": world.foreign.papers.party, "registration_number": "", "base_rev": 2,
        "content": ContactContent(legal_name="X"),
    },
    "invoicing.operations.files.attach_file": lambda world: {
        **_asked(world), **_theirs(world), "scan": read_scan(picture("navy")),
    },
    "invoicing.operations.files.remove_file": lambda world: {
        **_asked(world), "paper_id": world.own.papers.bought.draft, "file_id": world.foreign.papers.bought.file,
    },
    "invoicing.queries.files.file_of": lambda world: {
        "paper_id": world.own.papers.bought.draft, "file_id": world.foreign.papers.bought.file,
    },
    "invoicing.queries.purchases.purchase_of": _theirs,
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "invoicing.queries.files.files_of": _theirs,
    "invoicing.queries.purchases.posted_by": lambda world: {"paper_id": world.foreign.papers.bought.bill},
}
SEEN_ELSEWHERE = {
    "invoicing.operations.file_store.keep_file": "writes a file in the folder of the book and paper it is told",
    "invoicing.operations.file_store.drop_files": "asks PaperFile of the book alone, as file_of does",
    "invoicing.queries.choices.line_accounts": "chart_of is tried; the rest is left out of what that found",
}

KINDS = {
    "bill": ("bill_id", "draft", "bill"),
    "vendor_credit": ("vendor_credit_id", "credit_draft", "credit"),
}


def _id_of(which: str) -> Callable[[Any], UUID]:
    return lambda book: getattr(book.papers.bought, which)


THINGS: dict[str, Any] = {
    **{name: _id_of(draft) for name, draft, _done in KINDS.values()}, "document_id": _id_of("file"),
}  # fmt: skip


def body(book: Any, **line: Any) -> dict[str, Any]:
    said = {"name": "চা", "rate": 12.5, "quantity": 2, "tax_percentage": 5, **line}
    return {"vendor_id": str(book.papers.party), "line_items": [said]}


def attachment() -> SimpleUploadedFile:
    return SimpleUploadedFile("রসিদ.jpg", picture("navy"), "image/jpeg")


def calls(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Rows of tests/api/calls.py. A draft with a file stands at its second revision."""
    found: dict[str, Any] = {
        "add_bill_attachment": Call(file=attachment),
        "delete_bill_attachment": Call(),
        "approve_bills": Call(lambda book: {"bills": [{"bill_id": str(book.papers.bought.draft), "rev": 2}]}),
        "post_bills": Call(lambda book: {"bills": [{**body(book), "bill_number": "ক-৭"}]}),
    }
    for kind, (name, _draft, done) in KINDS.items():
        rev = {"rev": lambda _book: 2} if kind == "bill" else {}
        found[f"create_{kind}"] = Call(body)
        found[f"change_{kind}"] = Call(lambda _book: {"notes": "ধন্যবাদ"}, **rev)
        found[f"delete_{kind}"] = Call(**rev)
        found[f"approve_{kind}"] = Call(lambda _book: {}, **rev)
        found[f"void_{kind}"] = Call(lambda _book: {"reason": "ভুল"}, ids={name: _id_of(done)})
    return found


def standing(Row: Any, *, flour: Any, tax: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids in bodies that name what stands."""
    nowhere = "404 not_found"
    found: dict[tuple[str, str], list[Any]] = {}
    party = lambda book: book.papers.party  # noqa: E731
    account = lambda book: book.desk.account  # noqa: E731
    places = (
        ("item_id", flour, lambda value: {"item_id": str(value)}),
        ("tax_id", tax, lambda value: {"tax_id": str(value), "tax_percentage": None}),
        ("account_id", account, lambda value: {"account_id": str(value)}),
    )
    for kind in KINDS:
        rev = {"rev": lambda _book, kind=kind: 2 if kind == "bill" else 1}
        plural = f"{kind}s"
        found[f"list_{plural}", "?vendor_id"] = [Row(party, "200", "200", query="vendor_id")]
        found[f"create_{kind}", "vendor_id"] = [
            Row(party, nowhere, "201", lambda book, value: {**body(book), "vendor_id": str(value)})
        ]
        for place, of, line in places:
            new = lambda book, value, line=line: body(book, **line(value))  # noqa: E731
            change = lambda book, value, new=new: {"line_items": new(book, value)["line_items"]}  # noqa: E731
            found[f"create_{kind}", f"line_items[].{place}"] = [Row(of, nowhere, "201", new)]
            found[f"change_{kind}", f"line_items[].{place}"] = [Row(of, nowhere, "200", change, **rev)]
    many = lambda book, said: {"bills": [{**body(book), "bill_number": "ক-৫", **said}]}  # noqa: E731
    found["post_bills", "bills[].vendor_id"] = [
        Row(party, nowhere, "201", lambda book, value: many(book, {"vendor_id": str(value)}))
    ]
    for place, of, line in places:
        found["post_bills", f"bills[].line_items[].{place}"] = [
            Row(
                of, nowhere, "201",
                lambda book, value, line=line: many(book, {"line_items": body(book, **line(value))["line_items"]}),
            )
        ]  # fmt: skip
    found["approve_bills", "bills[].bill_id"] = [
        Row(
            _id_of("draft"),
            nowhere,
            "200",
            lambda _book, value: {"bills": [{"bill_id": str(value), "rev": 2}]},
        )
    ]
    found["create_vendor_credit", "bill_id"] = [
        Row(_id_of("bill"), nowhere, "201", lambda book, value: {**body(book), "bill_id": str(value)})
    ]
    return found


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    """Ids in bodies that name what is to be made."""
    found = {
        (f"create_{kind}", name): Row(
            _id_of(draft), "409 id_taken", "201",
            lambda book, value, name=name: {**body(book), name: str(value)},
        )
        for kind, (name, draft, _done) in KINDS.items()
    }  # fmt: skip
    found["post_bills", "bills[].bill_id"] = Row(
        _id_of("draft"), "409 id_taken", "201",
        lambda book, value: {"bills": [{**body(book), "bill_number": "ক-৬", "bill_id": str(value)}]},
    )  # fmt: skip
    return found
