"""Where the heading of a table is and what each column holds, as far as the sheet itself tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from core.digits import to_ascii_digits
from core.sheets.reading import Cell
from imports.sheet import words
from imports.sheet.days import DayOrder, is_day, order_of
from imports.sheet.sums import has_comma_decimals, is_blank, is_sum, read_sum
from imports.sheet.words import fold

PREAMBLE_ROWS_MAX = 14
HEADER_ROWS_MAX = 3
SAMPLE_ROWS = 200
MOSTLY = 0.6

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Heading:
    """`first` and `span` count rows from 0; a span of 0 is a table without a heading."""

    first: int
    span: int
    names: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.first + self.span


@dataclass(frozen=True, slots=True)
class Layout:
    """A guess, for a person to confirm. `roles` names each column's role, "" for none; `party` is the one
    the whole file is about, read above the heading; `has_gaps` says that some names or days stand empty."""

    heading: Heading
    roles: tuple[str, ...]
    party: str
    day_order: DayOrder
    comma_decimals: bool
    has_gaps: bool


def layout_of(rows: Rows) -> Layout:
    heading = find_heading(rows)
    roles = roles_of(rows, heading)
    sample = rows[heading.end :]
    day_cells = [cell_of(row, roles.index(words.DATE)) for row in sample] if words.DATE in roles else []
    return Layout(
        heading=heading,
        roles=roles,
        party="" if words.PARTY in roles else _party_above(rows[: heading.first + heading.span]),
        day_order=order_of(day_cells),
        comma_decimals=writes_comma_decimals(sample, roles),
        has_gaps=has_gaps(sample, roles),
    )


def cell_of(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def writes_comma_decimals(rows: Rows, roles: Sequence[str]) -> bool:
    money = (
        words.GAVE,
        words.GOT,
        words.AMOUNT,
        words.OPENING,
        words.OPENING_GIVE,
        words.BALANCE,
    )
    columns = [column for column, role in enumerate(roles) if role in money]
    return has_comma_decimals(cell_of(row, column) for row in rows for column in columns)


def find_heading(rows: Rows, *, role_of: Callable[[str], str] | None = None) -> Heading:
    """The one to three rows near the top whose words name the most columns; none when no two are named."""
    says = role_of or role_of_heading
    best, best_score = Heading(0, 0, ()), (1, 0)
    for first in range(min(len(rows), PREAMBLE_ROWS_MAX + 1)):
        for span in range(1, HEADER_ROWS_MAX + 1):
            part = rows[first : first + span]
            if len(part) < span or any(_is_of_data(row) for row in part):
                break
            names = _names(part)
            score = (len({role for name in names if (role := says(name))}), -span)
            if score > best_score:
                best, best_score = Heading(first, span, names), score
    return best


def role_of_heading(name: str) -> str:
    """The role a heading names: as a whole, else by its longest known phrase; "" when it names none."""
    return _known_role(name) or words.IGNORE


def _known_role(name: str) -> str | None:
    """None where the heading has no known word in it; "" where it names what is not needed."""
    folded = fold(name)
    if folded in _WHOLE:
        return _WHOLE[folded]
    padded = f" {folded} "
    known = [
        (-phrase.count(" "), place, role)
        for place, (role, phrases) in enumerate(_PHRASES)
        for phrase in phrases
        if f" {phrase} " in padded
    ]
    return min(known)[2] if known else None


_WHOLE = {fold(phrase): role for role, phrases in reversed(words.HEADERS.items()) for phrase in phrases}
_PHRASES = [
    (role, tuple(folded for phrase in phrases if (folded := fold(phrase)) not in words.WHOLE_ONLY))
    for role, phrases in words.HEADERS.items()
]


def roles_of(rows: Rows, heading: Heading) -> tuple[str, ...]:
    width = max((len(row) for row in rows), default=0)
    sample = [
        row for row in rows[heading.end : heading.end + SAMPLE_ROWS] if any(not is_blank(c) for c in row)
    ]
    if heading.span == 0:
        return _sniffed(sample, width)
    names = [*heading.names, *[""] * (width - len(heading.names))]
    roles = _credit_beside_payment([role_of_heading(name) for name in names], names)
    for column, role in enumerate(roles):
        taken = role in roles[:column] and role != words.NOTE
        if taken or not _is_borne_out(role, [cell_of(row, column) for row in sample]):
            roles[column] = words.IGNORE
    return tuple(_settled(_seen(roles, names, sample)))


def _seen(roles: list[str], names: list[str], sample: Rows) -> list[str]:
    """Days and phones are known by their look where no heading names them and one has unknown words."""
    for role, looks_so in ((words.DATE, is_day), (words.PHONE, _looks_like_phone)):
        for column, name in enumerate(names):
            filled = [cell for row in sample if not is_blank(cell := cell_of(row, column))]
            if role in roles or roles[column] or _known_role(name) is not None or not filled:
                continue
            if _share(filled, looks_so) >= MOSTLY:
                roles[column] = role
    return roles


def _credit_beside_payment(roles: list[str], names: list[str]) -> list[str]:
    """OkCredit heads with "Credit" what was given on credit, and with "Payment" what came back."""
    if words.GAVE in roles or roles.count(words.GOT) < 2:
        return roles
    credits_given = [fold(name).split()[:1] == [words.CREDIT] for name in names]
    return [words.GAVE if given else role for given, role in zip(credits_given, roles, strict=True)]


def _settled(roles: list[str]) -> list[str]:
    """What a column means beside the others."""
    has = set(roles)
    entries = has & {words.GAVE, words.GOT, words.AMOUNT}
    if words.AMOUNT in has and words.GAVE in has:
        roles = ["" if role == words.AMOUNT else role for role in roles]
    elif words.AMOUNT in has and words.GOT in has and words.TYPE not in has:
        # A report of sales: the amount of the bill, and what was received at once.
        roles = [words.GAVE if role == words.AMOUNT else role for role in roles]
    if words.BALANCE in has and not entries and words.OPENING not in has:
        roles = [words.OPENING if role == words.BALANCE else role for role in roles]
    return roles


def _is_borne_out(role: str, cells: list[Cell]) -> bool:
    """Whether the cells below a heading agree with it; an empty column is taken at its word."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or role in (words.IGNORE, words.NOTE, words.TYPE):
        return True
    if role == words.PARTY:
        return _share(filled, lambda cell: isinstance(cell, str)) > 0
    # Any digit will do: that a row is wrong is said of the row, and is no reason to doubt the heading.
    return any(isinstance(cell, date) or any(char.isdigit() for char in str(cell)) for cell in filled)


def _share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _names(part: Rows) -> tuple[str, ...]:
    """The heading of each column, top to bottom; a merged cell has its words in its first column only."""
    width = max((len(row) for row in part), default=0)
    return tuple(
        " ".join(" ".join(str(cell).split()) for row in part if not is_blank(cell := cell_of(row, column)))
        for column in range(width)
    )


def _is_of_data(row: Sequence[Cell]) -> bool:
    return any(is_day(cell) or (isinstance(cell, int | float) and not isinstance(cell, bool)) for cell in row)


def _sniffed(sample: Rows, width: int) -> tuple[str, ...]:
    """Roles by what the cells look like, for a table without a heading."""
    roles = [""] * width
    texts: list[int] = []
    numbers: list[int] = []
    for column in range(width):
        filled = [cell for row in sample if not is_blank(cell := cell_of(row, column))]
        if not filled:
            continue
        if words.DATE not in roles and _share(filled, is_day) >= MOSTLY:
            roles[column] = words.DATE
        elif words.PHONE not in roles and _share(filled, _looks_like_phone) >= MOSTLY:
            roles[column] = words.PHONE
        elif _share(filled, is_sum) >= MOSTLY:
            numbers.append(column)
        elif words.TYPE not in roles and _share(filled, _is_direction) >= MOSTLY:
            roles[column] = words.TYPE
        else:
            texts.append(column)
    for column, role in zip(texts, (words.PARTY, words.NOTE), strict=False):
        roles[column] = role
    for column, role in zip(
        numbers, _number_roles(sample, numbers, has_day=words.DATE in roles), strict=False
    ):
        roles[column] = role
    return tuple(roles)


def _number_roles(sample: Rows, columns: list[int], *, has_day: bool) -> tuple[str, ...]:
    if len(columns) < 2:
        return (words.AMOUNT if has_day else words.OPENING,)
    pairs = [[is_sum(cell) and bool(read_sum(cell, comma_decimals=False).minor) for cell in
              (cell_of(row, columns[0]), cell_of(row, columns[1]))] for row in sample]  # fmt: skip
    both = sum(1 for first, second in pairs if first and second)
    if both * 5 <= len(pairs):
        return words.GAVE, words.GOT, words.BALANCE
    return words.AMOUNT, words.BALANCE


def says_one_of(row: Sequence[Cell], phrases: tuple[str, ...]) -> bool:
    """Whether a cell of the row holds one of the phrases and nothing else, amounts aside."""
    known = _folded(phrases)
    return any(isinstance(cell, str) and len(cell) < 60 and fold(cell) in known for cell in row)


@cache
def _folded(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in phrases)


def _looks_like_phone(cell: Cell) -> bool:
    text = to_ascii_digits(str(cell))
    digits = [char for char in text if char.isdigit()]
    return 10 <= len(digits) <= 13 and len(text) <= 20 and "." not in text


def _is_direction(cell: Cell) -> bool:
    folded = fold(str(cell))
    return folded in words.SAYS_GAVE or folded in words.SAYS_GOT or folded == words.CREDIT


def _party_above(rows: Rows) -> str:
    """The name in "Statement of …" above the table."""
    for row in rows:
        filled = [str(cell) for cell in row if not is_blank(cell)]
        for text in (*filled, " : ".join(filled[:2])):
            if found := words.STATEMENT_OF.match(text):
                return " ".join(found["name"].split())[:120]
    return ""


def has_gaps(rows: Rows, roles: Sequence[str]) -> bool:
    """Whether a name or a day is left out in a row that has an amount, as under a merged cell."""
    kept = [column for column, role in enumerate(roles) if role in (words.PARTY, words.DATE)]
    money = [column for column, role in enumerate(roles) if role in (words.GAVE, words.GOT, words.AMOUNT)]
    return any(
        any(is_blank(cell_of(row, column)) for column in kept)
        and not all(is_blank(cell_of(row, column)) for column in kept)
        and any(not is_blank(cell_of(row, column)) for column in money)
        and not says_one_of(row, words.TOTALS)
        for row in rows
    )
