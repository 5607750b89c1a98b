"""Indexes that know which engine they stand on."""

from collections.abc import Sequence
from typing import Any

from django.db import models


class CoveringOnSqlite(models.Index):
    """An index that holds the fields of `also` on SQLite, so that a sum over many rows is read from it alone.

    SQLite goes to the table for each row, and pays more for that the larger the book; it knows no INCLUDE, so they are
    keys there. PostgreSQL reads such rows a page at a time, and keeps the small index, which is quicker to write.
    """

    def __init__(self, *, also: Sequence[str], **rest: Any) -> None:
        super().__init__(**rest)
        self.also = tuple(also)

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **rest: Any) -> Any:
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using=using, **rest)
        whole = models.Index(fields=[*self.fields, *self.also], name=self.name, condition=self.condition)
        return whole.create_sql(model, schema_editor, using=using, **rest)

    def deconstruct(self) -> Any:
        path, expressions, words = super().deconstruct()
        return path, expressions, {**words, "also": self.also}
