"""Comments as staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """A comment as its writer wrote it, also when nobody else sees it any more."""

    id: Id
    note_id: Id
    user_id: Id
    body: str
    picture_id: Id | None
    created_at: datetime
    is_held: bool
