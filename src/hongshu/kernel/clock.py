"""The time of the application. Rules get the time as an argument; only services and surfaces ask here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

# Where the business is: Asia/Shanghai, which keeps no summer time.
BUSINESS_ZONE = timezone(timedelta(hours=8))
_fixed: ContextVar[datetime | None] = ContextVar("hongshu_fixed_time", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(tz=UTC)


def business_day(moment: datetime | None = None) -> date:
    """The calendar day where the business is, now or at a moment."""
    return (moment or now()).astimezone(BUSINESS_ZONE).date()


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Hold the application's clock at *moment*, for tests and for writing dated history."""
    assert moment.tzinfo is not None, "a moment without a zone is not a moment"
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
