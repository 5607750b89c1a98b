"""What the frame of every page needs."""

from django import template

register = template.Library()

UNDO = "undo:"


@register.simple_tag
def undo_address(extra_tags: str | None) -> str:
    """The address in a message's extra tag "undo:<address>"; "" when it can't be undone."""
    for tag in (extra_tags or "").split():
        if tag.startswith(UNDO):
            return tag.removeprefix(UNDO)
    return ""
