"""Small files of our own that hold secrets: made once, whole or not at all, for their owner only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of a file that is made at its first use; processes that begin together agree on one.

    Only its owner may read it. Raises OSError.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = _beside(path, make())
        try:
            # Linked into place: whoever comes second finds the first one's.
            with suppress(FileExistsError):
                os.link(fresh, path)
        finally:
            fresh.unlink()
    return path.read_bytes()


def write_whole(path: Path, content: bytes) -> None:
    """Put *content* in the place of a file: a crash leaves the old one or the new one. Raises OSError."""
    _beside(path, content).replace(path)


def _beside(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh
