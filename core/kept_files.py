"""Files that lie under a name made of what they hold: written once, and gone once their rows are."""

from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction


def keep(name: str, content: bytes) -> str:
    """The name under which the content lies from now on; a crash may have left it there without its row."""
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))


def drop_later(names: Iterable[str]) -> None:
    """Take the files away once the transaction stands."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
