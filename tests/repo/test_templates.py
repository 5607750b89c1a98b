"""What the content security policy would block in a browser is refused here already."""

import re

import pytest

from tests.repo.sources import name, templates

FORBIDDEN = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "text marked as safe": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
    "a file from another server": re.compile(
        r"<(?:script|link|img)\b[^>]*(?:src|href)\s*=\s*[\"']?https?:", re.IGNORECASE
    ),
}
EXAMPLES = {
    "a style element": "<style>p{}</style>",
    "a style attribute": '<p class="a" style="color:red">',
    "a script without src": '<script type="module">go()</script>',
    "an event attribute": '<a href="/" onclick="go()">',
    "a javascript: address": '<a href="javascript:go()">',
    "text marked as safe": "{{ name|safe }}",
    "a file from another server": '<script src="https://example.com/a.js">',
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_pattern_finds_its_example(what):
    assert FORBIDDEN[what].search(EXAMPLES[what])


def is_page_of_a_pdf(path) -> bool:
    """Pages for paper are drawn by WeasyPrint, which no policy guards and no browser opens."""
    return path.parent.name == "pdf" or path.name.endswith("_pdf.html")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    pages = [path for path in templates() if not is_page_of_a_pdf(path)]
    assert pages
    assert [name(path) for path in pages if FORBIDDEN[what].search(path.read_text(encoding="utf-8"))] == []
