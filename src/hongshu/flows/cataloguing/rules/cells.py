"""What a cell says, and how text is written so that no spreadsheet takes it for a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

# OWASP, "CSV Injection" (2025): a cell that begins so is calculated by spreadsheets.
_DEFUSED = re.compile(r"'*[=+\-@\t\r]")
_FUSED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,9})?")
_VALUE_MAX = 60


class CellFault(ValueError):
    """A cell cannot be what its column holds; ``str()`` is the code of a problem."""


def defused(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _DEFUSED.match(text) else text


def fused(text: str) -> str:
    """The text as it was before ``defused``."""
    return text[1:] if _FUSED.match(text) else text


def shortened(text: str) -> str:
    """As much of a cell as a message shows."""
    return text if len(text) <= _VALUE_MAX else text[: _VALUE_MAX - 1] + "…"


def number_of(text: str) -> Decimal | None:
    """A plain decimal number that is not negative; None for an empty cell. Raises CellFault."""
    plain = text.strip()
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise CellFault("not_a_number")
    number = Decimal(plain)
    if number < 0:
        raise CellFault("negative")
    return number


def whole_of(text: str) -> int | None:
    """A whole number that is not negative; None for an empty cell. Raises CellFault."""
    number = number_of(text)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellFault("fractional")
    return int(number)


def fen_of(text: str) -> int | None:
    """An amount in yuan as fen; None for an empty cell. Raises CellFault."""
    number = number_of(text)
    if number is None:
        return None
    fen = number * 100
    if fen != fen.to_integral_value():
        raise CellFault("too_exact")
    return int(fen)


def content_of(text: str) -> Decimal | None:
    """A content with at most three digits behind the point; None for an empty cell. Raises CellFault."""
    number = number_of(text)
    if number is not None and number != round(number, 3):
        raise CellFault("too_exact")
    return number


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """A moment as ISO 8601; without an offset it is local, and a day begins at midnight. None for an empty
    cell. Raises CellFault.
    """
    plain = text.strip()
    if not plain:
        return None
    try:
        if len(plain) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(plain), time(), zone)
        moment = datetime.fromisoformat(plain)
    except ValueError:
        raise CellFault("not_a_date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def plain_number(number: Decimal | int | None) -> str:
    """A number without zeros that say nothing; empty for None."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(fen: int | None) -> str:
    """Fen as yuan with two digits; empty for None."""
    return "" if fen is None else f"{fen // 100}.{fen % 100:02}"
