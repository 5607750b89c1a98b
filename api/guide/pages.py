"""The pages for developers: the documents of docs/api, drawn as pages of the house."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from api.guide.errors import errors_text

GUIDES: dict[str, str | Promise] = {
    "start": gettext_lazy("Three steps"),
    "auth": gettext_lazy("Tokens"),
    "oauth": gettext_lazy("Apps"),
    "lists": gettext_lazy("Lists"),
    "retries": gettext_lazy("Retries"),
    "errors": gettext_lazy("Errors"),
    "limits": gettext_lazy("Limits"),
    "rents": gettext_lazy("Rents"),
    "webhooks": gettext_lazy("Webhooks"),
    "sync": gettext_lazy("Sync"),
    "zoho-books": gettext_lazy("From Zoho Books"),
    "examples": gettext_lazy("Programs to start from"),
    "changelog": gettext_lazy("Changes of the API"),
}
"""Documents that are pages too, in the order to read them. Their names stand in addresses and never change."""
AT_HOME = {"errors": "api:errors", "changelog": "api:changelog"}
"""Pages that have an address of their own below the API."""
EXAMPLES = (
    "python/halkhata.py", "python/try_it.py", "python/rent_houses.py", "python/receiver.py", "node/halkhata.mjs",
    "node/try_it.mjs", "node/receiver.mjs", "go/halkhata.go", "go/main.go", "go/receiver.go", "go/go.mod",
)  # fmt: skip
"""Files of docs/examples that may be read at the site."""
LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<path>(?!https?:)[^)#\s]+)(?P<anchor>#[^)\s]+)?\)")


@dataclass(frozen=True, slots=True)
class GuidePage:
    slug: str
    title: str
    body: SafeString


def page(slug: str) -> GuidePage:
    """A document as a page. `slug` is a key of GUIDES."""
    return _page(slug)


def address_of(slug: str) -> str:
    return reverse(AT_HOME[slug]) if slug in AT_HOME else reverse("guide:page", args=[slug])


@cache
def _page(slug: str) -> GuidePage:
    text = document(slug)
    title, _, rest = text.partition("\n")
    return GuidePage(slug, title.removeprefix("# "), SafeString(_markdown().render(_on_site(rest))))


def document(slug: str) -> str:
    """The Markdown of a page; errors are written from the catalogue."""
    if slug == "errors":
        return errors_text()
    return (settings.ROOT / "docs/api" / f"{slug}.md").read_text(encoding="utf-8")


def _on_site(text: str) -> str:
    """Links of a document as links of the site; what is no page of the site stays as words."""
    return LINK.sub(lambda found: _link(found["words"], found["path"], found["anchor"] or ""), text)


def _link(words: str, path: str, anchor: str) -> str:
    name = path.removesuffix(".md")
    if name in GUIDES:
        return f"[{words}]({address_of(name)}{anchor})"
    example = path.removeprefix("../examples/")
    if example in EXAMPLES:
        return f"[{words}]({reverse('guide:example', args=[example])})"
    return words


def _markdown() -> MarkdownIt:
    """CommonMark with tables; HTML in a document stays text, so what is drawn is safe."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for name, rule in {
        "heading_open": _heading,
        "fence": _code,
        "table_open": _table,
        "table_close": _table,
    }.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _heading(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    name = re.sub(r"[^\w]+", "-", tokens[place + 1].content.lower()).strip("-")
    return f'<{tokens[place].tag} id="{name}">'


def _code(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    return f'<pre class="code" tabindex="0">{escape(tokens[place].content)}</pre>\n'


def _table(_self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    if tokens[place].nesting < 0:
        return "</table></div>\n"
    return '<div class="table-box" tabindex="0"><table class="table">\n'
