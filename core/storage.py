"""Where files of a book lie: one by each name, and whole at every moment."""

import os
import uuid
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="core.storage.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """A file saved under a name that is taken replaces the other in one step: a reader meets the old one or
    the new one, and two who save at once leave one. It is on the disk before `save` returns."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        part = f"{name}.{uuid.uuid4().hex}.part"
        try:
            path = Path(self.path(super()._save(part, content)))  # type: ignore[misc]
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
            path.replace(self.path(name))
        except BaseException:
            self.delete(part)
            raise
        return name
