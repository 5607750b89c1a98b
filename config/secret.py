"""The installation's key: from the environment, or from the file that the small install made for itself."""

import os
import secrets
from pathlib import Path

UNSET = "unsafe-until-set"
FILE_NAME = "secret-key"


def read_secret_key(given: str, *, folder: Path) -> str:
    """The key given, or the one kept in the data folder, or UNSET, with which serving is refused."""
    if given:
        return given
    kept = folder / FILE_NAME
    return kept.read_text(encoding="ascii").strip() if kept.is_file() else UNSET


def make_secret_key(folder: Path) -> Path:
    """Write a fresh key into the data folder, readable by its owner alone, unless one is there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE_NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    return path
