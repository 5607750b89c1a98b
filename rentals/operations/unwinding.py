"""Take back what a sheet brought and nobody has used since: a lease, a unit, a house. Rows stay, out of sight."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Branch
from businesses.operations.branches import change_branch, close_branch
from core.refusals import Refusal
from ledger.models import Document, DocumentState
from rentals.models import (
    Cheque,
    ChequeState,
    DepositKind,
    DepositMovement,
    Due,
    Lease,
    Property,
    RentInvoice,
    Unit,
)
from rentals.operations.deposits import take_back_deposit
from rentals.operations.dues import undo_due
from rentals.operations.ground import allow, tell
from rentals.operations.leases import lease_contents
from rentals.refusals import RentUnknown

NAME_MAX = 40


def take_back_lease(
    *, business_id: uuid.UUID, actor: Actor, row_id: uuid.UUID, run_id: uuid.UUID, now: datetime.datetime
) -> bool:
    """End a lease as if it had not been: its dues and its deposit are taken back. False, and nothing done, when it was
    changed since or money came for it. Raises RoleNotAllowed, RentUnknown."""

    @transaction.atomic
    def work() -> bool:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        lease = (
            Lease.objects.filter(business_id=business_id, id=row_id).select_related("unit", "party").first()
        )
        if lease is None:
            raise RentUnknown
        if lease.ended_at is not None:
            return True
        if _is_used(lease, run_id=run_id):
            return False
        why = _("Brought from a sheet by mistake")
        for due in Due.objects.filter(business_id=business_id, lease=lease, taken_back_at=None):
            undo_due(due, why=why, book=book, actor=actor, now=now)
        for one in DepositMovement.objects.filter(business_id=business_id, lease=lease, taken_back_at=None):
            take_back_deposit(business_id=business_id, actor=actor, movement_id=one.id, now=now)
        lease.ends_on, lease.ended_at, lease.rev = lease.starts_on, now, lease.rev + 1
        lease.changed_seq = tell(
            business_id, actor=actor, now=now, verb="tenant.changed", subject_kind="lease", subject_id=lease.id,
            rev=lease.rev, amount=0, contents=lease_contents(lease),
        )  # fmt: skip
        lease.save(update_fields=["ends_on", "ended_at", "rev", "changed_seq"])
        return True

    try:
        return work()
    except Refusal as refusal:
        if refusal.slug == "period_locked":
            return False
        raise


def _is_used(lease: Lease, *, run_id: uuid.UUID) -> bool:
    """Whether anything happened to it but rent being asked for: a tax invoice that was given stays."""
    own = {"business_id": lease.business_id, "lease": lease}
    moved = DepositMovement.objects.filter(**own, taken_back_at=None)
    asked = Due.objects.filter(**own, document__isnull=False).values("document_id")
    entries = Document.objects.filter(
        business_id=lease.business_id, party_id=lease.party_id, state=DocumentState.POSTED
    ).exclude(Q(id__in=asked) | Q(run_id=run_id))
    others = Lease.objects.filter(business_id=lease.business_id, party_id=lease.party_id, ended_at=None)
    if others.exclude(id=lease.id).exists():
        theirs = Due.objects.filter(business_id=lease.business_id, lease__in=others).values("document_id")
        entries = entries.exclude(id__in=theirs.filter(document__isnull=False))
    invoiced = RentInvoice.objects.filter(business_id=lease.business_id, due__lease=lease, cancelled_at=None)
    cheques = Cheque.objects.filter(**own).exclude(state=ChequeState.GIVEN_BACK)
    return (
        lease.rev != 1 or entries.exists() or cheques.exists() or invoiced.exists()
        or moved.exclude(kind=DepositKind.RECEIVED).exists() or moved.count() > 1
    )  # fmt: skip


def take_back_unit(
    *, business_id: uuid.UUID, actor: Actor, row_id: uuid.UUID, run_id: uuid.UUID, now: datetime.datetime
) -> bool:
    """Close a unit nobody rents, and free its name. False when somebody does. Raises RoleNotAllowed, RentUnknown."""

    with transaction.atomic():
        lock(business_id, events=0)
        allow(actor, "rent.write")
        unit = Unit.objects.filter(business_id=business_id, id=row_id).first()
        if unit is None:
            raise RentUnknown
        if unit.closed_at is not None:
            return True
        if Lease.objects.filter(business_id=business_id, unit=unit, ended_at=None).exists():
            return False
        unit.name, unit.closed_at, unit.rev = _gone(unit.name, run_id), now, unit.rev + 1
        unit.save(update_fields=["name", "closed_at", "rev"])
        contents = {"property": str(unit.branch_id), "name": unit.name, "is_closed": True}
        tell(
            business_id, actor=actor, now=now, verb="unit.changed", subject_kind="unit", subject_id=unit.id,
            rev=unit.rev, contents=contents,
        )  # fmt: skip
        return True


def take_back_house(
    *, business_id: uuid.UUID, actor: Actor, row_id: uuid.UUID, run_id: uuid.UUID, now: datetime.datetime
) -> bool:
    """Close a house without units, and free its name. False when it has some. Raises RoleNotAllowed, RentUnknown."""

    with transaction.atomic():
        lock(business_id, events=0)
        allow(actor, "rent.write")
        if not Property.objects.filter(business_id=business_id, branch_id=row_id).exists():
            raise RentUnknown
        branch = Branch.objects.get(business_id=business_id, pk=row_id)
        if branch.closed_at is not None:
            return True
        if Unit.objects.filter(business_id=business_id, branch=branch, closed_at=None).exists():
            return False
        by: dict[str, Any] = {"business_id": business_id, "actor": actor, "branch_id": branch.pk, "now": now}
        renamed = change_branch(
            **by, base_rev=branch.rev, name=_gone(branch.name, run_id), kind=branch.kind,
            registration_id=branch.registration_id,
        )  # fmt: skip
        close_branch(**by, base_rev=renamed.rev, is_closed=True)
        return True


def _gone(name: str, run_id: uuid.UUID) -> str:
    return f"{name[:NAME_MAX]} ({run_id.hex[-8:]})"
