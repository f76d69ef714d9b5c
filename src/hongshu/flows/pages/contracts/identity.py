"""The real name of the viewer's own account, as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpeningView:
    """That the record was opened: ``purpose`` is declaration, payment, export or rotation."""

    purpose: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person whom the sandbox of a demo knows; belongs to nobody."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """``masked_name`` is empty for who has proven nothing; ``samples`` are offered in a demo only."""

    masked_name: str
    last_four: str
    proven_at: datetime | None
    openings: tuple[OpeningView, ...]
    samples: tuple[SamplePerson, ...]
