"""Texts for people are found by the command that gathers them."""

import ast

from tests.repo.sources import APPS, name, python_files

ASKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def test_no_text_hides_in_an_f_string():
    """On Python 3.11 an f-string is one word to the gatherer: what is translated inside never comes into a catalogue."""
    hidden = [
        f"{name(path)}:{call.lineno}"
        for path in python_files(*APPS)
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKED
    ]
    assert hidden == []
