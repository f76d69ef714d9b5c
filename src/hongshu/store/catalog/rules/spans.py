"""How a price takes its place among those that are there: times never overlap, and nothing past changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    """An amount from ``starts_at`` to before ``ends_at``; None: for good."""

    amount_minor: int
    starts_at: datetime
    ends_at: datetime | None

    def meets(self, other: Span) -> bool:
        """Whether both hold at some moment."""
        return (other.ends_at is None or self.starts_at < other.ends_at) and (
            self.ends_at is None or other.starts_at < self.ends_at
        )


@dataclass(frozen=True, slots=True)
class Carved:
    """What has to happen to the spans by their place, and which are new."""

    ended: dict[int, datetime]
    removed: tuple[int, ...]
    added: tuple[Span, ...]


def waits_for_next(span: Span, existing: Iterable[Span]) -> Span:
    """An open span lasts until the next one that is planned already."""
    if span.ends_at is not None:
        return span
    later = [other.starts_at for other in existing if other.starts_at > span.starts_at]
    return Span(span.amount_minor, span.starts_at, min(later, default=None))


def carve(existing: Sequence[Span], new: Span) -> Carved:
    """Cut the time of *new* out of *existing*, which do not overlap; what lasted beyond it goes on after."""
    ended: dict[int, datetime] = {}
    removed: list[int] = []
    added = [new]
    for place, span in enumerate(existing):
        if not span.meets(new):
            continue
        if span.starts_at < new.starts_at:
            ended[place] = new.starts_at
        else:
            removed.append(place)
        if new.ends_at is not None and (span.ends_at is None or span.ends_at > new.ends_at):
            added.append(Span(span.amount_minor, new.ends_at, span.ends_at))
    return Carved(ended, tuple(removed), tuple(added))


def is_above(lower: Iterable[Span], upper: Iterable[Span]) -> bool:
    """Whether somewhere in time an amount of *lower* is above one of *upper*."""
    above = list(upper)
    return any(one.amount_minor > other.amount_minor for one in lower for other in above if one.meets(other))
