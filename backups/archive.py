"""The one file of a backup: a tar with a manifest as its last part, then one line with the SHA-256 of all before.

`tar xf` opens it by hand (an encrypted one only through `manage.py restore`). Reading checks the whole file
before the first part of it is used.
"""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from backups.cipher import DecryptingReader, EncryptingWriter, Unreadable, is_encrypted
from backups.faults import BackupRefused

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES_MAX = 64 * 1024 * 1024
SEAL = b"\nhalkhata-backup sha256:"
SEAL_BYTES = len(SEAL) + 64 + 1
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Book:
    """A book at the moment of the backup: the last number of its trail, and the digest of all up to it."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds. `counts` are rows by table, `migrations` the ones applied, "app.name"."""

    engine: str
    version: str
    made_at: str
    migrations: list[str]
    counts: dict[str, int]
    books: dict[str, Book]
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT


class ArchiveWriter:
    """Adds parts in order; `finish` adds the manifest and seals the file. The caller makes it durable."""

    def __init__(self, file: BinaryIO, *, passphrase: str) -> None:
        self._cipher = EncryptingWriter(file, passphrase=passphrase) if passphrase else None
        self._sink: Any = self._cipher or file
        self._sum = hashlib.sha256()
        self._tar = tarfile.open(  # type: ignore[call-overload]  # noqa: SIM115 closed by finish
            fileobj=self, mode="w|", format=tarfile.PAX_FORMAT
        )
        self._parts: dict[str, Part] = {}

    def write(self, content: bytes) -> int:
        """What tarfile calls."""
        self._sum.update(content)
        self._sink.write(content)
        return len(content)

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is now; what is written to it meanwhile is not in the archive."""
        with path.open("rb") as source:
            size = path.stat().st_size
            reader = _Summing(source)
            self._tar.addfile(_entry(name, size), reader)  # type: ignore[arg-type]
        self._parts[name] = Part(size=size, sha256=reader.sum.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        body = asdict(manifest) | {"parts": {name: asdict(part) for name, part in self._parts.items()}}
        content = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        self._tar.addfile(_entry(MANIFEST, len(content)), io.BytesIO(content))
        self._tar.close()
        self._sink.write(SEAL + self._sum.hexdigest().encode() + b"\n")
        if self._cipher:
            self._cipher.finish()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


class _Summing:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        content = self._file.read(size)
        self.sum.update(content)
        return content


def read_manifest(path: Path, *, passphrase: str) -> Manifest:
    """Check the whole archive and say what it holds. Raises BackupRefused with a sentence."""
    try:
        _check_seal(path, passphrase=passphrase)
        with _tar(path, passphrase=passphrase) as tar:
            return _manifest_in(tar)
    except OSError as error:
        raise BackupRefused(f"{path} can't be read: {error.strerror}.") from None


def unpack(path: Path, *, folder: Path, passphrase: str, manifest: Manifest) -> None:
    """Put every part into the folder, and prove each by its size and digest. Raises BackupRefused."""
    found = {}
    with _tar(path, passphrase=passphrase) as tar:
        for entry in tar:
            if entry.name != MANIFEST:
                found[entry.name] = _unpack_one(tar, entry, folder=folder)
    if found != manifest.parts:
        raise BackupRefused("This backup does not hold what its list says.")


def _unpack_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, *, folder: Path) -> Part:
    name = PurePosixPath(entry.name)
    source = tar.extractfile(entry) if entry.isreg() else None
    if source is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused("This backup holds something that is not a file of ours.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    reader = _Summing(source)  # type: ignore[arg-type]
    with target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(reader, file, BLOCK)
    return Part(size=entry.size, sha256=reader.sum.hexdigest())


@contextmanager
def _plain(path: Path, *, passphrase: str) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        if not is_encrypted(file):
            yield file
            return
        if not passphrase:
            raise BackupRefused("This backup is encrypted. Set HALKHATA_BACKUP_PASSPHRASE to its passphrase.")
        try:
            reader = DecryptingReader(file, passphrase=passphrase)
            yield io.BufferedReader(reader, BLOCK)
        except Unreadable:
            raise BackupRefused(
                "This backup does not open: the passphrase is another one, or the file is cut or altered."
            ) from None


def _check_seal(path: Path, *, passphrase: str) -> None:
    total, tail = hashlib.sha256(), b""
    with _plain(path, passphrase=passphrase) as file:
        while block := file.read(BLOCK):
            held = tail + block
            total.update(held[:-SEAL_BYTES])
            tail = held[-SEAL_BYTES:]
    if tail != SEAL + total.hexdigest().encode() + b"\n":
        raise BackupRefused("This is not a whole backup of Halkhata: it is cut, altered, or something else.")


@contextmanager
def _tar(path: Path, *, passphrase: str) -> Iterator[tarfile.TarFile]:
    with _plain(path, passphrase=passphrase) as file:
        try:
            with tarfile.open(fileobj=file, mode="r|") as tar:
                yield tar
        except tarfile.TarError:
            raise BackupRefused("This backup can't be unpacked.") from None


def _manifest_in(tar: tarfile.TarFile) -> Manifest:
    for entry in tar:
        if entry.name != MANIFEST:
            continue
        source = tar.extractfile(entry)
        if source is None or entry.size > MANIFEST_BYTES_MAX:
            break
        return _manifest_of(json.loads(source.read()))
    raise BackupRefused("This backup has no list of what it holds.")


def _manifest_of(body: dict[str, Any]) -> Manifest:
    if body.get("format") != FORMAT:
        raise BackupRefused(
            "This backup was made by a newer version of Halkhata. Upgrade first, then restore."
        )
    try:
        books = {book_id: Book(**book) for book_id, book in body["books"].items()}
        parts = {name: Part(**part) for name, part in body["parts"].items()}
        return Manifest(**(body | {"books": books, "parts": parts}))
    except (KeyError, TypeError, AttributeError):
        raise BackupRefused("The list in this backup can't be read.") from None
