"""What a call may hold: a member that is not described is refused, or a misspelt `date` would be today."""

import inspect
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ninja import Schema

View = Callable[..., Any]


def strict(view: View) -> View:
    """Have the bodies this view takes, and what stands inside them, refuse members they do not know.

    A schema that says itself what comes of such members (`extra` in its model_config) is left as it is.
    """
    for hint in get_type_hints(view, include_extras=True).values():
        if get_origin(hint) is not Annotated:  # Query[…] and the like are no bodies
            _forbid(hint)
    return view


def _forbid(hint: Any) -> None:
    for schema in _schemas(hint):
        if "extra" in schema.model_config:
            continue
        schema.model_config["extra"] = "forbid"
        for field in schema.model_fields.values():
            _forbid(field.annotation)
        schema.model_rebuild(force=True)


def _schemas(hint: Any) -> Iterator[type[Schema]]:
    """The schemas in a hint such as list[A] | B | None."""
    if inspect.isclass(hint) and not get_args(hint):
        if issubclass(hint, Schema):
            yield hint
        return
    for part in get_args(hint):
        yield from _schemas(part)
