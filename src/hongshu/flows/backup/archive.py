"""The archive as a file: written entry by entry with digests, and read through against its manifest."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from hongshu.flows.backup.contracts import FORMAT, ArchiveDamaged, ArchiveTooNew, Kept, Manifest

DATABASE = "database.dump"
SECRET_KEY = "secret_key"  # noqa: S105 (the name of an entry)
MEDIA = "media/"
_MANIFEST = "manifest.json"
_CHUNK_BYTES = 1024 * 1024
# Whoever made the archive, nothing of it is written outside of the media folder.
_MEDIA_NAME = re.compile(r"media/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


class ArchiveWriter:
    """Adds entries to an open tar, keeping the digest of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, Kept] = {}

    def add_file(self, name: str, path: Path) -> int:
        """Add a file; returns its size."""
        with path.open("rb") as file:
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            digesting = _Digesting(file)
            self._tar.addfile(entry, digesting)
        self.files[name] = Kept(size=entry.size, sha256=digesting.digest.hexdigest())
        return entry.size

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add what is in memory."""
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        entry.mode = 0o600
        self._tar.addfile(entry, io.BytesIO(content))
        self.files[name] = Kept(size=len(content), sha256=hashlib.sha256(content).hexdigest())

    def finish(self, *, version: str, made_at: str, demo: bool) -> None:
        """Add the manifest: an archive without it is cut off."""
        manifest = Manifest(format=FORMAT, version=version, made_at=made_at, demo=demo, files=self.files)
        self.add_bytes(_MANIFEST, json.dumps(asdict(manifest)).encode())


class _Digesting(io.RawIOBase):
    """Reads through to a file and digests what is read."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        return chunk


def checked_manifest(file: Path, told: Callable[[int, int], None]) -> Manifest:
    """Read an archive through. Raises ArchiveDamaged unless every entry is what its manifest says."""
    total = file.stat().st_size
    found: dict[str, Kept] = {}
    manifest: Manifest | None = None
    try:
        with file.open("rb") as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            for entry in tar:
                if manifest is not None or not entry.isfile() or entry.name in found:
                    raise ArchiveDamaged(f"{file} is not an archive of Hongshu, or was changed.")
                content = tar.extractfile(entry)
                assert content is not None
                if entry.name == _MANIFEST:
                    manifest = _manifest(content.read(), file)
                    continue
                found[entry.name] = _kept(content)
                told(stream.tell(), total)
    except (tarfile.TarError, EOFError):
        raise ArchiveDamaged(f"{file} is damaged, cut off, or no archive: take another one.") from None
    if manifest is None:
        raise ArchiveDamaged(f"{file} is cut off: take another one.")
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    strange = sorted(
        name for name in found if name not in (DATABASE, SECRET_KEY) and not _MEDIA_NAME.fullmatch(name)
    )
    if wrong or strange or not {DATABASE, SECRET_KEY} <= set(found):
        named = (wrong or strange or ["an entry is missing"])[0]
        raise ArchiveDamaged(f"{file} is damaged ({named}): take another one.")
    told(total, total)
    return manifest


def entries(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and contents of an archive that was checked."""
    with tarfile.open(file, mode="r:") as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            assert content is not None
            if entry.name != _MANIFEST:
                yield entry.name, content


def copy(content: IO[bytes], into: IO[bytes]) -> None:
    """Copy a stream in pieces."""
    while chunk := content.read(_CHUNK_BYTES):
        into.write(chunk)


def _kept(content: IO[bytes]) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
    return Kept(size=size, sha256=digest.hexdigest())


def _manifest(content: bytes, file: Path) -> Manifest:
    try:
        said = json.loads(content)
        if int(said["format"]) > FORMAT:
            raise ArchiveTooNew(f"{file} was made by Hongshu {said['version']}: restore it there.")
        return Manifest(
            format=int(said["format"]),
            version=str(said["version"]),
            made_at=str(said["made_at"]),
            demo=bool(said["demo"]),
            files={
                name: Kept(int(kept["size"]), str(kept["sha256"])) for name, kept in said["files"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveDamaged(f"{file} is damaged (its manifest): take another one.") from None
