"""What sync declines as a whole, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class ResyncNeeded(Refusal):
    """The cursor is of another book, of another life of this book, or of none: read from the start."""

    slug: ClassVar[str] = "resync"
    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__(
            _("What this phone holds is from before. It must read the book anew; nothing unsent is lost.")
        )


class TooManyMutations(Refusal):
    slug: ClassVar[str] = "too_many_mutations"

    def __init__(self, most: int) -> None:
        super().__init__(_("Send at most %(most)s changes in one call.") % {"most": most})
