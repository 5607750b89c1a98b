"""Rows of plain SQL as instances of a model, for the few questions that every request asks.

Composing a query costs the ORM many times what the database needs to answer it.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)
Convert = Callable[[Any, Any, Any], Any]


class Instances(Generic[M]):
    """`columns` for a SELECT in which the model's table is called `alias`; `of` makes an instance of their values."""

    def __init__(self, model: type[M], *, alias: str) -> None:
        self.model, self.alias = model, alias
        self.fields = model._meta.concrete_fields  # noqa: SLF001 Django's documented interface
        self.names = [field.attname for field in self.fields]
        self.columns = ", ".join(f'{alias}."{field.column}"' for field in self.fields)
        self.width = len(self.fields)
        self._converts: dict[str, list[tuple[int, Any, list[Convert]]]] = {}

    def of(self, values: Sequence[Any]) -> M:
        kept = list(values)
        for place, expression, converts in self._converters():
            for convert in converts:
                kept[place] = convert(kept[place], expression, connection)
        return self.model.from_db(connection.alias, self.names, kept)

    def _converters(self) -> list[tuple[int, Any, list[Convert]]]:
        """As the ORM does it: the engine's own, then the field's."""
        found = self._converts.get(connection.vendor)
        if found is None:
            found = []
            for place, field in enumerate(self.fields):
                column = field.get_col(self.alias)
                converts = [
                    *connection.ops.get_db_converters(column),
                    *field.get_db_converters(connection),
                ]
                if converts:
                    found.append((place, column, converts))
            self._converts[connection.vendor] = found
        return found
