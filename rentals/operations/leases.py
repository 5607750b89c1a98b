"""Leases: a unit let to a tenant, and what both agreed on."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from core.text import clean_note
from ledger.models import Party
from ledger.operations.drafts import AMOUNT_BELOW, DAYS_AHEAD_MAX, FIRST_DAY
from ledger.operations.transactions import in_transaction
from ledger.refusals import AmountOutOfReach, IdTaken, PartyUnknown
from rentals.arithmetic import FeeKind, PartRule, PeriodRule, Use
from rentals.models import Due, Lease, LeaseTenant, RentRise
from rentals.operations.archiving import refuse_put_away
from rentals.operations.ground import allow, lease_in, new_row, refuse_without_rent, tell, unit_in
from rentals.refusals import LeaseRefused, RentChanged, UnitLet
from rentals.terms import LeaseContent, put

RISES_MAX = 24
OTHERS_MAX = 10
NOTE_MAX = 1000
LAST_DAY = datetime.date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class LeaseResult:
    lease_id: uuid.UUID
    unit_id: uuid.UUID
    party_id: uuid.UUID
    rev: int
    seq: int
    replayed: bool = False


def add_lease(
    *, business_id: uuid.UUID, actor: Actor, lease_id: uuid.UUID, unit_id: uuid.UUID, party_id: uuid.UUID,
    content: LeaseContent, others: Sequence[uuid.UUID] = (), now: datetime.datetime, dry_run: bool = False,
) -> LeaseResult:  # fmt: skip
    """Let a unit to a tenant; `others` rent with them. Sent again under the same id it answers the first result.

    Raises RoleNotAllowed, NoRentHere, RentUnknown, PartyUnknown, PutAway, LeaseRefused, UnitLet, IdTaken,
    AmountOutOfReach, TextError.
    """

    def work() -> LeaseResult:
        seq = lock(business_id).first_seq
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        standing = Lease.objects.filter(business_id=business_id, id=lease_id).first()
        if standing is not None:
            if (standing.unit_id, standing.party_id) != (unit_id, party_id):
                raise IdTaken
            return _result(standing, seq=standing.changed_seq, replayed=True)
        unit = unit_in(business_id, unit_id)
        refuse_put_away(unit)
        lease = Lease(
            id=lease_id,
            business_id=business_id,
            unit=unit,
            party_id=party_id,
            changed_seq=seq,
            created_at=now,
        )
        said = _checked(content)
        _refuse_while_let(lease, said)
        put(lease, said)
        parties = _parties(business_id, [party_id, *others])
        with new_row(Lease, lease_id):
            lease.save(force_insert=True)
        _keep_rows(lease, said, others=[one for one in parties if one != party_id])
        return _told(lease, verb="tenant.changed", actor=actor, now=now, seq=seq)

    return in_transaction(work, dry_run=dry_run)


def change_lease(
    *, business_id: uuid.UUID, actor: Actor, lease_id: uuid.UUID, base_rev: int, content: LeaseContent,
    others: Sequence[uuid.UUID] = (), now: datetime.datetime, dry_run: bool = False,
) -> LeaseResult:  # fmt: skip
    """New terms hold for dues that are raised from now on; what was asked for stays as it is. The first day and the
    counting of periods stay once something was asked for.

    Raises what add_lease raises, and RentChanged, LeaseEnded.
    """

    def work() -> LeaseResult:
        seq = lock(business_id).first_seq
        allow(actor, "rent.write")
        lease = lease_in(business_id, lease_id)
        if lease.rev != base_rev:
            raise RentChanged
        said = _checked(content)
        _refuse_while_let(lease, said)
        _refuse_other_periods(lease, said)
        put(lease, said)
        lease.rev, lease.changed_seq = lease.rev + 1, seq
        parties = _parties(business_id, [lease.party_id, *others])
        lease.save()
        RentRise.objects.filter(business_id=business_id, lease=lease).delete()
        LeaseTenant.objects.filter(business_id=business_id, lease=lease).delete()
        _keep_rows(lease, said, others=[one for one in parties if one != lease.party_id])
        return _told(lease, verb="tenant.changed", actor=actor, now=now, seq=seq)

    return in_transaction(work, dry_run=dry_run)


def _checked(content: LeaseContent) -> LeaseContent:
    """The content with its note cleaned. Raises LeaseRefused, AmountOutOfReach, TextError."""
    last = LAST_DAY if content.ends_on is None else content.ends_on
    if not FIRST_DAY <= content.starts_on <= LAST_DAY - datetime.timedelta(days=DAYS_AHEAD_MAX):
        raise LeaseRefused(_("Check the first day of the lease."), field="starts_on")
    if last < content.starts_on or last > LAST_DAY:
        raise LeaseRefused(_("The lease ends before it starts."), field="ends_on")
    for amount in (content.rent, content.deposit_asked, content.fee.amount, content.fee.cap):
        if not 0 <= amount < AMOUNT_BELOW:
            raise AmountOutOfReach
    if not 1 <= content.due_day <= 31:
        raise LeaseRefused(_("The rent falls due on a day from 1 to 31."), field="due_day")
    if not (0 <= content.advance_months <= 24 and 0 <= content.notice_days <= 730):
        raise LeaseRefused(_("Ask for up to 24 months ahead, and for notice of up to 730 days."))
    if content.period_rule not in set(PeriodRule) or content.part_rule not in set(PartRule):
        raise LeaseRefused(_("Choose how a part of a month is counted."), field="part_rule")
    if content.round_to not in (1, 100):
        raise LeaseRefused(_("A rent is rounded to whole rupees, or not at all."), field="round_to")
    if content.use == Use.BUSINESS and content.rent >= AMOUNT_BELOW // 2:
        raise AmountOutOfReach
    if content.use not in set(Use):
        raise LeaseRefused(_("Say what it is rented for: a home or a business."), field="use")
    _check_fee(content)
    _check_rises(content)
    note = clean_note(content.note, max_length=NOTE_MAX)
    return LeaseContent(
        **{name: getattr(content, name) for name in content.__slots__ if name != "note"}, note=note
    )


def _check_fee(content: LeaseContent) -> None:
    fee = content.fee
    if fee.kind == FeeKind.PERCENT and not 0 < fee.percent <= 10_000:
        raise LeaseRefused(_("The late fee is more than 0 and up to 100 per cent."), field="fee_percent")
    if fee.kind in {FeeKind.FLAT, FeeKind.PER_DAY} and fee.amount <= 0:
        raise LeaseRefused(_("Say how much the late fee is."), field="fee_amount")
    if not 0 <= fee.grace_days <= 365:
        raise LeaseRefused(_("Days of grace are 0 to 365."), field="fee_grace_days")


def _check_rises(content: LeaseContent) -> None:
    if len(content.rises) > RISES_MAX:
        raise LeaseRefused(_("A lease has up to 24 rent rises."), field="rises")
    for rise in content.rises:
        if not content.starts_on < rise.day <= LAST_DAY:
            raise LeaseRefused(_("The rent rises after the lease began."), field="rise_day")
        if rise.amount is not None and not 0 <= rise.amount < AMOUNT_BELOW:
            raise AmountOutOfReach
        if rise.amount is None and not 0 < rise.percent <= 100_000:
            raise LeaseRefused(_("Say by how much the rent rises."), field="rise_percent")
        if not 0 <= rise.every_months <= 120 or (rise.every_months and rise.amount is not None):
            raise LeaseRefused(
                _("Only a rise by per cent comes again, after 1 to 120 months."), field="rise_every"
            )


def _refuse_while_let(lease: Lease, content: LeaseContent) -> None:
    """Raises UnitLet: two leases of a unit never share a day."""
    others = Lease.objects.filter(business_id=lease.business_id, unit_id=lease.unit_id).exclude(id=lease.id)
    meets = Q(ends_on__isnull=True) | Q(ends_on__gte=content.starts_on)
    if content.ends_on is not None:
        meets &= Q(starts_on__lte=content.ends_on)
    standing = others.filter(meets).select_related("party").order_by("-starts_on").first()
    if standing is not None:
        raise UnitLet(tenant=standing.party.name)


def _refuse_other_periods(lease: Lease, content: LeaseContent) -> None:
    same = (lease.starts_on, lease.period_rule) == (content.starts_on, content.period_rule)
    if not same and Due.objects.filter(business_id=lease.business_id, lease=lease).exists():
        raise LeaseRefused(
            _("Rent was asked for already: the first day and the counting of months stay as they are."),
            field="starts_on",
        )


def _parties(business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Raises PartyUnknown, LeaseRefused."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > OTHERS_MAX + 1:
        raise LeaseRefused(_("You can add up to 10 other tenants."), field="others")
    found = Party.objects.filter(business_id=business_id, id__in=wanted, trashed_at=None)
    if found.count() != len(wanted):
        raise PartyUnknown
    return wanted


def _keep_rows(lease: Lease, content: LeaseContent, *, others: Sequence[uuid.UUID]) -> None:
    RentRise.objects.bulk_create(
        RentRise(
            business_id=lease.business_id, lease=lease, day=rise.day, amount=rise.amount,
            percent=0 if rise.amount is not None else rise.percent, every_months=rise.every_months,
        )
        for rise in content.rises
    )  # fmt: skip
    LeaseTenant.objects.bulk_create(
        LeaseTenant(business_id=lease.business_id, lease=lease, party_id=one) for one in others
    )


def _told(lease: Lease, *, verb: str, actor: Actor, now: datetime.datetime, seq: int) -> LeaseResult:
    tell(
        lease.business_id, actor=actor, now=now, verb=verb, subject_kind="lease", subject_id=lease.id,
        rev=lease.rev, amount=lease.rent, contents=lease_contents(lease), seq=seq,
    )  # fmt: skip
    return _result(lease, seq=seq)


def lease_contents(lease: Lease) -> dict[str, object]:
    """A lease as the trail keeps it: ids, days and sums, no names."""
    return {
        "unit": str(lease.unit_id), "tenant": str(lease.party_id), "starts_on": lease.starts_on.isoformat(),
        "ends_on": lease.ends_on.isoformat() if lease.ends_on else None, "rent": lease.rent,
        "due_day": lease.due_day, "deposit_asked": lease.deposit_asked, "late_fee": lease.fee_kind, "use": lease.use,
        "has_ended": lease.ended_at is not None,
    }  # fmt: skip


def _result(lease: Lease, *, seq: int, replayed: bool = False) -> LeaseResult:
    return LeaseResult(
        lease_id=lease.id, unit_id=lease.unit_id, party_id=lease.party_id, rev=lease.rev, seq=seq,
        replayed=replayed,
    )  # fmt: skip
