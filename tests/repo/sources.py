"""Where the project's own files lie, for the tests that read them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "config",
    "staff",
    "api",
    "imports",
    "backups",
    "rentals",
    "invoicing",
    "inventory",
    "taxes",
    "ledger",
    "businesses",
    "audit",
    "core",
)


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def python_files(*folders: str) -> list[Path]:
    """Every module below the folders, migrations left out: they are never edited again."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
