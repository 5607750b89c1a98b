"""What a sheet of houses would write: each row as new, the same, or wrong, held against the book."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from businesses.models import Branch, Business
from imports.plan import source_key
from imports.queries.parties import standing_names, with_opening
from imports.rents.reading import HouseRow, read_houses
from imports.sheet.layout import Rows
from imports.sheet.mapping import Mapping
from imports.sheet.people import Match, People, match_people
from imports.sheet.reading import Contact, WrongRow, mended_row, wrong_row
from ledger.operations.drafts import local_day
from ledger.operations.run_parties import same_name
from rentals.models import Property
from rentals.queries.houses import UnitRow, unit_rows

ROWS_MAX = 500


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A row that may go in. `house_id` and `unit_id` are set where they stand; `party` is the key of the tenant, ""
    for an empty unit. `raises_from` is the first day rent is asked for here, `opening` what the tenant owed before
    (minor units, below zero paid ahead), counted once for a tenant of several units."""

    row: HouseRow
    house_id: uuid.UUID | None
    unit_id: uuid.UUID | None
    party: str
    starts_on: datetime.date
    raises_from: datetime.date
    opening: int
    opening_key: bytes

    @property
    def is_let(self) -> bool:
        return bool(self.party)


@dataclass(frozen=True, slots=True)
class RentPlan:
    """Rows in the order of the sheet; `notes` say what is left out of a row that goes in."""

    new: list[PlannedUnit] = field(default_factory=list)
    same: list[HouseRow] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    matches: dict[str, Match] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    asked_from: datetime.date = datetime.date.min

    @property
    def houses(self) -> int:
        return len({_folded(one.row.house) for one in self.new if one.house_id is None})

    @property
    def tenants(self) -> int:
        return len({one.party for one in self.new if one.is_let})

    @property
    def rent(self) -> int:
        return sum(one.row.rent for one in self.new if one.is_let)

    @property
    def held(self) -> int:
        return sum(one.row.held for one in self.new)

    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "same": len(self.same), "wrong": len(self.wrong), "houses": self.houses}


def make_rent_plan(*, business: Business, rows: Rows, mapping: Mapping, now: datetime.datetime) -> RentPlan:
    """Read the sheet and hold it against the book. Reads only; what a stopped run wrote is the same by then."""
    read, wrong = read_houses(rows, mapping=mapping, country=business.country)
    people = People(Contact(row.line, row.tenant, row.phone) for row in read if row.tenant)
    today = local_day(now, timezone=business.timezone)
    planner = _Planner(business, people=people, today=today, rows=rows, mapping=mapping)
    plan = RentPlan(matches=planner.matches, wrong=wrong, asked_from=today.replace(day=1))
    for row in read:
        planner.place(row, plan)
    plan.wrong.sort(key=lambda one: one.line)
    return plan


class _Planner:
    def __init__(
        self, business: Business, *, people: People, today: datetime.date, rows: Rows, mapping: Mapping
    ) -> None:
        self.business_id, self.people, self.today = business.pk, people, today
        self.rows, self.mapping = rows, mapping
        own = Property.objects.filter(business_id=business.pk, branch__closed_at=None)
        houses = own.values_list("branch_id", "branch__name")
        self.houses = {_folded(name): branch_id for branch_id, name in houses}
        others = Branch.objects.filter(business_id=business.pk).exclude(pk__in=self.houses.values())
        self.taken = {_folded(name) for name in others.values_list("name", flat=True)}
        self.units: dict[tuple[uuid.UUID, str], UnitRow] = {
            (unit.house_id, _folded(unit.name)): unit for unit in unit_rows(business.pk, today=today)
        }
        self.matches = match_people(
            people.by_key.values(), standing=standing_names(business_id=business.pk), same_as={}
        )
        known = [one.standing_id for one in self.matches.values() if one.standing_id]
        self.opened = with_opening(business_id=business.pk, party_ids=known)
        self.seen: set[tuple[str, str]] = set()
        self.placed = 0
        self.balances: dict[str, int] = defaultdict(int)

    def place(self, row: HouseRow, plan: RentPlan) -> None:
        """Put the row where it belongs."""
        place = (_folded(row.house), _folded(row.unit))
        house_id = self.houses.get(place[0])
        unit = self.units.get((house_id, place[1])) if house_id else None
        reason = self._against(row, place=place, unit=unit)
        self.seen.add(place)
        if reason:
            cells = mended_row(self.rows[row.line - 1], line=row.line, mapping=self.mapping)
            plan.wrong.append(wrong_row(cells, line=row.line, mapping=self.mapping, reason=reason))
        elif unit is not None and (not row.tenant or _lives_there(row, unit)):
            plan.same.append(row)
        else:
            plan.new.append(self._planned(row, house_id=house_id, unit=unit, plan=plan))

    def _against(self, row: HouseRow, *, place: tuple[str, str], unit: UnitRow | None) -> str:
        """Why the row cannot go in, "" when it can."""
        if place in self.seen:
            return _("%(house)s, %(unit)s stands further up already.") % {
                "house": row.house,
                "unit": row.unit,
            }
        if place[0] in self.taken:
            return _("“%(name)s” is the name of another branch of this book.") % {"name": row.house}
        if unit is not None and row.tenant and unit.lease_id and not _lives_there(row, unit):
            return _("the unit is let to %(name)s. End that lease first.") % {"name": unit.tenant}
        if len(self.seen) >= ROWS_MAX:
            return _("a book has up to 500 units.")
        return ""

    def _planned(
        self, row: HouseRow, *, house_id: uuid.UUID | None, unit: UnitRow | None, plan: RentPlan
    ) -> PlannedUnit:
        key = self.people.key(row.tenant, row.phone) if row.tenant else ""
        month = self.today.replace(day=1)
        starts_on = row.starts_on or month
        return PlannedUnit(
            row=row, house_id=house_id, unit_id=unit.id if unit else None, party=key, starts_on=starts_on,
            raises_from=max(starts_on, month), opening=self._opening(row, key=key, plan=plan),
            opening_key=source_key("rent opening", key, row.house, row.unit),
        )  # fmt: skip

    def _opening(self, row: HouseRow, *, key: str, plan: RentPlan) -> int:
        """A khata has one opening balance: one that has it keeps it."""
        if not row.balance or not key:
            return 0
        if self.matches[key].standing_id in self.opened or key in self.balances:
            said = {"line": row.line, "name": row.tenant}
            plan.notes.append(
                _("Row %(line)s: %(name)s has an opening balance already. It stays as it is.") % said
            )
            return 0
        self.balances[key] = row.balance
        return row.balance


def _lives_there(row: HouseRow, unit: UnitRow) -> bool:
    return bool(unit.lease_id) and same_name(row.tenant) == same_name(unit.tenant)


def _folded(name: str) -> str:
    return same_name(name)
