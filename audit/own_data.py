"""What is kept of a person who has an account: every app says here what it holds, for them to take along.

Never a secret: of tokens and passwords only that they are there.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

Rows = Sequence[Mapping[str, object]]
Part = Callable[[UUID], Rows]
_parts: dict[str, Part] = {}


def own_data(name: str) -> Callable[[Part], Part]:
    """Register what gives the rows of one table, by the person's id."""

    def register(part: Part) -> Part:
        _parts[name] = part
        return part

    return register


def parts() -> list[tuple[str, Part]]:
    return sorted(_parts.items())
