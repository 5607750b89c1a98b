"""How long what is kept for a time only is kept: one table. audit.nights holds to it.

What is not in the table stays until somebody erases it or the whole book is deleted: entries, history, the trail.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` unless HALKHATA_KEEP_DAYS says otherwise; never fewer than `least`, which equals `days` where nobody
    may choose. `about` is for operators."""

    days: int
    least: int
    about: str


RULES: dict[str, Rule] = {
    "calls": Rule(366, 365, "the log of the API's calls; the law wants logs of processing for a year"),
    "receipts": Rule(
        400, 400, "receipts of changes from phones: one that comes back after a year sends none twice"
    ),
    "tokens": Rule(
        400, 400, "names of ended tokens and sign-ins of programs, which the log of calls points at"
    ),
    "sign_ins": Rule(180, 30, "notes at an account's door: browser, shortened network, wrong codes"),
    "jobs": Rule(30, 7, "ended work in the background; with a key of its own it is kept 400 days"),
    "messages": Rule(30, 3, "webhooks that were sent, and what was answered"),
    "brought_files": Rule(30, 1, "spreadsheets that were brought in, as they came"),
    "made_files": Rule(7, 7, "statements, packs and exports the worker made"),
    "answers": Rule(1, 1, "answers kept for an Idempotency-Key"),
    "trash": Rule(30, 30, "deleted entries and names; each book chooses 1 to 365 days itself"),
}


def kept(name: str) -> datetime.timedelta:
    rule = RULES[name]
    return datetime.timedelta(days=max(rule.least, int(settings.KEEP_DAYS.get(name, rule.days))))


@checks.register
def check_keep_days(
    *, app_configs: object = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """HALKHATA_KEEP_DAYS names rows of the table, and keeps to what each allows."""
    found: list[checks.CheckMessage] = []
    for name, days in settings.KEEP_DAYS.items():
        rule = RULES.get(name)
        if rule is None:
            known = ", ".join(RULES)
            found.append(
                checks.Error(f"HALKHATA_KEEP_DAYS names {name}; it can name {known}.", id="audit.E001")
            )
        elif days < rule.least or rule.least == rule.days != days:
            found.append(
                checks.Error(
                    f"HALKHATA_KEEP_DAYS: {name} is kept {rule.least} days at least.", id="audit.E002"
                )
            )
    return found
