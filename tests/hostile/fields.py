"""Every place of the pages where somebody can put a word: the fields of forms, and what views read without one."""

import ast
import pathlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.db import connection

from businesses.models import Business
from tests.tenancy.books import LOGS
from tests.tenancy.routes import all_routes

ROOT = pathlib.Path(__file__).parents[2]
OURS = (
    "api", "audit", "businesses", "core", "imports", "inventory", "invoicing", "ledger", "rentals", "staff", "taxes"
)  # fmt: skip

SENT_TO: dict[str, tuple[str, ...]] = {
    "RateForm": ("taxes:rate_add",),
    "EndForm": ("taxes:rate_end",),
    "DayForm": ("taxes:rates",),
    "SeriesForm": ("numbers:one",),
    "NewSeriesForm": ("numbers:add",),
    "MailForm": ("invoicing:mail",),
    "RecurringForm": ("invoicing:recurring_new", "invoicing:recurring_edit"),
    "PhoneForm": ("businesses:sign_in", "businesses:contact_phone"),
    "EmailForm": ("businesses:contact_email",),
    "CodeForm": ("businesses:code", "businesses:contact_code", "businesses:proof"),
    "SecondProofForm": ("second_factor:door", "second_factor:again"),
    "AppCodeForm": ("second_factor:app",),
    "PasskeyForm": ("second_factor:passkey_add",),
    "PasswordForm": ("businesses:password",),
    "MeForm": ("businesses:me",),
    "RoleForm": ("businesses:member",),
    "GrantsForm": ("businesses:member_grants",),
    "MemberForm": ("businesses:member_add",),
    "BookForm": ("businesses:book_settings",),
    "BookNameForm": ("businesses:book_delete",),
    "BranchForm": ("businesses:branch_add", "businesses:branch"),
    "RegistrationForm": ("businesses:registration_add", "businesses:registration"),
    "EntryForm": ("ledger:record_for",),
    "QuickEntryForm": ("ledger:record",),
    "EditEntryForm": ("ledger:entry_edit",),
    "PhotoForm": ("ledger:photo_add",),
    "ItemPhotoForm": ("inventory:photo_keep",),
    "PartyForm": ("ledger:party_add", "ledger:party_edit"),
    "StartForm": ("ledger:start",),
    "NewNameRow": ("ledger:many",),
    "ChangedNameRow": ("ledger:sheet",),
    "CloseForm": ("ledger:closing",),
    "OpenForm": ("ledger:opening",),
    "ReasonForm": ("ledger:year_open",),
    "TrashDaysForm": ("ledger:trash_days",),
    "VoucherForm": ("ledger:voucher_new", "ledger:voucher_edit"),
    "VoucherLineRow": ("ledger:voucher_new",),
    "ContraForm": ("ledger:contra",),
    "AccountForm": ("ledger:account_add",),
    "AccountNameForm": ("ledger:account_name",),
    "OpeningsForm": ("ledger:openings",),
    "OpeningRow": ("ledger:openings",),
    "SinceForm": ("ledger:book_history", "ledger:party_history"),
    "TokenForm": ("developer:token_add",),
    "LogForm": ("developer:access_log",),
    "LimitForm": ("developer:staff_limit",),
    "ConsentForm": ("oauth:authorize",),
    "AppForm": ("oauth:app_add", "oauth:app_edit"),
    "PackForm": ("ledger:pack",),
    "TypedForm": ("ledger:party_erase",),
    "RangeForm": ("ledger:statement", "ledger:statement_csv"),
    "FileForm": ("imports:bring", "imports:rents"),
    "RentColumnsForm": ("imports:rents_check",),
    "MeterForm": ("rentals:meter_add",),
    "CloseMeterForm": ("rentals:meter_close",),
    "AwayForm": ("rentals:house_away", "rentals:unit_away", "rentals:paper_away"),
    "ReadingForm": ("rentals:meter_read",),
    "SplitForm": ("rentals:split",),
    "ChequeForm": ("rentals:cheque_take",),
    "ChequeEndForm": ("rentals:cheque_end",),
    "PaidForm": ("tenant:mine_paid",),
    "WordForm": ("tenant:mine_write",),
    "WordAnswerForm": ("rentals:word",),
    "ColumnsForm": ("imports:columns",),
    "EndpointForm": ("webhooks:add", "webhooks:edit"),
    "RevisionForm": ("webhooks:secret",),
    "VisitForm": ("staff:visits",),
    "ItemForm": ("inventory:item_add", "inventory:item_edit"),
    "ComeForm": ("inventory:come",),
    "GoForm": ("inventory:go",),
    "SendForm": ("inventory:send",),
    "MakeForm": ("inventory:make",),
    "CountRow": ("inventory:count",),
    "PartRow": ("inventory:parts",),
    "HouseForm": ("rentals:house_add", "rentals:house_edit"),
    "UnitForm": ("rentals:unit_add", "rentals:unit_edit"),
    "LeaseForm": ("rentals:let", "rentals:lease_edit"),
    "ReceiveForm": ("rentals:receive",),
    "PaymentBackForm": ("rentals:payment_back",),
    "ChargeForm": ("rentals:charge",),
    "DepositForm": ("rentals:deposit",),
    "LeaveForm": ("rentals:leave",),
    "WhyForm": ("rentals:due_back",),
    "CostForm": ("rentals:cost",),
    "KeptPaperForm": ("rentals:paper_add",),
    "CostPaperForm": ("rentals:spent_paper",),
    "PaperNameForm": ("rentals:paper_edit",),
    "PaperForm": ("invoicing:new", "invoicing:edit"),
    "ShippingFields": ("invoicing:new", "invoicing:edit"),
    "LineRow": ("invoicing:new",),
    "ContactForm": ("invoicing:contact",),
    "PurchaseForm": ("purchases:new", "purchases:edit"),
    "PurchaseRow": ("purchases:new",),
    "ScanForm": ("purchases:file_add",),
    "TakeOutForm": ("invoicing:take_out", "purchases:take_out", "expenses:take_out"),
    "TaxPaidForm": ("purchases:reverse_tax",),
    "TaxBackForm": ("purchases:reverse_tax_back",),
    "ExpenseForm": ("expenses:new", "expenses:edit"),
    "TransportForm": ("invoicing:e_way_bill",),
    "PaymentForm": ("payments:new",),
    "PaymentRemoveForm": ("payments:remove",),
    "AdvanceForm": ("payments:new",),
    "PayBackForm": ("payments:pay_back",),
    "AdvanceUseForm": ("invoicing:advance",),
}
"""Where each form is sent."""
STANDS_UNDER_OTHERS = {"_NeedsFile", "AsksAboutDays", "StockAct", "_MoneyForm", "_NameRow"}
PREFIX = {
    "NewNameRow": "0-",
    "ChangedNameRow": "0-",
    "CountRow": "0-",
    "PartRow": "0-",
    "LineRow": "0-",
    "PurchaseRow": "0-",
    "VoucherLineRow": "0-",
    "OpeningRow": "1000-",
}
"""What stands before the fields of a row among rows."""
SHOWN_ONLY = "core.styleguide"
MORE_FIELDS = {
    "StartForm": ("shop", "shop_name", "rent_name", "home_name"), "ColumnsForm": ("column_0", "column_9"),
    "RentColumnsForm": ("column_0",), "PaidForm": ("lease", "for_due"), "WordForm": ("lease",),
    "LeaveForm": ("meter_0",), "PaperForm": ("series_id",),
}  # fmt: skip
"""Fields a form makes when it is filled."""

FREE_WORDS: dict[str, tuple[str, ...]] = {
    "businesses:sign_in": ("next",),
    "businesses:password": ("do", "next"),
    "businesses:language": ("language",),
    "second_factor:again": ("next", "send"),
    "ledger:start": ("skip",),
    "ledger:khata": ("show", "q", "sort", "after", "open", "add"),
    "ledger:party": ("before", "day"),
    "ledger:many": ("rows",),
    "ledger:sheet": ("onward", "after"),
    "ledger:book_history": ("since", "show", "before"),
    "ledger:trash": ("q", "before"),
    "ledger:accounts": ("on",),
    "ledger:account": ("start", "end", "after"),
    "ledger:account_file": ("start", "end"),
    "ledger:account_state": ("do", "rev"),
    "ledger:trial": ("on",),
    "ledger:day_book": ("start", "end", "after", "branch"),
    "businesses:book_delete": ("sure",),
    "businesses:book_second_factor": ("needed",),
    "ledger:voucher_new": ("rows", "opposite"),
    "ledger:voucher_delete": ("rev",),
    "ledger:voucher_undo": ("do", "rev"),
    "ledger:trash_restore": ("one", "chosen"),
    "businesses:invitation_answer": ("answer",),
    "developer:access_log": ("before",),
    "developer:usage": ("program",),
    "developer:staff_tokens": ("who",),
    "inventory:items": ("q", "show", "after"),
    "inventory:item": ("before",),
    "inventory:item_add": ("name",),
    "inventory:count": ("after", "document_id"),
    "inventory:expiring": ("within", "after"),
    "rentals:month": ("month",),
    "rentals:roll": ("year",),
    "rentals:roll_file": ("year",),
    "rentals:unit_add": ("again",),
    "rentals:let": ("preview",),
    "rentals:lease_edit": ("preview",),
    "rentals:leave": ("sure",),
    "rentals:receive": ("kept",),
    "rentals:link": ("withdraw",),
    "numbers:add": ("kind", "registration"),
    "invoicing:papers": ("kind", "q", "show", "after"),
    "invoicing:new": ("kind", "party", "from", "act", "party_name", "khata", "tax"),
    "invoicing:from_khata": ("khata", "tax", "go", "before"),
    "invoicing:items": ("0-item",),
    "invoicing:answer": ("answer",),
    "invoicing:link": ("withdraw",),
    "invoicing:share": ("by",),
    "invoicing:recurring_move": ("act", "base_rev"),
    "invoicing:pdf": ("size", "copies"),
    "payments:voucher_pdf": ("size",),
    "purchases:papers": ("kind", "q", "show", "after"),
    "purchases:new": ("kind", "party", "from", "act", "party_name"),
    "purchases:many": ("one",),
    "expenses:expenses": ("show", "q", "after"),
    "payments:payments": ("side", "q", "after"),
    "payments:new": ("side", "bill", "keep_advance"),
    "ledger:names": ("party_name",),
    "ledger:phone": ("phone", "party_id"),
    "ledger:party_add": ("name",),
    "ledger:entry_undo": ("do", "rev", "to"),
    "ledger:entry_delete": ("rev",),
    "ledger:statement": ("start", "end", "range", "after", "show"),
    "ledger:statement_pdf": ("request_id", "range", "show"),
    **dict.fromkeys(("ledger:book_export", "ledger:party_data", "ledger:own_data"), ("request_id",)),
    "ledger:pack": ("request_id",),
    "ledger:decide_waiting": ("decision",),
    "imports:sheet": ("sheet",),
    "imports:columns": ("asked", "of_sheet"),
    "imports:rents_check": ("mended", "fix-2-1"),
    "imports:check": ("fix-2-0", "fix-2-3", "fix-999999-999", "same-0", "sure_of_days"),
    "webhooks:delivery": ("after",),
    "webhooks:endpoint": ("after",),
}
"""What each address reads without a form."""
NOT_TYPED = {"job_id"}
"""Read from what a job left behind."""
BEHIND_VIEWS = {"operations", "queries", "models", "refusals.py", "tasks.py", "vouchers.py"}
"""There `said` is what somebody else says: an operation's own contents, a row, a job's arguments."""
NOT_PAGES = {"api"}
"""Folders whose words come as JSON or in the query of a program, which tests/api tries; its webhooks have pages."""


def all_forms() -> dict[str, type[forms.Form]]:
    """Every form class of ours that the views of any address bring in."""
    assert all_routes()
    return {
        form.__name__: form
        for form in _below(forms.BaseForm)
        if form.__module__.split(".")[0] in OURS
        and form.__module__ != SHOWN_ONLY
        and form.__name__ not in STANDS_UNDER_OTHERS
    }


def _below(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


def fields_of(form: str) -> tuple[str, ...]:
    fields = (*all_forms()[form].base_fields, *MORE_FIELDS.get(form, ()))
    return tuple(PREFIX.get(form, "") + field for field in fields)


def is_typed(form: str, field: str) -> bool:
    """Whether people write into the field; what is hidden or chosen comes otherwise only from a made-up request."""
    one = all_forms()[form].base_fields.get(field.removeprefix(PREFIX.get(form, "")))
    return not (one and (one.widget.is_hidden or isinstance(one, forms.ChoiceField | forms.BooleanField)))


@cache
def words_read() -> dict[str, str]:
    """The names that views ask of a query or a posted form by themselves → the file that asks."""
    found = {}
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            where = path.relative_to(ROOT)
            if where.parts[0] in NOT_PAGES and where.parts[1] != "webhooks":
                continue
            is_view = not BEHIND_VIEWS & set(where.parts)
            found |= {name: str(where) for name in _asked(ast.parse(path.read_text()), is_view=is_view)}
    return found


def _asked(tree: ast.AST, *, is_view: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            asked, first = (
                node.func.attr in ("get", "getlist") and _is_said(node.func.value, is_view),
                node.args[0],
            )
        elif isinstance(node, ast.Compare):
            asked, first = _is_said(node.comparators[0], is_view), node.left
        elif isinstance(node, ast.Subscript):
            asked, first = _is_said(node.value, is_view), node.slice
        else:
            continue
        if asked and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield from {first.value} - NOT_TYPED


def _is_said(node: ast.expr, is_view: bool) -> bool:
    """request.GET, request.POST, or the name that views give to them."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("GET", "POST")
    return is_view and isinstance(node, ast.Name) and node.id == "said"


def counts() -> tuple[Any, ...]:
    """How many rows every table of a book has, and where the books stand."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.label not in LOGS and any(each.attname == "business_id" for each in model._meta.concrete_fields)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in sorted(tables)))
        rows = cursor.fetchone()
    return rows, tuple(Business.objects.order_by("id").values_list("id", "seq", "name"))
