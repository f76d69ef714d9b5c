"""The year of the quota, which is China's."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The day in Shanghai at a moment: by it the law and the quota's year are told."""
    return at.astimezone(_SHANGHAI).date()


def quota_year(at: datetime) -> int:
    """The calendar year in Shanghai whose quota an order placed at *at* uses."""
    return day_of(at).year
