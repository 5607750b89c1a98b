"""Bring the houses of a sheet into a rent book, piece by piece, and take them back out."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.models import Business
from businesses.roles import is_granted
from core.refusals import Refusal
from imports import files
from imports.models import ImportRun, RunState, RunSubject
from imports.operations.checking import mended
from imports.operations.runs import REFUSED_KEPT, Progress, refuse_turned
from imports.refusals import MappingIncomplete, RunUnknown, WrongMoment
from imports.rents import words
from imports.rents.plan import PlannedUnit, RentPlan, make_rent_plan
from imports.sheet.mapping import Mapping as Columns
from imports.sheet.mapping import mapping_from
from ledger.models import Direction, DocumentKind, Mode
from ledger.operations.run_parties import PartyDraft, settle_parties
from ledger.operations.runs import RowDraft, record_rows, undo_run_chunk
from ledger.refusals import RoleNotAllowed
from rentals.operations.deposits import BROUGHT, receive_deposit
from rentals.operations.leases import add_lease
from rentals.operations.properties import add_property, add_unit
from rentals.operations.unwinding import take_back_house, take_back_lease, take_back_unit
from rentals.terms import LeaseContent

PIECE = 20
"""Units written in one transaction."""
MADE = ("houses", "units", "leases", "deposits")


def look_through_rents(*, business: Business, run_id: uuid.UUID, now: datetime.datetime) -> RentPlan:
    """What is new, the same and wrong in the sheet as its columns stand; nothing is kept.

    Raises RunUnknown, MappingIncomplete, FileGone.
    """
    mapping = mapping_from(_run(business.pk, run_id).mapping or {})
    _refuse_incomplete(mapping)
    rows = files.fetch_rows(business_id=business.pk, run_id=run_id, sheet=mapping.sheet)
    return make_rent_plan(business=business, rows=rows, mapping=mapping, now=now)


def check_rents(
    *, business: Business, run_id: uuid.UUID, roles: tuple[str, ...] | None = None, day_first: bool | None = None,
    fixes: Mapping[str, dict[str, str]] | None = None, now: datetime.datetime,
) -> RentPlan:  # fmt: skip
    """Keep which column is what (`roles`, imports.rents.words), the cells that were mended (`fixes`: row → column →
    text), and what is found with it. What is left out stays; other columns let go of what was mended.

    Raises RunUnknown, MappingIncomplete, WrongMoment, FileGone, TextError.
    """
    mapping = _said(mapping_from(_run(business.pk, run_id).mapping or {}), roles=roles, day_first=day_first)
    mapping = mended(mapping, fixes=dict(fixes or {}), same_as={})
    rows = files.fetch_rows(business_id=business.pk, run_id=run_id, sheet=mapping.sheet)
    _refuse_incomplete(mapping)
    plan = make_rent_plan(business=business, rows=rows, mapping=mapping, now=now)
    open_runs = ImportRun.objects.filter(
        business_id=business.pk, id=run_id, state__in=(RunState.MAPPING, RunState.CHECKED)
    )
    if not open_runs.update(mapping=mapping.to_json(), state=RunState.CHECKED, counts=plan.counts()):
        raise WrongMoment
    return plan


def _said(mapping: Columns, *, roles: tuple[str, ...] | None, day_first: bool | None) -> Columns:
    if roles is not None:
        roles = (*roles, *[""] * len(mapping.roles))[: len(mapping.roles)]
        mapping = replace(mapping, roles=roles, fixes=mapping.fixes if roles == mapping.roles else {})
    return mapping if day_first is None else replace(mapping, day_first=day_first)


def _refuse_incomplete(mapping: Columns) -> None:
    has = [role for role in mapping.roles if role]
    if not set(words.NEEDED) <= set(has):
        raise MappingIncomplete(_("Say which column holds the houses, and which the units."))
    if len(has) != len(set(has)):
        raise MappingIncomplete(_("Two columns have the same meaning. Give each its own."))
    if words.TENANT in has and words.RENT not in has:
        raise MappingIncomplete(_("Say which column holds the rent."))


def bring_rents(
    *, business: Business, run_id: uuid.UUID, actor: Actor, progress: Progress,
    clock: Callable[[], datetime.datetime],
) -> dict[str, int]:  # fmt: skip
    """Write the sheet's units in pieces; called again after any stop, it goes on: what stands is the same by then.

    Raises RoleNotAllowed, RunUnknown, FileGone, WrongMoment once the run is being undone.
    """
    _refuse_role(actor)
    plan = look_through_rents(business=business, run_id=run_id, now=clock())
    done = len(_made(business.pk, run_id)["units"])
    total = len(plan.new) + done
    progress(done, total)
    refused: list[str] = []
    for start in range(0, len(plan.new), PIECE):
        piece = _Piece(business, run_id=run_id, actor=actor, now=clock(), plan=plan)
        part = plan.new[start : start + PIECE]
        refused += piece.write(part)
        progress(done + start + len(part), total)
    return _finish(_run(business.pk, run_id), plan=plan, refused=refused, now=clock())


class _Piece:
    """Some units of a run in one transaction; a row the operations decline leaves the others alone."""

    def __init__(
        self, business: Business, *, run_id: uuid.UUID, actor: Actor, now: datetime.datetime, plan: RentPlan
    ) -> None:
        self.business, self.run_id, self.actor, self.now, self.plan = business, run_id, actor, now, plan
        self.by: dict[str, Any] = {"business_id": business.pk, "actor": actor, "now": now}

    def write(self, part: list[PlannedUnit]) -> list[str]:
        refused: list[str] = []
        with transaction.atomic():
            refuse_turned(self.business.pk, self.run_id, RunState.RUNNING)
            self.made = _made(self.business.pk, self.run_id)
            self.houses = {name: uuid.UUID(one) for one, name in self.made["names"].items()}
            for one in part:
                before = {key: list(self.made[key]) for key in MADE}
                try:
                    with transaction.atomic():
                        self._unit(one)
                except Refusal as refusal:
                    refused.append(f"{one.row.line}: {refusal.message}")
                    self.made.update(before)
            self._keep()
        return refused

    def _unit(self, one: PlannedUnit) -> None:
        house_id = one.house_id or self._house(one)
        unit_id = one.unit_id
        if unit_id is None:
            unit_id = uuid.uuid5(self.run_id, f"unit {house_id} {one.row.unit}")
            rent = one.row.rent or None
            add_unit(property_id=house_id, unit_id=unit_id, name=one.row.unit, asking_rent=rent, **self.by)
            self.made["units"].append(str(unit_id))
        if one.is_let:
            self._let(one, unit_id=unit_id)

    def _house(self, one: PlannedUnit) -> uuid.UUID:
        name = one.row.house.casefold()
        if name in self.houses and str(self.houses[name]) in self.made["houses"]:
            return self.houses[name]
        house_id = add_property(name=one.row.house, address=one.row.address, **self.by).property_id
        self.houses[name] = house_id
        self.made["houses"].append(str(house_id))
        self.made["names"][str(house_id)] = name
        return house_id

    def _let(self, one: PlannedUnit, *, unit_id: uuid.UUID) -> None:
        party_id = self._tenant(one)
        lease_id = uuid.uuid5(self.run_id, f"lease {unit_id}")
        row = one.row
        content = LeaseContent(
            starts_on=one.starts_on, ends_on=row.ends_on, rent=row.rent, due_day=row.due_day,
            deposit_asked=row.agreed, raises_from=one.raises_from, note=row.note,
        )  # fmt: skip
        add_lease(lease_id=lease_id, unit_id=unit_id, party_id=party_id, content=content, **self.by)
        self.made["leases"].append(str(lease_id))
        if row.held:
            movement_id = uuid.uuid5(self.run_id, f"deposit {unit_id}")
            day = min(one.starts_on, self.plan.asked_from)
            receive_deposit(
                movement_id=movement_id, lease_id=lease_id, amount=row.held, mode=BROUGHT, day=day, **self.by
            )
            self.made["deposits"].append(str(movement_id))
        if one.opening:
            self._open(one, party_id=party_id)

    def _tenant(self, one: PlannedUnit) -> uuid.UUID:
        match = self.plan.matches[one.party]
        draft = PartyDraft(
            party_id=uuid.uuid5(self.run_id, one.party), name=match.party.name, phone=match.party.phone,
            kind="tenant", standing_id=match.standing_id,
        )  # fmt: skip
        return settle_parties(run_id=self.run_id, parties=[draft], **self.by)[0]

    def _open(self, one: PlannedUnit, *, party_id: uuid.UUID) -> None:
        day = self.plan.asked_from - datetime.timedelta(days=1)
        row = RowDraft(
            source_key=one.opening_key, party_id=party_id,
            direction=Direction.GAVE if one.opening > 0 else Direction.GOT, amount=abs(one.opening),
            mode=Mode.UNSORTED, day=day, kind=DocumentKind.OPENING,
        )  # fmt: skip
        record_rows(run_id=self.run_id, rows=[row], **self.by)

    def _keep(self) -> None:
        run = _run(self.business.pk, self.run_id)
        run.counts = {**run.counts, "rents": self.made}
        run.save(update_fields=["counts"])


def _made(business_id: uuid.UUID, run_id: uuid.UUID) -> dict[str, Any]:
    """Ids of what the run wrote, oldest first, and the names of its houses by id."""
    kept = _run(business_id, run_id).counts.get("rents") or {}
    return {**{key: list(kept.get(key, ())) for key in MADE}, "names": dict(kept.get("names", {}))}


def _finish(run: ImportRun, *, plan: RentPlan, refused: list[str], now: datetime.datetime) -> dict[str, int]:
    made = _made(run.business_id, run.pk)
    counts = {
        "made": len(made["units"]), "leases": len(made["leases"]), "houses": len(made["houses"]),
        "wrong": len(plan.wrong), "refused": len(refused), "same": len(plan.same),
    }  # fmt: skip
    standing = ImportRun.objects.filter(id=run.pk, business_id=run.business_id, state=RunState.RUNNING)
    kept = {**run.counts, **counts, "refused_rows": refused[:REFUSED_KEPT]}
    standing.update(state=RunState.DONE, counts=kept, done_at=now)
    return counts


def take_back_rents(
    *, business_id: uuid.UUID, run_id: uuid.UUID, actor: Actor, progress: Progress,
    clock: Callable[[], datetime.datetime],
) -> dict[str, int]:  # fmt: skip
    """Take out what the run brought: leases, deposits, opening balances, units, houses and names.

    A lease that was changed or paid for since stays, with its unit, its house and its tenant. Called again after any
    stop, it goes on. Raises RoleNotAllowed, RunUnknown, WrongMoment.
    """
    _refuse_role(actor)
    made = _made(business_id, run_id)
    total, kept = len(made["leases"]) + len(made["units"]), 0
    steps = [("leases", take_back_lease), ("units", take_back_unit), ("houses", take_back_house)]
    done = 0
    for key, take_back in steps:
        for one in made[key]:
            with transaction.atomic():
                refuse_turned(business_id, run_id, RunState.UNDOING)
                is_out = take_back(
                    business_id=business_id, actor=actor, row_id=uuid.UUID(one), run_id=run_id, now=clock()
                )
            kept += key == "leases" and not is_out
            done += 1
            progress(min(done, total), total)
    _take_back_entries(business_id, run_id=run_id, actor=actor, now=clock())
    counts = {"kept": kept, "undone": len(made["leases"]) - kept}
    run = _run(business_id, run_id)
    standing = ImportRun.objects.filter(business_id=business_id, id=run_id, state=RunState.UNDOING)
    standing.update(state=RunState.UNDONE, counts={**run.counts, **counts})
    return counts


def _take_back_entries(
    business_id: uuid.UUID, *, run_id: uuid.UUID, actor: Actor, now: datetime.datetime
) -> None:
    left = 1
    while left:
        with transaction.atomic():
            refuse_turned(business_id, run_id, RunState.UNDOING)
            left = undo_run_chunk(business_id=business_id, actor=actor, run_id=run_id, now=now).left


def _run(business_id: uuid.UUID, run_id: uuid.UUID) -> ImportRun:
    run = ImportRun.objects.filter(business_id=business_id, id=run_id, subject=RunSubject.RENTS).first()
    if run is None:
        raise RunUnknown
    return run


def _refuse_role(actor: Actor) -> None:
    if not (is_granted(actor.role, "book.import") and is_granted(actor.role, "rent.write")):
        raise RoleNotAllowed
