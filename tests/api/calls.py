"""A call of every operation of the API that succeeds in a book of tests/tenancy/books.py.

The operations come from the description. One that reads needs no row here; one that writes has its row in WRITES.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from api.models import DeviceSession, Token
from api.oauth.models import App
from api.operations.sessions import sign_in_device
from api.scopes import ALL
from api.urls import api
from audit.jobs import run_job
from audit.models import Job
from businesses.actors import Actor
from businesses.devices import Seen
from businesses.models import AccountNoteKind, Invitation, Membership
from businesses.operations.account_notes import note
from businesses.operations.deleting import delete_book
from businesses.operations.invitations import invite
from businesses.roles import Role
from core.ids import uuid7
from inventory.models import Item
from ledger.exports.own import KIND as OWN_DATA
from ledger.models import Party
from tests.api.oauth import partners
from tests.api.programs import ROOT, Program, program_of
from tests.imports import sheets
from tests.ledger.shops import open_shop
from tests.tenancy import desk, papers, payments, rent_calls, stock
from tests.tenancy.books import Book, picture, today
from tests.tenancy.test_programs import THINGS

HOW_TO = "Give the operation its row in WRITES of tests/api/calls.py: a call that succeeds."
Fill = Callable[[Book], Any]


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    scope: str
    can: str
    parameters: frozenset[str]
    answers: frozenset[str]

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    @property
    def lists(self) -> bool:
        return "per_page" in self.parameters


@dataclass(frozen=True)
class Call:
    """`ids` where THINGS names another; `rev` is what If-Match says; `before` makes the book ready.

    `on_a_device`: a personal token may not do it.
    """

    body: Fill | None = None
    ids: dict[str, Fill] = field(default_factory=dict)
    query: str = ""
    rev: Fill = lambda _book: 1
    file: Callable[[], SimpleUploadedFile] | None = None
    before: Callable[[Book], None] = lambda _book: None
    on_a_device: bool = False


@cache
def operations() -> dict[str, Operation]:
    """Every operation that asks for a token, by its operationId."""
    return {one.id: one for one in _described()}


def _described() -> Iterator[Operation]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, said in methods.items():
            if "x-scope" in said:
                names = frozenset(one["name"] for one in said.get("parameters", ()))
                yield Operation(
                    said["operationId"], method.upper(), path.removeprefix(ROOT), said["x-scope"], said["x-grant"],
                    names, frozenset(map(str, said["responses"])),
                )  # fmt: skip


def entry(book: Book) -> dict[str, Any]:
    return {"direction": "gave", "amount": 5, "mode": "cash", "date": str(today(book.shop))}


def push(book: Book) -> dict[str, Any]:
    made = {"kind": "entry", "verb": "create", "mutation_id": str(uuid7()), "entry_id": str(uuid7())}
    made |= {"ledger_id": str(book.party), "made_at": "2026-11-21T06:30:00Z", **entry(book)}
    return {"mutations": [made]}


def rev_of_entry(book: Book) -> int:
    return book.rev(Role.OWNER)


def rev_of_party(book: Book) -> int:
    return Party.objects.get(id=book.party).rev


def bare_entry(book: Book) -> Any:
    return book.shop.record(book.party, "gave", 900, day=today(book.shop))


def undone(book: Book) -> None:
    result = bare_entry(book)
    book.documents[Role.OWNER] = book.shop.edit(result, amount=800).document_id


def deleted(book: Book) -> None:
    result = bare_entry(book)
    book.documents[Role.OWNER] = book.shop.change("delete_entry", result).document_id


def with_a_phone(book: Book) -> None:
    for number in range(2):
        sign_in_device(
            user=book.people[Role.OWNER], device_id=f"phone number {number}", label="Phone", scopes=ALL,
            trace_id="", now=book.shop.now,
        )  # fmt: skip


def phone(book: Book) -> Any:
    return DeviceSession.objects.filter(user=book.people[Role.OWNER]).first().pk


def with_a_token(book: Book) -> None:
    program_of(Actor(book.people[Role.OWNER].id, Role.OWNER, None, "test"), books=[book.id])


def token(book: Book) -> Any:
    return Token.objects.filter(user=book.people[Role.OWNER]).latest("created_at").pk


def owner(book: Book) -> Program:
    return program_of(Actor(book.people[Role.OWNER].id, Role.OWNER, None, "test"), books=[book.id])


def asked(method: str, path: str, body: Any = None, **headers: str) -> Callable[[Book], None]:
    """A call of the owner's that makes the book ready; `{party}` and `{entry}` stand for their ids."""

    def ask(book: Book) -> None:
        url = path.format(book=book.id, party=book.party, entry=book.documents[Role.OWNER])
        answer = owner(book).call(method, url, body, **headers)
        assert answer.status_code < 300, answer.content

    return ask


def one_of(path: str, plural: str, name: str) -> Fill:
    return lambda book: owner(book).get(path.format(book=book.id)).json()[plural][0][name]


def with_two_sheets(book: Book) -> None:
    rows = [sheets.HEADING, ["मीना टेलर्स", "03/10/2026", "कपड़ा", "500", ""]]
    content = sheets.xlsx_file(rows, sheets=("Sheet1", "Other"))
    book.runs["mapping"] = sheets.upload(book.shop, content, name="খাতা.xlsx")


def with_a_checked_file(book: Book) -> None:
    rows = [sheets.HEADING, ["", "32/13/2026", "কাপড়", "চল্লিশ", ""]]
    book.runs["checked"] = sheets.upload(book.shop, sheets.csv_file(rows))
    sheets.check(book.shop, book.runs["checked"])


def run_in(state: str) -> dict[str, Fill]:
    return {"import_id": lambda book: book.runs[state]}


def job_in(state: str) -> dict[str, Fill]:
    return {"job_id": lambda book: book.jobs[state][Role.OWNER]}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("রসিদ.jpg", picture("navy"), "image/jpeg")


def sheet() -> SimpleUploadedFile:
    rows = [sheets.HEADING, ["मीना टेलर्स", "03/10/2026", "कपड़ा", "500", ""]]
    return SimpleUploadedFile("খাতা.csv", sheets.csv_file(rows), "text/csv")


def said(**body: Any) -> Fill:
    return lambda _book: body


invited = asked("POST", "/businesses/{book}/invitations", {"mobile": "98300 77777", "role": "staff"})


def closed(book: Book) -> None:
    asked("POST", "/periods/close", {"until": str(today(book.shop))})(book)


def corrected(book: Book) -> None:
    closed(book)
    asked("POST", "/entries/{entry}/correct", {"amount": 7}, If_Match=str(rev_of_entry(book)))(book)


def with_an_empty_khata(book: Book) -> None:
    book.party = book.shop.party("সুনীতা")


def with_a_deleted_khata(book: Book) -> None:
    with_an_empty_khata(book)
    asked("DELETE", "/ledgers/{party}", If_Match="1")(book)


def merged(book: Book) -> None:
    into = book.shop.party("সুনীতা")
    body = {"into_ledger_id": str(into)}
    asked("POST", "/ledgers/{party}/merge", body, If_Match=str(rev_of_party(book)))(book)


def put_away(book: Book) -> None:
    actor = Actor(book.people[Role.OWNER].id, Role.OWNER, None, "test")
    delete_book(business_id=book.id, actor=actor, typed=book.shop.business.name, now=timezone.now())


def registered(book: Book) -> None:
    made = partners.register(Actor(book.people[Role.OWNER].id, Role.OWNER, None, "test"), now=book.shop.now)
    partners.let_in(made.app_id, book.shop.asha, books=[book.id], now=book.shop.now)


def more_of_all(book: Book) -> None:
    """More rows for every list."""
    for number in range(8):
        book.shop.record(book.shop.party(f"পার্টি {number}"), "gave", 900, day=today(book.shop))
        book.shop.record(book.party, "got", 100, day=today(book.shop))
        sign_in_device(
            user=book.people[Role.OWNER], device_id=f"more phones {number}", label="Phone", scopes=ALL, trace_id="",
            now=book.shop.now,
        )  # fmt: skip
        with_a_token(book)
        registered(book)


def with_a_closed_branch(book: Book) -> None:
    asked("POST", f"/businesses/{{book}}/branches/{book.branch}/close", If_Match="1")(book)


def with_an_item_put_away(book: Book) -> None:
    asked("POST", f"/items/{book.stock.cake}/inactive")(book)


def with_little_of_an_item(book: Book) -> None:
    """Of the cake there is less than it should be."""
    path = f"/items/{book.stock.cake}"
    rev = Item.objects.get(id=book.stock.cake).rev
    asked("PATCH", path, {"reorder_level": 1000}, If_Match=str(rev))(book)


def with_a_sign_in(book: Book) -> None:
    seen = Seen(label="Counter", network="203.0.113.0/24")
    note(user_id=book.people[Role.OWNER].pk, kind=AccountNoteKind.SIGNED_IN, seen=seen, now=timezone.now())


def with_another_owner(book: Book) -> None:
    Membership.objects.filter(business_id=book.id, role=Role.MANAGER).update(role=Role.OWNER)


def with_own_data(book: Book) -> None:
    asked("POST", "/me/exports")(book)


def own_export(book: Book) -> Any:
    """The owner's own data, packed."""
    with_own_data(book)
    job = Job.objects.filter(kind=OWN_DATA).latest("created_at")
    run_job(job.pk)
    return job.pk


def with_an_offer(book: Book) -> None:
    """Somebody else's book invites this book's owner."""
    person, other = book.people[Role.OWNER], open_shop(name="দেবের মুদিখানা")
    mail = f"offers.{person.pk.hex}@example.com"
    EmailAddress.objects.create(user=person, email=mail, verified=True, primary=True)
    type(person).objects.filter(pk=person.pk).update(email=mail)
    invite(business_id=other.id, actor=other.asha, email=mail, role=Role.STAFF, now=timezone.now())


OFFER: dict[str, Fill] = {"invitation_id": lambda _book: Invitation.objects.latest("pk").pk}
APP_ID: dict[str, Fill] = {"app_id": lambda _book: App.objects.order_by("pk").last().pk}
APP = said(
    name="ধার Loans", home_page="https://lender.example.com", redirect_uris=[partners.BACK], scopes=["ledger.read"],
)  # fmt: skip
WRITES: dict[str, Call] = {
    "calculate_taxes": Call(said(source_of_supply="19", line_items=[{"rate": 100, "tax_percentage": 18}])),
    "create_tax": Call(said(tax_name="GST 5%", tax_percentage=5)),
    "create_number_series": Call(said(kind="invoice", prefix="CTR/", next_number=142)),
    "change_number_series": Call(said(digits=5, next_number=9, leave_out=True)),
    "end_tax": Call(said(last_day="2030-01-01")),
    "add_photo": Call(file=photo),
    "add_webhook": Call(said(url="https://93.184.216.34/more")),
    "add_webhook_secret": Call(rev=lambda _book: 1),
    "ask_for_book": Call(),
    "ask_for_ledger": Call(),
    "ask_for_statements": Call(said(who="all", form="xlsx")),
    "ask_for_statement": Call(query="from=2026-11-01&to=2026-11-30"),
    "cancel_job": Call(ids=job_in("due")),
    "change_app": Call(APP, ids=APP_ID, before=registered),
    "change_business": Call(said(name="সেন ও কন্যা")),
    "create_branch": Call(said(branch_name="হাওড়া গুদাম", kind="godown")),
    "change_branch": Call(said(branch_name="বড়বাজার")),
    "close_branch": Call(),
    "open_branch": Call(rev=lambda _book: 2, before=with_a_closed_branch),
    "delete_branch": Call(),
    "create_registration": Call(said(kind="gstin", number="24AANFA2641L1ZF")),
    "change_registration": Call(said(scheme="composition")),
    "delete_registration": Call(),
    "accept_invitation": Call(ids=OFFER, before=with_an_offer),
    "decline_invitation": Call(ids=OFFER, before=with_an_offer),
    "change_contact": Call(said(contact_name="মীনা"), rev=rev_of_party),
    "change_entry": Call(said(amount=7), rev=rev_of_entry),
    "change_ledger": Call(said(party_name="মীনা"), rev=rev_of_party),
    "change_me": Call(said(name="আশা")),
    "change_member": Call(said(role="reader")),
    "change_webhook": Call(said(description="দোকান")),
    "check_import": Call(said(), ids=run_in("mapping")),
    "choose_import_sheet": Call(said(sheet="Other"), ids=run_in("mapping"), before=with_two_sheets),
    "close_period": Call(said(until="2026-10-31")),
    "close_the_year": Call(),
    "correct_closed_entry": Call(said(amount=7), rev=rev_of_entry, before=closed),
    "create_customer_payment": Call(payments.received),
    "change_customer_payment": Call(said(payment_mode="cash", amount=8)),
    "delete_customer_payment": Call(),
    "create_vendor_payment": Call(payments.paid),
    "change_vendor_payment": Call(said(payment_mode="cash", amount=8), ids=payments.OF_VENDOR),
    "get_vendor_payment": Call(ids=payments.OF_VENDOR),
    "delete_vendor_payment": Call(ids=payments.OF_VENDOR),
    "create_contact": Call(said(contact_name="মীনা")),
    "create_entries": Call(lambda book: {"entries": [{**entry(book), "ledger_id": str(book.party)}]}),
    "create_entry": Call(entry),
    "create_import": Call(file=sheet),
    "create_ledger": Call(said(party_name="মীনা", opening_balance={"amount": 40})),
    "create_token": Call(said(name="কাউন্টার", scopes=["ledger.read"]), on_a_device=True),
    "decide_pending": Call(said(decision="theirs")),
    "delete_export": Call(ids=job_in("done")),
    "erase_ledger": Call(said(party_name="রহিম স্টোর")),
    "delete_entry": Call(rev=rev_of_entry),
    "create_account": Call(said(account_code="5992", account_name="চা", account_type="expense")),
    "change_account": Call(said(account_name="চা-জলখাবার"), ids={"account_id": lambda book: book.desk.account}),
    "create_voucher": Call(desk.voucher),
    "change_voucher": Call(said(notes="সুদ")),
    "delete_voucher": Call(),
    "restore_voucher": Call(rev=lambda _book: 2, before=desk.deleted),
    "undo_voucher": Call(rev=lambda _book: 2, before=desk.edited),
    "set_opening_balances": Call(desk.openings, rev=lambda _book: 0),
    "delete_ledger": Call(rev=rev_of_party, before=with_an_empty_khata),
    "delete_photo": Call(),
    "drop_import": Call(ids=run_in("checked")),
    "end_member": Call(),
    "end_token": Call(ids={"token_id": token}, before=with_a_token),
    "go_on_with_import": Call(ids=run_in("stopped")),
    "invite_person": Call(said(mobile="98300 77777", role="staff")),
    "open_period": Call(said(until="2026-10-31", reason="একটা বিল পাওয়া গেছে"), before=closed),
    "open_the_year": Call(said(reason="একটা বিল পাওয়া গেছে"), before=asked("POST", "/years/2025/close")),
    "merge_ledger": Call(lambda book: {"into_ledger_id": str(book.shop.party("সুনীতা"))}, rev=rev_of_party),
    "unmerge_ledger": Call(before=merged),
    "create_ledgers": Call(said(ledgers=[{"party_name": "মীনা"}])),
    "change_ledgers": Call(
        lambda book: {
            "ledgers": [{"ledger_id": str(book.party), "rev": rev_of_party(book), "party_name": "মীনা"}]
        }
    ),
    "open_business": Call(said(kind="shop", name="নতুন দোকান", country="IN")),
    "open_sandbox_business": Call(said()),
    "ask_members_for_second_factor": Call(said(needed=False)),
    "delete_business": Call(lambda book: {"name": book.shop.business.name}),
    "restore_business": Call(ids={"deleted_id": lambda book: book.id}, before=put_away),
    "ask_for_my_data": Call(),
    "leave_business": Call(before=with_another_owner),
    "erase_me": Call(
        lambda book: {"mobile_or_email": book.people[Role.OWNER].email},
        before=with_another_owner,
        on_a_device=True,
    ),
    "push_changes": Call(push),
    "register_app": Call(APP, on_a_device=True),
    "remove_app": Call(ids=APP_ID, before=registered),
    "renew_app_secret": Call(ids=APP_ID, before=registered, on_a_device=True),
    "remove_webhook": Call(),
    "resend_webhook_delivery": Call(),
    "restore_entry": Call(before=deleted, rev=rev_of_entry),
    "restore_ledger": Call(before=with_a_deleted_khata),
    "set_trash_days": Call(said(days=45)),
    "take_back_correction": Call(before=corrected),
    "withdraw_consent": Call(ids=APP_ID, before=registered),
    "withdraw_invitation": Call(
        ids={"invitation_id": one_of("/businesses/{book}/invitations", "invitations", "invitation_id")},
        before=invited,
    ),
    "revoke_device": Call(ids={"device_id": phone}, before=with_a_phone),
    "send_webhook_test": Call(),
    "set_opening": Call(said(amount=5, direction="gave")),
    "sign_out_other_devices": Call(before=with_a_phone),
    "start_import": Call(ids=run_in("checked")),
    "switch_business": Call(on_a_device=True),
    "try_job_again": Call(ids=job_in("failed")),
    "undo_entry": Call(before=undone, rev=rev_of_entry),
    "undo_import": Call(ids=run_in("done")),
    "create_item": Call(said(name="ডাল", rate=120, purchase_rate=95.5, initial_stock=10)),
    "change_item": Call(said(rate=130), rev=lambda book: Item.objects.get(id=book.stock.cake).rev),
    "set_item_image": Call(file=photo),
    "delete_item_image": Call(ids={"item_id": lambda book: book.stock.flour}),
    "mark_item_active": Call(before=with_an_item_put_away),
    "mark_item_inactive": Call(),
    "set_bill_of_materials": Call(stock.bill),
    "reverse_inventory_document": Call(ids={"inventory_document_id": lambda book: book.stock.milk_act}),
    **{name: Call(body) for name, body in stock.ACTS.items()},
    **papers.calls(Call),
    **rent_calls.calls(Call),
}
READS: dict[str, Call] = {
    "get_my_data_file": Call(ids={"export_id": own_export}),
    "list_my_exports": Call(before=with_own_data),
    "get_app": Call(ids=APP_ID, before=registered),
    "list_apps": Call(before=registered),
    "list_consents": Call(before=registered),
    "get_job_file": Call(ids=job_in("done")),
    "list_invitations": Call(before=invited),
    "list_trash": Call(before=deleted),
    "get_import_wrong_rows": Call(ids=run_in("checked"), before=with_a_checked_file),
    "list_sign_ins": Call(before=with_a_sign_in),
    "list_my_invitations": Call(before=with_an_offer),
    "get_item_image": Call(ids={"item_id": lambda book: book.stock.flour}),
    "list_low_stock": Call(before=with_little_of_an_item),
    "list_deleted_businesses": Call(before=put_away),
    "list_accesses": Call(before=asked("GET", "/ledgers")),
    **papers.reads(Call),
    **rent_calls.reads(Call),
}
"""Reads whose ids are not those of THINGS."""


WORDS = {"kind": "csv", "year": "2025"}
"""Keywords of addresses that are no ids."""


def is_known(operation: Operation) -> bool:
    """Whether there is a row for it, and all that its address names."""
    named = set(re.findall(r"{(\w+)}", operation.path))
    known = {*WORDS, *THINGS, *call_of(operation).ids}
    return named <= known and (operation.reads or operation.id in WRITES)


ASKS = {"calculate_taxes"}
"""POSTs that work something out and write nothing."""


def call_of(operation: Operation) -> Call:
    return {**READS, **WRITES}.get(operation.id) or Call()


@dataclass(frozen=True)
class Asked:
    """A call ready to be sent, once or many times."""

    method: str
    path: str
    query: str
    body: Any
    headers: dict[str, str]
    file: Callable[[], SimpleUploadedFile] | None
    part: str


def ready(operation: Operation, book: Book) -> Asked:
    """The call of `operation` in `book`, which is made ready for it."""
    call = call_of(operation)
    call.before(book)
    filled: dict[str, Any] = dict(WORDS)
    for name, fill in {**THINGS, **call.ids}.items():
        if "{" + name + "}" in operation.path:
            filled[name] = fill(book)
    headers = {"X_Business_Id": str(book.id)}
    if "If-Match" in operation.parameters:
        headers["If_Match"] = str(call.rev(book))
    body = call.body(book) if call.body else None
    parts = {
        "add_photo": "photo", "add_meter_photo": "photo", "add_bill_attachment": "attachment",
        "add_expense_receipt": "receipt", "set_item_image": "image", "add_lease_paper": "attachment",
        "add_expense_paper": "attachment",
    }  # fmt: skip
    part = parts.get(operation.id, "file")
    return Asked(
        operation.method, operation.path.format(**filled), call.query, body, headers, call.file, part
    )


def send(program: Program, asked: Asked, *, query: str = "", **headers: str | None) -> Any:
    """The call, or a variation of it. A header of None is left out."""
    said = "&".join(part for part in (asked.query, query) if part)
    url = asked.path + (f"?{said}" if said else "")
    heads = {name: value for name, value in {**asked.headers, **headers}.items() if value is not None}
    if asked.file is None:
        return program.call(asked.method, url, asked.body, **heads)
    sent = {name.replace("_", "-"): value for name, value in heads.items()}
    sent["Authorization"] = f"Bearer {program.secret}"
    return program.client.post(ROOT + url, {asked.part: asked.file()}, headers=sent)
