"""What the khata may decline, in words for the user. Raised by more than one operation, so they stand together."""

import datetime
from typing import ClassVar

from django.utils import formats
from django.utils.translation import gettext as _

from core.refusals import Refusal


class PartyUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This party is not in your khata."), field="party")


class EntryUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This entry is not in your khata."))


class BranchClosed(Refusal):
    slug: ClassVar[str] = "branch_closed"

    def __init__(self) -> None:
        super().__init__(_("This branch is closed. Choose another one."), field="branch")


class AccountUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such account in this book."))


class PendingUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This change is not waiting any more."))


class DownloadUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such file in this book."))


class PeriodLocked(Refusal):
    slug: ClassVar[str] = "period_locked"

    def __init__(self, until: datetime.date) -> None:
        day = formats.date_format(until, "j M Y")
        super().__init__(
            _("The book is closed until %(day)s. Choose a later day, or ask the owner to open it.")
            % {"day": day},
            field="day",
        )


class DayOutOfReach(Refusal):
    slug: ClassVar[str] = "day_out_of_reach"

    def __init__(self, *, first: datetime.date, last: datetime.date) -> None:
        super().__init__(
            _("Choose a day between %(first)s and %(last)s.")
            % {"first": formats.date_format(first, "j M Y"), "last": formats.date_format(last, "j M Y")},
            field="day",
        )


class DayUnlikely(Refusal):
    """A day that is probably a slip: `meant` is the day it may have been, None where none comes to mind."""

    slug: ClassVar[str] = "day_unlikely"

    def __init__(self, *, day: datetime.date, meant: datetime.date | None, field: str) -> None:
        said = {"day": formats.date_format(day, "j M Y")}
        if meant is None:
            message = _("%(day)s is far from today. Change it, or say that it is right.") % said
        else:
            said["meant"] = formats.date_format(meant, "j M Y")
            message = _("Did you mean %(meant)s? Change the date, or say that %(day)s is right.") % said
        super().__init__(message, field=field)
        self.day, self.meant = day, meant


class AmountOutOfReach(Refusal):
    slug: ClassVar[str] = "amount_out_of_reach"

    def __init__(self) -> None:
        super().__init__(_("Enter an amount above 0 and below 1,00,00,00,00,00,000."), field="amount")


class DueBeforeEntry(Refusal):
    slug: ClassVar[str] = "due_before_entry"

    def __init__(self) -> None:
        super().__init__(_("Choose a due date on or after the day of the entry."), field="due_on")


class BackdatingNotAllowed(Refusal):
    slug: ClassVar[str] = "backdating_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(
            _("You can write entries for today only. Ask the owner to write an earlier one."), field="day"
        )


class EditNotAllowed(Refusal):
    slug: ClassVar[str] = "edit_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("You can change only what you wrote today. Ask the owner to change this entry."))


class RoleNotAllowed(Refusal):
    slug: ClassVar[str] = "role_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("Your role in this book does not allow this. Ask the owner for access."))


class IdTaken(Refusal):
    """The id is in use for something else; whether in this book or another is not told."""

    slug: ClassVar[str] = "id_taken"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            _("This form was saved before with other contents. Open the khata and look; then write it anew.")
        )


class ChangedElsewhere(Refusal):
    slug: ClassVar[str] = "changed_elsewhere"
    status: ClassVar[int] = 412

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was changed in another tab or phone too. Nothing was saved: see how it is now and try again."
            )
        )


class NothingToUndo(Refusal):
    slug: ClassVar[str] = "nothing_to_undo"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("There is nothing to take back here."))


class AlreadyTrashed(Refusal):
    slug: ClassVar[str] = "already_deleted"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This entry is deleted. Take the deletion back first."))


class PeriodOpen(Refusal):
    """A correction was asked for, and the day is open by now."""

    slug: ClassVar[str] = "period_open"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("The book is open for this day. Change the entry itself."))


class NothingToCorrect(Refusal):
    slug: ClassVar[str] = "nothing_to_correct"

    def __init__(self) -> None:
        super().__init__(
            _("Nothing about the money is different. A note or a due date of a closed day stays as it is.")
        )


class CorrectedAlready(Refusal):
    slug: ClassVar[str] = "corrected_already"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            _("This entry was corrected later. Take that correction back first, or change what replaced it.")
        )


class CorrectionStands(Refusal):
    slug: ClassVar[str] = "correction_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This line belongs to a correction. Take the correction back as a whole."))


class ReasonMissing(Refusal):
    slug: ClassVar[str] = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Write why the book is opened again."), field="reason")


class PeriodAhead(Refusal):
    slug: ClassVar[str] = "period_ahead"

    def __init__(self) -> None:
        super().__init__(_("Choose a day up to today."), field="until")


class PeriodUnchanged(Refusal):
    slug: ClassVar[str] = "period_unchanged"
    status: ClassVar[int] = 409

    def __init__(self, *, until: datetime.date | None) -> None:
        if until is None:
            super().__init__(_("The book is open for all days already."), field="until")
            return
        day = formats.date_format(until, "j M Y")
        super().__init__(_("The book is closed until %(day)s already.") % {"day": day}, field="until")


class YearStands(Refusal):
    slug: ClassVar[str] = "year_stands"
    status: ClassVar[int] = 409

    def __init__(self, *, label: str) -> None:
        super().__init__(
            _("The year %(year)s is closed. Open the year again first.") % {"year": label}, field="until"
        )


class YearNotOver(Refusal):
    slug: ClassVar[str] = "year_not_over"

    def __init__(self, *, last_day: datetime.date) -> None:
        day = formats.date_format(last_day, "j M Y")
        super().__init__(_("This year goes on until %(day)s. Close it when it is over.") % {"day": day})


class YearUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such closed year in this book."))


class YearRefused(Refusal):
    """A year that does not begin where the book's years do."""

    slug: ClassVar[str] = "year_refused"

    def __init__(self) -> None:
        super().__init__(_("Choose one of the years of this book."))


class NotSettled(Refusal):
    slug: ClassVar[str] = "not_settled"
    status: ClassVar[int] = 409

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("Something is open with %(name)s. Settle it first, or delete the entries.") % {"name": name}
        )


class GoneForGood(Refusal):
    slug: ClassVar[str] = "gone_for_good"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This left the trash for good, and cannot come back. Write it anew."))


class PaperStands(Refusal):
    """A line of the khata that an invoice, a bill or a payment made."""

    slug: ClassVar[str] = "paper_stands"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This line belongs to a bill or a payment. Open that, and change it there."))


class EntryBilled(Refusal):
    """Goods of the khata that a bill took: what the bill says was told to the customer and the state."""

    slug: ClassVar[str] = "entry_billed"
    status: ClassVar[int] = 409

    def __init__(self, *, number: str) -> None:
        super().__init__(
            _("This is on bill %(number)s. Take the bill out first, then change it here.")
            % {"number": number}
        )


class PersonErased(Refusal):
    slug: ClassVar[str] = "person_erased"
    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__(_("This person was erased. Nothing more is kept about them."))


class WordsRefused(Refusal):
    """Somebody writes words about a person who was erased: a phone that does not know it yet, or a form left open."""

    slug: ClassVar[str] = "words_refused"

    def __init__(self) -> None:
        super().__init__(
            _("This person was erased. Amounts can be written here, and no words or photos."), field="note"
        )


class NameNotTyped(Refusal):
    """What cannot be taken back is confirmed by typing a name."""

    slug: ClassVar[str] = "name_not_typed"

    def __init__(self, *, name: str) -> None:
        super().__init__(_("Type the name as it stands here: %(name)s") % {"name": name}, field="typed")


class TrashDaysRefused(Refusal):
    slug: ClassVar[str] = "trash_days_refused"

    def __init__(self, *, least: int, most: int) -> None:
        super().__init__(
            _("Choose between %(least)s and %(most)s days.") % {"least": least, "most": most},
            field="trash_days",
        )


class SameParty(Refusal):
    slug: ClassVar[str] = "same_party"

    def __init__(self) -> None:
        super().__init__(_("This is the same khata. Choose another one."), field="into")


class TooManyMerged(Refusal):
    slug: ClassVar[str] = "too_many_merged"

    def __init__(self, *, most: int) -> None:
        super().__init__(_("A khata can hold %(most)s others. Take one apart first.") % {"most": most})


class NotMerged(Refusal):
    slug: ClassVar[str] = "not_merged"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This khata stands by itself already."))


class NameStands(Refusal):
    slug: ClassVar[str] = "name_stands"
    status: ClassVar[int] = 409

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("%(name)s is in the book already. Say so if this is another person.") % {"name": name},
            field="name",
        )


class TooManyRows(Refusal):
    slug: ClassVar[str] = "too_many_rows"

    def __init__(self, *, most: int) -> None:
        super().__init__(_("Send %(most)s rows at most at a time.") % {"most": most})


class RentStands(Refusal):
    """What the rent pages wrote was to be changed as if it were an entry."""

    def __init__(self) -> None:
        super().__init__(_("This line comes from a lease. Change it on the page of the lease."))
