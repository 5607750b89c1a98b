"""The catalogue of errors as a document: docs/api/errors.md and the page every problem's `type` points to."""

import json
from http import HTTPStatus

from api.guide.examples import problem_example
from api.kit.catalogue import CATALOGUE

HEAD = """# Errors

Every refusal is `application/problem+json` (RFC 9457). Branch on `error`, or on its number `code`: neither ever
changes its meaning. Show `message` to people; it comes in the language of `Accept-Language`. `errors` names the
fields at fault, each with its sentences. Keep `trace_id`: it finds the call in the access log and in our log.

What to do follows from the status:

| Status | Means | Do |
|---|---|---|
| 400 | the call cannot be read | mend the program |
| 401 | no token, or one that has ended | refresh once, else sign in again |
| 403 | scope or role does not allow it | ask the person; the same call gives the same answer |
| 404 | no such thing in this book, or in any book you may know of | drop the id |
| 405, 413 | wrong method, too large | mend the program |
| 409, 412, 428 | it changed, or is being changed | read again, decide, send again |
| 410 | the cursor or the file is gone | start over |
| 422 | understood, and refused | show the message; a retry changes nothing |
| 429 | too often | wait for `Retry-After` |
| 500, 502, 503, 504 | our fault, or a connection that broke | send it again with its `Idempotency-Key`, ever later |

"""


def errors_text() -> str:
    """The document, in Markdown."""
    table = "| `error` | `code` | Status |\n|---|---|---|\n"
    for slug, said in CATALOGUE.items():
        table += f"| [`{slug}`](#{slug}) | {said.code} | {status_of(slug)} |\n"
    return HEAD + table + "".join(_entry(slug) for slug in CATALOGUE)


def status_of(slug: str) -> int:
    example = problem_example(slug)
    return int(example["status"]) if example else HTTPStatus.UNPROCESSABLE_ENTITY


def _entry(slug: str) -> str:
    said, status, example = CATALOGUE[slug], status_of(slug), problem_example(slug)
    text = f"\n## {slug}\n\n**{status} {HTTPStatus(status).phrase}** · `{said.code}`\n\n{said.about}\n"
    if example is None:
        return text
    return text + f"\n```json\n{json.dumps(example, ensure_ascii=False, indent=2)}\n```\n"
