"""What was billed in a book of tests/tenancy/books.py, and rows of tests/tenancy/test_queries.py for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from businesses.models import Registration
from core.ids import uuid7
from core.quantities import ONE
from invoicing.content import LineContent, PaperContent
from invoicing.models import PaperLine, Recurring
from invoicing.operations import approving, drafts, links, mails, recurring
from invoicing.operations.contacts import ContactContent, PersonContent, set_contact
from ledger.operations.entries import record_entry
from taxes.models import Series
from tests.tenancy import advances, purchases
from tests.tenancy.advances import Ahead, make_ahead
from tests.tenancy.payments import make_purchase, take_money
from tests.tenancy.purchases import Bought, make_bought

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@dataclass
class Papers:
    """A draft, an approved invoice with its line and a payment on it, an approved estimate, a line of the
    khata that we owe by and a payment for it, goods given on khata, an invoice that
    has a link; `party` is who they are for."""

    party: UUID
    draft: UUID
    invoice: UUID
    line: int
    estimate: UUID
    payment: UUID
    estimate_draft: UUID
    note: UUID
    note_draft: UUID
    unpaid: UUID
    bill: UUID
    paid: UUID
    goods: UUID
    linked: UUID
    bought: Bought
    debit_draft: UUID
    debit: UUID
    challan_draft: UUID
    challan: UUID
    repeated: UUID
    ahead: Ahead


def make_papers(shop: Shop) -> Papers:
    party = shop.party("कागज़ वाला", kind="other")
    set_contact(
        business_id=shop.id, actor=shop.asha, party_id=party, now=shop.now,
        content=ContactContent(legal_name=f"Legal {shop.business.name}", persons=(PersonContent(name="মিতা"),)),
    )  # fmt: skip
    ids = [uuid7() for _ in range(11)]
    drafts.save_draft(paper_id=ids[0], content=content(party, shop), **_made(shop))
    approving.approve_new(paper_id=ids[1], content=content(party, shop), **_made(shop))
    approving.approve_new(paper_id=ids[2], content=content(party, shop, kind="estimate"), **_made(shop))
    payment = take_money(shop, party=party, bill=ids[1])
    drafts.save_draft(paper_id=ids[3], content=content(party, shop, kind="estimate"), **_made(shop))
    approving.approve_new(paper_id=ids[4], content=content(party, shop, kind="credit_note"), **_made(shop))
    drafts.save_draft(paper_id=ids[5], content=content(party, shop, kind="credit_note"), **_made(shop))
    approving.approve_new(paper_id=ids[6], content=content(party, shop), **_made(shop))
    for draft, done, kind in ((ids[7], ids[8], "debit_note"), (ids[9], ids[10], "challan")):
        drafts.save_draft(paper_id=draft, content=content(party, shop, kind=kind), **_made(shop))
        approving.approve_new(paper_id=done, content=content(party, shop, kind=kind), **_made(shop))
    bill, paid = make_purchase(shop, party=party)
    line = PaperLine.objects.get(paper_id=ids[1]).pk
    _second_series(shop)
    return Papers(
        party, ids[0], ids[1], line, ids[2], payment, *ids[3:7], bill, paid, _goods(shop, party), _linked(shop, ids[6]),
        make_bought(shop, party=party), *ids[7:], _repeated(shop, ids[0]),
        make_ahead(shop, party=shop.party("अग्रिम वाला")),
    )  # fmt: skip


def _linked(shop: Shop, paper_id: UUID) -> UUID:
    links.make_link(business_id=shop.id, actor=shop.asha, paper_id=paper_id, now=shop.now)
    return paper_id


def _repeated(shop: Shop, paper_id: UUID) -> UUID:
    paper, _due = recurring.paper_content(shop.id, paper_id)
    start = _day(shop) + datetime.timedelta(days=20)
    said = recurring.RecurringContent(name="মাসিক চা", frequency="months", starts_on=start, paper=paper)
    asked = {"business_id": shop.id, "actor": shop.asha, "now": shop.now, "recurring_id": uuid7()}
    return recurring.add_recurring(content=said, **asked).recurring_id


def _goods(shop: Shop, party: UUID) -> UUID:
    return record_entry(
        document_id=uuid7(), party_id=party, direction="gave", amount=50_00, mode="goods", day=_day(shop), **_made(shop)
    ).document_id  # fmt: skip


def content(party: UUID, shop: Shop, *, kind: str = "invoice", **line: Any) -> PaperContent:
    said = {"name": f"চা {shop.business.name}", "quantity": ONE, "price": 50_000_000, **line}
    return PaperContent(kind=kind, party_id=party, day=_day(shop), lines=(LineContent(**said),))


def _made(shop: Shop) -> dict[str, Any]:
    return {"business_id": shop.id, "actor": shop.asha, "made_at": shop.now, "now": shop.now}


def _day(shop: Shop) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def _new(world: Any, **fields: Any) -> dict[str, Any]:
    said = {key: value for key, value in _made(world.own.shop).items() if key != "business_id"}
    return {**said, "paper_id": uuid7(), "content": content(world.own.papers.party, world.own.shop), **fields}


def _for_theirs(world: Any) -> PaperContent:
    return content(world.foreign.papers.party, world.own.shop)


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _standing(world: Any) -> dict[str, Any]:
    return {**_asked(world), "paper_id": world.foreign.papers.invoice, "base_rev": 1}


def _moved(world: Any) -> dict[str, Any]:
    return {**_asked(world), "recurring_id": world.foreign.papers.repeated, "base_rev": 1}


def _rhythm(world: Any, paper: PaperContent) -> recurring.RecurringContent:
    start = _day(world.own.shop) + datetime.timedelta(days=20)
    return recurring.RecurringContent(name="মাসিক", frequency="months", starts_on=start, paper=paper)


REFUSES: dict[str, Given] = {
    **purchases.REFUSES,
    **advances.REFUSES,
    "invoicing.operations.drafts.save_draft": lambda world: _new(world, content=_for_theirs(world)),
    "invoicing.operations.drafts.delete_draft": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.draft, "base_rev": 1,
    },
    "invoicing.operations.drafts.standing_same": lambda world: {
        "paper_id": world.foreign.papers.draft, "said": content(world.own.papers.party, world.own.shop),
    },
    "invoicing.operations.approving.approve_paper": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.draft, "base_rev": 1,
    },
    "invoicing.operations.approving.approve_new": lambda world: _new(world, content=_for_theirs(world)),
    "invoicing.operations.states.mark_sent": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.invoice,
    },
    "invoicing.operations.states.answer_estimate": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.estimate, "answer": "accepted",
    },
    "invoicing.operations.states.void_paper": _standing,
    "invoicing.operations.states.cancel_paper": _standing,
    "invoicing.operations.sources.content_from": lambda world: {
        "source_id": world.foreign.papers.estimate, "into": "invoice", "day": _day(world.own.shop),
    },
    "invoicing.operations.khata_lines.content_from_khata": lambda world: {
        "party_id": world.foreign.papers.party, "entry_ids": [world.foreign.papers.goods], "day": _day(world.own.shop),
    },
    "ledger.queries.unbilled.unbilled_page": lambda world: {"party_id": world.foreign.papers.party},
    "invoicing.operations.writing.paper_of": lambda world: {"paper_id": world.foreign.papers.invoice},
    "invoicing.operations.contacts.set_contact": lambda world: {
        **_asked(world), "party_id": world.foreign.papers.party, "content": ContactContent(legal_name="X"),
    },
    "invoicing.operations.links.make_link": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.invoice,
    },
    "invoicing.operations.links.withdraw_link": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.linked,
    },
    "invoicing.operations.mails.mail_paper": lambda world: {
        **_asked(world), "paper_id": world.foreign.papers.invoice, "request_id": uuid7(),
        "to": ["sharma@example.com"], "subject": "বিল", "words": "বিল",
    },
    "invoicing.operations.recurring.add_recurring": lambda world: {
        **_asked(world), "recurring_id": uuid7(), "content": _rhythm(world, _for_theirs(world)),
    },
    "invoicing.operations.recurring.change_recurring": lambda world: {
        **_moved(world), "content": _rhythm(world, content(world.own.papers.party, world.own.shop)),
    },
    "invoicing.operations.recurring.pause_recurring": _moved,
    "invoicing.operations.recurring.resume_recurring": _moved,
    "invoicing.operations.recurring.stop_recurring": _moved,
    "invoicing.operations.recurring.skip_next": _moved,
    "invoicing.operations.recurring.recurring_of": lambda world: {"recurring_id": world.foreign.papers.repeated},
    "invoicing.operations.recurring.paper_content": lambda world: {"paper_id": world.foreign.papers.invoice},
    "invoicing.queries.recurring.recurring_card": lambda world: {
        "recurring_id": world.foreign.papers.repeated, "today": _day(world.own.shop),
    },
    "invoicing.queries.papers.paper_card": lambda world: {
        "paper_id": world.foreign.papers.invoice, "today": _day(world.own.shop),
    },
}  # fmt: skip
EMPTY: dict[str, Given] = {
    **purchases.EMPTY,
    **advances.EMPTY,
    "ledger.queries.open_amounts.open_amounts": lambda world: {
        "document_ids": [world.foreign.papers.invoice],
    },
    "ledger.queries.unbilled.goods_given": lambda world: {
        "party_id": world.own.papers.party, "document_ids": [world.foreign.papers.goods],
    },
    "ledger.queries.unbilled.billed_by": lambda world: {"bill_ids": [world.foreign.papers.invoice]},
    "invoicing.queries.papers.rows_of": lambda world: {"papers": [], "today": _day(world.own.shop)},
    "invoicing.queries.contacts.billing_address": lambda world: {"party_id": world.foreign.papers.party},
    "invoicing.queries.contacts.persons_of": lambda world: {"party_id": world.foreign.papers.party},
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "ledger.queries.posted.posted_by_role": lambda world: {"kinds": ["invoice"]},
    "invoicing.queries.papers.paper_page": lambda world: {
        "kind": "invoice", "today": _day(world.own.shop), "limit": 500,
    },
}  # fmt: skip
MAIL_OF_PRESS = "called by the job of a press that mail_paper, which is tried, wrote for the book"
SEEN_ELSEWHERE = {
    "invoicing.operations.raising.raise_bills": "names nothing but the book",
    "invoicing.operations.mails.mails_to_send": MAIL_OF_PRESS,
    "invoicing.operations.mails.count_of": MAIL_OF_PRESS,
    "invoicing.operations.mails.give_up": MAIL_OF_PRESS,
    "invoicing.queries.promised.promised": "tests/invoicing/test_promised.py: names only lines of the book",
    **purchases.SEEN_ELSEWHERE,
    **advances.SEEN_ELSEWHERE,
    "ledger.operations.billing.bill_entries": "takes what goods_given found, by the operations that are tried",
    "ledger.operations.billing.free_entries": "called for a paper that was found; tried by void_paper",
    "invoicing.queries.contacts.addresses_of": "billing_address is tried, which is the first of the two",
    "invoicing.queries.contacts.contact_card": "persons_of is tried; the rest of it is asked in the same way",
}


def fill(shop: Shop) -> None:
    """One bill more, sent by mail, and one that comes back and needs somebody."""
    party = shop.party("केवल दूसरी बही, बिल")
    done = approving.approve_new(paper_id=uuid7(), content=content(party, shop), **_made(shop))
    mails.mail_paper(
        business_id=shop.id, actor=shop.asha, paper_id=done.paper_id, request_id=uuid7(), to=["x@example.com"],
        subject="বিল", words="বিল", now=shop.now,
    )  # fmt: skip
    Recurring.objects.filter(id=_repeated(shop, done.paper_id)).update(error="বন্ধ")


KINDS = {
    "invoice": ("invoice_id", "draft", "unpaid"),
    "estimate": ("estimate_id", "estimate_draft", "estimate"),
    "creditnote": ("creditnote_id", "note_draft", "note"),
    "debitnote": ("debitnote_id", "debit_draft", "debit"),
    "deliverychallan": ("deliverychallan_id", "challan_draft", "challan"),
}
"""What the API calls a kind, its id, and which of Papers is its draft, and which is approved."""


def _id_of(which: str) -> Callable[[Any], UUID]:
    return lambda book: getattr(book.papers, which)


THINGS: dict[str, Any] = {
    "recurring_invoice_id": _id_of("repeated"),
    **{name: _id_of(draft) for name, draft, _done in KINDS.values()},
    **purchases.THINGS,
}


def body(book: Any, **line: Any) -> dict[str, Any]:
    said = {"name": "চা", "rate": 12.5, "quantity": 2, "tax_percentage": 5, **line}
    return {"customer_id": str(book.papers.party), "line_items": [said]}


def calls(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Rows of tests/api/calls.py."""
    found = {}
    for kind, (name, _draft, done) in KINDS.items():
        found[f"create_{kind}"] = Call(body)
        found[f"change_{kind}"] = Call(lambda _book: {"notes": "ধন্যবাদ"})
        found[f"delete_{kind}"] = Call()
        found[f"approve_{kind}"] = Call(lambda _book: {})
        found[f"mark_{kind}_sent"] = Call(ids={name: _id_of(done)})
        found[f"void_{kind}"] = Call(lambda _book: {"reason": "ভুল"}, ids={name: _id_of(done)})
        found[f"cancel_{kind}"] = Call(lambda _book: {"reason": "আর লাগবে না"}, ids={name: _id_of(done)})
    for answer in ("accepted", "declined"):
        found[f"mark_estimate_{answer}"] = Call(ids={"estimate_id": _id_of("estimate")})
    found["create_invoice_from_khata"] = Call(_from_khata)
    found["create_recurring_invoice"] = Call(_again)
    found["change_recurring_invoice"] = Call(lambda _book: {"repeat_every": 2})
    for act in ("pause", "stop", "skip"):
        found[f"{act}_recurring_invoice"] = Call()
    found["resume_recurring_invoice"] = Call(rev=lambda _book: 2, before=_paused)
    mail = {"to_mail_ids": ["sharma@example.com"], "subject": "বিল", "body": "বিল"}
    found["email_invoice"] = Call(lambda _book: mail, ids={"invoice_id": _id_of("invoice")})
    found["email_estimate"] = Call(lambda _book: mail, ids={"estimate_id": _id_of("estimate")})
    found["email_creditnote"] = Call(lambda _book: mail, ids={"creditnote_id": _id_of("note")})
    found["create_invoice_link"] = Call(ids={"invoice_id": _id_of("linked")})
    found["delete_invoice_link"] = Call(ids={"invoice_id": _id_of("linked")})
    return {**found, **purchases.calls(Call), **advances.calls(Call)}


def _mailed(book: Any) -> None:
    mails.mail_paper(
        business_id=book.id, actor=book.shop.asha, paper_id=_id_of("invoice")(book), request_id=uuid7(),
        to=["sharma@example.com"], subject="বিল", words="বিল", now=book.shop.now,
    )  # fmt: skip


def reads(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Reads of tests/api/calls.py whose paper a portal must take."""
    found: dict[str, Any] = {
        "list_unbilled_entries": Call(ids={"ledger_id": _party}),
        "get_invoice_link": Call(ids={"invoice_id": _id_of("linked")}),
        "list_invoice_emails": Call(ids={"invoice_id": _id_of("invoice")}, before=_mailed),
        "get_expense_receipt": Call(ids={"document_id": lambda book: book.papers.bought.receipt}),
    }
    for kind, own in (("invoice", "invoice"), ("creditnote", "credit_note"), ("debitnote", "debit_note")):
        found[f"get_{kind}_einvoice"] = Call(ids={f"{kind}_id": _fit_for_portals(own)})
    for kind, own in (("invoice", "invoice"), ("deliverychallan", "challan")):
        ids = {f"{kind}_id": _fit_for_portals(own)}
        found[f"get_{kind}_ewaybill"] = Call(ids=ids, query="distance=42&vehicle_number=WB02AB1234")
    return found


def _fit_for_portals(kind: str) -> Callable[[Any], UUID]:
    """A paper of a shop with a GSTIN to another, both with addresses."""

    def make(book: Any) -> UUID:
        shop, paper_id = book.shop, uuid7()
        at_home = "12 College Street, Kolkata 700073"
        made = Registration.objects.create(
            business_id=shop.id,
            kind="gstin",
            number="19AAPFU0939F1ZS",
            state="19",
            scheme="regular",
            address=at_home,
        )
        shop.business.branches.update(registration=made)
        party = shop.party(
            "पोर्टल वाला", registration_number="27AAPFU0939F1ZV", address="5 Marine Drive, Mumbai 400002"
        )
        said = content(party, shop, kind=kind, hsn="1006", rate=50_000)
        approving.approve_new(paper_id=paper_id, content=said, **_made(shop))
        return paper_id

    return make


def _from_khata(book: Any, *, entry: UUID | None = None) -> dict[str, Any]:
    return {
        "customer_id": str(book.papers.party), "entry_ids": [str(entry or book.papers.goods)], "tax_percentage": 5,
    }  # fmt: skip


def standing(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids in bodies that name what stands."""
    found = _series_rows(Row)
    nowhere, rev = "404 not_found", {"rev": lambda _book: 1}
    of_item = lambda book, value: body(book, item_id=str(value))  # noqa: E731
    of_tax = lambda book, value: body(book, tax_id=str(value), tax_percentage=None)  # noqa: E731
    for kind in KINDS:
        found[f"list_{kind}s", "?customer_id"] = [Row(_party, "200", "200", query="customer_id")]
        found[f"create_{kind}", "customer_id"] = [
            Row(_party, nowhere, "201", lambda book, value: {**body(book), "customer_id": str(value)})
        ]
        found[f"create_{kind}", "branch_id"] = [
            Row(_branch, nowhere, "201", lambda book, value: {**body(book), "branch_id": str(value)})
        ]
        found[f"change_{kind}", "branch_id"] = [
            Row(_branch, nowhere, "200", lambda _book, value: {"branch_id": str(value)}, **rev)
        ]
        found[f"create_{kind}", "line_items[].item_id"] = [Row(_flour, nowhere, "201", of_item)]
        found[f"create_{kind}", "line_items[].tax_id"] = [Row(_tax, nowhere, "201", of_tax)]
        found[f"change_{kind}", "line_items[].item_id"] = [
            Row(_flour, nowhere, "200", _lines_of(of_item), **rev)
        ]
        found[f"change_{kind}", "line_items[].tax_id"] = [Row(_tax, nowhere, "200", _lines_of(of_tax), **rev)]
    for kind, name, which in (
        ("invoice", "estimate_id", "estimate"),
        ("invoice", "deliverychallan_id", "challan"),
        ("creditnote", "invoice_id", "invoice"),
        ("debitnote", "invoice_id", "invoice"),
        ("deliverychallan", "estimate_id", "estimate"),
        ("deliverychallan", "invoice_id", "invoice"),
    ):
        found[f"create_{kind}", name] = [
            Row(
                _id_of(which), nowhere, "201", lambda book, value, name=name: {**body(book), name: str(value)}
            )
        ]
    new = lambda book, **said: {**_again(book), **said}  # noqa: E731
    found["create_recurring_invoice", "customer_id"] = [
        Row(_party, nowhere, "201", lambda book, value: new(book, customer_id=str(value)))
    ]
    found["create_recurring_invoice", "invoice_id"] = [
        Row(_id_of("draft"), nowhere, "201", lambda book, value: new(book, invoice_id=str(value)))
    ]
    for place, of, one in (("item_id", _flour, of_item), ("tax_id", _tax, of_tax)):
        lines = _lines_of(one)
        found["create_recurring_invoice", f"line_items[].{place}"] = [
            Row(of, nowhere, "201", lambda book, value, lines=lines: new(book, **lines(book, value)))
        ]
        found["change_recurring_invoice", f"line_items[].{place}"] = [Row(of, nowhere, "200", lines, **rev)]
    of_goods = lambda book, value: body(  # noqa: E731
        book, khata_entry_id=str(value), rate=50, quantity=1, is_inclusive_tax=True
    )
    nothing_given = "422 khata_line_refused"
    found["create_invoice", "line_items[].khata_entry_id"] = [Row(_given, nothing_given, "201", of_goods)]
    found["change_invoice", "line_items[].khata_entry_id"] = [
        Row(_given, nothing_given, "200", _lines_of(of_goods), **rev)
    ]
    found["create_invoice_from_khata", "customer_id"] = [
        Row(_party, nowhere, "201", lambda book, value: {**_from_khata(book), "customer_id": str(value)})
    ]
    found["create_invoice_from_khata", "entry_ids[]"] = [
        Row(_given, nothing_given, "201", lambda book, value: _from_khata(book, entry=value))
    ]
    found["create_invoice_from_khata", "tax_id"] = [
        Row(
            _tax, nowhere, "201",
            lambda book, value: {**_from_khata(book), "tax_id": str(value), "tax_percentage": None},
        )
    ]  # fmt: skip
    return {**found, **purchases.standing(Row, flour=_flour, tax=_tax), **advances.standing(Row, tax=_tax)}


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    """Ids in bodies that name what is to be made."""
    return {
        ("create_recurring_invoice", "recurring_invoice_id"): Row(
            _id_of("repeated"), "409 id_taken", "201",
            lambda book, value: {**_again(book), "recurring_invoice_id": str(value)},
        ),
    } | {
        (f"create_{kind}", name): Row(
            _id_of(draft), "409 id_taken", "201",
            lambda book, value, name=name: {**body(book), name: str(value)},
        )
        for kind, (name, draft, _done) in KINDS.items()
    } | {
        ("create_invoice_from_khata", "invoice_id"): Row(
            _id_of("draft"), "409 id_taken", "201",
            lambda book, value: {**_from_khata(book), "invoice_id": str(value)},
        )
    } | purchases.chosen(Row) | advances.chosen(Row)  # fmt: skip


def _series_rows(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    found: dict[tuple[str, str], list[Any]] = {}
    sent = lambda value: {"number_series_id": str(value)}  # noqa: E731
    for kind in KINDS:
        found[f"create_{kind}", "number_series_id"] = [
            Row(_series_of(kind), "404 not_found", "201", lambda book, value: {**body(book), **sent(value)})
        ]
        found[f"change_{kind}", "number_series_id"] = [
            Row(
                _series_of(kind),
                "404 not_found",
                "200",
                lambda _book, value: sent(value),
                rev=lambda _book: 1,
            )
        ]
    return found


NUMBERED = {
    "invoice": "invoice", "estimate": "estimate", "creditnote": "credit_note", "debitnote": "debit_note",
    "deliverychallan": "delivery_challan",
}  # fmt: skip


def _second_series(shop: Shop) -> None:
    """One more of each kind, that a paper may name."""
    for kind in NUMBERED.values():
        Series.objects.create(
            business_id=shop.id, kind=kind, prefix="TWO/", stem="TWO/", changed_seq=0, created_at=shop.now
        )


def _series_of(kind: str) -> Callable[[Any], UUID]:
    own = {"kind": NUMBERED[kind], "stem": "TWO/"}
    return lambda book: Series.objects.get(business_id=book.id, **own).id


def _lines_of(body_of: Callable[[Any, UUID], dict[str, Any]]) -> Callable[[Any, UUID], dict[str, Any]]:
    return lambda book, value: {"line_items": body_of(book, value)["line_items"]}


def _paused(book: Any) -> None:
    asked = {"business_id": book.id, "actor": book.shop.asha, "now": book.shop.now}
    recurring.pause_recurring(recurring_id=book.papers.repeated, base_rev=1, **asked)


def _again(book: Any) -> dict[str, Any]:
    start = _day(book.shop) + datetime.timedelta(days=9)
    return {**body(book), "recurrence_name": "মাসিক চা", "start_date": start.isoformat()}


def _branch(book: Any) -> UUID:
    return book.branch


def _party(book: Any) -> UUID:
    return book.papers.party


def _given(book: Any) -> UUID:
    return book.papers.goods


def _flour(book: Any) -> UUID:
    return book.stock.flour


def _tax(book: Any) -> UUID:
    return book.own_rate
