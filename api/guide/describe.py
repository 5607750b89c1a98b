"""What the OpenAPI description says besides the schemas: order, words, and true examples."""

import re
from collections.abc import Iterator
from typing import Any

from api.guide.examples import Recorded, recorded_operations, recorded_problems
from api.kit.catalogue import CATALOGUE
from api.oauth.openapi import add_oauth

Schema = dict[str, Any]

ABOUT = """Everything the pages of a book do, for programs. [Guides](/developers/) explain; this names every call.

**Three steps**

1. `POST /api/v1/auth/otp/request` sends a code to your phone, `POST /api/v1/auth/verify-otp` changes it into a token.
   Or make a token that lasts in **For developers → Tokens**. Press **Authorize** here and paste it.
2. `GET /api/v1/ledgers` lists the khatas.
3. `POST /api/v1/ledgers/{ledger_id}/entries` with `{"direction": "gave", "amount": 500}` writes an entry.

**Everywhere**

- Amounts are JSON numbers with two decimals; days are `YYYY-MM-DD`; instants are UTC with `Z`; ids are UUIDs and may
  be yours when you create.
- A token that opens several books names one in `X-Business-Id`.
- Every write takes `dry_run=true`, every POST an `Idempotency-Key`, every change the revision it saw in `If-Match`.
- Errors are `application/problem+json`: branch on `error`, never on the message. [All of them](/api/v1/errors).
- What changed from version to version: [changes](/api/v1/changelog).
"""
TAGS = {
    "Sign-in": "A person's phone or password for a token of this device. No answer here is kept for a retry.",
    "Businesses": "The books of a person, and who is in them.",
    "Ledgers": "Khatas: one for each party, with what it owes.",
    "Entries": "What was given and got, with photos of bills.",
    "Contacts": "The same parties under the field names of Zoho Books.",
    "Transactions": "Everything with money in one flat feed.",
    "Properties": "Houses let out, their units, and who lives there.",
    "Leases": "What landlord and tenant agreed on, and moving out as one sum.",
    "Rent": "What tenants are asked for, late fees, and what they paid.",
    "Deposits": "Tenants' money that lies here.",
    "Tenants": "Who lives in a house, the page they see, and what they write there.",
    "Rent reports": "The roll of a year, arrears, what houses brought and cost.",
    "Items": "Goods and services, their prices, units and photos.",
    "Inventory": "What lies on the shelf: movements, counts, batches, godowns and assemblies.",
    "Invoices": "Estimates, invoices, challans, credit and debit notes, and advances for services.",
    "Payments": "Money received and paid, and the bills it was set against.",
    "Bills": "What suppliers charged, with photos and reverse charge.",
    "Vendor credits": "What suppliers gave back.",
    "Expenses": "Costs paid at once.",
    "Taxes": "Rates by day, tax numbers, and number series.",
    "Reverse charge": "Tax owed in place of suppliers, and its payment.",
    "Statements": "A khata over some days, as data and as files.",
    "Accounts": "The chart of accounts and the journal behind the khatas.",
    "Periods and years": "Days that are closed, what waits for them, and the end of a year.",
    "Imports": "Old khatas, items and houses from a sheet.",
    "Exports": "Statements of all parties and the whole book as files.",
    "Trash": "What was deleted in the last 30 days.",
    "Sync": "Keep a copy, work without a connection.",
    "Webhooks": "News of a book, signed, sent to your address.",
    "Jobs": "Work in the background.",
    "History": "Who changed what, and who called.",
    "Tokens and devices": "What is signed in, and ending it.",
    "Apps": "Apps you registered that ask other people for access, and apps of others you let in.",
}
"""In the order of the console. Tags of other names follow."""
PARAMETERS = {
    "cursor": "`next_cursor` of the page before.",
    "per_page": "Rows on a page.",
    "from": "First day.",
    "to": "Last day, included.",
    "search_text": "Part of a name in any script and spelling, or of a number.",
    "filter": "Which khatas: those you will get from, will give to, overdue or settled.",
    "sort": "By the last entry, by the amount, or by the name.",
    "sync_since": "What changed since: the `sync_cursor` of the answer before, or 0 in a first call.",
    "after": "What changed since: the `sync_cursor` of the answer before, or 0 in a first call.",
    "direction": "Only what was given, or only what was got.",
    "mode": "Only what changed hands so.",
    "stream": "One answer with a line of JSON a row.",
    "subject_id": "Only news of this entry, party or other thing.",
    "trace_id": "Only what came of this call.",
    "verb": "Only this kind, such as `entry.created`.",
    "caller_id": "Only calls of this token.",
    "kind": "The kind of file.",
    "since": "What changed since the morning of this day.",
    "seq": "What changed after this number of the trail.",
    "show": "Only entries that came late, were changed, or were deleted.",
}
PROBLEM = "application/problem+json"
ALWAYS = (
    "address_unreadable",
    "https_needed",
    "method_not_allowed",
    "too_large",
    "fields_refused",
    "not_found",
    "busy",
)
WITH_TOKEN = ("token_needed", "token_refused", "scope_missing", "limit_reached")
IN_A_BOOK = ("business_needed", "role_not_allowed")
BY_PARAMETER = {
    "Idempotency-Key": ("key_unreadable", "key_busy", "key_reused"),
    "If-Match": ("revision_needed", "changed_elsewhere"),
    "cursor": ("cursor_unknown",),
}
WITH_BODY = ("body_unreadable",)
OF_WRITES = ("id_taken", "phone_taken", "already_deleted", "nothing_to_undo", "not_settled", "wrong_moment")
"""What a write in a book may meet, seen or not: others write there too."""
BY_TAG = {"Imports": ("wrong_moment", "file_gone")}
"""What every operation of a kind may answer, seen or not: the file is moved on by others, and goes in time."""


def describe(schema: Schema) -> Schema:
    """Order, words and examples for ninja's schema, in place."""
    schema["info"] |= {"description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"}}
    schema["servers"] = [{"url": "/"}]
    schema["externalDocs"] = {"description": "Guides", "url": "/developers/"}
    operations = list(_operations(schema))
    named = dict.fromkeys([*TAGS, *(tag for one in operations for tag in one["tags"])])
    schema["tags"] = [{"name": name, "description": TAGS.get(name, "")} for name in named]
    schema["components"]["examples"] = {
        slug: {"summary": CATALOGUE[slug].about, "value": found["answer"]}
        for slug, found in sorted(recorded_problems().items())
        if slug in CATALOGUE
    }
    for operation in operations:
        _say(operation)
        _show(operation, recorded_operations().get(operation["operationId"]))
        _show_problems(operation, examples=schema["components"]["examples"])
    add_oauth(schema)
    places = list(named)
    schema["paths"] = dict(sorted(schema["paths"].items(), key=lambda item: _place(item[1], places)))
    return schema


def _operations(schema: Schema) -> Iterator[Schema]:
    for path in schema["paths"].values():
        yield from path.values()


def _place(path: Schema, places: list[str]) -> int:
    return min(places.index(operation["tags"][0]) for operation in path.values())


def _say(operation: Schema) -> None:
    """A short summary, a description that says what it needs, and words for every parameter."""
    told = operation.get("description", "") or operation["summary"]
    operation["summary"] = re.split(r"; |\. | \(|\.$", told.split("\n")[0])[0]
    scope = operation.get("x-scope")
    needs = f"Scope `{scope}`." if scope else ""
    operation["description"] = "\n\n".join(part for part in (told, needs) if part)
    for parameter in operation.get("parameters", ()):
        name = parameter["name"]
        words = PARAMETERS.get(name) or (f"The {name.removesuffix('_id')}." if name.endswith("_id") else "")
        if words and not parameter.get("description"):
            parameter["description"] = words


def _show(operation: Schema, recorded: Recorded | None) -> None:
    for answer in operation["responses"].values():
        if "*/*" in answer.get("content", {}):  # a file: ninja adds that it is anything in JSON
            answer["content"].pop("application/json", None)
    if recorded is None:
        return
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None and recorded["body"] is not None:
        body["example"] = recorded["body"]
    answer = operation["responses"].get(
        recorded["status"], operation["responses"].get(str(recorded["status"]), {})
    )
    said = answer.get("content", {}).get("application/json")
    if said is not None and recorded["answer"] is not None:
        said["example"] = recorded["answer"]


def _show_problems(operation: Schema, *, examples: Schema) -> None:
    """The problems of each status that this operation may answer; a status without any is not described."""
    by_status: dict[int, dict[str, Schema]] = {}
    for slug in slugs_of(operation):
        if slug in examples:
            status = int(examples[slug]["value"]["status"])
            by_status.setdefault(status, {})[slug] = {"$ref": f"#/components/examples/{slug}"}
    for status in [status for status in operation["responses"] if int(status) >= 400]:
        if int(status) not in by_status:
            del operation["responses"][status]
            continue
        operation["responses"][status]["content"][PROBLEM]["examples"] = by_status[int(status)]


def slugs_of(operation: Schema) -> list[str]:
    """The errors an operation may answer: what the kit asks of all of its like, and what was seen of this one."""
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    found = dict.fromkeys(ALWAYS)
    if "x-scope" in operation:
        found |= dict.fromkeys(WITH_TOKEN)
    if operation.get("x-grant"):
        found |= dict.fromkeys(IN_A_BOOK)
        found |= dict.fromkeys(OF_WRITES if "dry_run" in names else ())
    if "requestBody" in operation:
        found |= dict.fromkeys(WITH_BODY)
    for name in names & set(BY_PARAMETER):
        found |= dict.fromkeys(BY_PARAMETER[name])
    for tag in operation.get("tags", ()):
        found |= dict.fromkeys(BY_TAG.get(tag, ()))
    seen = (
        slug for slug, one in recorded_problems().items() if operation["operationId"] in one["operations"]
    )
    return sorted(found | dict.fromkeys(seen))
