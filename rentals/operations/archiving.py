"""Put away a house that was sold or a unit that is let no more, with all that was written; and bring it back."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import models

from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Branch
from businesses.operations.branches import close_branch
from ledger.operations.transactions import in_transaction
from rentals.models import Lease, Property, Unit
from rentals.operations.ground import allow, tell, unit_in
from rentals.refusals import PutAway, RentChanged, RentUnknown, StillLet


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    row_id: uuid.UUID
    rev: int
    is_archived: bool
    replayed: bool = False


def archive_property(
    *, business_id: uuid.UUID, actor: Actor, property_id: uuid.UUID, base_rev: int, is_archived: bool,
    now: datetime.datetime, dry_run: bool = False,
) -> ArchiveResult:  # fmt: skip
    """Put a house away, or bring it back.

    Raises RoleNotAllowed, RentUnknown, StillLet and what close_branch raises.
    """

    def work() -> ArchiveResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        if not Property.objects.filter(business_id=business_id, branch_id=property_id).exists():
            raise RentUnknown
        if is_archived:
            _refuse_while_let(Lease.objects.filter(business_id=business_id, unit__branch_id=property_id))
        branch = close_branch(
            business_id=business_id, actor=actor, branch_id=property_id, base_rev=base_rev, is_closed=is_archived,
            now=now,
        )  # fmt: skip
        return ArchiveResult(branch.pk, branch.rev, is_archived)

    return in_transaction(work, dry_run=dry_run)


def archive_unit(
    *, business_id: uuid.UUID, actor: Actor, unit_id: uuid.UUID, base_rev: int, is_archived: bool,
    now: datetime.datetime, dry_run: bool = False,
) -> ArchiveResult:  # fmt: skip
    """Put a unit away, or bring it back.

    Raises RoleNotAllowed, RentUnknown, RentChanged, StillLet.
    """

    def work() -> ArchiveResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        unit = unit_in(business_id, unit_id)
        if unit.rev != base_rev:
            raise RentChanged
        if is_archived:
            _refuse_while_let(Lease.objects.filter(business_id=business_id, unit_id=unit_id))
        unit.closed_at, unit.rev = now if is_archived else None, unit.rev + 1
        unit.save(update_fields=["closed_at", "rev"])
        tell(
            business_id, actor=actor, now=now, verb="unit.archived" if is_archived else "unit.brought_back",
            subject_kind="unit", subject_id=unit.id, rev=unit.rev,
            contents={"property": str(unit.branch_id), "name": unit.name},
        )  # fmt: skip
        return ArchiveResult(unit.id, unit.rev, is_archived)

    return in_transaction(work, dry_run=dry_run)


def refuse_put_away(unit: Unit) -> None:
    """Raises PutAway: neither the unit nor its house is let before it is brought back."""
    own = Branch.objects.filter(business_id=unit.business_id, pk=unit.branch_id, closed_at=None)
    if unit.closed_at is not None or not own.exists():
        raise PutAway


def _refuse_while_let(leases: models.QuerySet[Lease]) -> None:
    """Raises StillLet."""
    running = leases.filter(ended_at=None).select_related("party").first()
    if running is not None:
        raise StillLet(tenant=running.party.name)
