"""Whether the rows of a sheet add up to the balances it shows itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imports.sheet.people import People
from imports.sheet.reading import Balance, Reading

DIFFERENCES_MAX = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """Both in minor units, above zero: they owe us."""

    name: str
    in_sheet: int
    from_rows: int


@dataclass(frozen=True, slots=True)
class Closings:
    compared: int
    differences: tuple[Difference, ...]


def compare(reading: Reading, people: People) -> Closings:
    """Each party's last balance in the sheet beside what its rows come to."""
    said = _last_balances(reading, people)
    sums: dict[str, int] = defaultdict(int)
    for row in reading.rows:
        sums[people.key(row.name, row.phone)] += row.amount if row.direction == "gave" else -row.amount
    said = {key: amount for key, amount in said.items() if key in people.by_key}
    if _agreeing(said, sums, sign=-1) > _agreeing(said, sums, sign=1):
        said = {key: -amount for key, amount in said.items()}  # this sheet writes what we owe above zero
    differences = [
        Difference(people.by_key[key].name, amount, sums[key])
        for key, amount in said.items()
        if amount != sums[key]
    ]
    return Closings(compared=len(said), differences=tuple(differences))


def _agreeing(said: Mapping[str, int], sums: Mapping[str, int], *, sign: int) -> int:
    return sum(1 for key, amount in said.items() if amount * sign == sums.get(key, 0))


def _last_balances(reading: Reading, people: People) -> dict[str, int]:
    by_party: dict[str, list[Balance]] = defaultdict(list)
    for balance in reading.balances:
        by_party[people.key(balance.name, balance.phone)].append(balance)
    return {key: _last(balances).amount for key, balances in by_party.items()}


def _last(balances: Sequence[Balance]) -> Balance:
    """Of the last day; sheets run either way, so of one day the one further from the sheet's first day."""
    closing = [balance for balance in balances if balance.is_closing]
    if closing:
        return closing[-1]
    newest_first = balances[0].day > balances[-1].day
    last_day = max(balance.day for balance in balances)
    of_day = [balance for balance in balances if balance.day == last_day]
    return of_day[0] if newest_first else of_day[-1]
