"""What is declined about houses and rent: a sentence for people, a slug for programs."""

import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.templatetags.dates import date_words


class NoRentHere(Refusal):
    slug: ClassVar[str] = "no_rent_here"

    def __init__(self) -> None:
        super().__init__(_("Houses are let out in a rent book. Open one for them."))


class RentUnknown(Refusal):
    """A house, unit, lease, due or deposit that is not in this book."""

    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such thing in this book."))


class RentChanged(Refusal):
    slug: ClassVar[str] = "changed_elsewhere"
    status: ClassVar[int] = 412

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this meanwhile. Look at it again."))


class UnitTaken(Refusal):
    slug: ClassVar[str] = "unit_taken"

    def __init__(self, *, name: str) -> None:
        super().__init__(_("Unit %(name)s exists already.") % {"name": name}, field="name")


class NameMissing(Refusal):
    slug: ClassVar[str] = "rent_name_missing"

    def __init__(self, message: str, *, field: str = "name") -> None:
        super().__init__(message, field=field)


class TooManyUnits(Refusal):
    slug: ClassVar[str] = "too_many_units"

    def __init__(self) -> None:
        super().__init__(_("A book has up to 500 units."))


class SectionMissing(Refusal):
    slug: ClassVar[str] = "section_missing"

    def __init__(self) -> None:
        super().__init__(_("Say under which section of the law the tax was kept back."), field="section")


class StateUnknown(Refusal):
    slug: ClassVar[str] = "state_unknown"

    def __init__(self) -> None:
        super().__init__(_("Choose the state the house stands in."), field="state")


class LeaseRefused(Refusal):
    """Terms that cannot be; the message says why."""

    slug: ClassVar[str] = "lease_refused"


class UnitLet(Refusal):
    slug: ClassVar[str] = "unit_let"

    def __init__(self, *, tenant: str) -> None:
        super().__init__(
            _("The unit is let to %(tenant)s in these days. End that lease first.") % {"tenant": tenant},
            field="starts_on",
        )


class LeaseEnded(Refusal):
    slug: ClassVar[str] = "lease_ended"

    def __init__(self) -> None:
        super().__init__(_("The lease has ended, and all is settled."))


class DueStands(Refusal):
    slug: ClassVar[str] = "due_stands"

    def __init__(self) -> None:
        super().__init__(_("This was asked for already."))


class DueTakenBack(Refusal):
    slug: ClassVar[str] = "taken_back"

    def __init__(self) -> None:
        super().__init__(_("This was taken back already."))


class WhyMissing(Refusal):
    slug: ClassVar[str] = "why_missing"

    def __init__(self) -> None:
        super().__init__(_("Say why, so that the tenant sees it too."), field="reason")


class DepositShort(Refusal):
    slug: ClassVar[str] = "deposit_short"

    def __init__(self, *, over: str) -> None:
        super().__init__(
            _("Cuts are more than the deposit. The tenant would owe %(over)s.") % {"over": over},
            field="amount",
        )


class ShareRefused(Refusal):
    slug: ClassVar[str] = "share_refused"

    def __init__(self) -> None:
        super().__init__(
            _("The parts come to more than the payment, or to more than what they are for."),
            field="for_dues",
        )


class ChequeDone(Refusal):
    slug: ClassVar[str] = "cheque_done"

    def __init__(self) -> None:
        super().__init__(_("This cheque was cleared or given back already."))


class ClaimAnswered(Refusal):
    slug: ClassVar[str] = "claim_answered"

    def __init__(self) -> None:
        super().__init__(_("This was answered already."))


class WordMissing(Refusal):
    slug: ClassVar[str] = "word_missing"

    def __init__(self) -> None:
        super().__init__(_("Write a few words first."), field="text")


class TooManyWords(Refusal):
    slug: ClassVar[str] = "too_many_words"

    def __init__(self) -> None:
        super().__init__(_("Your landlord has several of these to answer. Wait for that first."))


class ReadingRefused(Refusal):
    """A meter or a reading that cannot be; the message says why."""

    slug: ClassVar[str] = "reading_refused"


class SplitRefused(Refusal):
    """A bill that cannot be split; the message says why."""

    slug: ClassVar[str] = "split_refused"


class StillLet(Refusal):
    slug: ClassVar[str] = "still_let"

    def __init__(self, *, tenant: str) -> None:
        super().__init__(_("%(tenant)s still lives there. End that lease first.") % {"tenant": tenant})


class PutAway(Refusal):
    slug: ClassVar[str] = "put_away"

    def __init__(self) -> None:
        super().__init__(_("This was put away. Bring it back first."))


class TaxTold(Refusal):
    """The GST of its month was told to the state: its tax invoice stays as it is."""

    slug: ClassVar[str] = "tax_period_locked"

    def __init__(self, until: datetime.date) -> None:
        super().__init__(
            _(
                "GST is told to the state until %(day)s: no tax invoice of that time is made or cancelled. Open it"
                " again under Close the books if you must."
            )
            % {"day": date_words(until)},
            field="due_id",
        )
