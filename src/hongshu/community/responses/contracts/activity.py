"""What members did about notes, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class HourOfActivity:
    """How many members did something about a note within an hour. ``kind``: like, collect, comment, share."""

    note_id: Id
    kind: str
    hour: datetime
    count: int
