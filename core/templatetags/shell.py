"""What the frame of every page needs."""

from functools import lru_cache
from uuid import UUID

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

UNDO = "undo:"


@register.simple_tag(takes_context=True)
def nav_links(context: Context, part: str) -> SafeString:
    """The links of the bar ("bar") or of its menu ("more")."""
    book = context["book"]
    grants = frozenset(context.get("grants") or ())
    kind, section = getattr(book, "kind", ""), context.get("nav") or ""
    return _nav_links(part, book.id, kind, grants, section, get_language() or "")


@lru_cache(maxsize=500)
def _nav_links(
    part: str, book_id: UUID, kind: str, grants: frozenset[str], section: str, _language: str
) -> SafeString:
    """Forty links that nothing changes but what is named here."""
    context = {"book": {"id": book_id, "kind": kind}, "grants": grants, "nav": section}
    return render_to_string(f"components/nav_{part}.html", context)


@register.simple_tag
def undo_address(extra_tags: str | None) -> str:
    """The address in a message's extra tag "undo:<address>"; "" when it can't be undone."""
    for tag in (extra_tags or "").split():
        if tag.startswith(UNDO):
            return tag.removeprefix(UNDO)
    return ""
