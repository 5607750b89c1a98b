"""Hold a file against the book before anything is written."""

import datetime
import uuid
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from businesses.books import lock
from businesses.models import Business
from core.sheets.reading import Cell
from core.text import clean_line
from imports import files
from imports.findings import Findings, findings_of
from imports.models import ImportRun, RunState, RunSubject
from imports.plan import make_plan
from imports.queries.parties import standing_parties
from imports.refusals import MappingIncomplete, RunUnknown, WrongMoment
from imports.sheet import words
from imports.sheet.days import order_of
from imports.sheet.layout import Rows, cell_of
from imports.sheet.mapping import FIXED_ROWS_MAX, MONEY_ROLES, Mapping, mapping_from
from ledger.operations.drafts import check_branch
from ledger.refusals import PartyUnknown

OPEN_STATES = (RunState.MAPPING, RunState.CHECKED)
CELL_MAX = 1000


def look_through(
    *, business: Business, run_id: uuid.UUID, mapping: Mapping, now: datetime.datetime
) -> Findings:
    """What is new, the same, doubtful and wrong in the table when it is read so; nothing is kept.

    Raises MappingIncomplete, FileGone, BranchUnknown, BranchClosed.
    """
    _refuse_incomplete(mapping)
    if mapping.branch:
        check_branch(business.id, uuid.UUID(mapping.branch))
    rows = files.fetch_rows(business_id=business.id, run_id=run_id, sheet=mapping.sheet)
    return findings_of(make_plan(business=business, rows=rows, mapping=mapping, now=now), mapping)


def check_file(
    *, business: Business, run_id: uuid.UUID, mapping: Mapping, now: datetime.datetime
) -> Findings:
    """Keep how the table is to be read, and what is found in it.

    Raises MappingIncomplete, RunUnknown, WrongMoment, FileGone.
    """
    findings = look_through(business=business, run_id=run_id, mapping=mapping, now=now)
    _keep_check(business.id, run_id=run_id, said=mapping.to_json(), findings=findings)
    return findings


def amend(
    *, business: Business, run_id: uuid.UUID, fixes: dict[str, dict[str, str]], same_as: dict[str, str],
    sure_of_days: bool, now: datetime.datetime,
) -> Findings:  # fmt: skip
    """Check again with mended cells (row → column → text) and with who is who (key → party id, "" for new);
    `sure_of_days`: days far from today are right.

    Raises RunUnknown, PartyUnknown, WrongMoment, FileGone, TextError.
    """
    run = ImportRun.objects.filter(business=business, id=run_id).first()
    if run is None or run.mapping is None:
        raise RunUnknown
    mapping = mended(mapping_from(run.mapping), fixes=fixes, same_as=known_to(business, same_as))
    mapping = replace(mapping, sure_of_days=sure_of_days)
    return check_file(business=business, run_id=run_id, mapping=mapping, now=now)


def mended(mapping: Mapping, *, fixes: dict[str, dict[str, str]], same_as: dict[str, str]) -> Mapping:
    """The mapping with cells mended and parties told apart as in `amend`. Raises TextError."""
    kept = {**mapping.fixes}
    for line, cells in fixes.items():
        if line in kept or len(kept) < FIXED_ROWS_MAX * 10:
            cleaned = {column: clean_line(text, max_length=CELL_MAX) for column, text in cells.items()}
            kept[line] = {**kept.get(line, {}), **cleaned}
    chosen = {key: party for key, party in {**mapping.same_as, **same_as}.items() if party}
    return replace(mapping, fixes=kept, same_as=chosen)


def known_to(business: Business, same_as: dict[str, str]) -> dict[str, str]:
    """The same, when every party chosen stands in the book. Raises PartyUnknown, for another book's alike."""
    chosen = {party for party in same_as.values() if party}
    if len(standing_parties(business_id=business.id, ids=chosen)) < len(chosen):
        raise PartyUnknown
    return same_as


def with_known_order(rows: Rows, mapping: Mapping) -> Mapping:
    """The mapping with the order of day and month that the chosen column of dates tells by itself."""
    known = order_of(cells_of(rows[mapping.head :], mapping, words.DATE)).day_first
    return mapping if known is None else replace(mapping, day_first=known)


def cells_of(rows: Rows, mapping: Mapping, role: str) -> list[Cell]:
    """The column that has this role, from top to bottom; nothing when none has."""
    column = mapping.column(role)
    return [] if column is None else [cell_of(row, column) for row in rows]


def _keep_check(
    business_id: uuid.UUID, *, run_id: uuid.UUID, said: dict[str, Any], findings: Findings
) -> None:
    """The mapping and what was found under it, in one step: under the book's lock the file of the mapping
    that stands is always there."""
    with transaction.atomic():
        lock(business_id, events=0)
        standing = ImportRun.objects.filter(
            business_id=business_id, id=run_id, state__in=OPEN_STATES, subject=RunSubject.KHATA
        )
        name, before = files.check_name(said), files.check_name(_mapping_of(standing))
        files.keep_json(business_id=business_id, run_id=run_id, name=name, value=findings.to_json())
        if not standing.update(mapping=said, state=RunState.CHECKED, counts=findings.counts()):
            files.let_go(business_id=business_id, run_id=run_id, name=name)
            raise WrongMoment
        if before != name:
            files.let_go(business_id=business_id, run_id=run_id, name=before)


def _mapping_of(standing: QuerySet[ImportRun]) -> dict[str, Any] | None:
    return standing.values_list("mapping", flat=True).first()


def _refuse_incomplete(mapping: Mapping) -> None:
    """A sentence for the first thing without which the table says nothing."""
    has = set(mapping.roles)
    if words.PARTY not in has and not mapping.party:
        raise MappingIncomplete(
            _("Say which column holds the names, or write whose khata this file is."), field="party"
        )
    if not has & {*MONEY_ROLES, words.OPENING, words.OPENING_GIVE, words.PARTY}:
        raise MappingIncomplete(_("Say which column holds the amounts."))
    if has & set(MONEY_ROLES) and words.DATE not in has:
        raise MappingIncomplete(_("Say which column holds the dates."))
    if words.AMOUNT in has and has & {words.GAVE, words.GOT}:
        raise MappingIncomplete(
            _("Choose either one column of amounts, or the columns “You gave” and “You got”; not both.")
        )
    for role in words.ROLES:
        if role != words.NOTE and mapping.roles.count(role) > 1:
            raise MappingIncomplete(_("Two columns have the same meaning. Give each its own."))
