"""Rows of tests/tenancy/test_queries.py for taking data along and for forgetting people."""

from collections.abc import Callable
from typing import Any

from businesses.roles import Role
from core.ids import uuid7

Given = Callable[[Any], dict[str, Any]]


def asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


REFUSES: dict[str, Given] = {
    "ledger.operations.erasing.erase_party": lambda world: {
        "party_id": world.foreign.party, "typed": "রহিম স্টোর", **asked(world),
    },
    "ledger.operations.erasing.family_to_erase": lambda world: {"party_id": world.foreign.party},
    "ledger.operations.exports.ask_for_party": lambda world: {
        "party_id": world.foreign.party, "request_id": uuid7(), "language": "en", "digits": "latn", **asked(world),
    },
    "ledger.operations.exports.delete_download": lambda world: {
        "actor": world.own.shop.asha, "job_id": world.foreign.jobs["done"][Role.OWNER],
    },
    "ledger.queries.forgetting.kept_of": lambda world: {
        "party_id": world.foreign.party, "today": world.own.shop.now.date(),
    },
}  # fmt: skip
IN_FULL = "tests/forgetting/test_exports.py: packs of two books beside each other"
SEEN_ELSEWHERE = {
    "ledger.operations.erasing.forget": "takes the parties family_to_erase found in the book",
    "ledger.operations.erasing.take_out": "tests/forgetting/test_nowhere.py: another book stays as it was",
    "ledger.operations.erasing.mentions": "tests/forgetting/test_nowhere.py: another book stays as it was",
    "ledger.operations.exports.ask_for_book": "names nothing but the book",
    "ledger.operations.exports.ask_for_pack": "names nothing but the book",
    "ledger.queries.downloads.downloads": IN_FULL,
    "ledger.queries.whole.book_facts": IN_FULL,
    "ledger.queries.whole.parties": IN_FULL,
    "ledger.queries.whole.entries": IN_FULL,
    "ledger.queries.whole.accounts": IN_FULL,
    "ledger.queries.whole.journal": IN_FULL,
    "ledger.queries.whole.history": IN_FULL,
    "ledger.queries.whole.waiting": IN_FULL,
    "ledger.queries.whole.photos": IN_FULL,
}
