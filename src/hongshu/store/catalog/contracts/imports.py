"""Files of products that were looked at or brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A file that somebody sent. ``data`` is empty once it was brought in, which is at ``applied_at``."""

    id: Id
    digest: bytes
    file_name: str
    data: bytes
    actor_id: Id | None
    applied_at: datetime | None
