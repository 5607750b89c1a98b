"""The envelope around every answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from api.kit.texts import to_json

PER_PAGE = 25
PER_PAGE_MAX = 200
CURSOR_LENGTH_MAX = 600

Row = dict[str, Any]


class Answer(Schema):
    """The base of what an answer holds. With `fields` a caller asks for some members only, so none is promised."""

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("required", None) and None)


class PageContext(Schema):
    per_page: int
    has_more_page: bool
    next_cursor: str | None


class Paging(Schema):
    """`cursor` is the `next_cursor` of the page before."""

    cursor: Annotated[str | None, Field(max_length=CURSOR_LENGTH_MAX)] = None
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_MAX)] = PER_PAGE


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in their order, and where the next page begins (None after the last row). `extra` joins the envelope."""

    rows: Sequence[Any]
    next_cursor: str | None
    per_page: int
    extra: Row | None = None


def page_of(found: Sequence[Any], *, paging: Paging, cursor: Any) -> Page:
    """A page out of `per_page` + 1 rows that were asked for; `cursor(row)` names a row."""
    rows = found[: paging.per_page]
    more = len(found) > paging.per_page
    return Page(rows=rows, next_cursor=cursor(rows[-1]) if more else None, per_page=paging.per_page)


def list_answer(page: Page, *, plural: str, fields: Iterable[str] | None) -> HttpResponse:
    context = {
        "per_page": page.per_page,
        "has_more_page": page.next_cursor is not None,
        "next_cursor": page.next_cursor,
    }
    rows = page.rows if fields is None else [_only(row, fields) for row in page.rows]
    said = {"code": 0, "message": "success", plural: rows, **(page.extra or {}), "page_context": context}
    return _answer(said, status=200, records=len(rows))


def single_answer(
    row: Row | list[Row], *, singular: str, fields: Iterable[str] | None, status: int = 200
) -> HttpResponse:
    said = {"code": 0, "message": "success", singular: row if fields is None else _only(row, fields)}
    return _answer(said, status=status, records=len(row) if isinstance(row, list) else 1)


def _answer(said: Row, *, status: int, records: int) -> HttpResponse:
    response = HttpResponse(to_json(said), status=status, content_type="application/json")
    response.records = records  # type: ignore[attr-defined]
    return response


def _only(row: Row | list[Row], fields: Iterable[str]) -> Row | list[Row]:
    if isinstance(row, list):
        return row
    return {name: row[name] for name in fields if name in row}


def list_model(row: type[Schema], *, plural: str, name: str, extra: dict[str, Any]) -> type[Schema]:
    members: dict[str, Any] = {
        "code": (int, Field(examples=[0])),
        "message": (str, Field(examples=["success"])),
        plural: (list[row], ...),  # type: ignore[valid-type]
        **extra,
        "page_context": (PageContext, ...),
    }
    return create_model(name, __base__=Schema, **members)


def single_model(row: Any, *, singular: str, name: str) -> type[Schema]:
    members: dict[str, Any] = {
        "code": (int, Field(examples=[0])),
        "message": (str, Field(examples=["success"])),
        singular: (row, ...),
    }
    return create_model(name, __base__=Schema, **members)
