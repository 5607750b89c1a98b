"""The bell of an installation without Redis: one file a message, in the data folder.

Kombu's filesystem transport, with three things mended: a message appears whole or not at all (kombu's reader
may take a file that is still being written, and the worker then ends), it is read where it lies instead of
being carried through /tmp, and a folder that was deleted under way is made again.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class FolderChannel(filesystem.Channel):
    @property
    def folder(self) -> Path:
        return Path(self.data_folder_in)

    def _queue_bind(self, *args: Any) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super()._queue_bind(*args)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Wall-clock nanoseconds: unlike the monotonic clock they keep their order over a restart.
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}"
        written = self.folder / f"{name}.new"
        written.write_text(dumps(payload))
        written.replace(self.folder / f"{name}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in self._messages(queue):
            taken = path.with_suffix(f".{os.getpid()}.taken")
            try:
                path.replace(taken)
                text = taken.read_text()
                taken.unlink()
            except FileNotFoundError:
                continue
            return loads(text)
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._messages(queue))

    def _purge(self, queue: str) -> int:
        messages = self._messages(queue)
        for path in messages:
            path.unlink(missing_ok=True)
        return len(messages)

    def _messages(self, queue: str) -> list[Path]:
        """Oldest first."""
        return sorted(self.folder.glob(f"*.{queue}.msg"))


class FolderTransport(filesystem.Transport):
    Channel = FolderChannel
