"""What papers may decline, in words for the user."""

import datetime
from typing import ClassVar

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.quantities import format_quantity
from core.refusals import Refusal


class PaperUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such paper in this book."))


class LineRefused(Refusal):
    """Something about one line; `line` counts from 1."""

    slug: ClassVar[str] = "line_refused"

    def __init__(self, what: str, *, line: int) -> None:
        said = _("Line %(line)s: %(what)s") % {"line": line, "what": what}
        super().__init__(said, field=f"line_items.{line - 1}")
        self.line = line


class LineWordsMissing(Refusal):
    slug: ClassVar[str] = "line_words_missing"

    def __init__(self) -> None:
        super().__init__(_("Choose an item, or write what it is."), field="name")


class TooManyReturned(LineRefused):
    slug: ClassVar[str] = "too_many_returned"

    def __init__(self, *, line: int, sold: int, left: int) -> None:
        said = {"sold": format_quantity(sold), "left": format_quantity(left)}
        if left == sold:
            what = _("You sold %(sold)s. Enter %(left)s or less.") % said
        elif left > 0:
            what = _("Of %(sold)s sold, %(left)s did not come back yet. Enter %(left)s or less.") % said
        else:
            what = _("All %(sold)s came back already.") % said
        super().__init__(what, line=line)


class NothingToBill(Refusal):
    slug: ClassVar[str] = "nothing_to_bill"

    def __init__(self) -> None:
        super().__init__(_("The total is 0. Enter a price on a line."))


class PaperRefused(Refusal):
    """Something about the head, at its field."""

    slug: ClassVar[str] = "paper_refused"


class StatusStands(Refusal):
    """What was asked for does not go with what was done with it already."""

    slug: ClassVar[str] = "status_stands"
    status: ClassVar[int] = 409


class NotesStand(Refusal):
    slug: ClassVar[str] = "notes_stand"
    status: ClassVar[int] = 409

    def __init__(self, *, number: str) -> None:
        super().__init__(
            _("%(number)s was made from this one. Take that out first.") % {"number": number or _("A draft")}
        )


class MoneyStands(Refusal):
    slug: ClassVar[str] = "money_stands"
    status: ClassVar[int] = 409

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("A payment is set against this one. Take the payment off it first."))


class TaxPeriodLocked(Refusal):
    slug: ClassVar[str] = "tax_period_locked"

    def __init__(self, until: datetime.date) -> None:
        day = formats.date_format(until, "j M Y")
        super().__init__(
            _(
                "Taxes are told to the state until %(day)s. Choose a later day, or make a credit or debit note."
            )
            % {"day": day},
            field="day",
        )


class SourceRefused(Refusal):
    slug: ClassVar[str] = "source_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="source")


class KhataLinesRefused(Refusal):
    """A bill of goods given on khata cannot be so."""

    slug: ClassVar[str] = "khata_lines_refused"

    @classmethod
    def number_of(cls, most: int) -> "KhataLinesRefused":
        return cls(_("Choose 1 to %(most)s lines of the khata, each once.") % {"most": most})

    @classmethod
    def mixed(cls) -> "KhataLinesRefused":
        return cls(_("Lines of the khata go on a bill of their own. Write another bill for the rest."))

    @classmethod
    def of_branches(cls) -> "KhataLinesRefused":
        return cls(_("These lines are of two branches. Make a bill for each branch."))

    @classmethod
    def too_early(cls, day: datetime.date) -> "KhataLinesRefused":
        said = formats.date_format(day, "j M Y")
        return cls(
            _("Goods on it were given on %(day)s. Choose that day or a later one.") % {"day": said},
            field="day",
        )

    @classmethod
    def other_total(cls) -> "KhataLinesRefused":
        return cls(
            _("The bill comes to another amount than the khata. Take the discount off the whole bill away."),
            field="discount",
        )


class KhataLineRefused(LineRefused):
    slug: ClassVar[str] = "khata_line_refused"


class LinkUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This bill has no link, or it was withdrawn already."))


class MailRefused(Refusal):
    """A letter cannot be so; the message says why, and at which field."""

    slug: ClassVar[str] = "mail_refused"


class MailNotSet(Refusal):
    slug: ClassVar[str] = "mail_not_set"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "This Halkhata has no mail server yet, so it sends no e-mail. Send the link or the PDF instead."
            )
        )


class MailsOfDaySpent(Refusal):
    slug: ClassVar[str] = "mails_of_day_spent"
    status: ClassVar[int] = 429

    def __init__(self, most: int) -> None:
        super().__init__(
            _("This book sent its %(most)s e-mails of a day. Send the link, or try again tomorrow.")
            % {"most": most}
        )


class MailsUnsent(Refusal):
    """What a job says of letters that were declined."""

    slug: ClassVar[str] = "mails_unsent"

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)s e-mail was not accepted. Look at its address on the bill, then send it again.",
                "%(count)s e-mails were not accepted. Look at their addresses on the bill, then send them again.",
                count,
            )
            % {"count": count}
        )


class RecurringUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such repeated bill in this book."))


class RecurringRefused(Refusal):
    """A repeated bill cannot be so; the message says why, and at which field."""

    slug: ClassVar[str] = "recurring_refused"
