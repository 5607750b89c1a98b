"""Bills on a page: the item of a line, and how a bill stands."""

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.icons import icon
from invoicing.words import kind_name, state_words

register = template.Library()
ICONS = {"paid": "save", "overdue": "warn", "part_paid": "clock", "draft": "note", "sent": "share"}
TONES = {"paid": "badge-good", "overdue": "badge-warn"}


@register.simple_tag
def line_item(bound: BoundField, address: str, focus: bool = False) -> SafeString:
    """The name of an item with suggestions from `address`, asked by GET under the field's own name."""
    extra: dict[str, str | bool] = {
        "role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
        "aria-controls": f"{bound.auto_id}_list", "dir": "auto", "data-chooser-text": "", "data-free": "",
        "hx-get": address, "hx-trigger": "input changed delay:150ms", "hx-sync": "this:replace",
        "hx-target": f"#{bound.auto_id}_list", "hx-params": bound.html_name, "hx-swap": "innerHTML",
        **({"autofocus": ""} if focus else {}),
    }  # fmt: skip
    return bound.as_widget(attrs=extra)


@register.simple_tag
def paper_state(state: str, kind: str = "") -> SafeString:
    return format_html(
        '<span class="badge {}">{}<span>{}</span></span>', TONES.get(state, ""),
        icon(ICONS.get(state, "note"), "icon-s"), state_words(state, kind=kind),
    )  # fmt: skip


@register.filter
def paper_kind(kind: str) -> str:
    return kind_name(kind)
