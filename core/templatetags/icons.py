"""Icons: symbols of static/halkhata.svg. They decorate; the word beside them says it."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Arrows that point along the line of writing turn round in a right-to-left page.
TURNING = frozenset({"gave", "got", "back", "next", "undo", "leave", "erase"})


@register.simple_tag
@lru_cache(maxsize=1_000)
def icon(name: str, extra: str = "") -> SafeString:
    """The icon `name`; `extra` holds more classes, such as "icon-s"."""
    classes = " ".join(part for part in ("icon", "icon-flip" if name in TURNING else "", extra) if part)
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("halkhata.svg"),
        name,
    )


@register.simple_tag
def mark() -> SafeString:
    """The red account book, our mark."""
    return format_html(
        '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><use href="{}#mark"></use></svg>',
        static("halkhata.svg"),
    )
