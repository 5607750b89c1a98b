"""What a check found, small enough to keep and to show: counts, and the first rows of each sort."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from imports.plan import Plan, Planned
from imports.sheet.closing import DIFFERENCES_MAX
from imports.sheet.mapping import FIXED_ROWS_MAX, Mapping
from imports.sheet.people import Match
from imports.sheet.words import BALANCE

SAMPLE_MAX = 20
SAME_MAX = 50
DOUBTFUL_MAX = 50
LINES_NAMED_MAX = 12
FIELDS_MAX = 300
"""A form is refused beyond DATA_UPLOAD_MAX_NUMBER_FIELDS; the answers about doubtful names need room too."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    line: int
    day: datetime.date
    name: str
    direction: str
    amount: int
    note: str
    is_opening: bool


@dataclass(frozen=True, slots=True)
class ShownWrong:
    """`cells` are (column, heading, text) of the mapped columns; none for a row that cannot be mended here."""

    line: int
    message: str
    cells: list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """A party of the sheet that may be one of the book: `chosen` once a person said so."""

    key: str
    name: str
    standing_id: str
    standing_name: str
    standing_phone: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownDifference:
    name: str
    in_sheet: int
    from_rows: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Counts of rows and parties, sums in minor units, and bounded lists. `language` is that of the sentences.
    `far` wrong rows have a day far from today, which `sure_of_days` would let in."""

    language: str
    new: int
    same: int
    wrong: int
    parties_new: int
    parties_known: int
    gave: int
    got: int
    first_day: datetime.date | None
    last_day: datetime.date | None
    balances_compared: int
    balances_differing: int
    doubtful: int
    new_rows: list[ShownRow]
    same_rows: list[ShownRow]
    wrong_rows: list[ShownWrong]
    doubts: list[ShownDoubt]
    by_phone: list[ShownDoubt]
    differences: list[ShownDifference]
    notes: list[str]
    far: int = 0
    sure_of_days: bool = False

    @property
    def can_run(self) -> bool:
        return self.new > 0 or self.parties_new > 0

    @property
    def mendable(self) -> list[ShownWrong]:
        return [row for row in self.wrong_rows if row.cells]

    def counts(self) -> dict[str, int]:
        return {
            "new": self.new, "same": self.same, "wrong": self.wrong,
            "parties_new": self.parties_new, "parties_known": self.parties_known,
        }  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def findings_from(stored: dict[str, Any]) -> Findings:
    rows = {
        name: [ShownRow(**{**row, "day": _day(row["day"])}) for row in stored[name]]
        for name in ("new_rows", "same_rows")
    }
    return Findings(
        **{
            **stored, **rows,
            "first_day": _day(stored["first_day"]), "last_day": _day(stored["last_day"]),
            "wrong_rows": [ShownWrong(**row) for row in stored["wrong_rows"]],
            "doubts": [ShownDoubt(**row) for row in stored["doubts"]],
            "by_phone": [ShownDoubt(**row) for row in stored["by_phone"]],
            "differences": [ShownDifference(**row) for row in stored["differences"]],
        }
    )  # fmt: skip


def _day(stored: Any) -> Any:
    return datetime.date.fromisoformat(stored["day"]) if stored else None


def findings_of(plan: Plan, mapping: Mapping) -> Findings:
    drafts = [row.draft for row in plan.new]
    days = [draft.day for draft in drafts]
    matches = sorted(plan.matches.values(), key=lambda match: match.party.line)
    doubts = [match for match in matches if match.how in ("doubtful", "chosen")]
    return Findings(
        language=get_language() or "",
        new=len(plan.new), same=len(plan.same), wrong=len(plan.wrong),
        parties_new=sum(1 for match in matches if match.standing_id is None),
        parties_known=sum(1 for match in matches if match.standing_id is not None),
        gave=sum(draft.amount for draft in drafts if draft.direction == "gave"),
        got=sum(draft.amount for draft in drafts if draft.direction == "got"),
        first_day=min(days, default=None), last_day=max(days, default=None),
        balances_compared=plan.closings.compared, balances_differing=len(plan.closings.differences),
        doubtful=len(doubts),
        new_rows=[_shown(row) for row in plan.new[:SAMPLE_MAX]],
        same_rows=[_shown(row) for row in plan.same[:SAME_MAX]],
        wrong_rows=_wrong_rows(plan, mapping),
        doubts=[_doubt(match) for match in doubts[:DOUBTFUL_MAX]],
        by_phone=[_doubt(match) for match in matches if _is_renamed(match)][:DOUBTFUL_MAX],
        differences=[
            ShownDifference(one.name, one.in_sheet, one.from_rows)
            for one in plan.closings.differences[:DIFFERENCES_MAX]
        ],
        notes=_notes(plan, mapping), far=len(plan.far), sure_of_days=mapping.sure_of_days,
    )  # fmt: skip


def _shown(row: Planned) -> ShownRow:
    draft = row.draft
    return ShownRow(
        row.line,
        draft.day,
        row.name,
        draft.direction,
        draft.amount,
        draft.note,
        draft.kind == "opening",
    )


def _wrong_rows(plan: Plan, mapping: Mapping) -> list[ShownWrong]:
    """The first wrong rows, with fields to mend them as long as one form can carry them."""
    shown: list[ShownWrong] = []
    fields = 0
    for row in plan.wrong[:FIXED_ROWS_MAX]:
        cells = _cells(row.cells, mapping)
        fields += len(cells)
        shown.append(ShownWrong(row.line, row.message, cells if fields <= FIELDS_MAX else []))
    return shown


def _cells(cells: dict[int, str], mapping: Mapping) -> list[tuple[int, str, str]]:
    names = mapping.names
    return [
        (column, names[column] if column < len(names) else "", text)
        for column, text in sorted(cells.items())
        if mapping.roles[column] != BALANCE
    ]


def _is_renamed(match: Match) -> bool:
    return match.how == "phone" and match.standing is not None and match.standing.name != match.party.name


def _doubt(match: Match) -> ShownDoubt:
    standing = match.standing
    return ShownDoubt(
        key=match.party.key, name=match.party.name,
        standing_id=str(standing.party_id) if standing else "", standing_name=standing.name if standing else "",
        standing_phone=standing.phone if standing else "", is_chosen=match.how == "chosen",
    )  # fmt: skip


def _notes(plan: Plan, mapping: Mapping) -> list[str]:
    """What was passed over or read otherwise than it stands, each with its lines."""
    reading = plan.reading
    notes: list[str] = []
    if mapping.head > 1:
        notes.append(_("The first %(count)s rows stand above the table.") % {"count": mapping.head})
    for lines, sentence in (
        (reading.totals, _("Rows with totals were passed over: %(lines)s.")),
        (reading.zeros, _("Rows with an amount of 0 were passed over: %(lines)s.")),
        (reading.words_only, _("Rows with words only were passed over: %(lines)s.")),
        (reading.phones, _("These rows come without their phone number, which is not a number: %(lines)s.")),
    ):
        if lines:
            notes.append(sentence % {"lines": _lines(lines)})
    if reading.filled:
        notes.append(
            ngettext(
                "%(count)s empty name or date was taken from the row above.",
                "%(count)s empty names and dates were taken from the row above.",
                reading.filled,
            )
            % {"count": reading.filled}
        )
    notes += [row.message for row in plan.kept_out[:LINES_NAMED_MAX]]
    return notes


def _lines(lines: list[int]) -> str:
    named = ", ".join(str(line) for line in lines[:LINES_NAMED_MAX])
    more = len(lines) - LINES_NAMED_MAX
    return named if more <= 0 else _("%(lines)s and %(more)s more") % {"lines": named, "more": more}
