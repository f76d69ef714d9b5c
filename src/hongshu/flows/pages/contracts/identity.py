"""The real name of the viewer's own account, as it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.money import Money


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
class QuotaView:
    """What the person may still order from abroad in a calendar year of China, on whatever account."""

    year: int
    limit: Money
    ordered: Money  # reserved by orders that customs has not released yet
    imported: Money
    left: Money


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """``masked_name`` is empty and there is no quota for who has proven nothing; ``samples`` are offered in a
    demo only.
    """

    masked_name: str
    last_four: str
    proven_at: datetime | None
    openings: tuple[OpeningView, ...]
    samples: tuple[SamplePerson, ...]
    quota: QuotaView | None
