"""The rent of a month, and the roll of a year: units down, months across."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet, Sum

from core.periods import Period, add_months, month_end, month_start
from ledger.models import Direction, Document, DocumentKind, DocumentState
from rentals.models import DueKind, Lease, Property, PropertyExpense
from rentals.queries.co_tenants import others_of, together
from rentals.queries.owed import DueRow, due_rows, open_dues

LETTERS = {"paid": "P", "part": "H", "due": "D", "overdue": "O"}
"""How a cell of the roll is told without its colour: paid, half, due, overdue."""
MONEY_KINDS = (DocumentKind.KHATA, DocumentKind.RENT_PAID)
"""Money of tenants: with the tax they kept back of it, which pays like money."""
WORST = ("overdue", "part", "due", "paid")
MONTHS_MAX = 12


@dataclass(frozen=True, slots=True)
class TenantMonth:
    """What a lease owes in all today: `asked` and `received` of the month, `overdue` of any month. Minor units."""

    lease_id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    unit: str
    house_id: uuid.UUID
    house: str
    asked: int
    unpaid: int
    open: int
    overdue: int
    oldest_due_on: datetime.date | None
    others: tuple[str, ...] = ()

    @property
    def tenants(self) -> str:
        """All who rent together."""
        return together(self.tenant, self.others)

    @property
    def state(self) -> str:
        if self.overdue:
            return "overdue"
        if self.open:
            return "part" if 0 < self.unpaid < self.asked else "due"
        return "paid" if self.asked else ""


@dataclass(frozen=True, slots=True)
class Month:
    """`due` was asked for in the month, `received` is the money that came in it, `overdue` what is late today."""

    month: datetime.date
    due: int
    received: int
    overdue: int
    rows: tuple[TenantMonth, ...]


def month(business_id: uuid.UUID, *, month: datetime.date, today: datetime.date) -> Month:
    """Tenants who owe most overdue first, then who owe, then the others."""
    first, last = month_start(month), month_end(month)
    asked = due_rows(business_id, since=first, until=last)
    still_open = open_dues(business_id)
    leases = list(
        Lease.objects.filter(business_id=business_id, starts_on__lte=last)
        .exclude(ends_on__lt=first)
        .select_related("party", "unit__branch")[:1_000]
    )
    known = {one.id for one in leases}
    owing = {row.lease_id for row in still_open} - known
    if owing:
        leases += Lease.objects.filter(business_id=business_id, id__in=owing).select_related(
            "party", "unit__branch"
        )
    along = others_of(business_id, [one.id for one in leases])
    rows = [
        replace(_tenant(one, asked=asked, still_open=still_open, today=today), others=along.get(one.id, ()))
        for one in leases
    ]
    rows.sort(key=lambda row: (-row.overdue, -row.open, row.house, row.unit))
    return Month(
        month=first, due=sum(row.amount for row in asked), rows=tuple(rows),
        received=received_between(business_id, Period(first, last)),
        overdue=sum(row.unpaid for row in still_open if row.due_on < today),
    )  # fmt: skip


def _tenant(
    one: Lease, *, asked: Sequence[DueRow], still_open: Sequence[DueRow], today: datetime.date
) -> TenantMonth:
    own = [row for row in asked if row.lease_id == one.id]
    left = [row for row in still_open if row.lease_id == one.id]
    return TenantMonth(
        lease_id=one.id, party_id=one.party_id, tenant=one.party.name, unit=one.unit.name,
        house_id=one.unit.branch_id, house=one.unit.branch.name, asked=sum(row.amount for row in own),
        unpaid=sum(row.unpaid for row in own), open=sum(row.unpaid for row in left),
        overdue=sum(row.unpaid for row in left if row.due_on < today),
        oldest_due_on=min((row.due_on for row in left), default=None),
    )  # fmt: skip


def payments(
    business_id: uuid.UUID, span: Period, *, property_id: uuid.UUID | None = None, limit: int = 500
) -> list[Document]:
    """Money of tenants in some days, newest first; of one house."""
    own = _received(business_id, span, property_id=property_id)
    return list(own.select_related("party").order_by("-day", "-pos")[:limit])


def received_between(business_id: uuid.UUID, span: Period, *, property_id: uuid.UUID | None = None) -> int:
    return _received(business_id, span, property_id=property_id).aggregate(total=Sum("amount"))["total"] or 0


def _received(
    business_id: uuid.UUID, span: Period, *, property_id: uuid.UUID | None = None
) -> QuerySet[Document]:
    parties = Lease.objects.filter(business_id=business_id).values("party_id")
    own = Document.objects.filter(
        business_id=business_id, party_id__in=parties, direction=Direction.GOT, state=DocumentState.POSTED,
        kind__in=MONEY_KINDS, day__gte=span.start, day__lte=span.end,
    ).exclude(mode="goods")  # fmt: skip
    return own if property_id is None else own.filter(branch_id=property_id)


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit in a month. `letter` is "" where nothing was asked for."""

    month: datetime.date
    amount: int
    unpaid: int
    state: str
    letter: str


@dataclass(frozen=True, slots=True)
class RollRow:
    """Rents and charges stand in the months they are for, late fees apart: a rent that was paid is paid, whatever fee
    came of it."""

    house: str
    unit: str
    tenants: str
    cells: tuple[Cell, ...]
    fees: int = 0
    fees_unpaid: int = 0
    house_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None

    @property
    def asked(self) -> int:
        return sum(cell.amount for cell in self.cells) + self.fees

    @property
    def unpaid(self) -> int:
        return sum(cell.unpaid for cell in self.cells) + self.fees_unpaid


@dataclass(frozen=True, slots=True)
class Roll:
    months: tuple[datetime.date, ...]
    rows: tuple[RollRow, ...]

    @property
    def asked(self) -> int:
        return sum(row.asked for row in self.rows)

    @property
    def unpaid(self) -> int:
        return sum(row.unpaid for row in self.rows)

    @property
    def fees(self) -> int:
        return sum(row.fees for row in self.rows)

    @property
    def fees_unpaid(self) -> int:
        return sum(row.fees_unpaid for row in self.rows)

    @property
    def sums(self) -> tuple[tuple[int, int], ...]:
        """(asked, unpaid) of each month."""
        return tuple(
            (sum(row.cells[at].amount for row in self.rows), sum(row.cells[at].unpaid for row in self.rows))
            for at in range(len(self.months))
        )


def rent_roll(
    business_id: uuid.UUID, *, start: datetime.date, today: datetime.date, months: int = MONTHS_MAX,
    property_id: uuid.UUID | None = None,
) -> Roll:  # fmt: skip
    """Twelve months from the one of `start`: every unit, of one house if it is named, of which something was asked
    for."""
    first = month_start(start)
    across = tuple(add_months(first, at) for at in range(min(months, MONTHS_MAX)))
    by_unit: dict[tuple[str, str, uuid.UUID], list[DueRow]] = defaultdict(list)
    for row in due_rows(business_id, since=across[0], until=month_end(across[-1]), limit=50_000):
        if row.unit_id is not None and property_id in {None, row.house_id}:
            by_unit[(row.house, row.unit, row.unit_id)].append(row)
    return Roll(
        months=across,
        rows=tuple(
            _roll_row(found, across=across, today=today)
            for _place, found in sorted(by_unit.items(), key=lambda each: each[0])
        ),
    )


def _roll_row(found: Sequence[DueRow], *, across: Sequence[datetime.date], today: datetime.date) -> RollRow:
    fees = [row for row in found if row.kind == DueKind.LATE_FEE]
    others = [row for row in found if row.kind != DueKind.LATE_FEE]
    return RollRow(
        house=found[0].house, unit=found[0].unit, house_id=found[0].house_id, unit_id=found[0].unit_id,
        tenants=", ".join(dict.fromkeys(row.tenants for row in found)),
        cells=tuple(_cell(day, others, today=today) for day in across),
        fees=sum(row.amount for row in fees), fees_unpaid=sum(row.unpaid for row in fees),
    )  # fmt: skip


def _cell(day: datetime.date, found: Sequence[DueRow], *, today: datetime.date) -> Cell:
    own = [row for row in found if month_start(row.period) == day]
    states = {row.state(today) for row in own}
    unpaid, amount = sum(row.unpaid for row in own), sum(row.amount for row in own)
    state = next((one for one in WORST if one in states), "")
    if state == "due" and unpaid < amount:
        state = "part"
    return Cell(month=day, amount=amount, unpaid=unpaid, state=state, letter=LETTERS.get(state, ""))


@dataclass(frozen=True, slots=True)
class HouseYear:
    """What a house brought and cost in some days, minor units: `asked` without the GST, which stands in `tax`, and
    `received` as it came. `yield_percent` in 1/100 of a percent a year of its
    worth, None where nobody said what it is worth."""

    house_id: uuid.UUID
    house: str
    asked: int
    received: int
    costs: int
    yield_percent: int | None
    tax: int = 0


def house_years(business_id: uuid.UUID, span: Period) -> list[HouseYear]:
    asked: dict[uuid.UUID, int] = defaultdict(int)
    taxes: dict[uuid.UUID, int] = defaultdict(int)
    for row in due_rows(business_id, since=span.start, until=span.end, limit=50_000):
        asked[row.house_id] += row.net
        taxes[row.house_id] += row.tax
    costs = dict(
        PropertyExpense.objects.filter(
            business_id=business_id, taken_back_at=None, day__gte=span.start, day__lte=span.end
        )
        .values_list("branch_id")
        .annotate(total=Sum("amount"))
    )
    received = dict(_received(business_id, span).values_list("branch_id").annotate(total=Sum("amount")))
    found = []
    for one in (
        Property.objects.filter(business_id=business_id).select_related("branch").order_by("branch_id")[:500]
    ):
        net = asked[one.branch_id] - costs.get(one.branch_id, 0)
        a_year = net * 365 * 10_000 // (one.worth * span.days) if one.worth else None
        found.append(
            HouseYear(
                house_id=one.branch_id, house=one.branch.name, asked=asked[one.branch_id],
                received=received.get(one.branch_id, 0),
                costs=costs.get(one.branch_id, 0), yield_percent=a_year, tax=taxes[one.branch_id],
            )
        )  # fmt: skip
    return found
