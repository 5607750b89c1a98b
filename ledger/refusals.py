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
                "This was changed on another phone too. Nothing was saved; look at it as it is now and try again."
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
