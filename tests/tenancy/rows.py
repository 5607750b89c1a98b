"""One row for every address: how its keywords are filled, which methods it takes, and a POST that succeeds.

A new address fails the build until it has its row here. See `Row` for what a row says; most say little.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from api.oauth.models import App
from audit.models import Job, JobState
from businesses.actors import Actor
from businesses.operations.deleting import delete_book
from businesses.roles import Role
from core.ids import uuid7
from ledger.exports.own import ask_for_own
from ledger.made_files import GONE
from ledger.operations.books import open_book
from tests.api.oauth.partners import asked
from tests.imports import sheets
from tests.tenancy import desk, paper_pages, rents, stock_pages
from tests.tenancy.books import Book, picture
from tests.tenancy.times import LAST_YEAR

Fill = Callable[[Book, Role], UUID]
Said = Callable[[Book, Role], dict[str, Any]]


def nothing(_book: Book, _role: Role) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`methods`: "GET", "POST" or both. `ids`: keywords that IDS does not fill as this address needs them.

    `words`: keywords that are no ids. `body`: a POST that is accepted; `query`: what stands behind the "?".
    `inside`: fields of body or query that take an id → the kind of thing (a key of IDS) it names.
    """

    methods: str = "GET"
    ids: dict[str, Fill] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    body: Said = nothing
    query: Said = nothing
    inside: dict[str, str] = field(default_factory=dict)


def in_trash(book: Book, role: Role) -> UUID:
    """A book more of the person's, put away."""
    person, now = book.people[role], timezone.now()
    made = open_book(kind="home", name="ঘর", country="IN", user=person, now=now)
    actor = Actor(person.id, Role.OWNER, None, "test")
    return delete_book(business_id=made.id, actor=actor, typed="ঘর", now=now).id


IDS: dict[str, Fill] = {
    "business_id": lambda book, role: book.id,
    "party_id": lambda book, role: book.party,
    "document_id": lambda book, role: book.documents[role],
    "photo_id": lambda book, role: book.photos[role],
    "run_id": lambda book, role: book.runs["checked"],
    "job_id": lambda book, role: book.jobs["due"][role],
    "endpoint_id": lambda book, role: book.endpoint,
    "delivery_id": lambda book, role: book.delivery,
    "member_id": lambda book, role: book.member(Role.STAFF),
    "invitation_id": lambda book, role: book.invitation,
    "pending_id": lambda book, role: book.pending,
    "year_end_id": lambda book, role: book.times.year_end,
    "token_id": lambda book, role: book.token,
    "device_id": lambda book, role: book.device,
    "app_id": lambda book, role: book.app,
    "rate_id": lambda book, role: book.own_rate,
    "series_id": lambda book, role: book.series,
    "item_id": lambda book, role: book.stock.cake,
    "payment_id": lambda book, role: book.papers.payment,
    "bill_id": lambda book, role: book.papers.invoice,
    "stock_id": lambda book, role: book.stock.milk_act,
    "branch_id": lambda book, role: book.stock.branch,
    "property_id": lambda book, role: book.rents.house,
    "unit_id": lambda book, role: book.rents.unit,
    "lease_id": lambda book, role: book.rents.lease,
    "due_id": lambda book, role: book.rents.due,
    "meter_id": lambda book, role: book.rents.meter,
    "reading_id": lambda book, role: book.rents.reading,
    "cheque_id": lambda book, role: book.rents.cheque,
    "claim_id": lambda book, role: book.rents.claim,
    "word_id": lambda book, role: book.rents.word,
    "movement_id": lambda book, role: book.rents.deposit,
    "expense_id": lambda book, role: book.rents.cost,
    "kept_id": lambda book, role: book.rents.paper,
    "account_id": lambda book, role: book.desk.account,
    "registration_id": lambda book, role: book.registration,
    "passkey_id": lambda book, role: uuid.uuid4(),
}
"""What a keyword names, in a book and for a role."""


def run(state: str) -> dict[str, Fill]:
    return {"run_id": lambda book, role: book.runs[state]}


def job(state: str) -> dict[str, Fill]:
    return {"job_id": lambda book, role: book.jobs[state][role]}


def own_export(book: Book, _role: Role) -> UUID:
    """The owner's own data, packed and deleted since."""
    owner = book.shop.asha
    job_id = ask_for_own(user_id=owner.user_id, actor=owner, request_id=uuid7(), now=book.shop.now)
    Job.objects.filter(id=job_id).update(state=JobState.DONE, result=GONE)
    return job_id


def entry(_book: Book, _role: Role) -> dict[str, Any]:
    return {"document_id": uuid7(), "amount": "500", "direction": "gave", "note": "दाल"}


def quick_entry(book: Book, role: Role) -> dict[str, Any]:
    return {**entry(book, role), "party": book.party, "new_party_id": uuid7()}


def new_name_entry(book: Book, role: Role) -> dict[str, Any]:
    return {**entry(book, role), "party": "new", "new_party_id": uuid7(), "party_name": "নতুন লোক"}


def entry_change(book: Book, role: Role) -> dict[str, Any]:
    said = {"mutation_id": uuid7(), "base_rev": book.rev(role), "amount": "700", "direction": "gave"}
    return said if role == Role.STAFF else {**said, "day": book.shop.now.date().isoformat()}


def party(_book: Book, _role: Role) -> dict[str, Any]:
    return {"party_id": uuid7(), "name": "मोहन"}


def photo(_book: Book, _role: Role) -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("bill.jpg", picture("navy"), "image/jpeg")}


def khata_file(_book: Book, _role: Role) -> dict[str, Any]:
    content = sheets.csv_file([sheets.HEADING, ["Mina", "03/10/2026", "", "5", ""]])
    return {"file": SimpleUploadedFile("khata.csv", content, "text/csv")}


def rents_file(_book: Book, _role: Role) -> dict[str, Any]:
    content = sheets.csv_file([["House", "Unit"], ["আশা ভবন", "9Z"]])
    return {"file": SimpleUploadedFile("houses.csv", content, "text/csv")}


def rents_columns(_book: Book, _role: Role) -> dict[str, Any]:
    return {"column_0": "house", "column_1": "unit", "day_order": "day"}


def columns(book: Book, _role: Role) -> dict[str, Any]:
    roles = sheets.mapping_of(book.runs["mapping"]).roles
    chosen = {f"column_{number}": role for number, role in enumerate(roles)}
    return {
        **chosen,
        "day_order": "day",
        "positive": "gave",
        "kind": "customer",
        "asked": "order sign fill party",
    }


def revision(book: Book, role: Role) -> dict[str, Any]:
    return {"rev": book.rev(role)}


def endpoint(_book: Book, _role: Role) -> dict[str, Any]:
    return {"id": uuid7(), "base_rev": 1, "url": "https://93.184.216.34/news", "which": "all"}


def token(_book: Book, _role: Role) -> dict[str, Any]:
    return {"id": uuid7(), "name": "রাতের হিসাব", "which": "look", "where": "all", "ends": "90"}


def app(book: Book, _role: Role) -> dict[str, Any]:
    return {
        "id": uuid7(), "base_rev": 1, "name": "ধার অ্যাপ", "home_page": "https://lender.example.com", "kind": "public",
        "redirect_uris": "https://lender.example.com/back", "scopes": ["ledger.read"],
    }  # fmt: skip


def asked_by_app(book: Book, _role: Role) -> dict[str, Any]:
    return asked(App.objects.get(pk=book.app).client_id)


def consent(book: Book, _role: Role) -> dict[str, Any]:
    return {"decision": "allow", "scopes": ["ledger.read"], "books": [str(book.id)], "days": "30"}


def undo(book: Book, role: Role) -> dict[str, Any]:
    return {"do": "delete", "rev": book.rev(role)}


def phone_query(book: Book, _role: Role) -> dict[str, Any]:
    return {"phone": "98300 99999", "party_id": book.party}


def sheet_row(book: Book, _role: Role) -> dict[str, Any]:
    return {"0-party_id": book.party, "0-base_rev": 1, "0-name": "রহিম", "0-kind": "customer"}


ROWS: dict[str, Row] = {
    # Open to anyone
    "businesses:sign_in": Row("GET POST"),
    "businesses:code": Row("GET POST"),
    "businesses:code_again": Row("POST"),
    "businesses:password": Row("GET POST"),
    "businesses:proof": Row("GET POST"),
    "second_factor:door": Row("GET POST"),
    "businesses:language": Row("POST", body=lambda book, role: {"language": "hi"}),
    "styleguide": Row(),
    "guide:index": Row(),
    "guide:page": Row(words={"slug": "start"}),
    "guide:example": Row(words={"name": "python/receiver.py"}),
    "livez": Row(),
    "readyz": Row(),
    # A person's own
    "businesses:home": Row(),
    "businesses:me": Row(
        "GET POST", body=lambda *_: {"name": "Asha", "language": "en", "digits": "latn", "theme": "auto"}
    ),
    "businesses:sign_ins": Row(),
    "second_factor:overview": Row(),
    "second_factor:again": Row("GET POST", body=lambda *_: {"code": "123456"}),
    "second_factor:app": Row("GET POST", body=lambda *_: {"code": "123456"}),
    "second_factor:app_off": Row("GET POST"),
    "second_factor:passkey_add": Row("GET POST"),
    "second_factor:passkey_remove": Row("GET POST"),
    "second_factor:codes": Row("GET POST"),
    "businesses:contact_phone": Row("GET POST", body=lambda *_: {"phone": "98300 66666"}),
    "businesses:contact_email": Row("GET POST", body=lambda *_: {"email": "asha.sen@example.com"}),
    "businesses:contact_code": Row("GET POST"),
    "businesses:invitations": Row(),
    "businesses:invitation_answer": Row("POST", body=lambda *_: {"answer": "later"}),
    "businesses:sign_out": Row("POST"),
    "ledger:start": Row("GET POST", body=lambda *_: {"shop": "on", "shop_name": "দোকান", "country": "IN"}),
    # The book itself
    "businesses:book_settings": Row(
        "GET POST", body=lambda *_: {"name": "সেন স্টোর্স", "year_starts_month": "4"}
    ),
    "businesses:book_second_factor": Row("POST", body=lambda *_: {"needed": "no"}),
    "businesses:book_delete": Row(
        "GET POST", body=lambda book, role: {"typed": book.shop.business.name, "sure": "yes"}
    ),
    "businesses:leave": Row("GET POST"),
    "businesses:deleted_books": Row(),
    "businesses:book_restore": Row("POST", ids={"book_id": in_trash}),
    "businesses:branches": Row(),
    "businesses:branch_add": Row("GET POST", body=lambda *_: {"name": "নতুন গুদাম", "kind": "godown"}),
    "businesses:branch": Row(
        "GET POST",
        ids={"branch_id": lambda book, role: book.branch},
        body=lambda *_: {"name": "বড়বাজার", "kind": "godown", "rev": 1},
    ),
    "businesses:branch_state": Row(
        "POST", ids={"branch_id": lambda book, role: book.branch}, body=lambda *_: {"do": "close"}
    ),
    "businesses:registration_add": Row(
        "GET POST", body=lambda *_: {"kind": "gstin", "number": "24AANFA2641L1ZF", "scheme": "regular"}
    ),
    "businesses:registration": Row(
        "GET POST", body=lambda *_: {"kind": "gstin", "number": "24AANFA2641L1ZF", "scheme": "sez", "rev": 1}
    ),
    "businesses:registration_remove": Row("POST"),
    # People of a book
    "businesses:people": Row(),
    "businesses:member_add": Row("GET POST", body=lambda *_: {"contact": "98300 55555", "role": "staff"}),
    "businesses:member": Row("GET POST", body=lambda *_: {"role": "manager"}),
    "businesses:member_grants": Row("POST", body=lambda *_: {"grants": ["khata.write", "totals.read"]}),
    "businesses:member_confirm": Row("POST"),
    "businesses:member_remove": Row("GET POST"),
    "businesses:invitation_withdraw": Row("POST"),
    # Khata
    "ledger:khata": Row(query=lambda book, role: {"open": book.party}, inside={"open": "party_id"}),
    "ledger:names": Row(query=lambda *_: {"party_name": "rahim"}),
    "ledger:phone": Row(query=phone_query),
    "ledger:record": Row(
        "POST", body=quick_entry, inside={"party": "party_id", "document_id": "document_id"}
    ),
    "ledger:record_for": Row("POST", body=entry, inside={"document_id": "document_id"}),
    "ledger:party": Row(),
    "ledger:party_add": Row("GET POST", body=party, inside={"party_id": "party_id"}),
    "ledger:party_edit": Row(
        "GET POST", body=lambda *_: {"name": "রহিম স্টোর", "base_rev": 1, "address": "হাট"}
    ),
    "ledger:many": Row("GET POST", body=lambda *_: {"0-name": "নতুন নাম", "0-party_id": uuid.uuid4()}),
    "ledger:sheet": Row("GET POST", body=sheet_row, inside={"0-party_id": "party_id"}),
    "ledger:party_join": Row(
        "GET POST", body=lambda book, _role: {"party": book.another_party}, inside={"party": "party_id"}
    ),
    "ledger:party_apart": Row("POST", ids={"party_id": lambda book, _role: book.joined_party}),
    "ledger:entry": Row(),
    "ledger:entry_edit": Row("GET POST", body=entry_change),
    "ledger:entry_delete": Row("POST", body=revision),
    "ledger:entry_undo": Row("POST", query=undo),
    "ledger:photo_add": Row("POST", body=photo),
    "ledger:photo": Row(),
    "ledger:photo_small": Row(),
    "ledger:photo_remove": Row("POST"),
    # Statements
    "ledger:statement": Row(),
    "ledger:statement_pdf": Row("GET POST", body=lambda *_: {"request_id": uuid.uuid4()}),
    "ledger:statement_xlsx": Row(),
    "ledger:statement_csv": Row(),
    "ledger:statement_file": Row(ids=job("done")),
    "ledger:own_data": Row("GET POST", body=lambda *_: {"request_id": uuid.uuid4()}),
    "ledger:own_data_file": Row(ids={"job_id": own_export}),
    "ledger:account_erase": Row("GET POST"),
    "ledger:pack": Row("GET POST", body=lambda *_: {"who": "all", "form": "xlsx", "range": "all"}),
    "ledger:downloads": Row(),
    "ledger:book_export": Row("POST", body=lambda *_: {"request_id": uuid.uuid4()}),
    "ledger:download_delete": Row("POST", ids=job("done")),
    "ledger:party_data": Row("GET POST", body=lambda *_: {"request_id": uuid.uuid4()}),
    "ledger:party_erase": Row("GET POST", body=lambda *_: {"typed": "রহিম স্টোর"}),
    # Bring the old khata
    "imports:bring": Row("GET POST", body=khata_file),
    "imports:sample": Row(words={"language": "bn", "kind": "csv"}),
    "imports:rents": Row("GET POST", body=rents_file),
    "imports:rents_sample": Row(words={"language": "bn", "kind": "csv"}),
    "imports:rents_check": Row(
        "GET POST", ids={"run_id": lambda book, role: book.rents.run}, body=rents_columns
    ),
    "imports:run": Row(ids=run("done")),
    "imports:sheet": Row("POST", ids=run("mapping"), body=lambda *_: {"sheet": ""}),
    "imports:columns": Row("GET POST", ids=run("mapping"), body=columns),
    "imports:check": Row("GET POST"),
    "imports:wrong": Row(),
    "imports:start": Row("POST"),
    "imports:undo": Row("POST", ids=run("done")),
    "imports:again": Row("POST", ids=run("stopped")),
    "imports:drop": Row("POST", ids=run("mapping")),
    # What waits for a decision
    "ledger:waiting": Row(),
    "ledger:decide_waiting": Row("POST", body=lambda *_: {"decision": "theirs"}),
    # Time: history, trash, closed periods, years
    "ledger:book_history": Row(query=lambda *_: {"since": "month"}),
    "ledger:book_seen": Row("POST", body=lambda *_: {"seq": 1}),
    "ledger:party_history": Row(query=lambda *_: {"since": "month"}),
    "ledger:party_seen": Row("POST", body=lambda *_: {"seq": 1}),
    "ledger:party_delete": Row(
        "POST", ids={"party_id": lambda book, role: book.times.settled}, body=lambda book, role: {"rev": 1}
    ),
    **desk.rows(Row),
    "ledger:trash": Row(),
    "ledger:trash_restore": Row("POST", body=lambda book, role: {"one": f"entry:{book.times.trashed}"}),
    "ledger:trash_days": Row("POST", body=lambda *_: {"trash_days": 20}),
    "ledger:closing": Row("GET POST", body=lambda *_: {"period": "books", "until": "2020-06-30"}),
    "ledger:opening": Row("POST", body=lambda *_: {"period": "tax", "until": "", "reason": "ভুল"}),
    "ledger:years": Row(),
    "ledger:year": Row("GET POST", words={"year": str(LAST_YEAR)}),
    "ledger:year_open": Row("POST", body=lambda *_: {"reason": "ভুল"}),
    "ledger:correction_back": Row("POST", ids={"document_id": lambda book, role: book.times.corrected}),
    # Items and stock
    **stock_pages.rows(Row),
    # Houses let out
    **rents.rows(Row),
    # Bills
    **paper_pages.rows(Row),
    # Webhooks
    "webhooks:list": Row(),
    "webhooks:add": Row("GET POST", body=endpoint, inside={"id": "endpoint_id"}),
    "webhooks:endpoint": Row(),
    "webhooks:edit": Row("GET POST", body=endpoint),
    "webhooks:start": Row("POST"),
    "webhooks:stop": Row("POST"),
    "webhooks:remove": Row("GET POST"),
    "webhooks:secret": Row("POST", body=lambda *_: {"base_rev": 1}),
    "webhooks:test": Row("POST"),
    "webhooks:delivery": Row(),
    "webhooks:again": Row("POST"),
    # For developers
    "developer:home": Row(),
    "developer:access_log": Row(query=lambda *_: {"start": "2026-11-01"}),
    "developer:practice": Row("POST"),
    "developer:tokens": Row(),
    "developer:token_add": Row("GET POST", body=token),
    "developer:token": Row(),
    "developer:token_end": Row("GET POST"),
    "developer:usage": Row(),
    "developer:devices": Row(),
    "developer:others_out": Row("POST"),
    "developer:device_out": Row("POST"),
    "backups:backups": Row("GET POST"),
    "backups:download": Row("POST", body=lambda *_: {"name": "halkhata.tar", "reason": "a new machine"}),
    "admin:app_list": Row(words={"app_label": "ledger"}),
    "admin:audit_event_change": Row(words={"object_id": "1"}),
    "admin:audit_event_changelist": Row(),
    "admin:audit_job_change": Row(ids={"object_id": lambda book, role: book.jobs["due"][role]}),
    "admin:audit_job_changelist": Row("GET POST"),
    "admin:businesses_business_change": Row(ids={"object_id": lambda book, role: book.id}),
    "admin:businesses_business_changelist": Row(),
    "admin:businesses_user_change": Row(ids={"object_id": lambda book, role: book.people[role].pk}),
    "admin:businesses_user_changelist": Row("GET POST"),
    "admin:index": Row(),
    "admin:jsi18n": Row(),
    "admin:ledger_entry_change": Row(ids={"object_id": lambda book, role: book.documents[role]}),
    "admin:ledger_entry_changelist": Row(),
    "admin:ledger_line_change": Row(words={"object_id": "1"}),
    "admin:ledger_line_changelist": Row(),
    "admin:ledger_party_change": Row(ids={"object_id": lambda book, role: book.party}),
    "admin:ledger_party_changelist": Row(),
    "staff:health": Row(),
    "staff:health_json": Row(),
    "staff:leave": Row("POST"),
    "staff:visits": Row(
        "GET POST",
        body=lambda book, role: {"book": book.id, "reason": "asked by the owner by phone", "minutes": "15"},
    ),
    "developer:staff_tokens": Row(),
    "developer:staff_limit": Row("GET POST", body=lambda *_: {"limit": "900"}),
    # Payments
    "payments:payments": Row(query=lambda *_: {"q": "রহিম"}),
    "payments:new": Row(
        "GET POST",
        ids={"party_id": lambda book, role: book.papers.party},
        body=lambda *_: {"payment_id": uuid7(), "amount": "5", "keep_advance": "1"},
        query=lambda book, role: {"bill": book.papers.invoice},
        inside={"payment_id": "payment_id", "bill": "bill_id"},
    ),
    "payments:payment": Row(),
    "payments:remove": Row("POST", body=lambda *_: {"rev": 1}),
    # Taxes
    "taxes:rates": Row(query=lambda *_: {"on": "2026-11-21"}),
    "taxes:rate_add": Row(
        "POST",
        body=lambda *_: {"rate_id": uuid7(), "name": "GST 5%, মিষ্টি", "percent": "5"},
        inside={"rate_id": "rate_id"},
    ),
    "taxes:rate_end": Row("POST", body=lambda *_: {"base_rev": "1", "last_day": "2030-01-01"}),
    "numbers:all": Row(),
    "numbers:add": Row(
        "GET POST",
        body=lambda *_: {
            "series_id": uuid7(),
            "kind": "invoice",
            "front": "CTR/",
            "next_number": "142",
            "width": "4",
        },
        inside={"series_id": "series_id"},
    ),
    "numbers:one": Row(
        "GET POST",
        body=lambda *_: {
            "base_rev": "1",
            "front": "INV/{fy}/",
            "next_number": "9",
            "width": "4",
            "is_main": "on",
            "leave_out": "on",
        },
    ),
    # Apps of partners
    "oauth:authorize": Row("GET POST", body=consent, query=asked_by_app),
    "oauth:token": Row("POST"),
    "oauth:revoke": Row("POST"),
    "oauth:introspect": Row("POST"),
    "oauth:metadata": Row(),
    "oauth:access": Row(),
    "oauth:access_end": Row("POST"),
    "oauth:apps": Row(),
    "oauth:app_add": Row("GET POST", body=app),
    "oauth:app": Row(),
    "oauth:app_edit": Row("GET POST", body=app),
    "oauth:app_secret": Row("POST", body=lambda *_: {"base_rev": 1}),
    "oauth:app_remove": Row("GET POST"),
    # Work in the background
    "audit:job": Row(),
    "audit:job-cancel": Row("POST"),
    "audit:job-again": Row("POST", ids=job("failed")),
}

NONCES = {
    "branch": "chosen from what the page offers; inventory:send tries another's under from_branch",
    "batch_id": "chosen from what the page offers; tests/inventory/test_pages.py sends another",
    **desk.NONCES,
    "mutation_id": "names a change, looked for in the book's own receipts alone",
    "upi_id": "is where money is paid to: words of the book itself",
    "request_id": "names a request, looked for among the book's own jobs alone",
    "new_party_id": "stands in the body of new_name_entry, see test_fields",
}
"""Fields whose name looks like an id but that name nothing of another book; with the reason."""

HOW_TO = (
    "Add a Row for it to ROWS in tests/tenancy/rows.py: its methods, a POST that succeeds, and in `inside` the"
    " fields of that POST (or of its query) that take the id of something. A keyword that no entry of IDS fills"
    " needs one there, and books.py must make such a thing in both books."
)


def ids_of_forms(form: type) -> list[str]:
    """The fields of a form that take an id: by their class, or by their name."""
    said = {"party", "branch", "run", "document", "business", "item", "account", "book"}
    return [
        name
        for name, field in form.base_fields.items()
        if "Id" in type(field).__name__
        or "UUID" in type(field).__name__
        or name.endswith("_id")
        or name in said
    ]
