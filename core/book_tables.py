"""Which tables hold rows of a book: read from the models, so that a new table can't be forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

COLUMN = "business_id"


@dataclass(frozen=True, slots=True)
class BookTable:
    """`may_be_none`: some of its rows belong to no book."""

    name: str
    column: str
    may_be_none: bool


def book_tables(found: Iterable[type[models.Model]]) -> list[BookTable]:
    """Of these models, the tables with a column of the book."""
    tables = []
    for model in found:
        options = model._meta  # noqa: SLF001 Django's documented interface
        column = next((field for field in options.local_fields if field.column == COLUMN), None)
        if options.managed and not options.proxy and column is not None:
            tables.append(BookTable(options.db_table, COLUMN, column.null))
    return tables
