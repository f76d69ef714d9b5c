"""What media wants of a store of files. One contract test suite holds for every store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

STEM = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
RENDITION = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}-[1-9][0-9]{0,4}\.(?:webp|avif)")
SUFFIX = re.compile(r"[1-9][0-9]{0,4}\.(?:webp|avif)")


class PictureStore(Protocol):
    """Renditions by name: ``{stem}-{suffix}``, such as ``ab/abcdef…-720.webp``.

    Names are of media's own making; a name of any other form is a programmer's fault (AssertionError).
    An outside failure is ``OutsideFailure`` or ``OSError``.
    """

    def write(self, stem: str, files: Mapping[str, bytes]) -> None:
        """Keep *files* (by suffix) of a stem. On return all are durable; each appears whole or never."""
        ...

    def read(self, name: str) -> bytes:
        """The bytes of a rendition. Raises FileNotFoundError."""
        ...

    def local_path(self, name: str) -> Path:
        """A file of this machine with the bytes of a rendition. Raises FileNotFoundError."""
        ...

    def exists(self, name: str) -> bool:
        """Whether the rendition is there, whole."""
        ...

    def delete(self, stem: str) -> None:
        """Remove every file of a stem, half-written ones too. Nothing there is fine."""
        ...

    def stems(self) -> Iterator[str]:
        """Every stem of which there is any file, half-written ones too; each once, in no promised order."""
        ...
