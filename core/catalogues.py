"""Gathers the texts of code and templates into locale/*/LC_MESSAGES/django.po, and says what is missing.

Babel reads Python; templates are first turned into Python by Django itself, so no gettext program is needed.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
CODE_FOLDERS = (
    "api",
    "audit",
    "backups",
    "businesses",
    "config",
    "core",
    "imports",
    "rentals",
    "inventory",
    "invoicing",
    "ledger",
    "staff",
    "taxes",
)
HEADER = "# For translators: edit the msgstr lines alone; `manage.py messages` keeps the rest."
COMMENT_TAGS = ("Translators:",)


@dataclass(frozen=True)
class Fault:
    """One text of one language that a person would meet in English or wrong."""

    language: str
    text: str
    what: str


def gather(root: Path) -> Catalog:
    """Every text marked for translation below `root`, with the files it stands in."""
    catalogue = Catalog(project="Halkhata", charset="utf-8")
    for path in _sources(root):
        for line, text, comments, context in _texts(path):
            place = (path.relative_to(root).as_posix(), line)
            catalogue.add(text, locations=[place], auto_comments=comments, context=context)
    return catalogue


def update(root: Path, language: str) -> Path:
    """Write the language's catalogue: new texts empty, changed ones never guessed, gone ones dropped."""
    path = catalogue_path(root, language)
    catalogue = read(path, language)
    catalogue.update(gather(root), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return path


def faults(root: Path, language: str) -> Iterator[Fault]:
    """What keeps the language from being complete."""
    catalogue = read(catalogue_path(root, language), language)
    for wanted in gather(root):
        if wanted.id:
            fault = _fault_of(wanted, catalogue.get(_key(wanted), wanted.context))
            if fault:
                yield Fault(language, str(_key(wanted)), fault)


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(
            language,
            header_comment=HEADER,
            project="Halkhata",
            version="1",
            msgid_bugs_address="none",
            last_translator="Halkhata",
            language_team="Halkhata",
            charset="utf-8",
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _sources(root: Path) -> Iterator[Path]:
    for folder in CODE_FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (root / "templates").rglob("*.*") if path.suffix in {".html", ".txt"})


def _texts(path: Path) -> Iterator[tuple]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Brackets: a template's indentation is not Python's, and inside them none is read.
        source = f"({templatize(source, origin=str(path))}\n)"
    file = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    yield from extract("python", file, keywords=KEYWORDS, comment_tags=COMMENT_TAGS, options=options)


def _fault_of(wanted: Message, found: Message | None) -> str:
    if found is None or not found.string or (found.pluralizable and not all(found.string)):
        return "not translated"
    if found.fuzzy:
        return "marked as uncertain"
    needed = _placeholders(wanted.id)
    given = _placeholders(found.string)
    # A singular form may leave the number out, as in "one entry".
    if given - needed or (not wanted.pluralizable and needed - given):
        return f"placeholders differ: {sorted(needed ^ given)}"
    return ""


def _placeholders(text: str | list[str] | tuple[str, ...]) -> set[str]:
    texts = [text] if isinstance(text, str) else text
    return {match[0] for one in texts for match in PLACEHOLDER.finditer(one)}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
