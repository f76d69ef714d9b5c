"""What an archive says about itself, and why one cannot be made or restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

FORMAT = 1


class BackupError(Exception):
    """A backup cannot be made or restored; ``str()`` is one line that says what to do."""


class ArchiveExists(BackupError):
    """A file of that name is there already."""


class ArchiveDamaged(BackupError):
    """It is cut off, changed, or no archive of ours."""


class ArchiveTooNew(BackupError):
    """A newer version made it."""


class NotEmpty(BackupError):
    """There is something that the restored installation would overwrite."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of an archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last entry of an archive. ``demo`` tells whether it was an installation with the demo world."""

    format: int
    version: str
    made_at: str
    demo: bool
    files: dict[str, Kept]


class Progress(Protocol):
    """Hears how far a step is."""

    def __call__(self, *, step: str, done: int, total: int) -> None: ...
