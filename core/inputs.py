"""Fields of one line in a form, written at once. Django runs two templates for each, ten times as long; a page of
ours holds a dozen."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

ONE_LINE = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("date", "email", "hidden", "input", "number", "password", "text", "url")
)


class FormRenderer(DjangoTemplates):
    """Django's renderer of forms; only the fields named above are written without their templates."""

    def render(self, template_name: str, context: Any, request: HttpRequest | None = None) -> str:
        if template_name in ONE_LINE:
            return _input(context["widget"])
        return super().render(template_name, context, request=request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def _attributes(attributes: Mapping[str, Any]) -> str:
    """As Django's attrs.html writes them: True is a name alone, False is nothing."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
