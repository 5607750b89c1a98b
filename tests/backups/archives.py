"""Opening an archive beside the live books, and making ones that lie."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from backups.archive import MANIFEST, SEAL, SEAL_BYTES, Manifest, read_manifest, unpack
from backups.inventory import inventory, standing_in
from backups.making import engine


@contextmanager
def opened(path: Path, *, folder: Path, passphrase: str = "") -> Iterator[Manifest]:
    """The default database is the archive's, as it was packed."""
    manifest = read_manifest(path, passphrase=passphrase)
    folder.mkdir()
    unpack(path, folder=folder, passphrase=passphrase, manifest=manifest)
    candidate = engine().load(folder)
    try:
        with standing_in(candidate):
            yield manifest
    finally:
        engine().discard(candidate)


def live_state() -> tuple:
    """What a refused restore may not touch: every row counted, every book digested, every epoch."""
    from businesses.models import Business

    found = inventory()
    epochs = sorted(Business.objects.values_list("id", "seq", "epoch"))
    connections["default"].close()
    return found.counts, found.books, found.migrations, epochs


def retold(
    path: Path, *, manifest: Callable[[dict], None] = lambda _: None, names: dict | None = None
) -> Path:
    """A copy of a plain archive with another list or other names of parts, sealed again as a forger would."""
    body = path.read_bytes()[:-SEAL_BYTES]
    sink = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(body)) as source, tarfile.open(fileobj=sink, mode="w") as target:
        for entry in source:
            content = source.extractfile(entry).read()
            if entry.name == MANIFEST:
                said = json.loads(content)
                manifest(said)
                content = json.dumps(said).encode()
            entry.name = (names or {}).get(entry.name, entry.name)
            entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
    lie = path.with_name(f"retold-{path.name}")
    lie.write_bytes(sink.getvalue() + SEAL + hashlib.sha256(sink.getvalue()).hexdigest().encode() + b"\n")
    return lie
