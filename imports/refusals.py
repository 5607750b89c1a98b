"""What bringing a khata may decline, in words for the person."""

from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class RunUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such file in this book."))


class FileGone(Refusal):
    slug: ClassVar[str] = "file_gone"
    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__(_("This file is no longer kept here. Choose it again."))


class TooManyFiles(Refusal):
    slug: ClassVar[str] = "too_many_files"
    status: ClassVar[int] = 429

    def __init__(self) -> None:
        super().__init__(_("This book was given very many files today. Try again tomorrow."), field="file")


class WrongMoment(Refusal):
    """Another step of the same run was taken meanwhile, in another window or by another person."""

    slug: ClassVar[str] = "wrong_moment"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This file has moved on meanwhile. Look at where it stands now."))


class MappingIncomplete(Refusal):
    slug: ClassVar[str] = "mapping_incomplete"


class NothingToBring(Refusal):
    slug: ClassVar[str] = "nothing_to_bring"

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing new to bring: every row stands in this book already or is left out.")
        )
