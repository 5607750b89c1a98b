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

from businesses.models import Registration
from core.ids import uuid7
from core.quantities import ONE
from core.scans import read_scan
from invoicing.content import LineContent, PaperContent
from invoicing.expenses import ExpenseContent, paper_content
from invoicing.models import Paper
from invoicing.operations import approving, drafts
from invoicing.operations.contacts import ContactContent
from invoicing.operations.files import attach_file
from invoicing.operations.tax_payments import pay_reverse_tax
from ledger.models import Account

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
NUMBER = "27AAPFU0939F1ZV"
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


def picture(colour: str = "olive") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Bought:
    """A draft with a file, an approved bill nothing was paid of, and the same of a credit; an expense with a photo;
    tax on reverse charge that was paid."""

    draft: UUID
    file: UUID
    bill: UUID
    credit_draft: UUID
    credit: UUID
    expense: UUID
    receipt: UUID
    tax_payment: UUID


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
    return Bought(ids[0], file, ids[1], ids[2], ids[3], *_spent(shop, party), _tax_paid(shop, party))


def content(party: UUID, shop: Shop, *, kind: str = "bill", number: str) -> PaperContent:
    line = LineContent(name="বস্তা", quantity=ONE, price=50_000_000)
    return PaperContent(kind=kind, party_id=party, day=_day(shop), number=number, lines=(line,))


def _spent(shop: Shop, party: UUID) -> tuple[UUID, UUID]:
    said = ExpenseContent(
        account_id=_cost(shop.id), paid_through_id=_cash(shop.id), amount=90_00, day=_day(shop), vendor_id=party,
        words=f"চা {shop.business.name}",
    )  # fmt: skip
    made = approving.approve_new(
        business_id=shop.id, actor=shop.asha, paper_id=uuid7(), content=paper_content(shop.id, said),
        made_at=shop.now, now=shop.now,
    )  # fmt: skip
    file = attach_file(
        business_id=shop.id, actor=shop.asha, paper_id=made.paper_id, scan=read_scan(picture("teal")), name="চা.jpg",
        now=shop.now,
    )  # fmt: skip
    return made.paper_id, file.pk


def _tax_paid(shop: Shop, party: UUID) -> UUID:
    """Two purchases under the book's tax number, on reverse charge: the tax of one was paid, that of the other not."""
    branches = shop.business.branches
    branches.update(registration=Registration.objects.get(business_id=shop.id, number=NUMBER))
    _on_reverse_charge(shop, party, number="ক-৮")
    paid = pay_reverse_tax(
        business_id=shop.id, actor=shop.asha, payment_id=uuid7(), registration=NUMBER, month=_day(shop),
        paid_through_id=_cash(shop.id), day=_day(shop), made_at=shop.now, now=shop.now,
    ).payment_id  # fmt: skip
    _on_reverse_charge(shop, party, number="ক-৯")
    branches.update(registration=None)
    return paid


def fill(shop: Shop) -> None:
    """More tax on reverse charge, paid and not."""
    _tax_paid(shop, Paper.objects.filter(business_id=shop.id, kind="bill").earliest("id").whom.pk)


def _on_reverse_charge(shop: Shop, party: UUID, *, number: str) -> None:
    line = LineContent(name="ভাড়া", quantity=ONE, price=50_000_000, rate=50_000)
    said = PaperContent(
        kind="bill", party_id=party, day=_day(shop), number=number, lines=(line,), reverse_charge=True
    )
    approving.approve_new(
        business_id=shop.id, actor=shop.asha, paper_id=uuid7(), content=said, made_at=shop.now, now=shop.now
    )


def _cost(business_id: UUID) -> UUID:
    return Account.objects.get(business_id=business_id, name="Other expenses").pk


def _cash(business_id: UUID) -> UUID:
    return Account.objects.get(business_id=business_id, role="cash").pk


def spent(book: Any, _role: Any) -> dict[str, Any]:
    return {
        "paper_id": uuid7(), "amount": "90", "account": _cost(book.id), "paid_through": _cash(book.id),
        "day": _day(book.shop).isoformat(), "vendor": "",
    }  # fmt: skip


def _day(shop: Shop) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def bought(book: Any, _role: Any) -> dict[str, Any]:
    return {
        "kind": "bill", "paper_id": uuid7(), "party": book.papers.party, "day": _day(book.shop).isoformat(),
        "number": "ক-৯", "act": "draft", "0-item": "ডাল", "0-quantity": "2", "0-price": "60",
    }  # fmt: skip


def tax_paid(book: Any, _role: Any) -> dict[str, Any]:
    day = _day(book.shop)
    return {
        "payment_id": uuid7(), "owed": f"{NUMBER}|{day.replace(day=1).isoformat()}", "paid_through": _cash(book.id),
        "day": day.isoformat(),
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
    expense = {"paper_id": lambda book, role: book.papers.bought.expense}
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
        "purchases:reverse_tax": row("GET POST", body=tax_paid),
        "purchases:reverse_tax_back": row(
            "POST",
            ids={"payment_id": lambda book, role: book.papers.bought.tax_payment},
            body=lambda *_: {"rev": 1},
        ),
        "expenses:expenses": row(query=lambda *_: {"q": "চা", "show": "out"}),
        "expenses:new": row("GET POST", body=spent),
        "expenses:expense": row(ids=expense),
        "expenses:edit": row(
            "GET POST",
            ids=expense,
            body=lambda book, role: {**spent(book, role), "vendor": book.papers.party, "base_rev": 2},
        ),
        "expenses:take_out": row("GET POST", ids=expense, body=lambda *_: {"base_rev": 2, "reason": "ভুল"}),
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
    "invoicing.operations.tax_payments.pay_reverse_tax": lambda world: {
        **_asked(world), "payment_id": uuid7(), "registration": NUMBER, "month": _day(world.own.shop),
        "paid_through_id": _cash(world.foreign.id), "day": _day(world.own.shop), "made_at": world.own.shop.now,
    },
    "invoicing.operations.tax_payments.take_back_reverse_tax": lambda world: {
        **_asked(world), "payment_id": world.foreign.papers.bought.tax_payment, "base_rev": 1,
    },
    "invoicing.queries.tax_payments.tax_payment_of": lambda world: {
        "payment_id": world.foreign.papers.bought.tax_payment,
    },
    "invoicing.queries.expenses.expense_of": lambda world: {
        "expense_id": world.foreign.papers.bought.expense, "today": _day(world.own.shop),
    },
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "invoicing.queries.files.files_of": _theirs,
    "invoicing.queries.purchases.posted_by": lambda world: {"paper_id": world.foreign.papers.bought.bill},
    "invoicing.queries.expenses.spent_on": lambda world: {
        "expense_ids": [world.foreign.papers.bought.expense]
    },
}
OWN_ALONE: dict[str, Given] = {
    "invoicing.queries.tax_payments.months_owed": lambda world: {},
    "invoicing.queries.tax_payments.tax_payments": lambda world: {},
}
SEEN_ELSEWHERE = {
    "invoicing.queries.tax_payments.tax_owed": "asks for the same purchases as months_owed",
    "invoicing.queries.tax_payments.sums_of": "takes purchases that months_owed found",
    "invoicing.operations.file_store.keep_file": "writes a file in the folder of the book and paper it is told",
    "invoicing.operations.file_store.drop_files": "asks PaperFile of the book alone, as file_of does",
    **dict.fromkeys(
        ("invoicing.queries.expenses.cost_accounts", "invoicing.queries.expenses.money_accounts"),
        "chart_of is tried; the rest is left out of what that found",
    ),
    "invoicing.queries.expenses.vendors": "tests/invoicing/test_expenses.py: the sheet offers the book's own",
    "invoicing.queries.expenses.spent_often": "tests/invoicing/test_expenses.py: the sheet offers the book's own",
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
    "expense_id": _id_of("expense"),
    "tax_payment_id": _id_of("tax_payment"),
}  # fmt: skip


def body(book: Any, **line: Any) -> dict[str, Any]:
    said = {"name": "চা", "rate": 12.5, "quantity": 2, "tax_percentage": 5, **line}
    return {"vendor_id": str(book.papers.party), "line_items": [said]}


def cost(book: Any, **said: Any) -> dict[str, Any]:
    return {
        "account_id": str(_cost(book.id)), "paid_through_account_id": str(_cash(book.id)), "amount": 12.5, **said,
    }  # fmt: skip


def paid_tax(book: Any, **said: Any) -> dict[str, Any]:
    month = _day(book.shop).isoformat()[:7]
    return {"gst_no": NUMBER, "month": month, "paid_through_account_id": str(_cash(book.id)), **said}


def attachment() -> SimpleUploadedFile:
    return SimpleUploadedFile("রসিদ.jpg", picture("navy"), "image/jpeg")


def calls(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Rows of tests/api/calls.py. A draft with a file stands at its second revision."""
    found: dict[str, Any] = {
        "add_bill_attachment": Call(file=attachment),
        "delete_bill_attachment": Call(),
        "approve_bills": Call(lambda book: {"bills": [{"bill_id": str(book.papers.bought.draft), "rev": 2}]}),
        "create_reverse_tax_payment": Call(paid_tax),
        "take_back_reverse_tax_payment": Call(),
        "create_expense": Call(cost),
        "change_expense": Call(lambda _book: {"notes": "ধন্যবাদ"}, rev=lambda _book: 2),
        "void_expense": Call(lambda _book: {"reason": "ভুল"}, rev=lambda _book: 2),
        "add_expense_receipt": Call(file=attachment),
        "delete_expense_receipt": Call(ids={"document_id": _id_of("receipt")}),
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
        branch = lambda book: book.branch  # noqa: E731
        found[f"create_{kind}", "branch_id"] = [
            Row(branch, nowhere, "201", lambda book, value: {**body(book), "branch_id": str(value)})
        ]
        found[f"change_{kind}", "branch_id"] = [
            Row(branch, nowhere, "200", lambda _book, value: {"branch_id": str(value)}, **rev)
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
    found["post_bills", "bills[].branch_id"] = [
        Row(
            lambda book: book.branch,
            nowhere,
            "201",
            lambda book, value: many(book, {"branch_id": str(value)}),
        )
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
    found |= _standing_of_expenses(Row, tax=tax)
    found["create_vendor_credit", "bill_id"] = [
        Row(_id_of("bill"), nowhere, "201", lambda book, value: {**body(book), "bill_id": str(value)})
    ]
    return found


def _standing_of_expenses(Row: Any, *, tax: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    nowhere = "404 not_found"
    found: dict[tuple[str, str], list[Any]] = {}
    party = lambda book: book.papers.party  # noqa: E731
    found["create_reverse_tax_payment", "paid_through_account_id"] = [
        Row(
            lambda book: _cash(book.id), nowhere, "201",
            lambda book, value: paid_tax(book, paid_through_account_id=str(value)),
        )
    ]  # fmt: skip
    found["list_expenses", "?vendor_id"] = [Row(party, "200", "200", query="vendor_id")]
    accounts = {
        "account_id": lambda book: _cost(book.id),
        "paid_through_account_id": lambda book: _cash(book.id),
    }
    named = {**accounts, "tax_id": tax}
    for name, of in {**named, "vendor_id": party, "branch_id": lambda book: book.branch}.items():
        found["create_expense", name] = [
            Row(
                of,
                nowhere,
                "201",
                lambda book, value, name=name: cost(book, **_registered({name: str(value)})),
            )
        ]
    for name, of in named.items():
        change = lambda _book, value, name=name: _registered({name: str(value)})  # noqa: E731
        found["change_expense", name] = [Row(of, nowhere, "200", change, rev=lambda _book: 2)]
    return found


def _registered(said: dict[str, Any]) -> dict[str, Any]:
    """Tax can be told apart of a seller who has a number."""
    return {**said, "gst_treatment": "business_gst"} if "tax_id" in said else said


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    """Ids in bodies that name what is to be made."""
    found = {
        (f"create_{kind}", name): Row(
            _id_of(draft), "409 id_taken", "201",
            lambda book, value, name=name: {**body(book), name: str(value)},
        )
        for kind, (name, draft, _done) in KINDS.items()
    }  # fmt: skip
    found["create_reverse_tax_payment", "tax_payment_id"] = Row(
        _id_of("tax_payment"), "409 id_taken", "201",
        lambda book, value: paid_tax(book, tax_payment_id=str(value), reference_number="অন্য চালান"),
    )  # fmt: skip
    found["create_expense", "expense_id"] = Row(
        _id_of("expense"), "409 id_taken", "201", lambda book, value: cost(book, expense_id=str(value))
    )  # fmt: skip
    found["post_bills", "bills[].bill_id"] = Row(
        _id_of("draft"), "409 id_taken", "201",
        lambda book, value: {"bills": [{**body(book), "bill_number": "ক-৬", "bill_id": str(value)}]},
    )  # fmt: skip
    return found
