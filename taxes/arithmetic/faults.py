"""Why a sum cannot be worked out. Its sentences, in the language of the reader, are taxes.refusals'."""

from collections.abc import Mapping
from types import MappingProxyType


class TaxFault(ValueError):
    """`slug` says what is wrong, `line` which line has it (1 is the first, 0 the whole document)."""

    def __init__(self, slug: str, *, line: int = 0, **params: str | int) -> None:
        super().__init__(slug)
        self.slug = slug
        self.line = line
        self.params: Mapping[str, str | int] = MappingProxyType(params)
