"""Amounts and moments as providers in China write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_YUAN = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def yuan(fen: int) -> str:
    """Fen as yuan: "99.00"."""
    assert fen >= 0, "an amount that is sent is not below zero"
    return f"{fen // 100}.{fen % 100:02}"


def fen_of(text: str) -> int | None:
    """Yuan as fen, exactly; None for what is no amount."""
    found = _YUAN.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, part = found.groups()
    value = int(whole) * 100 + int((part or "0").ljust(2, "0"))
    return -value if sign else value


def moment_of(text: str) -> datetime | None:
    """A moment such as "2026-11-25 12:30:00" on China's clocks; None for what is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return None


def text_of(moment: datetime) -> str:
    """A moment on China's clocks: "2026-11-25 12:30:00"."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
